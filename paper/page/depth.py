"""The depth ladder: which steps a story has, how long they take, how texts meet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from explainer.depth_texts import available_depths, lead, lengths, words
from explainer.field import BRIEF, FULL, GLANCE
from paper.page.surroundings import Part

__all__ = ["available_depths", "lead", "lengths", "words"]

WORDS_A_MINUTE = 230


@dataclass(frozen=True)
class Step:
    """One rung. `share` is its length in hundredths of the longest one's."""

    depth: str
    name: str
    time: str
    short_time: str
    query: str
    share: int
    current: bool


def depth_shown(asked: str, document: Part) -> str:
    """The depth to show: what was asked for, or the whole."""
    return asked if asked in available_depths(document) else FULL


def names() -> dict[str, str]:
    """What each depth is called."""
    return {GLANCE: _("At a glance"), BRIEF: _("In brief"), FULL: _("In full")}


def counted(showing: Any) -> dict[str, int]:
    """Words at each step, as the row of an edition has them: "glance:60 full:460"."""
    said = (step.split(":") for step in showing.lengths.split())
    return {step: int(words) for step, words in said}


def rungs(counted: Mapping[str, int], current: str = "") -> list[Step]:
    """The steps with reading times and shares of the longest; one alone is none."""
    named = names()
    longest = max(counted.values(), default=0) or 1
    return [
        Step(
            depth=step,
            name=named[step],
            time=duration(counted[step]),
            short_time=duration(counted[step], short=True),
            query="" if step == FULL else f"?depth={step}",
            share=max(2, 100 * counted[step] // longest),
            current=step == current,
        )
        for step in counted
    ]


def duration(count: int, short: bool = False) -> str:
    """Reading time in words: to the quarter of a minute, then to the minute."""
    seconds = max(15, round(count * 60 / WORDS_A_MINUTE / 15) * 15)
    minutes = round(count / WORDS_A_MINUTE) or 1
    if short:
        said = _("%d s") % seconds if seconds < 60 else _("%d min") % minutes
        return str(said)
    if seconds < 60:
        return str(ngettext("%d second", "%d seconds", seconds) % seconds)
    return str(ngettext("%d minute", "%d minutes", minutes) % minutes)
