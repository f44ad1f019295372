"""Pages about the paper that the desk writes itself: standing data, live on save."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from explainer.values import LANGUAGE
from pages import menu, reserved_slugs
from pages.letters import ReaderMessage
from people.identities import AddressedQuerySet
from people.routes import address

__all__ = ["FlatPage", "FlatPath", "Policy", "ReaderMessage"]

LONGEST = 60_000
ADDRESS = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("Write small letters, digits and single hyphens.")
)

valid_language = RegexValidator(
    LANGUAGE, _("A language has a code, for example en, de or pt-BR.")
)


class Policy(models.TextChoices):
    """What a page says of the paper, as far as machines have a word for it."""

    ABOUT = "about", _("About the paper")
    PRINCIPLES = "principles", _("Publishing principles")
    ETHICS = "ethics", _("Ethics")
    CORRECTIONS = "corrections", _("Corrections")
    VERIFICATION = "verification", _("Verification and fact-checking")
    UNNAMED = "unnamed", _("Unnamed sources")
    BYLINES = "bylines", _("Stories without a byline")
    FEEDBACK = "feedback", _("What readers' messages lead to")
    DIVERSITY = "diversity", _("Diversity")
    STAFFING = "staffing", _("Diversity of the staff, in figures")
    OWNERSHIP = "ownership", _("Ownership and funding")
    MASTHEAD = "masthead", _("Masthead: who works here")
    MISSION = "mission", _("Mission and what is covered first")


class FlatPageQuerySet(AddressedQuerySet):
    def taken(self, slugs):
        """Also old addresses, and those that the paper needs itself."""
        old = FlatPath.objects.filter(slug__in=slugs).values_list("slug", flat=True)
        needed = {slug for slug in slugs if reserved_slugs.is_taken(slug)}
        return super().taken(slugs) | {*old} | needed

    def published(self):
        return self.filter(published=True)

    def moved_from(self, slug):
        """The published page that this address once led to."""
        return self.published().filter(paths__slug=slug)

    def delete(self):
        deleted = super().delete()
        menu.forget()
        return deleted


class FlatPage(models.Model):
    """One page at an address of its own, such as /about/."""

    class Menu(models.TextChoices):
        NONE = "", _("In no menu")
        FOOTER = "footer", _("At the foot of every page")

    title = models.CharField(_("title"), max_length=120)
    slug = models.CharField(
        _("address"),
        max_length=60,
        unique=True,
        validators=[ADDRESS],
        help_text=_("“ethics” makes /ethics/. An old address leads to the new one."),
    )
    body = models.TextField(
        _("text"),
        max_length=LONGEST,
        blank=True,
        help_text=_(
            "Paragraphs, ## headings, lists, **bold**, *italic*, links, > quotations."
        ),
    )
    language = models.CharField(
        _("language"),
        max_length=35,
        blank=True,
        validators=[valid_language],
        help_text=_("For example fr, if it is not the paper's own."),
    )
    policy = models.CharField(
        _("what it says of the paper"),
        max_length=20,
        blank=True,
        choices=Policy,
        help_text=_("Search engines are told where to find it. One page for each."),
    )
    menu = models.CharField(
        _("menu"), max_length=10, blank=True, choices=Menu, default=Menu.NONE
    )
    position = models.PositiveSmallIntegerField(
        pgettext_lazy("order", "position"), default=0
    )
    published = models.BooleanField(
        _("published"), default=False, help_text=_("Else only the desk can see it.")
    )
    changed_at = models.DateTimeField(
        _("last changed"), default=timezone.now, editable=False
    )

    objects = FlatPageQuerySet.as_manager()

    class Meta:
        ordering = ["position", "title"]
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints = [
            models.UniqueConstraint(
                fields=["policy"],
                condition=~Q(policy=""),
                name="policy_on_one_page",
                violation_error_message=_("Another page says this of the paper."),
            )
        ]

    def __str__(self):
        return self.title

    @transaction.atomic
    def save(self, **options):
        """Keep the address it had, and note when its words changed."""
        before = FlatPage.objects.filter(pk=self.pk).first()
        if before and (before.title, before.body) != (self.title, self.body):
            self.changed_at = timezone.now()
        super().save(**options)
        if before and before.slug != self.slug:
            self.paths.filter(slug=self.slug).delete()
            self.paths.create(slug=before.slug)
        menu.forget()

    def get_absolute_url(self):
        return address("flat", self.slug)

    def clean(self):
        """Nobody's address is taken away; the letter box stays where it is."""
        said = FlatPage.objects.filter(pk=self.pk).values_list("slug", flat=True)
        before = said.first()
        if before == reserved_slugs.CONTACT and self.slug != before:
            words = _("The form to write to us is at this address; it stays.")
            raise ValidationError({"slug": words})
        if reserved_slugs.is_taken(self.slug):
            words = _("The paper needs this address itself.")
            raise ValidationError({"slug": words})
        others = FlatPath.objects.filter(slug=self.slug).exclude(page=self.pk)
        if kept := others.select_related("page").first():
            words = _("This was the address of “%(page)s”, and still leads there.")
            raise ValidationError({"slug": words % {"page": kept.page}})

    def delete(self, **options):
        deleted = super().delete(**options)
        menu.forget()
        return deleted


class FlatPath(models.Model):
    """An address that a page once had."""

    slug = models.CharField(max_length=60, unique=True)
    page = models.ForeignKey(FlatPage, on_delete=models.CASCADE, related_name="paths")

    class Meta:
        verbose_name = _("old address of a page")
        verbose_name_plural = _("old addresses of pages")
        default_permissions = ()

    def __str__(self):
        return self.slug
