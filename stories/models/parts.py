"""The ordered parts of a story: everything on its page that there can be several of.

Each part says under which key the document lists it (`KEY`). Which of its fields stand
there is in the format; `RENAMED` has those that are called otherwise here. Keys of
sources and quotes are texts, not foreign keys: a form can name a source that it is only
just adding. A part may lack anything: what readers need is in the format, and
publishing asks for it.
"""

import uuid
from functools import cache
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entities.models import Entity
from explainer.field import KEY
from explainer.format import items_of
from images.models import Image
from stories.models.story import Story
from stories.models.validators import prose_fits

valid_key = RegexValidator(
    KEY, _("Use small letters, digits and hyphens, for example reuters-1.")
)
valid_keys = RegexValidator(
    r"^[a-z0-9][a-z0-9-]*( +[a-z0-9][a-z0-9-]*)*$",
    _("Keys of this page's sources, separated by spaces."),
)


def key_field(label, **options):
    return models.CharField(
        label, max_length=61, validators=[valid_key], blank=True, **options
    )


def keys_field():
    return models.CharField(
        _("sources"),
        max_length=500,
        blank=True,
        validators=[valid_keys],
        help_text=_("Keys of this page's sources, separated by spaces."),
    )


@cache
def frozen(path, renamed):
    """The columns of what a document lists there; a picture's size is its file's."""
    columns = {key: name for name, key in renamed}
    return tuple(
        columns.get(key, key)
        for key, field in items_of(path).items()
        if key not in ("uid", "width", "height") and not field.file_only
    )


class Part(models.Model):
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    position = models.PositiveIntegerField(
        pgettext_lazy("order", "position"), default=0
    )

    OWNER = ""  # The link to the story or question that this is a part of.
    KEY = ""  # The path under which the document lists it.
    # Fields with another name in the document.
    RENAMED: ClassVar[dict] = {}
    # Values of the document that two columns hold, and what they are by default.
    SPLIT: ClassVar[dict] = {}
    # The link to what the part is about: gone, it takes the part of an old text along.
    ABOUT = ""
    # Fields that the document doesn't hold at all.
    UNFROZEN = ("id", "uid", "position")

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    @classproperty
    def FROZEN(cls):
        """The fields that stand in the document, in the order of its format."""
        return frozen(cls.KEY, tuple(cls.RENAMED.items()))


class StoryPart(Part):
    story = models.ForeignKey(Story, on_delete=models.CASCADE)

    OWNER = "story"

    class Meta(Part.Meta):
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["story", "uid"], name="%(class)s_uid_once")
        ]


