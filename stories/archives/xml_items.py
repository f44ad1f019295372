"""What stands in an archive in XML, one element after another, of any size. Pure.

Nothing can be blown up or fetched: who declares an entity, or what an attribute says by
itself, is refused, and memory holds one item at a time.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.entities import html5
from typing import Any, BinaryIO
from xml.parsers import expat

from sources.feed_xml import BEGINNINGS, DECLARED
from sources.page_text import codec_of
from stories.archives.entry import ArchiveError

CHUNK = 1 << 16
DEEPEST = 100
MOST_TEXT = 16 * 1024 * 1024  # signs in one element
MOST_NODES = 200_000  # in one item
# What XML forbids and many databases hold all the same.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
SPACES = {
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dc:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://purl.org/rss/1.0/modules/slash/": "slash:",
}
WORDPRESS = re.compile(r"https?://wordpress\.org/export/[\d.]+/(excerpt/)?")


@dataclass
class Node:
    """An element: its name with a short prefix, its words, and what stands in it.

    `lead` are the words before the first element in it, `tail` those behind itself.
    """

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    nodes: list["Node"] = field(default_factory=list)
    line: int = 0
    lead: str = ""
    tail: str = ""

    def all(self, *names: str) -> Iterator["Node"]:
        return (node for node in self.nodes if node.name in names)

    def said(self, *names: str) -> str:
        """The words of the first of some elements that says any."""
        found = (node.text.strip() for name in names for node in self.all(name))
        return next(filter(None, found), "")


class Listener:
    """Makes nodes of all that stands in the root or in its channel."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = True
        self.parser.UseForeignDTD(True)  # An entity that nobody declared is skipped.
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.words
        self.parser.SkippedEntityHandler = self.entity
        self.parser.EntityDeclHandler = self.refuse
        self.parser.AttlistDeclHandler = self.refuse_default
        self.stack: list[Node] = []
        self.pieces: list[list[str]] = []
        self.marks: list[int] = []  # How many of these were given to a neighbour.
        self.ready: list[Node] = []
        self.size = self.count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        said = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        node = Node(short(name), said, line=self.parser.CurrentLineNumber)
        self.part_words()
        self.stack.append(node)
        self.pieces.append([])
        self.marks.append(0)
        self.count += 1
        if len(self.stack) > DEEPEST or self.count > MOST_NODES:
            self.refuse_as("holds too many elements, or too deep in one another")

    def part_words(self) -> None:
        """Give the words since the last element in this one to that, or to this."""
        if len(self.stack) < 3:
            return
        node, pieces = self.stack[-1], self.pieces[-1]
        said = "".join(pieces[self.marks[-1] :])
        self.marks[-1] = len(pieces)
        if node.nodes:
            node.nodes[-1].tail = said
        else:
            node.lead = said

    def words(self, text: str) -> None:
        self.size += len(text)
        if self.size > MOST_TEXT:
            self.refuse_as(f"an element holds more than {MOST_TEXT} characters")
        if self.pieces:
            self.pieces[-1].append(text)

    def entity(self, name: str, is_parameter: bool) -> None:
        self.words(html5.get(f"{name};", ""))

    def end(self, name: str) -> None:
        if self.stack[-1].nodes:
            self.part_words()
        node = self.stack.pop()
        self.marks.pop()
        node.text = "".join(self.pieces.pop())
        depth = len(self.stack)
        top = [item.name for item in self.stack]
        if depth == 1 or (depth == 2 and top[1] == "channel"):
            if node.name != "channel":
                self.ready.append(node)
            self.size = self.count = 0
        elif depth > 1:
            self.stack[-1].nodes.append(node)

    def refuse(self, *declared: Any) -> None:
        self.refuse_as("declares an entity")

    def refuse_default(self, *declared: Any) -> None:
        """A text that each element of a name has by itself is as many texts."""
        *_names, default, _is_required = declared
        if default is not None:
            self.refuse_as("declares what an attribute says by itself")

    def refuse_as(self, why: str) -> None:
        raise ArchiveError(f"line {self.parser.CurrentLineNumber}: {why}")


def short(name: str) -> str:
    """A name with the prefix that everybody knows its namespace by."""
    space, _blank, local = name.rpartition(" ")
    if found := WORDPRESS.fullmatch(space):
        return f"excerpt:{local}" if found[1] else f"wp:{local}"
    return f"{SPACES.get(space, '')}{local}"


def nodes(file: BinaryIO) -> Iterator[Node]:
    """The elements of a channel or a feed, each when it has ended."""
    listener = Listener()
    decoder = decoder_of(file)
    while True:
        chunk = file.read(CHUNK)
        try:
            text = FORBIDDEN.sub("", decoder.decode(chunk, final=not chunk))
            text = text.removeprefix("\ufeff")
            listener.parser.Parse(text.encode("utf-8", "replace"), not chunk)
        except expat.ExpatError as fault:
            why = expat.ErrorString(fault.code)
            where = f"line {fault.lineno}, column {fault.offset + 1}"
            raise ArchiveError(f"{where}: {why}") from None
        except UnicodeDecodeError as fault:
            where = f"line {listener.parser.CurrentLineNumber} or below"
            raise ArchiveError(f"{where}: {fault.reason}") from None
        ready, listener.ready = listener.ready, []
        yield from ready
        if not chunk:
            return


def decoder_of(file: BinaryIO) -> codecs.IncrementalDecoder:
    """What reads the letters of a file, as it begins or declares."""
    start = file.read(1024)
    file.seek(0)
    codec = next((name for mark, name in BEGINNINGS if start.startswith(mark)), "")
    found = DECLARED.match(start.lstrip())
    if not codec and found:
        codec = codec_of(found[1].decode("ascii", "replace"))
        if not codec:
            said = found[1].decode("ascii", "replace")
            raise ArchiveError(f"line 1: is written in “{said}”, which nobody reads")
        codec = "utf-8" if codec.startswith("utf-") else codec
    return codecs.getincrementaldecoder(codec or "utf-8")()
