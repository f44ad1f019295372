"""How long an answer may be kept: a minute, and never past its due moment."""

import pytest

from newsroom.freshness import cache_headers, seconds_fresh


@pytest.mark.parametrize(
    ("due", "fresh"),
    [
        *((None, 60), (61, 60), (60, 60), (59.9, 59), (12, 12), (9, 9), (0.9, 0)),
        *((0, 0), (-5, 0)),
    ],
)
def test_nothing_is_kept_past_the_moment_at_which_it_changes(due, fresh):
    assert seconds_fresh(due if due is None else 1000 + due, 1000) == fresh


@pytest.mark.parametrize("fresh", [0, 9, 12, 60])
@pytest.mark.parametrize("status", [200, 404])
def test_what_caches_are_told(fresh, status):
    down = 604800 if status == 200 else fresh
    told = f"max-age={fresh}, stale-while-revalidate={min(10, fresh)}"

    assert cache_headers(fresh, status) == {
        "X-Accel-Expires": str(fresh),
        "Cache-Control": f"public, max-age=0, stale-if-error={down}",
        "CDN-Cache-Control": f"{told}, stale-if-error={down}",
        "Surrogate-Control": f"{told}, stale-if-error={down}",
    }
