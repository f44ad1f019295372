"""Parts that set a story in time and among others: events, talk, sources, links."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from entities.models import Entity
from explainer.row_fields import CITED
from sources.models.address_field import AddressField
from sources.models.source import Source, SourceKind
from stories.models.parts import Part, StoryPart, key_field, keys_field
from stories.models.question import Question
from stories.models.validators import prose_fits


class TimelineEvent(StoryPart):
    class Precision(models.TextChoices):
        DAY = "day", _("day")
        MONTH = "month", _("month")
        YEAR = "year", _("year")

    date = models.DateField(_("date"), null=True, blank=True)
    precision = models.CharField(
        _("known to the"), max_length=5, choices=Precision, default=Precision.DAY
    )
    label = models.CharField(
        _("instead of a date"),
        max_length=120,
        blank=True,
        help_text=_(
            "For example: spring 2025. Readers see 15 March 44 BCE for -0043-03-15, "
            "about 1914 for 1914~, before 1450 for ../1450, July 1914 – 1918 for "
            "1914-07/1918."
        ),
    )
    text = models.TextField(_("text"), blank=True, validators=[prose_fits])
    sources = keys_field()
    key_event = models.BooleanField(
        _("key event"), default=False, help_text=_("The brief shows only these.")
    )

    KEY = "timeline"

    class Meta(StoryPart.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("timeline")

    def __str__(self):
        return f"{self.label or self.date}: {self.text[:60]}"


class Expectation(StoryPart):
    text = models.TextField(_("what is expected"), blank=True, validators=[prose_fits])
    due = models.DateField(_("by when"), null=True, blank=True)
    outcome = models.TextField(
        _("outcome"),
        max_length=2000,
        blank=True,
        help_text=_("Once the day has come: what happened?"),
    )

    KEY = "expectations"

    class Meta(StoryPart.Meta):
        verbose_name = _("expectation")
        verbose_name_plural = _("what happens next")
        indexes = [
            models.Index(
                "due", condition=models.Q(outcome=""), name="expectation_is_open"
            )
        ]

    def __str__(self):
        return self.text[:60]


class ConversationTurn(StoryPart):
    class Kind(models.TextChoices):
        READER = "reader", _("A reader")
        EDITOR = "editor", _("An editor")
        EXPERT = "expert", _("An expert")
        MACHINE = "machine", _("A language model")

    speaker = models.CharField(_("speaker"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=7, choices=Kind, default=Kind.READER)
    text = models.TextField(_("text"), blank=True, validators=[prose_fits])

    KEY = "conversation.turns"

    class Meta(StoryPart.Meta):
        verbose_name = _("turn")
        verbose_name_plural = _("conversation")

    def __str__(self):
        return f"{self.speaker}: {self.text[:60]}"


class GlossaryTerm(StoryPart):
    term = models.CharField(
        _("term"),
        max_length=120,
        blank=True,
        help_text=_("As the story writes it: it is explained where it first stands."),
    )
    meaning = models.TextField(
        _("meaning"),
        blank=True,
        validators=[prose_fits],
        help_text=_("One sentence that a newcomer understands."),
    )
    sources = keys_field()

    KEY = "glossary"

    class Meta(StoryPart.Meta):
        verbose_name = _("term")
        verbose_name_plural = _("glossary")

    def __str__(self):
        return f"{self.term}: {self.meaning[:60]}"


class SourceLabel(models.Model):
    """A shared source under a short key, with its label as this page cites it."""

    source = models.ForeignKey(
        Source,
        verbose_name=_("source"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("What you leave empty below is filled in from it."),
    )
    key = key_field(_("key"), help_text=_("For [^key]."))
    kind = models.CharField(
        _("kind"), max_length=10, choices=SourceKind, default=SourceKind.REPORT
    )
    title = models.CharField(_("title"), max_length=2000, blank=True)
    outlet = models.CharField(_("outlet"), max_length=300, blank=True)
    author = models.CharField(_("author"), max_length=300, blank=True)
    url = AddressField(_("address"), max_length=2000, blank=True)
    language = models.CharField(_("language"), max_length=35, blank=True)
    published = models.DateField(_("published on"), null=True, blank=True)
    accessed = models.DateField(_("read by us on"), null=True, blank=True)
    archive_url = AddressField(_("archived copy"), max_length=2000, blank=True)
    syndicated_from = models.CharField(
        _("text from"),
        max_length=300,
        blank=True,
        help_text=_("The agency whose text this is, if the outlet didn't write it."),
    )

    LABEL = tuple(key for key in CITED if key != "key")
    KEY = "sources"
    UNFROZEN = (*Part.UNFROZEN, "source")

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.key}: {self.title}"

    def fill(self):
        """Take from the shared source what this label leaves empty."""
        if self.source is None:
            return
        for name in self.LABEL:
            shared = getattr(self.source, name)
            if not getattr(self, name) and shared:
                named = name in ("outlet", "syndicated_from")
                setattr(self, name, str(shared) if named else shared)


class StorySource(SourceLabel, StoryPart):
    class Meta(StoryPart.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")


class StoryEntity(StoryPart):
    entity = models.ForeignKey(
        Entity,
        verbose_name=_("entity"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    name = models.CharField(
        _("name"),
        max_length=200,
        blank=True,
        help_text=_("As this story writes it. Empty: as in the who's who."),
    )
    role = models.CharField(_("role in the story"), max_length=300, blank=True)
    prominence = models.PositiveIntegerField(
        _("prominence"), default=1, help_text=_("1 is what the story is about.")
    )

    ABOUT = "entity"
    KEY = "entities"
    RENAMED: ClassVar = {"entity": "slug"}

    class Meta(StoryPart.Meta):
        verbose_name = _("entity")
        verbose_name_plural = _("more on these topics")

    def __str__(self):
        return self.name

    def fill(self):
        if self.entity:
            self.name = self.name or self.entity.name


class StoryQuestion(StoryPart):
    question = models.ForeignKey(
        Question,
        verbose_name=_("question"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    title = models.CharField(
        _("title"),
        max_length=300,
        blank=True,
        help_text=_("As this story lists it, while readers have the question."),
    )

    ABOUT = "question"
    KEY = "questions"
    RENAMED: ClassVar = {"question": "slug"}

    class Meta(StoryPart.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("common questions")

    def __str__(self):
        return self.title

    def fill(self):
        if self.question:
            self.title = self.title or self.question.title


class RelatedStory(StoryPart):
    class Kind(models.TextChoices):
        FOLLOWS = "follows", _("follows")
        PART = "part of", _("is part of")
        BACKGROUND = "background", _("has its background in")

    kind = models.CharField(
        _("kind"), max_length=10, choices=Kind, default=Kind.BACKGROUND
    )
    slug = models.SlugField(_("slug of the other story"), max_length=80, blank=True)
    label = models.CharField(
        _("label"),
        max_length=300,
        blank=True,
        help_text=_("As this story calls it, while readers have the other one."),
    )

    KEY = "related"

    class Meta(StoryPart.Meta):
        verbose_name = _("related story")
        verbose_name_plural = _("related stories")

    def __str__(self):
        return self.slug


class Answer(Part):
    """One part of the answer, for one part of the question."""

    # `question` is the sub-question's text, as in the document.
    page = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(_("sub-question"), max_length=300, blank=True)
    answer = models.TextField(_("answer"), blank=True, validators=[prose_fits])
    as_of = models.DateField(_("as of"), null=True, blank=True)
    sources = keys_field()

    OWNER = "page"
    KEY = "answers"

    class Meta(Part.Meta):
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(fields=["page", "uid"], name="answer_uid_once")
        ]

    def __str__(self):
        return self.question


class QuestionSource(SourceLabel, Part):
    question = models.ForeignKey(Question, on_delete=models.CASCADE)

    OWNER = "question"

    class Meta(Part.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.UniqueConstraint(
                fields=["question", "uid"], name="questionsource_uid_once"
            )
        ]