class Byline(StoryPart):
    class Role(models.TextChoices):
        BY = "by", _("by")
        EDITED = "edited by", _("edited by")
        TRANSLATED = "translated by", _("translated by")

    name = models.CharField(_("name"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=13, choices=Role, default=Role.BY)
    entity = models.ForeignKey(
        Entity,
        verbose_name=_("in the who's who"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )

    KEY = "byline"

    class Meta(StoryPart.Meta):
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")

    def __str__(self):
        return self.name


class KeyPoint(StoryPart):
    lead_in = models.CharField(
        _("lead-in"), max_length=300, blank=True, help_text=_("Shown in bold.")
    )
    text = models.TextField(_("text"), blank=True, validators=[prose_fits])

    KEY = "key_points"

    class Meta(StoryPart.Meta):
        verbose_name = _("key point")
        verbose_name_plural = _("key points")

    def __str__(self):
        return self.lead_in or self.text[:60]


class Section(StoryPart):
    heading = models.CharField(_("heading"), max_length=300, blank=True)
    body = models.TextField(
        _("body"),
        blank=True,
        validators=[prose_fits],
        help_text=_("Begin a list item with a **bold lead-in**."),
    )

    KEY = "sections"

    class Meta(StoryPart.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections: what's behind the headline?")

    def __str__(self):
        return self.heading or self.body[:60]


class Perspective(StoryPart):
    holder = models.CharField(
        _("holder"), max_length=300, blank=True, help_text=_("Whose view it is.")
    )
    outlet = models.CharField(
        _("outlet"), max_length=300, blank=True, help_text=_("Where it was printed.")
    )
    position_taken = models.CharField(
        _("position"),
        max_length=2000,
        blank=True,
        help_text=_("In three words, for example: for an envoy."),
    )
    text = models.TextField(_("text"), blank=True, validators=[prose_fits])
    sources = keys_field()

    KEY = "perspectives"
    RENAMED: ClassVar = {"position_taken": "position"}

    class Meta(StoryPart.Meta):
        verbose_name = _("perspective")
        verbose_name_plural = _("perspectives")

    def __str__(self):
        return self.outlet or self.holder


class Quote(StoryPart):
    key = key_field(_("key"), help_text=_("To place it with “::quote key”."))
    text = models.TextField(
        pgettext_lazy("of a quote", "words"), max_length=5000, blank=True
    )
    paraphrase = models.BooleanField(
        _("paraphrase"),
        default=False,
        help_text=_("Not the exact words: it gets no quotation marks."),
    )
    speaker = models.CharField(_("speaker"), max_length=300, blank=True)
    role = models.CharField(
        _("role"), max_length=300, blank=True, help_text=_("On the day it was said.")
    )
    entity = models.ForeignKey(
        Entity,
        verbose_name=_("in the who's who"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    source = key_field(_("source"), help_text=_("The key of the source."))
    said_on = models.DateField(_("said on"), null=True, blank=True)
    original = models.TextField(
        _("original words"),
        max_length=5000,
        blank=True,
        help_text=_("If the quote above is a translation."),
    )
    original_language = models.CharField(
        _("original language"), max_length=35, blank=True
    )
    context = models.TextField(
        _("context"),
        max_length=2000,
        blank=True,
        help_text=_("To whom, and in answer to what."),
    )

    KEY = "quotes"

    class Meta(StoryPart.Meta):
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")

    def __str__(self):
        return f"{self.speaker}: {self.text[:60]}"


class Picture(StoryPart):
    """A picture as this story shows it: its words are the story's own."""

    image = models.ForeignKey(
        Image, verbose_name=_("image"), on_delete=models.PROTECT, null=True, blank=True
    )
    alt = models.TextField(_("alternative text"), max_length=2000, blank=True)
    caption = models.TextField(_("caption"), max_length=2000, blank=True)
    credit = models.CharField(_("credit"), max_length=300, blank=True)
    licence = models.CharField(_("licence"), max_length=300, blank=True)
    decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("It says nothing that the text doesn't: screen readers pass by."),
    )

    ABOUT = "image"
    RENAMED: ClassVar = {"image": "src"}
    # What the shared image says, and a story takes over.
    WORDS = ("alt", "caption", "credit", "licence")

    class Meta(StoryPart.Meta):
        abstract = True

    def take_words(self, before=None):
        """Take from the image what this place leaves empty, or had from another one."""
        if before and before.decorative:
            self.decorative = False
        for name in self.WORDS:
            quiet = name == "alt" and self.decorative
            if not quiet and getattr(self, name) in ("", getattr(before, name, "")):
                setattr(self, name, getattr(self.image, name))
        self.decorative = self.decorative or (self.image.decorative and not self.alt)


class HeroImage(Picture):
    focal_x = models.PositiveSmallIntegerField(
        _("focal point, from the left in %"), default=50
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focal point, from the top in %"), default=50
    )

    KEY = "image"
    SPLIT: ClassVar = {"focal": [50, 50]}

    class Meta(Picture.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("picture at the top")
        constraints = [
            models.UniqueConstraint(fields=["story"], name="one_picture_at_the_top")
        ]

    def __str__(self):
        return self.alt

    def take_words(self, before=None):
        super().take_words(before)
        if self.focal in ([50, 50], before and [*before.focal]):
            self.focal = self.image.focal

    @property
    def focal(self):
        """The point that a crop keeps, in % from the left and from the top."""
        return [self.focal_x, self.focal_y]

    @focal.setter
    def focal(self, point):
        self.focal_x, self.focal_y = point


class Figure(Picture):
    class Kind(models.TextChoices):
        PHOTO = "photo", _("Photo")
        MAP = "map", _("Map")
        CHART = "chart", _("Chart")
        TABLE = "table", _("Table")

    key = key_field(_("key"), help_text=_("To place it with “::figure key”."))
    kind = models.CharField(_("kind"), max_length=5, choices=Kind, default=Kind.PHOTO)
    table = models.TextField(
        _("table"),
        blank=True,
        validators=[prose_fits],
        help_text=_(
            "In the place of a picture: rows of | cells |, under the head a line "
            "| --- | --- |, and a last line that begins with a colon as its caption."
        ),
    )

    KEY = "figures"

    class Meta(Picture.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    def __str__(self):
        return self.key
