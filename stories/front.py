"""The front page laid out: the newest facts first, then the rest by desk. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from stories.renditions import Shown, shown

SECONDS = 4
CHANGES = 6


@dataclass(frozen=True)
class Teaser:
    """One story in a list, with what its last change of fact was."""

    showing: Any
    change: Any = None
    picture: Shown | None = None


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
    desks: list[tuple[str, str, list[Teaser]]]
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
        Teaser(row, newest.get(row.story_id), card(row, images, now))
        for row in showings[: SECONDS + 1]
    ]
    teasers += [
        Teaser(row, newest.get(row.story_id)) for row in showings[SECONDS + 1 :]
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


def card(showing: Any, images: Mapping[str, Any], now: datetime) -> Shown | None:
    """The story's picture, while we have the right to show it."""
    image = images.get(showing.image)
    return shown(image, showing.focal) if image and image.showable(now) else None


def by_desk(
    teasers: Iterable[Teaser], desks: Mapping[str, str]
) -> list[tuple[str, str, list[Teaser]]]:
    """Slug, name and stories in the desks' own order; what has no desk comes last."""
    found: dict[str, list[Teaser]] = {slug: [] for slug in desks}
    for teaser in teasers:
        found.setdefault(teaser.showing.desk, []).append(teaser)
    named = [
        (slug, desks.get(slug, ""), items) for slug, items in found.items() if items
    ]
    return sorted(named, key=lambda group: not group[1])


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
