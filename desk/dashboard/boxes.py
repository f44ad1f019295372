"""The boxes of the desk's first page. Each answers one question with a few lines."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import DateField, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from desk.form import work
from desk.form.status import when
from explainer import prose
from paper.front import queries
from people.compiled_query import MOMENT, compile_once
from stories.models import Edition, Expectation, Showing

MOST = 8
ON_PAPER = 8


@dataclass(frozen=True)
class Line:
    """One thing to do or to know: where it leads, and the word on its link."""

    title: str
    said: str
    address: str
    act: str = ""


@dataclass(frozen=True)
class Box:
    name: str
    title: str
    lines: list
    empty: str = ""  # What to say when there is nothing; without it the box goes.
    more: tuple = ()  # (words, address) of a page with all of it.
    links: tuple = ()  # More of such pairs.

    @property
    def is_shown(self):
        return bool(self.lines or self.empty)


def own_stories(works, now):
    lines = [Line(w.title(), w.state(now), w.address(), _("Go on")) for w in works]
    more = (_("All stories"), reverse("admin:stories_story_changelist"))
    nothing = _("Nothing in the works. Paste a link to start.")
    return Box("mine", _("My stories"), lines[:MOST], nothing, more)


def unseen_changes(works, now):
    """Live texts whose draft has moved on, whoever moved it."""
    lines = [
        Line(w.title(), w.state(now), w.address("compare"), _("Compare"))
        for w in works
        if w.is_ahead(now) and not w.is_behind(now)
    ]
    return Box("unseen", _("Changes readers have not seen"), lines[:MOST])


def missing_corrections(user, works, now):
    """Corrections that have yet to be made in the draft, by who may change it.

    To say that it is done is for who may publish; others see what is to be done.
    """
    ways = {True: ("take-over", _("Solve")), False: ("compare", _("Compare"))}
    for one in works:
        if one.is_behind(now) and one.may(user, "change"):
            page, act = ways[one.may(user, "publish")]
            yield Line(one.title(), one.lack(now), one.address(page), act)


def pending_editions(now):
    """Everything that waits for its time, in two clocks."""
    lines = [edition_line(edition, now) for edition in waiting_editions(MOST, now=now)]
    title = _("Waiting for their time")
    return Box("tonight", title, lines, _("Nothing is waiting for its time."))


@compile_once(now=MOMENT)
def waiting_editions(most, now):
    """The next ones, each beside the number of the edition whose text it lacks."""
    waiting = Edition.objects.pending(now).with_lacked(now).order_by("published_at")
    return waiting.select_related("story", "question")[:most]


def edition_line(edition, now):
    """The line of a waiting edition: kind, local time, UTC, and a correction that it
    lacks. `edition` comes from `with_lacked`."""
    owner = edition.story or edition.question
    utc = date_format(edition.published_at.astimezone(dt.UTC), "H:i")
    at = when(edition.published_at, now)
    said = _("%(kind)s, %(at)s (%(utc)s UTC)") % {
        "kind": edition.get_kind_display(),
        "at": at,
        "utc": utc,
    }
    if edition.lacked:
        lacks = _("%(said)s; it does not have what edition %(number)s changed")
        said = lacks % {"said": said, "number": edition.lacked}
    return Line(str(owner), said, work.Work(owner).address(), pgettext("verb", "Open"))


def due(now):
    """What was expected by today and nobody has told readers about."""
    today = timezone.localdate(now)
    lines = [
        expectation_line(row, today)
        for row in due_expectations(MOST, today=today, now=now)
    ]
    return Box("due", _("Due"), lines, _("Nothing is due today."))


@compile_once(today=DateField(), now=MOMENT)
def due_expectations(most, today, now):
    """Without an outcome, of stories that were published and are not closed."""
    rows = Expectation.objects.filter(outcome="", due__lte=today)
    running = rows.filter(Q(story__closed_at=None) | Q(story__closed_at__gt=now))
    published = running.exclude(story__editions=None)
    return published.select_related("story").order_by("-due")[:most]


def expectation_line(row, today):
    day = date_format(row.due, "DATE_FORMAT")
    late = _("Overdue since %(day)s: %(what)s")
    said = _("Expected today: %(what)s") if row.due == today else late
    address = work.Work(row.story).address() + "#expectation_set-group"
    words = said % {"day": day, "what": prose.plain(row.text)}
    return Line(str(row.story), words, address, _("What happened?"))


def developing_stories(now):
    """Live stories that say they are developing, the one that stops first on top."""
    lines = [
        Line(
            row.headline,
            _("until %(at)s") % {"at": when(row.developing_until, now)},
            reverse("admin:stories_story_change", args=[row.story_id]),
            pgettext("verb", "Open"),
        )
        for row in developing(MOST, now=now)
    ]
    return Box("developing", _("Developing"), lines)


@compile_once(now=MOMENT)
def developing(most, now):
    rows = Showing.objects.live(now).stories().filter(developing_until__gt=now)
    return rows.order_by("developing_until")[:most]


def on_paper(user, now):
    """The top of the front page as readers see it, and how far the drafts are ahead."""
    front, _due = queries.front(now)
    top = [front.lead, *front.seconds] if front.lead else []
    rows = [teaser.showing for teaser in top[:ON_PAPER]]
    drafts = {w.owner.pk: w for w in work.by_keys([row.story_id for row in rows])}
    lines = []
    for row in rows:
        said = _("edition %(number)s, %(at)s") % {
            "number": row.number,
            "at": work.moment(row.updated_at, now),
        }
        if drafts[row.story_id].is_ahead(now):
            said = _("%(state)s · draft ahead") % {"state": said}
        address = reverse("admin:stories_story_change", args=[row.story_id])
        lines.append(Line(row.short_headline or row.headline, said, address))
    nothing = _("Nothing has been published yet.")
    links = tuple(front_page_links(user, front.yesterday))
    return Box("paper", _("On the paper now"), lines, nothing, links=links)


def front_page_links(user, yesterday):
    """Ways to the front page: to arrange it for who may, to read it, and as it was."""
    if user.has_perm("stories.change_pick"):
        yield _("Arrange the front page"), reverse("admin:stories_pick_changelist")
    yield _("Read the paper"), reverse("front")
    if yesterday:
        day = (yesterday.year, yesterday.month, yesterday.day)
        yield _("Yesterday's front page"), reverse("archive_day", args=day)
