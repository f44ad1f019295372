"""Rows that are known by a name: each name once, whatever its capitals and script."""

from itertools import islice

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.utils.translation import gettext as _

from explainer.identity import MOST, identity
from explainer.slugs import slug_of, slugs_for

ATTEMPTS = 3


class IdentityField(models.CharField):
    """The identity of another field's name, kept beside it as the database's guard."""

    def __init__(self, of="name", **options):
        self.of = of
        fixed = {"max_length": MOST, "unique": True, "editable": False}
        super().__init__(**options | fixed)

    def deconstruct(self):
        name, _path, args, options = super().deconstruct()
        fixed = ("max_length", "unique", "editable")
        kept = {key: value for key, value in options.items() if key not in fixed}
        return name, f"{__name__}.IdentityField", args, kept | {"of": self.of}

    def pre_save(self, model_instance, add):
        made = identity(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, made)
        return made


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


class NamedQuerySet(AddressedQuerySet):
    def named(self, name):
        """The row of this name, or None."""
        return self.filter(identity=identity(name)).first()

    def near(self, name):
        """A row of another name that is written alike in Latin letters, or None."""
        alike = self.filter(slug=slug_of(name)).exclude(identity=identity(name))
        return alike.first()

    def make(self, name, **fields):
        """The row of a name, new and at an address of its own.

        Somebody may be a moment quicker: with the name, or with the address.
        """
        for left in reversed(range(ATTEMPTS)):
            made = {"name": name, "slug": self.free_slug(name)} | fields
            try:
                return self.get_or_create(identity=identity(name), defaults=made)[0]
            except IntegrityError:
                if not left:
                    raise


class UniqueNameModel(models.Model):
    """A row with a name that no other row has, and an address."""

    objects = NamedQuerySet.as_manager()

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        found = type(self)._default_manager.named(self.name)
        if found and found.pk != self.pk:
            said = _("There is “%(name)s” already.") % {"name": found.name}
            raise ValidationError({"name": said})
