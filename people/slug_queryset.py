"""Finds a free address among the rows of a model."""

from itertools import islice

from django.db import models

from explainer.slugs import slugs_for


class AddressedQuerySet(models.QuerySet):
    """Rows with slugs, which are addresses and no more."""

    AT_ONCE = 20

    def free_slug(self, name):
        """The best address for a name that no row has yet."""
        wanted = self.slugs_for(name)
        while some := [*islice(wanted, self.AT_ONCE)]:
            taken = self.taken(some)
            if free := next((slug for slug in some if slug not in taken), ""):
                return free

    def slugs_for(self, name):
        return slugs_for(name, self.model._meta.get_field("slug").max_length)

    def taken(self, slugs):
        """Those of these slugs that somebody has."""
        return {*self.filter(slug__in=slugs).values_list("slug", flat=True)}
