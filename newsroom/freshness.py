"""How long an answer may be kept by who asks nobody, and how that is said."""

import math

# How long a shared cache may answer without asking, and while the paper is down.
FRESH = 60
WHILE_ASKING = 10
WHILE_DOWN = 7 * 24 * 3600
YEAR = 365 * 24 * 3600


def seconds_fresh(due, now):
    """Seconds until a page may change: a minute, or less before a due moment.

    Both are Unix times; a page without a due moment has None.
    """
    if due is None or due - now >= FRESH:
        return FRESH
    return max(0, math.floor(due - now))


def seconds_while_asking(due, now):
    """Seconds after these for which a page may be served while it is asked for anew:
    never beyond the moment at which it changes."""
    if due is None or due - now >= FRESH + WHILE_ASKING:
        return WHILE_ASKING
    return max(0, math.floor(due - now) - FRESH)


def cache_headers(due, now, status, unchanging_until=None):
    """A browser asks each time. Shared caches are told apart, for `s-maxage` and
    `must-revalidate` would forbid them to serve what they have while we are down.

    What never changes at its address a browser asks for once while we may show it.
    """
    fresh = seconds_fresh(due, now)
    # What isn't there may be there by the time the paper is down.
    down = WHILE_DOWN if status == 200 else fresh
    asking = seconds_while_asking(due, now)
    told = f"max-age={fresh}, stale-while-revalidate={asking}, stale-if-error={down}"
    return {
        # nginx, which believes the first that it meets.
        "X-Accel-Expires": str(fresh),
        "Cache-Control": for_browsers(now, fresh, down, unchanging_until),
        "CDN-Cache-Control": told,  # RFC 9213
        "Surrogate-Control": told,  # Fastly, Varnish
    }


def for_browsers(now, fresh, down, unchanging_until):
    """What any other shared cache keeps of a picture is short, as it may be killed."""
    if unchanging_until is None:
        return f"public, max-age=0, stale-if-error={down}"
    left = math.floor(min(unchanging_until - now, YEAR))
    if left <= 0:
        return "public, max-age=0"
    return f"public, max-age={left}, s-maxage={fresh}, immutable"
