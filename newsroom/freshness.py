"""How long an answer may be kept by who asks nobody, and how that is said."""

import math

# How long a shared cache may answer without asking, and while the paper is down.
FRESH = 60
WHILE_ASKING = 10
WHILE_DOWN = 7 * 24 * 3600


def seconds_fresh(due, now):
    """Seconds until a page may change: a minute, or less before a due moment.

    Both are Unix times; a page without a due moment has None.
    """
    if due is None or due - now >= FRESH:
        return FRESH
    return max(0, math.floor(due - now))


def cache_headers(fresh, status):
    """A browser asks each time. Shared caches are told apart, for `s-maxage` and
    `must-revalidate` would forbid them to serve what they have while we are down."""
    # What isn't there may be there by the time the paper is down.
    down = WHILE_DOWN if status == 200 else fresh
    asking = min(WHILE_ASKING, fresh)
    told = f"max-age={fresh}, stale-while-revalidate={asking}, stale-if-error={down}"
    return {
        # nginx, which believes the first that it meets.
        "X-Accel-Expires": str(fresh),
        "Cache-Control": f"public, max-age=0, stale-if-error={down}",
        "CDN-Cache-Control": told,  # RFC 9213
        "Surrogate-Control": told,  # Fastly, Varnish
    }
