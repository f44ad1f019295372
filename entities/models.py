"""The paper's who's who. Entities are merged, never deleted, and keep their slugs."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entities.name_starts import LONGEST, NamedQuerySet, NameStartQuerySet
from explainer.addresses import fault_of, normalise_scheme
from people.derived_columns import NameLetters
from people.identities import AddressedQuerySet
from people.routes import address


def private(of=""):
    """Rows that readers get no page of: private persons, and whatever has no kind yet.

    `of` is the way to the entity, such as `entity__`.
    """
    return Q(**{f"{of}kind": ""}) | Q(
        **{f"{of}kind": "person", f"{of}public_figure": False}
    )


class NamedRow(models.Model):
    """A row whose name is found by what one types of it, from the save on."""

    class Meta:
        abstract = True

    @transaction.atomic(savepoint=False)
    def save(self, **options):
        new, said = self._state.adding, options.get("update_fields")
        super().save(**options)
        if said is None or "name" in said:
            NameStart.objects.follow([self], new=new)


class EntityQuerySet(NamedQuerySet, AddressedQuerySet):
    def called(self, keys):
        """Entities by the keys of their names and aliases, of absorbed ones too."""
        own = self.model.objects.filter(letters__among=keys)
        other = Alias.objects.filter(letters__among=keys)
        stands = Coalesce("merged_into_id", "pk")
        stands_for_alias = Coalesce("entity__merged_into_id", "entity_id")
        return self.filter(
            Q(pk__in=own.values_list(stands))
            | Q(pk__in=other.values_list(stands_for_alias))
        )

    def named(self, slugs):
        """Entities by slug, each with the survivor it was merged into."""
        return self.filter(slug__in=slugs).select_related("merged_into")


class Entity(NamedRow):
    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ORGANISATION = "organisation", _("Organisation")
        PLACE = "place", _("Place")
        EVENT = "event", _("Event")
        WORK = "work", _("Work")
        CONCEPT = "concept", _("Idea")

    name = models.CharField(
        _("name"), max_length=200, help_text=_("As the paper writes it.")
    )
    letters = NameLetters()
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        help_text=_("Its address. It can't be changed later."),
    )
    # Without a default: a person filed as an idea would be asked nothing. What a file
    # brings without a kind has none, and no page, until an editor has chosen one.
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    lead = models.TextField(
        _("lead"),
        blank=True,
        validators=[MaxLengthValidator(50_000)],  # The file's limit, too.
        help_text=_("Who or what this is, in one to three sentences."),
    )
    as_of = models.DateField(
        _("as of"),
        null=True,
        blank=True,
        help_text=_("The day on which the lead was last true."),
    )
    attribution = models.CharField(
        _("attribution"),
        max_length=200,
        blank=True,
        help_text=_("Whose words the lead is in, if they aren't ours."),
    )
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    same_as = models.TextField(
        _("same as"),
        blank=True,
        help_text=_("Addresses of the same thing elsewhere, one on each line."),
    )
    public_figure = models.BooleanField(
        _("public figure"),
        default=False,
        help_text=_("Without this a person has no page, however often we name them."),
    )
    open = models.BooleanField(
        _("open"),
        default=False,
        help_text=_("Show the page even while no live story names this."),
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="absorbed",
        db_index=False,  # Nearly all stand for themselves: see the indexes.
        help_text=_("The entry that stands for this one now. Clear it to undo."),
    )

    objects = EntityQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("entity")
        verbose_name_plural = _("entities")
        permissions = [("merge_entity", _("Can merge entities"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="entity_not_merged_into_itself",
            )
        ]
        indexes = [
            models.Index("name", "id", name="entity_by_name"),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="entity_absorbed",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return address("entity", self.slug)

    def clean(self):
        """Refuse links that are no addresses, and chains of merged entries."""
        for link in self.same_as.split():
            if fault := fault_of(link):
                raise ValidationError({"same_as": f"{link}: {fault}"})
        survivor = self.merged_into
        if survivor and (survivor.merged_into_id or survivor.pk == self.pk):
            raise ValidationError(
                {"merged_into": _("Choose the entry that still stands.")}
            )
        if survivor and self.pk and self.absorbed.exists():
            raise ValidationError(
                {"merged_into": _("Others were merged into this one. Move them first.")}
            )

    @transaction.atomic
    def merge_into(self, survivor):
        """Let the survivor stand for this entity and for all that it had absorbed."""
        survivor = survivor.merged_into or survivor
        if survivor.pk == self.pk:
            raise ValidationError(_("An entity can't be merged into itself."))
        self.absorbed.update(merged_into=survivor)
        self.merged_into = survivor
        self.save(update_fields=["merged_into"])

    @property
    def named(self):
        """How the starts of its name are known."""
        return {"entity_id": self.pk, "alias_id": None}

    @property
    def survivor(self):
        """The entity that readers meet under this one's name."""
        return self.merged_into or self

    @property
    def is_private(self):
        """Whether readers get no page of it, whatever names it."""
        return not self.kind or (
            self.kind == self.Kind.PERSON and not self.public_figure
        )

    @property
    def links(self):
        """Addresses of the same thing elsewhere."""
        links = map(normalise_scheme, self.same_as.split())
        return [link for link in links if not fault_of(link)]


class Alias(NamedRow):
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("name"), max_length=200)
    letters = NameLetters()

    objects = NamedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        constraints = [
            models.UniqueConstraint(fields=["entity", "name"], name="alias_once")
        ]

    def __str__(self):
        return self.name

    @property
    def named(self):
        """How the starts of its name are known."""
        return {"entity_id": self.entity_id, "alias_id": self.pk}


class NameStart(models.Model):
    """The letters of a name from one of its words on. Derived: a save makes them."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="starts")
    alias = models.ForeignKey(
        Alias, on_delete=models.CASCADE, null=True, related_name="starts"
    )
    start = models.CharField(max_length=LONGEST, db_index=True)

    objects = NameStartQuerySet.as_manager()

    def __str__(self):
        return self.start


class Role(models.Model):
    """An office or a part that an entity had, from a day until a day.

    Of a day may be known no more than its month or its year.
    """

    class Precision(models.TextChoices):
        DAY = "day", _("day")
        MONTH = "month", _("month")
        YEAR = "year", _("year")

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="roles")
    title = models.CharField(pgettext_lazy("an office", "title"), max_length=200)
    since = models.DateField(_("from"), null=True, blank=True)
    since_precision = models.CharField(
        _("known to the"), max_length=5, choices=Precision, blank=True
    )
    until = models.DateField(_("to"), null=True, blank=True)
    until_precision = models.CharField(
        _("known to the"), max_length=5, choices=Precision, blank=True
    )

    class Meta:
        ordering = [F("since").desc(nulls_last=True), "pk"]
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="role_ends_after_it_began",
            )
        ]

    def __str__(self):
        return self.title


class Proposal(models.Model):
    """What Wikidata says of an entry, until an editor has taken what is right of it."""

    entity = models.OneToOneField(
        Entity, on_delete=models.CASCADE, related_name="proposal"
    )
    item = models.CharField(max_length=16)
    said = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        default_permissions = []

    def __str__(self):
        return self.item
