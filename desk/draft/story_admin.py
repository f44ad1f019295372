"""The form in which a whole story is written, in the order of its public page."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from desk.draft.admin import DraftAdmin
from desk.draft.changelist import FILTERS
from desk.draft.draft_filters import LanguageFilter, StateFilter
from desk.draft.forms import DraftForm
from desk.draft.quick_form import QuickForm
from desk.form.fields import TagsField, TextArea
from explainer.story_blocks import STORY_BLOCKS
from people.backends import desks_where
from people.desks import Desk
from stories.models import Story


class StoryForm(DraftForm):
    # Of a document that was pasted: saved as a comment beside the draft.
    left_out = forms.CharField(
        label=_("Left out of what you pasted"), required=False, widget=TextArea
    )

    class Meta:
        field_classes = {"tags": TagsField}


def desks_for(user):
    """The desks whose stories somebody may change."""
    keys = desks_where(user, "stories.change_story")
    return Desk.objects.all() if keys is None else Desk.objects.filter(pk__in=keys)


@admin.register(Story)
class StoryAdmin(DraftAdmin):
    pages = [QuickForm, *DraftAdmin.pages]
    form = StoryForm
    reading_order = STORY_BLOCKS
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
