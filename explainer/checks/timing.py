"""Whether the text keeps up with the calendar. Pure."""

import re
from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from explainer.checks.context import Context
from explainer.checks.lines import lines, prose_of
from explainer.checks.vocabulary import RELATIVE, base_language
from explainer.days import begin_of, bygone, clip_day, in_full, order
from explainer.document import Document
from explainer.finding import Finding
from explainer.languages import kicker_labels

QUOTED = re.compile(r"[“«„\"][^“”«»„\"\n]*[”»“\"]")


def relative(document: Document, context: Context) -> Iterator[Finding]:
    """Words that are right on the day of writing only; quotes may say them."""
    pattern = relative_words(base_language(document.get("language", "")))
    if pattern is None:
        return
    standfirst = ("standfirst", document.get("standfirst", ""))
    for place, text in (*prose_of(document), standfirst):
        if place.startswith("conversation"):
            continue
        found = [
            (match[0], line.words)
            for line in lines(text)
            if not line.quoted
            for match in pattern.finditer(QUOTED.sub("", line.words))
        ]
        if found:
            words, told = (dict.fromkeys(column) for column in zip(*found, strict=True))
            message = ngettext(
                "{} will soon be wrong: give the date.",
                "{} will soon be wrong: give the dates.",
                len(found),
            ).format(", ".join(_("“{}”").format(word) for word in words))
            about = "\n".join(told)
            yield Finding(place, message, "relative-time", found[0][0], about)


@lru_cache
def relative_words(language: str) -> re.Pattern[str] | None:
    words = RELATIVE.get(language)
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE) if words else None


def timeline(document: Document, context: Context) -> Iterator[Finding]:
    """What happened is told in order, and has happened."""
    last, today = "", context.today.isoformat()
    for number, event in enumerate(document.get("timeline", [])):
        place, day = f"timeline[{number}].date", known_day(event)
        if not day:
            continue
        if not bygone(day) and day > today[: len(day)]:
            message = _("{} is still ahead: it belongs to what happens next.")
            yield Finding(place, message.format(in_full(day)), "future-event")
        # A month is before or after another; within it nobody can tell.
        if last:
            both = [*zip(order(day), order(last), strict=False)]
            if [mine for mine, _its in both] < [its for _mine, its in both]:
                message = _("{} comes after {}.").format(in_full(day), in_full(last))
                yield Finding(place, message, "timeline-order")
        if not last or order(day) >= order(last):
            last = day


def known_day(event: Document) -> str:
    """The ISO form of an event's day as far as it is known, of whatever age."""
    if day := event.get("date", ""):
        return clip_day(day, event.get("precision", ""))
    return begin_of(event.get("label", ""))


def labels(document: Document, context: Context) -> Iterator[Finding]:
    """The page itself says “Developing”, and stops when its time is over."""
    for words in kicker_labels(document.get("kicker", "")):
        message = _("The page says “{}” by itself, for as long as it is so.")
        yield Finding("kicker", message.format(words), "kicker-label", words)


def overdue(document: Document, context: Context) -> Iterator[Finding]:
    for number, item in enumerate(document.get("expectations", [])):
        due = item.get("due", "")
        if due and due < context.today.isoformat() and not item.get("outcome"):
            message = _("Expected by {}: what happened?").format(in_full(due))
            yield Finding(f"expectations[{number}].outcome", message, "overdue")
