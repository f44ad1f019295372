"""The form in which a whole story is written, in the order of its public page."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from desk.draft import inlines
from desk.draft.admin import DraftAdmin
from desk.draft.changelist import FILTERS
from desk.draft.draft_filters import LanguageFilter, StateFilter
from desk.draft.forms import DraftForm
from desk.draft.layout import block
from desk.draft.quick_form import QuickForm
from desk.form.fields import CountedArea, LineArea, ProseArea, TagsField
from people.backends import desks_where
from people.desks import Desk
from stories.models import Story

PROSE = (
    *("summary", "brief", "report", "unknowns", "papers", "divergence"),
    "background",
)


class StoryForm(DraftForm):
    class Meta:
        widgets = dict.fromkeys(PROSE, ProseArea) | {
            "headline": LineArea,
            "standfirst": CountedArea,
        }
        field_classes = {"tags": TagsField}


def desks_for(user):
    """The desks whose stories somebody may change."""
    keys = desks_where(user, "stories.change_story")
    return Desk.objects.all() if keys is None else Desk.objects.filter(pk__in=keys)


@admin.register(Story)
class StoryAdmin(DraftAdmin):
    pages = [QuickForm, *DraftAdmin.pages]
    form = StoryForm
    reading_order = (
        block(
            "headline",
            _("Headline"),
            "kicker",
            "headline",
            "standfirst",
            ("slug", "short_headline"),
            ("desk", "tags"),
            always=True,
        ),
        block("byline", _("Bylines"), parts=inlines.BylineInline),
        block("summary", _("What's happened"), "summary", always=True),
        block("image", _("Picture at the top"), parts=inlines.HeroImageInline),
        block("key_points", _("Key points"), parts=inlines.KeyPointInline),
        block("unknowns", _("What we do not know yet"), "unknowns"),
        block("brief", _("In brief"), "brief"),
        block("report", _("In full"), "report"),
        block("figures", _("Figures"), parts=inlines.FigureInline),
        block(
            "sections", _("What's behind the headline?"), parts=inlines.SectionInline
        ),
        block("quotes", _("Quotes"), "lead_quote", parts=inlines.QuoteInline),
        block(
            "papers",
            _("What the papers say"),
            "papers",
            "divergence",
            parts=inlines.PerspectiveInline,
        ),
        block(
            "background",
            _("How we got here"),
            "background",
            parts=inlines.TimelineEventInline,
        ),
        block("expectations", _("What happens next"), parts=inlines.ExpectationInline),
        block(
            "conversation",
            _("The conversation"),
            "conversation_title",
            "conversation_tagline",
            parts=inlines.ConversationTurnInline,
        ),
        block("questions", _("Common questions"), parts=inlines.StoryQuestionInline),
        block("entities", _("More on these topics"), parts=inlines.StoryEntityInline),
        block("related", _("Related stories"), parts=inlines.RelatedStoryInline),
        block("sources", _("Sources"), parts=inlines.StorySourceInline),
        block(
            "housekeeping",
            _("Housekeeping"),
            ("language", "translation_of"),
            "digital_source",
            ("developing_until", "closed_at"),
            apart=True,
        ),
    )
    has_depths = True
    list_display = ["headline", "state", "desk", "holder", "due", "review", "saved"]
    list_filter = [StateFilter, "desk", *FILTERS[1:], LanguageFilter]
    list_select_related = ["desk"]
    search_fields = ["headline", "slug", "kicker"]
    slug_of = "headline"

    def formfield_for_dbfield(self, db_field, request, **options):
        """A story is written at a desk where its writer may write, and moved to one.

        Who may write at every desk alone may leave it without one.
        """
        if db_field.name == "desk":
            keys = desks_where(request.user, "stories.change_story")
            options |= {"queryset": desks_for(request.user), "required": bool(keys)}
        return super().formfield_for_dbfield(db_field, request, **options)

    def get_changeform_initial_data(self, request):
        """Who writes at one desk alone writes there."""
        desks = desks_where(request.user, "stories.change_story") or ()
        own = {"desk": str(*desks)} if len(desks) == 1 else {}
        return own | super().get_changeform_initial_data(request)
