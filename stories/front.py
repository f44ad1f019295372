"""The front page laid out: the newest facts first, then the rest by desk. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

SECONDS = 4
CHANGES = 6


@dataclass(frozen=True)
class Teaser:
    """One story in a list, with what its last change of fact was."""

    showing: Any
    change: Any = None
    picture: str = ""


@dataclass(frozen=True)
class Change:
    """One change of fact, under today's headline of its story."""

    showing: Any
    edition: Any
    today: bool


@dataclass(frozen=True)
class Front:
    today: date
    lead: Teaser | None
    seconds: list[Teaser]
    desks: list[tuple[str, list[Teaser]]]
    changes: list[Change]
    total: int
    changed_today: int
    last_change: datetime | None


def front(
    showings: Sequence[Any],
    changes: Iterable[Any],
    images: Mapping[str, Any],
    desks: Mapping[str, str],
    now: datetime,
) -> Front:
    """Showings and changes come newest first."""
    changes = list(changes)
    today: date = timezone.localdate(now)
    newest = {row.story_id: row for row in reversed(changes)}
    teasers = [
        Teaser(row, newest.get(row.story_id), address(row, images, now))
        for row in showings
    ]
    changed = [row for row in showings if timezone.localdate(row.updated_at) == today]
    return Front(
        today=today,
        lead=teasers[0] if teasers else None,
        seconds=teasers[1 : SECONDS + 1],
        desks=by_desk(teasers[SECONDS + 1 :], desks),
        changes=told(showings, changes, today)[:CHANGES],
        total=len(showings),
        changed_today=len(changed),
        last_change=showings[0].updated_at if showings else None,
    )


def address(showing: Any, images: Mapping[str, Any], now: datetime) -> str:
    """Where the story's picture is, while we have the right to show it."""
    image = images.get(showing.image)
    return str(image.get_absolute_url()) if image and image.showable(now) else ""


def by_desk(
    teasers: Iterable[Teaser], desks: Mapping[str, str]
) -> list[tuple[str, list[Teaser]]]:
    """In the desks' own order; what has no desk comes last."""
    found: dict[str, list[Teaser]] = {slug: [] for slug in desks}
    for teaser in teasers:
        found.setdefault(teaser.showing.desk, []).append(teaser)
    named = [(desks.get(slug, ""), items) for slug, items in found.items() if items]
    return sorted(named, key=lambda pair: not pair[0])


def told(showings: Iterable[Any], changes: Iterable[Any], today: date) -> list[Change]:
    """What was new, and what is new today; a first edition is news for its day.

    An older edition's own headline may be wrong by now, so it isn't shown.
    """
    live = {row.story_id: row for row in showings}
    found = [
        Change(live[row.story_id], row, timezone.localdate(row.live_from) == today)
        for row in changes
        if row.story_id in live
    ]
    return [item for item in found if item.edition.note or item.today]
