"""The depth ladder: which steps a story has, how long they take, how texts meet."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from explainer import prose
from explainer.depth_texts import BEYOND, READ
from explainer.field import BRIEF, FIRST, FULL, GLANCE, LEAD
from paper.page.surroundings import Part

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


def available_depths(document: Part) -> list[str]:
    """The steps that have a text of their own; one step alone is no ladder."""
    beyond = [name for name in BEYOND if document.get(name)]
    brief = bool(document.get("brief")) and bool(beyond)
    opening = bool(document.get("summary") or document.get("key_points"))
    below = bool(document.get("brief") or beyond)
    return [GLANCE] * (opening and below) + [BRIEF] * brief + [FULL]


def depth_shown(asked: str, document: Part) -> str:
    """The depth to show: what was asked for, or the whole."""
    return asked if asked in available_depths(document) else FULL


def names() -> dict[str, str]:
    """What each depth is called."""
    return {GLANCE: _("At a glance"), BRIEF: _("In brief"), FULL: _("In full")}


def ladder(document: Part, current: str) -> list[Step]:
    """The steps with reading times and shares of the longest; one alone is none."""
    steps = available_depths(document)
    if len(steps) == 1:
        return []
    named = names()
    lengths = {step: words(document, step) for step in steps}
    longest = max(lengths.values()) or 1
    return [
        Step(
            depth=step,
            name=named[step],
            time=duration(lengths[step]),
            short_time=duration(lengths[step], short=True),
            query="" if step == FULL else f"?depth={step}",
            share=max(2, 100 * lengths[step] // longest),
            current=step == current,
        )
        for step in steps
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


def words(document: Part, depth: str) -> int:
    """Words from the headline down, lists of sources and links left out."""
    texts = texts_at(document, depth)
    return sum(len(prose.plain(text).split()) for text in texts)


def texts_at(document: Part, depth: str) -> Iterator[str]:
    """Every text that is read at a depth: of the story's own, then of its parts."""
    for path, name, rule in READ[depth]:
        if path:
            head, _dot, rest = path.partition(".")
            found = document.get(head, {} if rest else [])
            items = found.get(rest, []) if rest else found
            yield from (item.get(name, "") for item in chosen(items, rule, document))
        elif not document.get(rule):
            yield document.get(name, "")


def chosen(items: list[Part], rule: str, document: Part) -> list[Part]:
    """The parts that a depth reads: all, the first, the one named, or the marked."""
    if rule == FIRST:
        return items[:1]
    if rule == LEAD:
        return lead(document)
    return [item for item in items if not rule or item.get(rule)]


def lead(document: Part) -> list[Part]:
    """The quote that stands under the summary, if the story has chosen one."""
    key = document.get("lead_quote")
    return [
        item for item in document.get("quotes", []) if key and item.get("key") == key
    ]
