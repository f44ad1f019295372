"""Whether everything is there that a story needs, and nothing is too long. Pure."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from explainer import prose
from explainer.checks.context import Context
from explainer.checks.lines import plain, prose_of
from explainer.document import Document
from explainer.finding import Finding
from explainer.markup import tokens_of

HEADLINE, SUMMARY, KEY_POINT = 100, 80, 45


def complete(document: Document, context: Context) -> Iterator[Finding]:
    """A first edition needs what happened, and whence we know."""
    if not context.first or document["format"].startswith("question/"):
        return
    if not document.get("summary"):
        message = _("Say what has happened.")
        yield Finding("summary", message, "no-summary")
    if not document.get("sources"):
        message = _("Name a source, at least one.")
        yield Finding("sources", message, "no-source")


def sections(document: Document, context: Context) -> Iterator[Finding]:
    """Headings with nothing under them."""
    for place, text in prose_of(document):
        for heading in empty_headings(text):
            message = _("Nothing stands under “{}”.").format(heading)
            yield Finding(place, message, "empty-section", heading, heading)


def empty_headings(text: str) -> Iterator[str]:
    """Headings that another of their rank, or the end, follows at once."""
    if "#" not in text:
        return
    last: tuple[str, str] | None = None
    for block in [*prose.blocks(text), "# "]:
        token = next(iter(tokens_of(block)), None)
        rank = token.tag if token and token.type == "heading_open" else ""
        if last and rank and rank <= last[1] and last[0]:
            yield last[0]
        last = (plain(block), rank) if rank else None


def lengths(document: Document, context: Context) -> Iterator[Finding]:
    """What readers meet first is short."""
    for name in ("headline", "title"):
        size = len(document.get(name, ""))
        if size > HEADLINE:
            message = _("{} characters; {} are enough.").format(size, HEADLINE)
            yield Finding(name, message, "long-headline")
    size = len(plain(document.get("summary", "")).split())
    if size > SUMMARY:
        message = _("{} words; {} are enough.").format(size, SUMMARY)
        yield Finding("summary", message, "long-summary")
    for number, point in enumerate(document.get("key_points", [])):
        size = len(plain(point.get("text", "")).split())
        if size > KEY_POINT:
            message = _("{} words; {} are enough.").format(size, KEY_POINT)
            yield Finding(f"key_points[{number}].text", message, "long-key-point")


def slug(document: Document, context: Context) -> Iterator[Finding]:
    """A number in an address stays there when the facts move on; a year may stay."""
    found = [
        piece
        for piece in document.get("slug", "").split("-")
        if piece.isdigit() and not re.fullmatch(r"(?:19|20)\d\d", piece)
    ]
    if context.first and found:
        message = _("The address has the number {}, which may change.")
        yield Finding("slug", message.format(found[0]), "slug-digits", found[0])


def machine(document: Document, context: Context) -> Iterator[Finding]:
    """Somebody answers for what a language model helped to write."""
    origin = document.get("digital_source", "")
    readers = {"generated": {"edited by"}, "assisted": {"edited by", "by"}}.get(origin)
    named = {item.get("role", "by") for item in document.get("byline", [])}
    if readers and not readers & named:
        message = _("Name in the byline who read what the language model wrote.")
        yield Finding("digital_source", message, "unchecked-machine")
