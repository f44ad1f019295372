"""The story: an explainer's working copy. Readers never meet it, only its editions."""

from django.conf import settings
from django.db import IntegrityError, models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from explainer.format import STORY
from people.desks import Desk
from stories.models.draft import DraftQuerySet
from stories.models.publishable import Publishable
from stories.models.tags import StoryTag, StoryTags
from stories.models.validators import prose_fits
from stories.models.verb_refusals import SlugTakenError


def paper_language():
    """What a text is in unless somebody says otherwise, as its code is written."""
    return settings.LANGUAGE_CODE.partition("-")[0]


class StoryQuerySet(DraftQuerySet):
    def continue_from(self, story, headline, by):
        """A new draft with a story's sources and topics, which says that it follows it.

        `SlugTakenError` if its address was taken just now.
        """
        slug = self.free_slug(headline)
        same = {name: getattr(story, name) for name in ("kicker", "desk", "language")}
        try:
            made = self.create(headline=headline, slug=slug, **same)
        except IntegrityError as quicker:
            raise SlugTakenError(slug=slug, kind="story") from quicker
        made.tags.set(story.tags.all())
        for part in [*story.storysource_set.all(), *story.storyentity_set.all()]:
            names = {*part.FROZEN, *part.UNFROZEN} - {"id", "uid"}
            values = {name: getattr(part, name) for name in names}
            type(part).objects.create(story=made, **values)
        made.relatedstory_set.create(
            kind="follows", slug=story.slug, label=story.headline
        )
        made.save_revision(by=by)
        return made


class Story(Publishable):
    class Origin(models.TextChoices):
        HUMAN = "human", _("People")
        ASSISTED = "assisted", _("People, with help from a language model")
        GENERATED = "generated", _("A language model")

    kicker = models.CharField(
        _("kicker"),
        max_length=80,
        blank=True,
        help_text=_("The short label above the headline."),
    )
    headline = models.CharField(_("headline"), max_length=300)
    short_headline = models.CharField(
        _("short headline"),
        max_length=120,
        blank=True,
        help_text=_("For lists and cards, where the headline is too long."),
    )
    standfirst = models.TextField(
        _("standfirst"),
        max_length=2000,
        blank=True,
        help_text=_("One sentence under the headline."),
    )
    desk = models.ForeignKey(
        Desk, verbose_name=_("desk"), on_delete=models.PROTECT, null=True, blank=True
    )
    tags = TaggableManager(
        _("tags"),
        through=StoryTag,
        manager=StoryTags,
        blank=True,
        help_text=_("Separated by commas."),
    )
    language = models.CharField(
        _("language"),
        max_length=35,
        default=paper_language,
        db_index=True,
        help_text=_("Its code, for example en, de or pt-BR."),
    )
    translation_of = models.SlugField(
        _("translation of"),
        max_length=80,
        blank=True,
        help_text=_("The slug of the story this was translated from."),
    )
    digital_source = models.CharField(
        _("made by"),
        max_length=9,
        choices=Origin,
        blank=True,
        help_text=_(
            "Readers are told; while nothing is chosen, they are told nothing."
        ),
    )
    lead_quote = models.CharField(
        _("lead quote"),
        max_length=61,
        blank=True,
        help_text=_("The key of the quote to show large near the top."),
    )
    summary = models.TextField(
        _("what's happened"),
        blank=True,
        validators=[prose_fits],
        help_text=_("The news in about fifty words. Cite with [^key]."),
    )
    brief = models.TextField(
        _("in brief"),
        blank=True,
        validators=[prose_fits],
        help_text=_("The short telling: about four paragraphs."),
    )
    report = models.TextField(
        _("in full"),
        blank=True,
        validators=[prose_fits],
        help_text=_(
            "The full telling. Put “::figure key” or “::quote key” on a line of its "
            "own to place one."
        ),
    )
    unknowns = models.TextField(
        _("what we do not know yet"),
        blank=True,
        validators=[prose_fits],
        help_text=_("Open questions of fact, as a list."),
    )
    papers = models.TextField(
        _("what the papers say"),
        blank=True,
        validators=[prose_fits],
        help_text=_("How the coverage reads as a whole, and where all agree."),
    )
    divergence = models.TextField(
        _("where they differ"),
        blank=True,
        validators=[prose_fits],
        help_text=_("Only if at least two perspectives below really differ."),
    )
    background = models.TextField(
        _("how we got here"),
        blank=True,
        validators=[prose_fits],
        help_text=_("What a newcomer has to know. Dates, not “recently”."),
    )
    conversation_title = models.CharField(
        _("title of the conversation"), max_length=300, blank=True
    )
    conversation_tagline = models.CharField(
        _("tagline of the conversation"), max_length=300, blank=True
    )
    developing_until = models.DateTimeField(
        _("developing until"),
        null=True,
        blank=True,
        help_text=_("Until then the page says that facts may still change."),
    )
    closed_at = models.DateTimeField(
        _("closed at"),
        null=True,
        blank=True,
        help_text=_("From then on the page says that it is kept for the record."),
    )

    objects = StoryQuerySet.as_manager()

    path_kind = "story"
    FORMAT = STORY
    # What the document holds in another shape.
    SHAPED = ("desk", "tags", "conversation_title", "conversation_tagline")

    class Meta:
        ordering = ["-saved_at"]
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        permissions = [
            ("publish_story", _("Can publish and correct stories")),
            ("withdraw_story", _("Can hold, withdraw and reinstate stories")),
        ]

    def __str__(self):
        return self.headline

    def get_absolute_url(self):
        return reverse("story", args=[self.slug])

    @property
    def is_anybodys(self):
        """Whether any desk may take it: it has none, and readers were given nothing."""
        given = self.base_edition or (not self._state.adding and self.editions.exists())
        return not (self.desk_id or given)
