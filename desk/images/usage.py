"""Where a picture is used, and what the desk should know of its rights."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.form.status import when
from images.models import SOON
from paper.queries.paging import COUNTED, CountUpTo
from stories.models import Figure, HeroImage, Mention, Showing, Story

MOST = 50


@dataclass(frozen=True)
class Usage:
    """The stories that show a picture: to readers, in drafts, and in old editions."""

    live: list
    ahead: list
    drafts: list
    past: list

    def __bool__(self):
        return any((self.live, self.ahead, self.drafts, self.past))


def usage(image, now):
    """The `Usage` of a picture at a moment, at most `MOST` stories of a kind; old
    editions are grouped by story."""
    shows = {"mentions__kind": Mention.Kind.IMAGE, "mentions__slug": image.name}
    named = Showing.objects.filter(**shows)
    live = [*named.live(now).stories().order_by("-updated_at")[:MOST]]
    standing = {showing.story_id: showing.slug for showing in live}
    past = named.filter(live_until__lte=now).order_by("story_id", "number")[: MOST * 4]
    return Usage(
        live=live,
        ahead=[*named.filter(live_from__gt=now).order_by("live_from")[:MOST]],
        drafts=[*drafts(image)[:MOST]],
        past=[
            Past(rows, standing.get(story) or slug_now(story, now))
            for story, group in groupby(past, key=lambda row: row.story_id)
            if (rows := [*group])
        ],
    )


@dataclass(frozen=True)
class Past:
    """The old editions of one story, and its address if readers can still go there."""

    editions: list
    slug: str

    @property
    def headline(self):
        return self.editions[-1].headline

    @property
    def story_id(self):
        return self.editions[-1].story_id


def slug_now(story, now):
    row = Showing.objects.live(now).filter(story_id=story).first()
    return row.slug if row else ""


def drafts(image):
    """Stories whose working copy has it, the newest first."""
    parts = (HeroImage, Figure)
    has = [Exists(p.objects.filter(story=OuterRef("pk"), image=image)) for p in parts]
    return Story.objects.filter(has[0] | has[1])


def with_use(images, now):
    """Each beside how many `live_stories` show it, as far as that is counted."""
    named = Mention.objects.shown(now).filter(
        kind=Mention.Kind.IMAGE, slug=OuterRef("name"), showing__question_id=None
    )
    showing = named.order_by().values(key=F("showing_id"))
    return images.annotate(live_stories=CountUpTo(showing[: COUNTED + 1]))


def ending_soon(images, now):
    """Those that are gone in two weeks, each with the live stories that use it."""
    return with_use(images.ending(now, SOON), now)


def unused_images(images):
    """Of these pictures those that nothing names: no draft, and no edition ever."""
    for part in (HeroImage, Figure):
        images = images.filter(~Exists(part.objects.filter(image=OuterRef("pk"))))
    named = Mention.objects.filter(kind=Mention.Kind.IMAGE, slug=OuterRef("name"))
    return images.filter(~Exists(named))


def rights_in_words(image, now):
    """How long we may show it; nothing if there is no end."""
    if image.killed_at:
        return _("Killed %(at)s: no reader sees it") % {
            "at": when(image.killed_at, now)
        }
    left = image.days_left(now)
    if left is None:
        return _("Our rights have ended") if not image.showable(now) else ""
    if left == 0:
        return _("Our rights end tonight")
    said = ngettext("Expires in %(days)d day", "Expires in %(days)d days", left)
    return said % {"days": left}


def use_in_words(count):
    if not count:
        return _("in no live story")
    if count > COUNTED:
        return _("used in more than %(count)d stories") % {"count": COUNTED}
    said = ngettext("used in %(count)d story", "used in %(count)d stories", count)
    return said % {"count": count}
