"""The form of a question: its short answer, then the answer part by part."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from desk.draft.admin import DraftAdmin
from desk.draft.changelist import FILTERS
from desk.draft.forms import DraftForm
from desk.draft.inlines import AnswerInline, QuestionSourceInline
from desk.draft.layout import block
from desk.form.fields import LineArea, ProseArea
from stories.models import Question


class QuestionForm(DraftForm):
    class Meta:
        widgets = {"title": LineArea, "intro": ProseArea}


@admin.register(Question)
class QuestionAdmin(DraftAdmin):
    form = QuestionForm
    reading_order = (
        block(
            "title", _("Question"), "title", ("slug", "status"), "intro", always=True
        ),
        block("answers", _("Answers"), parts=AnswerInline),
        block("sources", _("Sources"), parts=QuestionSourceInline),
    )
    list_display = ["title", "state", "status", "holder", "due", "review", "saved"]
    list_filter = [*FILTERS, "status"]
    search_fields = ["title", "slug"]
    slug_of = "title"
