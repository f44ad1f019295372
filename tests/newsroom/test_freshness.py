"""How long an answer may be kept: a minute, and never past its due moment."""

import pytest

from newsroom.freshness import YEAR, cache_headers, seconds_fresh

NOW, EVER = 1000.0, float("inf")


@pytest.mark.parametrize(
    ("due", "fresh"),
    [
        *((None, 60), (61, 60), (60, 60), (59.9, 59), (12, 12), (9, 9), (0.9, 0)),
        *((0, 0), (-5, 0)),
    ],
)
def test_nothing_is_kept_past_the_moment_at_which_it_changes(due, fresh):
    assert seconds_fresh(due if due is None else NOW + due, NOW) == fresh


@pytest.mark.parametrize(
    ("due", "fresh", "asking"),
    [
        *((None, 60, 10), (EVER, 60, 10), (70, 60, 10), (69.9, 60, 9), (60, 60, 0)),
        *((59.9, 59, 0), (12, 12, 0), (0, 0, 0), (-5, 0, 0)),
    ],
)
@pytest.mark.parametrize("status", [200, 404])
def test_what_caches_are_told(due, fresh, asking, status):
    """Not even while it is asked for anew is a page served past its moment."""
    down = 604800 if status == 200 else fresh
    told = f"max-age={fresh}, stale-while-revalidate={asking}"

    assert cache_headers(due if due is None else NOW + due, NOW, status) == {
        "X-Accel-Expires": str(fresh),
        "Cache-Control": f"public, max-age=0, stale-if-error={down}",
        "CDN-Cache-Control": f"{told}, stale-if-error={down}",
        "Surrogate-Control": f"{told}, stale-if-error={down}",
    }


@pytest.mark.parametrize(
    ("until", "told"),
    [
        (EVER, f"public, max-age={YEAR}, s-maxage=60, immutable"),
        (NOW + 90.5, "public, max-age=90, s-maxage=60, immutable"),
        (NOW, "public, max-age=0"),
    ],
)
def test_a_browser_asks_once_for_what_never_changes_while_it_may_be_shown(until, told):
    plain, headers = (cache_headers(None, NOW, 200, end) for end in (None, until))

    assert headers == plain | {"Cache-Control": told}
