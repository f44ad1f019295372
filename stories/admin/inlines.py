"""The parts that a story or question is written in, each with its fields in lines."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stories.admin.fields import WIDGETS, ProseArea
from stories.admin.parts import PartInline
from stories.models import (
    Answer,
    Byline,
    ConversationTurn,
    Expectation,
    Figure,
    HeroImage,
    KeyPoint,
    Perspective,
    QuestionSource,
    Quote,
    RelatedStory,
    Section,
    StoryEntity,
    StoryQuestion,
    StorySource,
    TimelineEvent,
)

PROSE = WIDGETS | {models.TextField: {"widget": ProseArea}}
PICTURE = [("image", "credit", "licence"), "alt", "caption"]


class BylineInline(PartInline):
    model = Byline
    short = True
    fields = [("position", "name", "role", "entity")]
    autocomplete_fields = ["entity"]


class HeroImageInline(PartInline):
    model = HeroImage
    max_num = 1
    fields = [*PICTURE, ("focal_x", "focal_y")]
    autocomplete_fields = ["image"]

    def formfield_for_dbfield(self, db_field, request, **options):
        if db_field.name.startswith("focal_"):
            options["max_value"] = 100
        return super().formfield_for_dbfield(db_field, request, **options)


class KeyPointInline(PartInline):
    model = KeyPoint
    short = True
    fields = [("position", "lead_in"), "text"]
    formfield_overrides = PROSE


class SectionInline(PartInline):
    model = Section
    fields = [("position", "heading"), "body"]
    formfield_overrides = PROSE


class FigureInline(PartInline):
    model = Figure
    fields = [("position", "key", "kind"), *PICTURE]
    autocomplete_fields = ["image"]


class QuoteInline(PartInline):
    model = Quote
    fields = [
        ("position", "key", "source", "said_on"),
        "text",
        "paraphrase",
        ("speaker", "role", "entity"),
        "context",
        ("original", "original_language"),
    ]
    autocomplete_fields = ["entity"]


class PerspectiveInline(PartInline):
    model = Perspective
    fields = [("position", "outlet", "holder"), "position_taken", "text", "sources"]
    formfield_overrides = PROSE


class TimelineEventInline(PartInline):
    model = TimelineEvent
    fields = [
        ("position", "date", "precision", "label"),
        "text",
        ("sources", "key_event"),
    ]
    formfield_overrides = PROSE


class ExpectationInline(PartInline):
    model = Expectation
    fields = [("position", "due"), "text", "outcome"]

    def formfield_for_dbfield(self, db_field, request, **options):
        if db_field.name == "text":
            options["widget"] = ProseArea
        return super().formfield_for_dbfield(db_field, request, **options)


class ConversationTurnInline(PartInline):
    model = ConversationTurn
    verbose_name_plural = _("turns of the conversation")
    fields = [("position", "speaker", "kind"), "text"]
    formfield_overrides = PROSE


class StoryQuestionInline(PartInline):
    model = StoryQuestion
    short = True
    fields = [("position", "question", "title")]
    autocomplete_fields = ["question"]


class StoryEntityInline(PartInline):
    model = StoryEntity
    short = True
    fields = [("position", "entity", "name", "role", "prominence")]
    autocomplete_fields = ["entity"]


class RelatedStoryInline(PartInline):
    model = RelatedStory
    short = True
    fields = [("position", "kind", "slug", "label")]


CITED = [
    ("position", "key", "source", "kind"),
    ("title", "outlet", "author"),
    ("url", "archive_url"),
    ("published", "accessed", "language", "syndicated_from"),
]


class StorySourceInline(PartInline):
    model = StorySource
    fields = CITED
    autocomplete_fields = ["source"]


class QuestionSourceInline(PartInline):
    model = QuestionSource
    fields = CITED
    autocomplete_fields = ["source"]


class AnswerInline(PartInline):
    model = Answer
    fk_name = "page"
    fields = [("position", "question"), "answer", ("as_of", "sources")]
    formfield_overrides = PROSE
