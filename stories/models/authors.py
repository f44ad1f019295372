"""Names that stand over stories, each with an address that it keeps for good.

A name is printed before anybody knows who is meant, so every printed name is
somebody of its own. What is derived from the record may be thrown away: these stay.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from entities.models import Entity
from explainer.identity import identity, same
from people.identities import IdentityField, NamedQuerySet
from people.routes import address


class AuthorQuerySet(NamedQuerySet):
    def of_names(self, names):
        """Addresses of authors by identity, made where a name is new."""
        wanted = {identity(name): name for name in names}
        rows = self.filter(identity__in=wanted).values_list("identity", "slug")
        found = dict(rows) if wanted else {}
        for key, name in wanted.items():
            if key and key not in found:
                found[key] = self.make(name).slug
        return found

    def free_slug(self, name):
        """No address of somebody in the who's who, unless this is their name."""
        for slug in self.slugs_for(name):
            if not self.filter(slug=slug).exists() and is_free_for(slug, name):
                return slug


def is_free_for(slug, name):
    entity = Entity.objects.filter(slug=slug).prefetch_related("aliases").first()
    return entity is None or any(same(name, own) for own in names_of(entity))


def names_of(entity):
    """What somebody in the who's who is called: also by names merged into theirs."""
    yield entity.name
    yield from (alias.name for alias in entity.aliases.all())


class Author(models.Model):
    name = models.CharField(_("name"), max_length=300)
    identity = IdentityField()
    slug = models.SlugField(_("slug"), max_length=200, unique=True, allow_unicode=True)

    objects = AuthorQuerySet.as_manager()

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address("author", self.slug)
