"""The form in which a whole story is written, in the order of its public page."""

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stories.admin import inlines
from stories.admin.drafts import DraftAdmin
from stories.admin.fields import ProseArea, TagsField
from stories.models import Edition, Kind, Story

PROSE = (
    "summary",
    "brief",
    "report",
    "unknowns",
    "papers",
    "divergence",
    "background",
)


def block(name, *fields, **options):
    return (name, {"fields": fields} | options)


def live_edition(owner, of="pk"):
    """The newest edition of each row's story that is out."""
    out = Edition.objects.due(timezone.now()).filter(**{owner: OuterRef(of)})
    return out.order_by("-number")


class ReadersHave:
    """Adds a column to a list: what readers have of each row."""

    def get_queryset(self, request):
        newest = live_edition(self.model.path_kind)[:1]
        return (
            super()
            .get_queryset(request)
            .annotate(
                live_number=Subquery(newest.values("number")),
                live_kind=Subquery(newest.values("kind")),
            )
        )

    @admin.display(description=_("Readers have"), ordering="live_number")
    def readers_have(self, owner):
        if owner.live_number is None:
            return _("Not published")
        if owner.live_kind == Kind.WITHDRAWAL:
            return _("Withdrawn")
        return _("Edition %(number)s") % {"number": owner.live_number}


@admin.register(Story)
class StoryAdmin(ReadersHave, DraftAdmin):
    reading_order = (
        block(
            _("Headline"),
            "kicker",
            "headline",
            "standfirst",
            ("slug", "short_headline"),
            ("desk", "tags"),
        ),
        inlines.BylineInline,
        block(_("What's happened"), "summary"),
        inlines.HeroImageInline,
        inlines.KeyPointInline,
        block(_("What we do not know yet"), "unknowns"),
        block(_("The telling"), "brief", "report"),
        inlines.FigureInline,
        inlines.SectionInline,
        inlines.QuoteInline,
        block(_("Lead quote"), "lead_quote"),
        block(_("What the papers say"), "papers"),
        inlines.PerspectiveInline,
        block(_("Where they differ"), "divergence"),
        block(_("How we got here"), "background"),
        inlines.TimelineEventInline,
        inlines.ExpectationInline,
        block(_("The conversation"), "conversation_title", "conversation_tagline"),
        inlines.ConversationTurnInline,
        inlines.StoryQuestionInline,
        inlines.StoryEntityInline,
        inlines.RelatedStoryInline,
        inlines.StorySourceInline,
        block(
            _("Housekeeping"),
            ("language", "translation_of"),
            "digital_source",
            ("developing_until", "closed_at"),
            classes=["collapse"],
        ),
    )
    list_display = ["headline", "readers_have", "desk", "saved_at"]
    list_filter = ["desk", "language"]
    list_select_related = ["desk"]
    search_fields = ["headline", "slug", "kicker"]
    autocomplete_fields = ["desk"]
    prepopulated_fields = {"slug": ["headline"]}
    date_hierarchy = None

    def formfield_for_dbfield(self, db_field, request, **options):
        if db_field.name in PROSE:
            options["widget"] = ProseArea
        if db_field.name == "tags":
            options["form_class"] = TagsField
        return super().formfield_for_dbfield(db_field, request, **options)

    def get_prepopulated_fields(self, request, obj=None):
        """The address is suggested once, and left alone when the headline changes."""
        return {} if obj else super().get_prepopulated_fields(request, obj)
