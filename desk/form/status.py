"""What readers have of a draft, and what waits, in words: one place says it for all.

The list of stories, the first page, search and the form itself read the same phrases.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from explainer.days import format_moment
from stories.models import Kind


@dataclass(frozen=True)
class EditionSummary:
    """An edition as far as a list knows it."""

    number: int
    kind: str
    at: dt.datetime
    note: str = ""

    @classmethod
    def of_edition(cls, one):
        return one and cls(one.number, one.kind, one.published_at, one.note)

    @classmethod
    def of_showing(cls, row):
        return row and cls(row.number, row.kind, row.live_from, row.note)


@dataclass(frozen=True)
class Status:
    """`newest` is out, `text` and `takedown` are ahead; each is None if there is none.

    `asked` is the review that nobody has answered yet.
    """

    now: dt.datetime
    newest: EditionSummary | None = None
    text: EditionSummary | None = None
    takedown: EditionSummary | None = None
    asked: Any = None

    @property
    def is_live(self):
        return bool(self.newest and self.newest.kind != Kind.WITHDRAWAL)

    @property
    def is_held(self):
        """It is down, and comes back by itself: a hold says one note for both."""
        is_down = self.newest and self.text and not self.is_live
        return bool(is_down and self.text.note == self.newest.note)

    def phrases(self):
        """What readers have first, then what is ahead; none ends with a stop."""
        yield self.first_phrase()
        if self.text and self.newest and not self.is_held:
            at = {"number": self.text.number, "at": when(self.text.at, self.now)}
            yield _("Edition %(number)s waits for %(at)s") % at
        if self.takedown:
            at = {"at": when(self.takedown.at, self.now)}
            yield _("It will be taken down at %(at)s") % at

    def first_phrase(self):
        """What readers have, or the first that they will get; without a stop."""
        if self.is_live:
            return _("Live: edition %(number)s") % {"number": self.newest.number}
        if self.is_held:
            return _("Held until %(at)s") % {"at": when(self.text.at, self.now)}
        if self.newest:
            at = timezone.localtime(self.newest.at)
            at = date_format(at, "DATE_FORMAT")
            return _("Withdrawn on %(at)s") % {"at": at}
        if self.text:
            return _("Scheduled for %(at)s") % {"at": when(self.text.at, self.now)}
        return _("Not published")

    @property
    def review(self):
        if not self.asked:
            return ""
        if not self.asked.reviewer:
            return _("In review")
        return _("In review by %(who)s") % {"who": self.asked.reviewer}

    @property
    def words(self):
        """All of it on one line."""
        return " · ".join(filter(None, [*self.phrases(), self.review]))


def when(at, now):
    """A coming moment as one says it: "06:00 tomorrow"."""
    local, today = timezone.localtime(at), timezone.localdate(now)
    time = date_format(local, "H:i")
    if local.date() == today:
        return _("%(time)s today") % {"time": time}
    if local.date() == today + dt.timedelta(days=1):
        return _("%(time)s tomorrow") % {"time": time}
    return format_moment(at)
