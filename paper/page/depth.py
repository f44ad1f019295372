"""The depth ladder: which steps a story has, how long they take, how texts meet."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from explainer import prose
from paper.page.surroundings import Part

GLANCE, BRIEF, FULL = "glance", "brief", "full"
WORDS_A_MINUTE = 230
OPENING = ("headline", "standfirst", "summary", "unknowns", "divergence")
BEYOND = ("report", "sections", "papers", "perspectives", "background", "conversation")


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


def ladder(document: Part, current: str) -> list[Step]:
    """The steps with reading times and shares of the longest; one alone is none."""
    steps = available_depths(document)
    if len(steps) == 1:
        return []
    names = {GLANCE: _("At a glance"), BRIEF: _("In brief"), FULL: _("In full")}
    lengths = {step: words(document, step) for step in steps}
    longest = max(lengths.values()) or 1
    return [
        Step(
            depth=step,
            name=names[step],
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
    texts = [document.get(name, "") for name in OPENING]
    texts += [quote.get("text", "") for quote in lead(document)]
    texts += parts(document, "key_points", "lead_in", "text")
    below = {GLANCE: below_glance, BRIEF: below_brief, FULL: below_full}
    texts += below[depth](document)
    return sum(len(prose.plain(text).split()) for text in texts)


def below_glance(document: Part) -> list[str]:
    return parts(document, "expectations", "text")[:1]


def below_brief(document: Part) -> list[str]:
    """The texts read below the opening in brief."""
    key_events = [
        item for item in document.get("timeline", []) if item.get("key_event")
    ]
    return [
        document.get("brief", ""),
        *parts(document, "sections", "heading"),
        *parts(document, "perspectives", "holder", "outlet", "position"),
        *(event.get("text", "") for event in key_events),
        *parts(document, "expectations", "text"),
    ]


def below_full(document: Part) -> list[str]:
    """The texts read below the opening in full; its own quotes are left out."""
    spoken = parts(document, "quotes", "text")
    first = [item.get("text", "") for item in lead(document)]
    return [
        document.get("report") or document.get("brief", ""),
        *(document.get(name, "") for name in ("papers", "background")),
        *parts(document, "sections", "heading", "body"),
        *(text for text in spoken if text not in first),
        *parts(document, "perspectives", "holder", "outlet", "position", "text"),
        *parts(document, "timeline", "text"),
        *parts(document, "expectations", "text", "outcome"),
        *parts(document.get("conversation", {}), "turns", "text"),
    ]


def parts(document: Part, name: str, *keys: str) -> list[str]:
    return [item.get(key, "") for item in document.get(name, []) for key in keys]


def lead(document: Part) -> Iterable[Part]:
    """The quote that stands under the summary, if the story has chosen one."""
    key = document.get("lead_quote")
    return [
        item for item in document.get("quotes", []) if key and item.get("key") == key
    ]


def opens_at(paragraph: int, of_brief: int, of_report: int) -> int:
    """The paragraph of the report, from 1, that a paragraph of the brief opens."""
    return 1 + (paragraph - 1) * of_report // of_brief
