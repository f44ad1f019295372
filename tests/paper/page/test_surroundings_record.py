"""Dates, labels, corrections and the strip: what the record says on a page."""

import datetime as dt
from itertools import pairwise

from paper.page import surroundings
from tests.support.folio import NOW, edition, page_of


def test_a_correction_of_the_top_stands_on_top_for_thirty_days():
    def notices(hours, **after):
        rows = [edition(1, "first", 9999), edition(2, "correction", hours, **after)]
        return len(page_of({}, editions=rows).notices)

    assert notices(24, summary="Nine.") == 1
    assert notices(24 * 31, summary="Nine.") == 0
    assert notices(24) == 0


def test_the_strip_is_drawn_from_three_editions_up():
    rows = [edition(n, hours=100 - n) for n in range(1, 4)]

    assert surroundings.strip(rows[:2]) is None
    assert [tick.current for tick in surroundings.strip(rows).ticks] == [
        False,
        False,
        True,
    ]


def test_ticks_never_touch():
    rows = [edition(1, hours=999), edition(2, hours=2), edition(3), edition(4)]

    places = [tick.x for tick in surroundings.strip(rows).ticks]

    assert min(b - a for a, b in pairwise(places)) >= 12


def test_developing_ends_by_itself():
    document = {"developing_until": "2026-01-20T16:00:00+00:00"}

    assert page_of(document).developing
    assert not page_of(document, now=NOW + dt.timedelta(hours=2)).developing


def test_the_page_is_due_when_its_first_label_changes():
    document = {
        "developing_until": "2026-01-20T16:00:00+00:00",
        "expectations": [{"text": "A vote.", "due": "2026-02-02"}],
    }

    assert page_of(document).due == dt.datetime(2026, 1, 20, 16, tzinfo=dt.UTC)
