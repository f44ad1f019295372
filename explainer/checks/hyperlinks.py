"""Whether links lead where their words say, and whether readers can follow. Pure."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from explainer.addresses import link_fault
from explainer.checks.context import Context
from explainer.checks.lines import Line, lines, prose_of
from explainer.checks.vocabulary import EMPTY_LINKS
from explainer.document import Document
from explainer.finding import Finding

# Pages that come and go; the others of the paper are always there.
OURS = re.compile(r"/(stories|questions|topics)/([a-z0-9-]+)/")


def links_of(document: Document) -> Iterator[tuple[str, Line, str, str]]:
    """(place, line, words, address) of every link in prose."""
    for place, text in prose_of(document):
        for line in lines(text):
            for words, address in line.links:
                yield place, line, words, address


def own(address: str, home: str) -> str:
    """The path of an address that leads to a page of ours, else nothing."""
    try:
        host, parts = urlsplit(home).netloc, urlsplit(address)
    except ValueError:
        return ""
    if parts.netloc and parts.netloc != host:
        return ""
    path = parts.path if parts.path.endswith("/") else f"{parts.path}/"
    return path if OURS.fullmatch(path) else ""


def named_addresses(document: Document, home: str) -> set[str]:
    """The addresses of our own pages that a document links to."""
    return {own(address, home) for *_rest, address in links_of(document)} - {""}


def broken_links(document: Document, context: Context) -> Iterator[Finding]:
    """Links to pages of ours that readers don't have, or have at another address."""
    mine = document.get("slug", "")
    for place, line, words, address in links_of(document):
        path = own(address, context.home)
        if not path or path in context.live or path.split("/")[2] == mine:
            continue
        if path in context.moved:
            message = _("“{}” leads to an old address of ours: {}").format(words, path)
            yield Finding(place, message, "moved-link", words, line.words)
        else:
            message = _("“{}” leads to a page that readers do not have: {}")
            message = message.format(words, path)
            yield Finding(place, message, "dead-link", words, line.words)


def faulty(document: Document, context: Context) -> Iterator[Finding]:
    """Links elsewhere that no browser would open, or that would give something away."""
    for place, line, words, address in links_of(document):
        if fault := link_fault(address):
            message = _("The link “{}” is faulty: {}").format(words[:60], fault)
            yield Finding(place, message, "faulty-link", words, line.words)


def hidden_pointers(document: Document, context: Context) -> Iterator[Finding]:
    """Stories and questions that the text points at and readers don't have."""
    story = _("Readers do not have the story “{}”.")
    question = _("Readers do not have the question “{}”: publish it as well.")
    if ("stories", document.get("translation_of")) in context.hidden:
        message = story.format(document["translation_of"])
        yield Finding("translation_of", message, "hidden-pointer")
    for part, kind, words in (
        ("related", "stories", story),
        ("questions", "questions", question),
    ):
        for number, item in enumerate(document.get(part, [])):
            if (kind, item.get("slug")) in context.hidden:
                name = item.get("label") or item.get("title") or item["slug"]
                place = f"{part}[{number}].slug"
                yield Finding(place, words.format(name), "hidden-pointer")


def wordless(document: Document, context: Context) -> Iterator[Finding]:
    """Links whose words say nothing to whoever hears them read out."""
    for place, line, words, _address in links_of(document):
        bare = words.strip(" .…»>→").casefold()
        if bare in EMPTY_LINKS or bare.startswith(("http://", "https://", "www.")):
            message = _("The link “{}” does not say where it leads.").format(words[:60])
            yield Finding(place, message, "link-words", words, line.words)
