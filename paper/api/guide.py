"""What is told to who writes programs, beside the table of resources. Pure.

It is in English in every paper, as the names are that it tells of.
"""

from typing import NamedTuple


class Chapter(NamedTuple):
    """A heading, its paragraphs, and lines to be typed."""

    anchor: str
    heading: str
    paragraphs: tuple[str, ...]
    lines: tuple[str, ...] = ()


WORDS = {
    "title": "For programs",
    "standfirst": (
        "All that readers can read, as JSON: lists, whole texts with every edition,"
        " what is new, and search. Nobody needs a key, and nothing can be changed."
    ),
    "resources": "Resources",
    "description": "The same for programs: OpenAPI 3.1",
    "parameter": "Parameter",
    "meaning": "What it says",
    "form": "Form",
    "tool": "For language models:",
}


CHAPTERS = (
    Chapter(
        "asking",
        "How to ask",
        (
            "Ask with GET or HEAD. Answers are JSON in UTF-8, compressed for"
            " who accepts gzip, and may be read by scripts of any site. Each has"
            " an ETag: send it back as If-None-Match, and get 304 while nothing"
            " has changed.",
            "A list that goes on has cursor, and next, the address to go on at,"
            " which stands in the header Link as well.",
            "What is wrong with a question is said as application/problem+json"
            " (RFC 9457), in one sentence as detail: 400 names the parameter,"
            " 404 says that readers have nothing there, 410 gives the note in"
            " the place of what was withdrawn, 301 leads to where a text stands"
            " now.",
        ),
        ("curl '{site}/api/stories/?limit=5'",),
    ),
    Chapter(
        "following",
        "To keep a copy",
        (
            "Ask for editions once, and go on with the cursor of each answer"
            " while more is true; then ask with the last one from time to time."
            " It misses nothing, whenever an edition was begun, committed or"
            " due, and tells of withdrawals: take down what you have of such a"
            " text.",
            "An edition may come twice: when clocks differ, or when words were"
            " taken out of it by order. Its id and its number say which one it"
            " is. Of what is withdrawn only that is told; once it is back, its"
            " earlier editions are in the list of its editions.",
        ),
        ("curl '{site}/api/editions/?since=2026-03-01'",),
    ),
    Chapter(
        "citing",
        "To cite",
        (
            "An edition never changes, and each block of it has an address of"
            " its own: cite that, such as …/editions/4/#full-3, and the sources"
            " beside it.",
        ),
        ("curl '{site}/api/search/?q=harbour'",),
    ),
    Chapter(
        "models",
        "For language models",
        (
            "The same resources are tools of the Model Context Protocol, at the"
            " address below: streamable HTTP, no session, no key, read only."
            " Each tool has a schema for what it takes and for what it gives;"
            " whole texts are resources in Markdown.",
        ),
        ("{site}/api/mcp",),
    ),
)


def chapters(site: str) -> list[Chapter]:
    """The same for a paper at an address."""
    return [
        one._replace(lines=tuple(line.format(site=site) for line in one.lines))
        for one in CHAPTERS
    ]
