"""The form of a question: its short answer, then the answer part by part."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from desk.draft.admin import DraftAdmin
from desk.draft.changelist import DraftList
from desk.draft.inlines import AnswerInline, QuestionSourceInline
from desk.draft.layout import block
from desk.form.fields import LineArea, ProseArea
from stories.models import Question

WIDGETS = {"title": LineArea, "intro": ProseArea}


@admin.register(Question)
class QuestionAdmin(DraftAdmin):
    reading_order = (
        block(
            "title", _("Question"), "title", ("slug", "status"), "intro", always=True
        ),
        block("answers", _("Answers"), parts=AnswerInline),
        block("sources", _("Sources"), parts=QuestionSourceInline),
    )
    list_display = ["title", "state", "status", "holder", "due", "review", "saved"]
    list_filter = [*DraftList.list_filter, "status"]
    search_fields = ["title", "slug"]
    slug_of = "title"

    def formfield_for_dbfield(self, db_field, request, **options):
        if db_field.name in WIDGETS:
            options["widget"] = WIDGETS[db_field.name]
        return super().formfield_for_dbfield(db_field, request, **options)
