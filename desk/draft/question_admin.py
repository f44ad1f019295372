"""The form of a question: its short answer, then the answer part by part."""

from django.contrib import admin

from desk.draft.admin import DraftAdmin
from desk.draft.changelist import FILTERS
from explainer.story_blocks import QUESTION_BLOCKS
from stories.models import Question


@admin.register(Question)
class QuestionAdmin(DraftAdmin):
    reading_order = QUESTION_BLOCKS
    list_display = ["title", "state", "status", "holder", "due", "review", "saved"]
    list_filter = [*FILTERS, "status"]
    search_fields = ["title", "slug"]
    slug_of = "title"
