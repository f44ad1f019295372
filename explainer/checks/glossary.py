"""Whether the terms of a story's glossary help who reads it. Pure."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from explainer.checks.context import Context
from explainer.checks.lines import lines, plain, prose_of
from explainer.document import Document
from explainer.finding import Finding
from explainer.folding import key
from explainer.terms import Term, Terms

MEANING = 40


def terms(document: Document, context: Context) -> Iterator[Finding]:
    """A term that stands there twice, that no text uses, or that takes long to say."""
    listed = document.get("glossary", [])
    unused = unused_terms(document)
    for number, part in enumerate(listed):
        term, place = part.get("term", ""), f"glossary[{number}]"
        if key(term) in {key(other.get("term", "")) for other in listed[:number]}:
            message = _("“{}” is explained twice.").format(term)
            yield Finding(f"{place}.term", message, "repeated-term", term)
        elif number + 1 in unused:
            message = _("No text uses “{}” in these words.").format(term)
            yield Finding(f"{place}.term", message, "unused-term", term)
        size = len(plain(part.get("meaning", "")).split())
        if size > MEANING:
            message = _("{} words; {} are enough.").format(size, MEANING)
            yield Finding(f"{place}.meaning", message, "long-meaning")


def unused_terms(document: Document) -> set[int]:
    """Numbers of the terms that stand in no line in which one would be explained."""
    listed = document.get("glossary", [])
    named = [Term(n, part.get("term", "")) for n, part in enumerate(listed, 1)]
    left, found = Terms(named), {term.number for term in named}
    for place, text in prose_of(document) if named else ():
        for line in () if place.startswith("glossary") else lines(text):
            for run in () if line.heading or line.quoted else line.runs:
                found -= {term.number for _start, _end, term in left.take(run)}
    return found
