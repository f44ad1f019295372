"""The targets that the paper is held to, and what one run says of each. Pure.

A ratio is to a bare view, as it would have cost in the same seconds. Rates and times
were set on a machine that does a piece of work (`processes.pace`) in `REFERENCE`
seconds, so they are told as of that machine: none is equally fast at all times.
"""

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Run = dict[str, Any]
REFERENCE = 0.0075
CORE = ("front", "desk page", "archive day", "topic (in a fifth)")
LISTS = (
    *("topic", "question", "archive day", "desk page", "tag", "author", "outlet"),
    *("questions", "topics"),
)
GROWING = (*CORE, "story", "search rare", "search common")
GROWING_DESK = ("dashboard", "story list", "form of the fullest", "publish")


@dataclass(frozen=True)
class Target:
    """What is asked for: the least or the most that a run may say of it."""

    number: int
    name: str
    floor: float
    value: Callable[[Run], float]
    unit: str = ""
    is_least: bool = True

    def reached(self, run: Run) -> float | None:
        """What a run says of it; None if it was not measured."""
        try:
            return self.value(run)
        except (KeyError, ZeroDivisionError, ValueError):
            return None

    def is_met(self, value: float) -> bool:
        return value >= self.floor if self.is_least else value <= self.floor


def times(found: Run, bare: str) -> float:
    """How often a page is answered while a bare view is once."""
    return float(found["bare"][bare] / found["milliseconds"])


def ratio(part: str, name: str, bare: str) -> Callable[[Run], float]:
    return lambda run: times(run[part][name], bare)


def there(found: Run) -> float:
    """Milliseconds on the machine on which the targets were set."""
    return float(found["milliseconds"] * REFERENCE / found["pace"])


def rate(name: str, part: str = "cold") -> Callable[[Run], float]:
    return lambda run: 1000 / there(run[part][name])


def milliseconds(part: str, name: str) -> Callable[[Run], float]:
    return lambda run: there(run[part][name])


def slowest_list(run: Run) -> float:
    return min(rate(name)(run) for name in LISTS)


def of_desk(name: str, what: str) -> Callable[[Run], float]:
    return lambda run: float(run["desk"][name][what])


TARGETS = (
    Target(1, "hot story, gzip", 1.0, ratio("hot", "story, gzip", "constant"), "×"),
    Target(1, "hot story, 304", 1.0, ratio("hot", "story, 304", "constant"), "×"),
    Target(1, "hot front, gzip", 1.0, ratio("hot", "front, gzip", "constant"), "×"),
    Target(
        2,
        "warm story, after a restart",
        0.25,
        ratio("warm", "story, after a restart", "one SELECT"),
        "×",
    ),
    Target(
        2,
        "warm story, after a publish elsewhere",
        0.25,
        ratio("warm", "story, after a publish elsewhere", "one SELECT"),
        "×",
    ),
    Target(3, "cold story", 120, rate("story"), "/s"),
    Target(3, "cold front", 130, rate("front"), "/s"),
    Target(
        3,
        "cold fullest, in full",
        15,
        milliseconds("cold", "fullest story, in full"),
        "ms",
        False,
    ),
    Target(
        3,
        "cold fullest, in brief",
        10,
        milliseconds("cold", "fullest story, in brief"),
        "ms",
        False,
    ),
    Target(3, "slowest of the lists", 100, slowest_list, "/s"),
    Target(4, "search, rare", 250, rate("search rare"), "/s"),
    Target(4, "search, common", 200, rate("search common"), "/s"),
    Target(4, "suggestions", 500, rate("suggestions"), "/s"),
    Target(
        6,
        "form of the fullest",
        120,
        milliseconds("desk", "form of the fullest"),
        "ms",
        False,
    ),
    Target(6, "its bytes", 150_000, of_desk("form of the fullest", "size"), "B", False),
    Target(
        6,
        "preview of the fullest",
        60,
        milliseconds("desk", "preview of the fullest"),
        "ms",
        False,
    ),
    Target(
        6,
        "save of the fullest",
        80,
        milliseconds("desk", "save of the fullest"),
        "ms",
        False,
    ),
    Target(6, "dashboard", 40, milliseconds("desk", "dashboard"), "ms", False),
    Target(7, "publish, queries", 25, of_desk("publish", "queries"), "", False),
    Target(7, "publish", 20, milliseconds("desk", "publish"), "ms", False),
    Target(7, "edit, queries", 15, of_desk("edit and publish", "queries"), "", False),
    Target(7, "import", 30, rate("import of a story", "desk"), "/s"),
    Target(
        8, "memory of the server", 65, lambda run: float(run["memory"]), "MiB", False
    ),
)
MOST_GROWTH = 1.15


def growth(small: Run, large: Run) -> dict[str, float]:
    """How many times as much a page costs in the larger of two papers of an engine."""
    pairs = [("cold", name) for name in GROWING]
    pairs += [("desk", name) for name in GROWING_DESK]
    return {
        name: there(large[part][name]) / there(small[part][name])
        for part, name in pairs
    }


def middle(runs: list[Any]) -> Any:
    """Of runs of the same paper one that has the median of each number."""
    first = runs[0]
    if isinstance(first, dict):
        return {name: middle([run[name] for run in runs]) for name in first}
    if isinstance(first, int | float):
        return statistics.median_low(runs)
    return first
