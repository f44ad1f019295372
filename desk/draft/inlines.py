"""The parts that a story or question is written in, each with its fields in lines."""

from django.db import models

from desk.draft.pasted_sources import SourcesInline
from desk.draft.picker import PictureInline
from desk.form.fields import WIDGETS, CountedArea, ProseArea
from desk.form.part_formsets import PartInline
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
PICTURE = ["image", "alt", "decorative", "caption", ("credit", "licence")]


class BylineInline(PartInline):
    model = Byline
    told_by = ("name", "role")
    fields = [("position", "name", "role", "entity")]
    autocomplete_fields = ["entity"]


class HeroImageInline(PictureInline):
    model = HeroImage
    told_by = ("alt", "caption")
    max_num = 1
    focal = True
    fields = [*PICTURE, ("focal_x", "focal_y")]


class KeyPointInline(PartInline):
    model = KeyPoint
    told_by = ("lead_in", "text")
    short = True
    fields = [("position", "lead_in"), "text"]
    formfield_overrides = PROSE


class SectionInline(PartInline):
    model = Section
    told_by = ("heading", "body")
    fields = [("position", "heading"), "body"]
    formfield_overrides = PROSE


class FigureInline(PictureInline):
    model = Figure
    told_by = ("key", "caption", "alt")
    fields = [("position", "key", "kind"), *PICTURE, "table"]

    def formfield_for_dbfield(self, db_field, request, **options):
        if db_field.name == "table":
            options["widget"] = ProseArea
        return super().formfield_for_dbfield(db_field, request, **options)


class QuoteInline(PartInline):
    model = Quote
    told_by = ("speaker", "text")
    fields = [
        ("position", "key", "source", "said_on"),
        "text",
        "paraphrase",
        ("speaker", "role", "entity"),
        "context",
        ("original", "original_language"),
    ]
    autocomplete_fields = ["entity"]

    def formfield_for_dbfield(self, db_field, request, **options):
        if db_field.name == "text":
            options["widget"] = CountedArea
        return super().formfield_for_dbfield(db_field, request, **options)


class PerspectiveInline(PartInline):
    model = Perspective
    told_by = ("outlet", "holder", "text")
    fields = [("position", "outlet", "holder"), "position_taken", "text", "sources"]
    formfield_overrides = PROSE


class TimelineEventInline(PartInline):
    model = TimelineEvent
    told_by = ("label", "date", "text")
    fields = [
        ("position", "date", "precision", "label"),
        "text",
        ("sources", "key_event"),
    ]
    formfield_overrides = PROSE


class ExpectationInline(PartInline):
    model = Expectation
    told_by = ("due", "text")
    fields = [("position", "due"), "text", "outcome"]

    def formfield_for_dbfield(self, db_field, request, **options):
        if db_field.name == "text":
            options["widget"] = ProseArea
        return super().formfield_for_dbfield(db_field, request, **options)


class ConversationTurnInline(PartInline):
    model = ConversationTurn
    told_by = ("speaker", "text")
    fields = [("position", "speaker", "kind"), "text"]
    formfield_overrides = PROSE


class StoryQuestionInline(PartInline):
    model = StoryQuestion
    told_by = ("title",)
    fields = [("position", "question", "title")]
    autocomplete_fields = ["question"]


class StoryEntityInline(PartInline):
    model = StoryEntity
    told_by = ("name", "role")
    fields = [("position", "entity", "name", "role", "prominence")]
    autocomplete_fields = ["entity"]


class RelatedStoryInline(PartInline):
    model = RelatedStory
    told_by = ("label", "slug")
    fields = [("position", "kind", "slug", "label")]


CITED = [
    ("position", "key", "source", "kind"),
    ("title", "outlet", "author"),
    ("url", "archive_url"),
    ("published", "accessed", "language", "syndicated_from"),
]


class StorySourceInline(SourcesInline):
    model = StorySource
    told_by = ("key", "outlet", "title")
    fields = CITED


class QuestionSourceInline(SourcesInline):
    model = QuestionSource
    told_by = ("key", "outlet", "title")
    fields = CITED


class AnswerInline(PartInline):
    model = Answer
    told_by = ("question", "answer")
    fk_name = "page"
    fields = [("position", "question"), "answer", ("as_of", "sources")]
    formfield_overrides = PROSE
