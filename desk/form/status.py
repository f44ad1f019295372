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
from stories.models.ledger import Standing


@dataclass(frozen=True)
class Status:
    """What readers have and what is ahead; `asked` is the review that nobody has
    answered yet."""

    standing: Standing
    asked: Any = None

    @property
    def is_held(self):
        """It is down, and comes back by itself: a hold says one note for both."""
        newest, text = self.standing.newest, self.standing.waiting
        is_down = newest and text and not self.standing.live
        return bool(is_down and text.note == newest.note)

    def phrases(self):
        """What readers have first, then what is ahead; none ends with a stop."""
        yield self.first_phrase()
        standing = self.standing
        if standing.waiting and standing.newest and not self.is_held:
            at = {"number": standing.waiting.number, "at": self.when(standing.waiting)}
            yield _("Edition %(number)s waits for %(at)s") % at
        if standing.takedown:
            at = {"at": self.when(standing.takedown)}
            yield _("It will be taken down at %(at)s") % at

    def first_phrase(self):
        """What readers have, or the first that they will get; without a stop."""
        newest, text = self.standing.newest, self.standing.waiting
        if self.standing.live:
            return _("Live: edition %(number)s") % {"number": newest.number}
        if self.is_held:
            return _("Held until %(at)s") % {"at": self.when(text)}
        if newest:
            at = timezone.localtime(newest.published_at)
            at = date_format(at, "DATE_FORMAT")
            return _("Withdrawn on %(at)s") % {"at": at}
        if text:
            return _("Scheduled for %(at)s") % {"at": self.when(text)}
        return _("Not published")

    def when(self, edition):
        return when(edition.published_at, self.standing.now)

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
