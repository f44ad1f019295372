"""What was measured of a paper that grows, as a table; and what it says of a million
readers a minute. Pure."""

from typing import Any

from benchmarks.table import lines, number

Step = dict[str, Any]
PARTS = ("web", "database", "replica", "redis", "cache", "proxy", "edge")
# What is hard to have more of: all else only repeats what it was told.
OWN = ("web", "database", "replica")
TTL, EDGE_TTL = 0.3, 60  # seconds for which Varnish and a CDN ask nobody
PLACES = 30  # of a CDN, each of which asks for itself
RATES = (1_000, 10_000, 100_000, 1_000_000)  # pages a minute
ANEW, MEMORY, CACHED, MINUTE, TLS, FRESH_TLS = NEEDED = (
    "each page made anew",
    "a page from memory",
    "Varnish before it",
    "Varnish, pages for 60 s instead of 0.3",
    "Caddy with TLS before that",
    "each page on a connection of its own",
)


def fetched(likely: dict[str, float], rate: float, ttl: float) -> float:
    """How many pages a second a cache asks for that keeps each for so long, of readers
    who come by chance: a page is asked for, kept, and the next reader asks again."""
    each = (rate * share for share in likely.values())
    return sum(asked / (1 + asked * ttl) for asked in each)


def asked_of_paper(step: Step) -> float:
    """The share of readers' pages that came to a web process."""
    return float(sum(step["answers"].values()) / step["pages"])


def own_work(step: Step, parts: tuple[str, ...] = OWN) -> float:
    """Milliseconds a page that web processes and databases took, or other parts."""
    return float(sum(step["cost"].get(part, 0) for part in parts))


def table(found: dict[str, Step]) -> str:
    """What each part pays for a page in each step, and how much less the paper's own
    work is than where each page is made anew."""
    steps = {name: step for name, step in found.items() if "cost" in step}
    parts = [p for p in PARTS if any(p in step["cost"] for step in steps.values())]
    head = ["milliseconds of CPU a page", *parts, "tick, ms a second"]
    head += ["asked of the paper", "made", "bytes", "of the paper's work"]
    whole = own_work(steps[ANEW]) if ANEW in steps else 0
    rows = []
    for name, step in steps.items():
        cost, second = step["cost"], step.get("second", {})
        rows.append(
            [
                name,
                *(f"{cost[part]:.3f}" if part in cost else "–" for part in parts),
                number(second.get("tick")),
                f"{asked_of_paper(step):.1%}",
                f"{step['answers'].get('made', 0):,}",
                f"{step['bytes']:,.0f}",
                f"1/{number(whole / own_work(step))}" if whole else "–",
            ]
        )
    return lines(head, rows)


def of_asking(
    found: dict[str, Step], parts: tuple[str, ...] = OWN
) -> tuple[float, float] | None:
    """Milliseconds of the parts' work behind a cache: in each second of that rate,
    whatever is asked of the paper, and for each page that is. By two caches of which
    one asks more often; None where it hardly does."""
    points = [
        (asked_of_paper(step) * step["rate"], own_work(step, parts) * step["rate"])
        for step in (found[CACHED], found[MINUTE])
    ]
    (often, much), (seldom, little) = points
    if often < 2 * seldom:
        return None
    each = (much - little) / (often - seldom)
    return little - each * seldom, each


def reckoned(found: dict[str, Step], likely: dict[str, float]) -> str:
    """Cores that each part needs at so many pages a minute, by what was measured."""
    is_whole = {*NEEDED} <= found.keys()
    paper = of_asking(found) if is_whole else None
    cache = of_asking(found, ("cache",)) if is_whole else None
    if not paper or not cache:
        return "The model needs what `alone` and `front` measure, of many pages."
    head = ["pages a minute", "web and database, each made anew", "all from memory"]
    head += ["behind Varnish", "Varnish", "Caddy", "and a connection each", "Gbit/s"]
    head += ["asked of the paper", "asked of Varnish by a CDN"]
    rows = []
    for a_minute in RATES:
        rate = a_minute / 60
        fetches = fetched(likely, rate, TTL)
        spent = (
            rate * own_work(found[ANEW]),
            rate * own_work(found[MEMORY]),
            paper[0] + fetches * paper[1],
            rate * cache[0] / found[CACHED]["rate"] + fetches * cache[1],
            rate * found[TLS]["cost"]["proxy"],
            rate * found[FRESH_TLS]["cost"]["proxy"],
        )
        cores = [number(took / 1000) for took in spent]
        gigabits = 8e-9 * rate * found[CACHED]["bytes"]
        far = PLACES * fetched(likely, rate / PLACES, EDGE_TTL)
        told = [f"{asked:,.0f}/s, {asked / rate:.1%}" for asked in (fetches, far)]
        rows.append([f"{a_minute:,}", *cores, number(gigabits), *told])
    return "\n\n".join(
        ["Cores, by what was measured:", lines(head, rows), checked(found, likely)]
    )


def checked(found: dict[str, Step], likely: dict[str, float]) -> str:
    """What the model says of the rate that was measured, and what was."""
    front, cost = found[CACHED], of_asking(found) or (0.0, 0.0)
    rate = front["rate"]
    return (
        f"Behind Varnish, at {number(rate)} pages a second, the model says that"
        f" {fetched(likely, rate, TTL) / rate:.1%} are asked of the paper;"
        f" {asked_of_paper(front):.1%} were. The paper works for {cost[0]:.0f} ms a"
        f" second whoever reads, and for {cost[1]:.2f} ms for each that it is asked"
        " for."
    )
