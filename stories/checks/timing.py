"""Whether the text keeps up with the calendar. Pure."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stories import kickers
from stories.checks.context import Context
from stories.checks.finding import Finding
from stories.checks.lines import lines, prose_of
from stories.checks.words import RELATIVE, spoken
from stories.document import Document

QUOTED = re.compile(r"[“«„\"][^“”«»„\"\n]*[”»“\"]")
CLIPPED = {"day": 10, "month": 7, "year": 4}


def relative(document: Document, context: Context) -> Iterator[Finding]:
    """Words that are right on the day of writing only; quotes may say them."""
    pattern = relative_words(spoken(document.get("language", "")))
    if pattern is None:
        return
    texts = [*prose_of(document)]
    texts += [(name, document[name]) for name in ("standfirst",) if document.get(name)]
    for place, text in texts:
        if place.startswith("conversation"):
            continue
        found = [
            (match[0], line.words)
            for line in lines(text)
            if not line.quoted
            for match in pattern.finditer(QUOTED.sub("", line.words))
        ]
        if found:
            words = ", ".join(
                _("“{}”").format(word) for word in dict.fromkeys(w for w, _l in found)
            )
            message = ngettext(
                "{} will soon be wrong: give the date.",
                "{} will soon be wrong: give the dates.",
                len(found),
            ).format(words)
            about = "\n".join(dict.fromkeys(line for _word, line in found))
            yield Finding(place, message, "relative-time", found[0][0], about)


@lru_cache
def relative_words(language: str) -> re.Pattern[str] | None:
    words = RELATIVE.get(language)
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE) if words else None


def timeline(document: Document, context: Context) -> Iterator[Finding]:
    """What happened is told in order, and has happened."""
    last, known = "", len("2026-01-20")
    for number, event in enumerate(document.get("timeline", [])):
        size = CLIPPED.get(event.get("precision", ""), 10)
        day = event.get("date", "")
        if not day:
            continue
        if day[:size] > context.today.isoformat()[:size]:
            message = _("{} is still ahead: it belongs to what happens next.")
            message = message.format(shown(day))
            yield Finding(f"timeline[{number}].date", message, "future-event")
        # A month is before or after another; within it nobody can tell.
        both = min(size, known)
        if day[:both] < last[:both]:
            message = _("{} comes after {}.").format(shown(day), shown(last))
            yield Finding(f"timeline[{number}].date", message, "timeline-order")
        if day >= last:
            last, known = day, size


def labels(document: Document, context: Context) -> Iterator[Finding]:
    """The page itself says “Developing”, and stops when its time is over."""
    for words in kickers.labels(document.get("kicker", "")):
        message = _("The page says “{}” by itself, for as long as it is so.")
        yield Finding("kicker", message.format(words), "kicker-label", words)


def overdue(document: Document, context: Context) -> Iterator[Finding]:
    for number, item in enumerate(document.get("expectations", [])):
        due = item.get("due", "")
        if due and due < context.today.isoformat() and not item.get("outcome"):
            message = _("Expected by {}: what happened?").format(shown(due))
            yield Finding(f"expectations[{number}].outcome", message, "overdue")


def shown(day: str) -> str:
    return str(date_format(date.fromisoformat(day), "DATE_FORMAT"))
