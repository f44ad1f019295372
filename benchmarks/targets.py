"""The targets that the paper is held to, and what one run says of each. Pure.

A rate is requests per second of one core; a ratio is to a bare view of the same run.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Run = dict[str, Any]
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


def ratio(part: str, name: str, bare: str) -> Callable[[Run], float]:
    def found(run: Run) -> float:
        return float(run[part][name]["rate"] / run["bare"][bare]["rate"])

    return found


def rate(name: str) -> Callable[[Run], float]:
    return lambda run: float(run["cold"][name]["rate"])


def milliseconds(part: str, name: str) -> Callable[[Run], float]:
    return lambda run: float(run[part][name]["milliseconds"])


def slowest_list(run: Run) -> float:
    return float(min(run["cold"][name]["rate"] for name in LISTS))


def of_desk(name: str, what: str) -> Callable[[Run], float]:
    return lambda run: float(run["desk"][name][what])


def imported(run: Run) -> float:
    return 1000 / float(run["desk"]["import of a story"]["milliseconds"])


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
        of_desk("form of the fullest", "milliseconds"),
        "ms",
        False,
    ),
    Target(6, "its bytes", 150_000, of_desk("form of the fullest", "size"), "B", False),
    Target(
        6,
        "preview of the fullest",
        60,
        of_desk("preview of the fullest", "milliseconds"),
        "ms",
        False,
    ),
    Target(
        6,
        "save of the fullest",
        80,
        of_desk("save of the fullest", "milliseconds"),
        "ms",
        False,
    ),
    Target(6, "dashboard", 40, of_desk("dashboard", "milliseconds"), "ms", False),
    Target(7, "publish, queries", 25, of_desk("publish", "queries"), "", False),
    Target(7, "publish", 20, of_desk("publish", "milliseconds"), "ms", False),
    Target(7, "edit, queries", 15, of_desk("edit and publish", "queries"), "", False),
    Target(7, "import", 30, imported, "/s"),
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
        name: large[part][name]["milliseconds"] / small[part][name]["milliseconds"]
        for part, name in pairs
    }
