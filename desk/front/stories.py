"""The stories of the front page as the desk lists them: live, waiting, or not yet."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from desk.form import work
from desk.form.lookups import words_query
from desk.form.status import when
from stories.models import Kind, Showing

FOUND = 10
WORDS_IN = ("headline", "short_headline", "slug", "kicker")


@dataclass(frozen=True)
class StoryLine:
    """A story by its headline, and whether readers can see it."""

    key: object
    title: str
    address: str = ""
    waits: str = ""  # What it waits for, while it is not live.

    def said(self, pick, now):
        """Why it is on the front page, or why not yet."""
        if self.waits:
            return self.waits
        if pick and pick.is_over(now):
            return _("Over.")
        if pick and pick.shown_from and pick.shown_from > now:
            return _("Comes at %(at)s.") % {"at": when(pick.shown_from, now)}
        return _("On the front page now.")


def lines_by_key(keys, now):
    """Stories by key; what readers have of them rather than the draft."""
    found = {w.owner.pk: story_line(w, now) for w in work.by_keys(list({*keys}))}
    gone = _("This story is no longer there.")
    return {key: found.get(key) or StoryLine(key, gone, waits=gone) for key in keys}


def story_line(item, now):
    live = item.live(now)
    title = (live and (live.short_headline or live.headline)) or item.title()
    return StoryLine(
        item.owner.pk, title, item.address(), "" if live else waits(item, now)
    )


def waits(item, now):
    waiting = item.standing(now).waiting
    if not waiting:
        return _("Waits until it is published.")
    at = when(waiting.published_at, now)
    return _("Waits until it is published, at %(at)s.") % {"at": at}


def search(words, now):
    """Live and waiting stories with these words, the newest first, each once."""
    rows = Showing.objects.stories().filter(live_until__gt=now)
    rows = rows.exclude(kind=Kind.WITHDRAWAL)
    if words:
        rows = rows.filter(
            words_query(words, *(f"{name}__icontains" for name in WORDS_IN))
        )
    newest = {}
    for row in rows.order_by("-live_from")[: 2 * FOUND]:
        newest.setdefault(row.story_id, row)
    return [match(row, now) for row in list(newest.values())[:FOUND]]


def match(row, now):
    address = reverse("admin:stories_story_change", args=[row.story_id])
    said = _("live: edition %(number)s") % {"number": row.number}
    if row.live_from > now:
        said = _("waits for %(at)s") % {"at": when(row.live_from, now)}
    return StoryLine(row.story_id, row.headline, address), said
