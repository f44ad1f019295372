"""The front page laid out: the picks, the newest facts, the rest by desk. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from explainer import days
from explainer.languages import kicker_at
from images.renditions import ResponsiveImage, responsive_image
from paper.page.depth import Step

SECONDS = 4
CHANGES = 5
# With fewer changes in a week, older ones are told as well.
ENOUGH = 3
# What moved longer ago than this is no news any more.
RECENT = timedelta(days=7)
FACTS = ("first", "development")


@dataclass(frozen=True)
class Rows:
    """What a front page is made of; showings, changes and questions newest first."""

    showings: Sequence[Any]
    picked: Sequence[Any] = ()  # Keys of stories, in the editors' order.
    changes: Sequence[Any] = ()
    coming: Sequence[Any] = ()
    asked: Sequence[Any] = ()
    images: Mapping[str, Any] = field(default_factory=dict)
    steps: Sequence[Step] = ()
    more: bool = False  # There are live stories beside these.
    began: datetime | None = None  # When the paper's first edition came out.


@dataclass(frozen=True)
class Teaser:
    """One story in a list, and how its last change of fact is told."""

    showing: Any
    today: bool
    recent: bool
    picture: ResponsiveImage | None = None
    steps: Sequence[Step] = ()
    kicker: str = ""


@dataclass(frozen=True)
class Change:
    """One change of fact, under today's headline of its story."""

    showing: Any
    edition: Any
    today: bool

    @property
    def on(self) -> date:
        return days.today(self.edition.live_from)


@dataclass(frozen=True)
class Front:
    today: date
    lead: Teaser | None
    seconds: list[Teaser]
    desks: list[tuple[str, str, list[Teaser]]]
    changes: list[Change]
    coming: Sequence[Any]
    asked: Sequence[Any]
    total: int | None  # None where there are more than are listed.
    new_today: int | None
    last_change: datetime | None
    yesterday: date | None  # None on the paper's first day.
    facts: list[datetime]  # When each story last had new facts, for who comes back.

    @property
    def changed_today(self) -> bool:
        return any(change.today for change in self.changes)

    @property
    def told_of_the_week(self) -> bool:
        """Whether the changes told are of the days that the list of all begins with."""
        return all(change.on >= self.week_ago for change in self.changes)

    @property
    def week_ago(self) -> date:
        return self.today - RECENT


def order(
    showings: Sequence[Any], picked: Iterable[Any]
) -> tuple[list[Any], list[Any]]:
    """The stories on top and the rest: picks that are live first, each once."""
    live = {row.story_id: row for row in showings}
    top = [live.pop(key) for key in dict.fromkeys(picked) if key in live]
    rest = list(live.values())
    free = max(0, 1 + SECONDS - len(top))
    return top + rest[:free], rest[free:]


def front(rows: Rows, now: datetime) -> Front:
    """The page of these rows; only stories on top have pictures."""
    today = days.today(now)
    top, rest = order(rows.showings, rows.picked)
    teasers = [teaser(row, now, today, card(row, rows.images, now)) for row in top]
    lead = replace(teasers[0], steps=rows.steps) if teasers else None
    return Front(
        today=today,
        lead=lead,
        seconds=teasers[1:],
        desks=by_desk([teaser(row, now, today) for row in rest]),
        changes=latest_changes(rows.showings, rows.changes, today),
        coming=rows.coming,
        asked=rows.asked,
        total=None if rows.more else len(rows.showings),
        new_today=new_facts(rows, today),
        last_change=max((row.updated_at for row in rows.showings), default=None),
        yesterday=day_before(rows.began, today),
        facts=[row.updated_at for row in rows.showings if row.updated_kind in FACTS],
    )


def teaser(
    showing: Any, now: datetime, today: date, picture: ResponsiveImage | None = None
) -> Teaser:
    """A story as the front shows it: `recent` if it moved in the last days."""
    at = showing.updated_at
    return Teaser(
        showing,
        today=days.today(at) == today,
        recent=now - at <= RECENT,
        picture=picture,
        kicker=kicker_at(showing.kicker, is_developing(showing, now)),
    )


def is_developing(showing: Any, now: datetime) -> bool:
    until = showing.developing_until
    return until is not None and until > now


def card(
    showing: Any, images: Mapping[str, Any], now: datetime
) -> ResponsiveImage | None:
    """The story's picture, while we have the right to show it."""
    image = images.get(showing.image)
    return (
        responsive_image(image, showing.focal)
        if image and image.showable(now)
        else None
    )


def has_new_facts(showing: Any, today: date) -> bool:
    return showing.updated_kind in FACTS and days.today(showing.updated_at) == today


def new_facts(rows: Rows, today: date) -> int | None:
    """How many stories have new facts today; None if some of them aren't listed."""
    known = [has_new_facts(row, today) for row in rows.showings]
    return None if rows.more and all(known) else sum(known)


def day_before(began: datetime | None, today: date) -> date | None:
    """Yesterday, if the paper was out by then."""
    if began is None or days.today(began) >= today:
        return None
    return today - timedelta(days=1)


def by_desk(teasers: Iterable[Teaser]) -> list[tuple[str, str, list[Teaser]]]:
    """Slug, name and stories in the desks' own order; what has no desk comes last."""
    found: dict[str, list[Teaser]] = {}
    for item in teasers:
        known = item.showing.desk if item.showing.desk_name else ""
        found.setdefault(known, []).append(item)

    def place(group: tuple[str, list[Teaser]]) -> tuple[bool, int, str]:
        row = group[1][0].showing
        return not group[0], row.desk_place or 0, row.desk_name or ""

    return [
        (slug, items[0].showing.desk_name or "", items)
        for slug, items in sorted(found.items(), key=place)
    ]


def latest_changes(
    showings: Iterable[Any], changes: Iterable[Any], today: date
) -> list[Change]:
    """What is new today, or else what was new last, each story once.

    A first edition is news for its day. An older edition's own headline may be wrong
    by now, so it isn't shown. What is older than a week is told where little else is.
    """
    live = {row.story_id: row for row in showings}
    found = [
        Change(live[row.story_id], row, days.today(row.live_from) == today)
        for row in changes
        if row.story_id in live
    ]
    if new := [item for item in found if item.today]:
        return new[:CHANGES]
    noted = [item for item in found if item.edition.note]
    last = {item.edition.story_id: item for item in reversed(noted)}
    each = [item for item in noted if last[item.edition.story_id] is item]
    of_the_week = [item for item in each if item.on >= today - RECENT]
    return (of_the_week if len(of_the_week) >= ENOUGH else each)[:CHANGES]
