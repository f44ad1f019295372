"""What the admins of drafts are made of."""

from django.contrib import admin

from desk.draft.changelist import DraftList
from stories.models import Question, Story


def test_what_django_asks_is_answered_by_one_page_of_a_draft():
    for model in (Story, Question):
        page = admin.site.get_model_admin(model)
        answered = [hook for each in page.pages for hook in each.hooks]

        assert len({*answered}) == len(answered) > 15
        own = {hook for hook in answered if not hasattr(admin.ModelAdmin, hook)}
        assert own == {*DraftList.hooks} - {"get_changelist"}
        assert own <= {*page.list_display}
