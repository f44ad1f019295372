"""Looks through a page's HTML for what it says of itself. Pure; keeps no body text.

Pages may be as hostile as they like: what is looked at has a limit in time and size.
"""

import time
from collections import defaultdict
from html.parser import HTMLParser

from sources.page_text import line

PIECE = 16 * 1024
SECONDS = 1.5
MOST_VALUES = 30  # of one name
MOST_DATA = 256 * 1024  # of one piece of JSON-LD
OPENING = 300  # the first words, for an agency's mark; they are not kept

ENDS = {"title": "title", "h1": "heading", "p": "opening", "script": "data"}

Attributes = list[tuple[str, str | None]]


class Scan(HTMLParser):
    """The facts of a page's head, and a little of what follows."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.language = self.title = self.heading = self.time = self.opening = ""
        self.metas: defaultdict[str, list[str]] = defaultdict(list)
        self.links: list[dict[str, str]] = []
        self.data: list[str] = []
        self.into = ""  # what the text belongs to
        self.drawing = 0  # how deep in an SVG, whose titles are no page's

    def look(self, text: str) -> "Scan":
        """Go through the text, as far as the time goes; what is left open is left."""
        end = time.monotonic() + SECONDS
        for start in range(0, len(text), PIECE):
            try:
                self.feed(text[start : start + PIECE])
            except (AssertionError, ValueError, LookupError):
                break  # Of what its own parser gives up on, the rest is not read.
            if time.monotonic() > end:
                break
        return self

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Of an attribute that is given twice, the first one counts."""
        said = {name: value or "" for name, value in reversed(attrs)}
        if tag == "html":
            self.language = self.language or said.get("lang", "")
        elif tag == "meta":
            self.meta(said)
        elif tag in ("link", "a") and said.get("rel") and len(self.links) < 200:
            self.links.append(said)
        elif tag == "time" and not self.time:
            self.time = line(said.get("datetime"), 100)
        elif tag == "svg":
            self.drawing += 1
        self.begin(tag, said)

    def begin(self, tag: str, said: dict[str, str]) -> None:
        """Note what the text that follows belongs to."""
        if tag == "title" and not self.title and not self.drawing:
            self.into = "title"
        elif tag == "h1" and not self.heading:
            self.into = "heading"
        elif tag == "p" and len(self.opening) < OPENING:
            self.into = "opening"
            self.opening += "\n"
        elif tag == "script" and "ld+json" in said.get("type", ""):
            self.into = "data"
            self.data.append("")
        elif tag in ("script", "style"):
            self.into = ""

    def meta(self, said: dict[str, str]) -> None:
        value = line(said.get("content"))
        for key in ("property", "name", "itemprop"):
            found = self.metas[said[key].strip().lower()] if key in said else None
            if value and found is not None and len(found) < MOST_VALUES:
                found.append(value)

    def handle_endtag(self, tag: str) -> None:
        if self.into and self.into == ENDS.get(tag):
            self.into = ""
        elif tag == "svg":
            self.drawing -= 1

    def handle_data(self, data: str) -> None:
        if self.into == "data":
            self.data[-1] = (self.data[-1] + data)[:MOST_DATA]
        elif self.into == "opening":
            self.opening = (self.opening + data)[:OPENING]
        elif self.into:
            known = getattr(self, self.into)
            setattr(self, self.into, (known + data)[:4000])

    def said(self, *names: str) -> str:
        """The first that the page says under one of these names."""
        return next((self.metas[name][0] for name in names if self.metas[name]), "")
