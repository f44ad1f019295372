"""What was measured of a paper that grows, as a table; and what it says of a million
readers a minute. Pure."""

from typing import Any

from benchmarks.table import lines, number

Step = dict[str, Any]
PARTS = ("web", "database", "replica", "redis", "cache", "proxy", "edge")
# What is hard to have more of: all else only repeats what it was told.
OWN = ("web", "database", "replica")
TTL, EDGE_TTL = 0.3, 60  # seconds for which Varnish and a CDN ask nobody
PUBLISHED = 10  # seconds between two publishes
RATES = (1_000, 10_000, 100_000, 1_000_000)  # pages a minute
ANEW, MEMORY, RENEWED, CACHED, TLS = NEEDED = (
    "each page made anew",
    "a page from memory",
    "after a publish elsewhere",
    "Varnish before it",
    "Caddy with TLS before that",
)


def fetched(likely: dict[str, float], rate: float, ttl: float) -> float:
    """How many pages a second a cache asks for that keeps each for so long, of readers
    who come by chance: a page is asked for, kept, and the next reader asks again."""
    each = (rate * share for share in likely.values())
    return sum(asked / (1 + asked * ttl) for asked in each)


def asked_of_paper(step: Step) -> float:
    """The share of readers' pages that came to a web process."""
    return float(sum(step["answers"].values()) / step["pages"])


def own_work(step: Step) -> float:
    """Milliseconds a page that web processes and databases took."""
    return float(sum(step["cost"].get(part, 0) for part in OWN))


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


def work(found: dict[str, Step], likely: dict[str, float], rate: float) -> float:
    """Milliseconds a second of the paper's own work behind Varnish, at so many readers'
    pages a second: it is asked as often as pages end there, and once after each publish
    it has to look whether a page is right still."""
    fetches = fetched(likely, rate, TTL)
    looks = fetched(likely, rate, PUBLISHED)
    return (fetches - looks) * own_work(found[MEMORY]) + looks * own_work(
        found[RENEWED]
    )


def reckoned(found: dict[str, Step], likely: dict[str, float]) -> str:
    """Cores that each part needs at so many pages a minute, by what was measured."""
    if not {*NEEDED} <= found.keys():
        return "The model needs what the groups `alone` and `front` measure."
    front, tls = found[CACHED], found[TLS]
    head = ["pages a minute", "web and database, each made anew", "all from memory"]
    head += ["behind Varnish", "Varnish", "Caddy", "Gbit/s", "asked of the paper"]
    rows = []
    for a_minute in RATES:
        rate = a_minute / 60
        fetches = fetched(likely, rate, TTL)
        spent = (
            rate * own_work(found[ANEW]),
            rate * own_work(found[MEMORY]),
            work(found, likely, rate),
            rate * tls["cost"]["cache"],
            rate * tls["cost"]["proxy"],
        )
        gigabits = 8e-9 * rate * front["bytes"]
        cores = [number(each / 1000) for each in spent]
        told = f"{fetches:,.0f}/s, {fetches / rate:.1%}"
        rows.append([f"{a_minute:,}", *cores, number(gigabits), told])
    return f"Cores, by what was measured:\n\n{lines(head, rows)}\n\n" + checked(
        found, likely
    )


def checked(found: dict[str, Step], likely: dict[str, float]) -> str:
    """What the model says of the rate that was measured, and what was."""
    front = found[CACHED]
    rate, own = front["rate"], own_work(front) * front["rate"]
    share = fetched(likely, rate, TTL) / rate
    return (
        f"Behind Varnish, at {number(rate)} pages a second, the model says that"
        f" {share:.1%} are asked of the paper, for {work(found, likely, rate):.0f} ms"
        f" a second; {asked_of_paper(front):.1%} were, for {own:.0f} ms."
    )
