"""Kite's files of one category at one moment, in each form that they have had. Pure."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from stories.archives.entry import ArchiveError, Item, LeftOut
from stories.archives.feed_archive import read_json
from stories.archives.kite_days import moment
from stories.archives.kite_fields import FieldError, Row
from stories.archives.kite_story import KiteStory

LISTS = ("clusters", "stories")
COUNTS = ("read", "read_count", "readCount")
LONGEST = 200  # letters of what a batch, or a story in it, is known by


@dataclass
class Telling:
    """A story as one file tells it, or why it can't be read."""

    name: str
    place: str
    item: Item | None = None
    fault: str = ""
    seal: str = ""  # of all that the file says of it


@dataclass
class Batch:
    """What one file tells. Two stories of a batch are two."""

    name: str
    moment: dt.datetime
    tellings: list[Telling] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class ListOfFilesError(ArchiveError):
    """A file that only says which others there are."""


def is_kite(head: bytes) -> bool:
    is_list = b'"categories"' in head and b'"file"' in head
    return is_list or b'"clusters"' in head or b'"cluster_number"' in head


def batch(file: BinaryIO) -> Batch:
    """The batch of a file; `ArchiveError` where it is none."""
    top = Row(read_json(file), "")
    name = next((key for key in LISTS if isinstance(top.said.get(key), list)), "")
    if not name and isinstance(top.said.get("categories"), list):
        raise ListOfFilesError("lists the files of others, and tells nothing itself")
    if not name:
        wanted = " and no ".join(f"“{key}”" for key in LISTS)
        raise ArchiveError(f"is no file of Kite: it has no {wanted}")
    category = top.text("category", "categoryName", "categoryId")
    at = moment(top.value("timestamp")) or moment(top.value("createdAt"))
    if at is None:
        raise ArchiveError("timestamp: must be a moment, in seconds or in words")
    said = top.text("batchId") or str(int(at.timestamp()))
    made = Batch(f"{said}:{category}", at)
    if len(made.name) > LONGEST:
        key = "batchId" if len(said) > len(category) else "category"
        raise ArchiveError(f"{key}: has too many characters to be known by")
    rows = top.items(name)
    made.tellings = [*tellings(rows, made, category)]
    made.notes = [*notes_of(top, len(rows))]
    return made


def tellings(
    rows: list[tuple[str, Any]], made: Batch, category: str
) -> Iterator[Telling]:
    seen: dict[str, str] = {}
    for path, value in rows:
        try:
            one = telling(path, value, made, category)
        except ArchiveError as fault:
            place = path if str(fault).startswith(path) else ""
            yield Telling("", place and path, fault=str(fault).removeprefix(path))
            continue
        if other := seen.get(one.name):
            one.fault = f" has the id of {other}"
        seen.setdefault(one.name, path)
        yield one


def telling(path: str, value: Any, made: Batch, category: str) -> Telling:
    row = Row(value, path)
    own, number = row.text("id"), row.number("cluster_number")
    if not own and number is None:
        raise FieldError(f"{path}.cluster_number: missing, and there is no id")
    name = f"kite:{own or f'{made.name}:{number}'}"
    if len(name) > LONGEST:
        key = row.at("id" if own else "cluster_number")
        raise FieldError(f"{key}: has too many characters to be known by")
    item = KiteStory(row, name, made.moment, category).item()
    if not item.title:
        raise FieldError(f"{path}.title: missing")
    if not item.fields.get("summary"):
        raise FieldError(f"{path}.short_summary: missing")
    text = json.dumps(value, sort_keys=True, ensure_ascii=True)
    seal = hashlib.sha256(f"{made.moment.isoformat()} {text}".encode()).hexdigest()
    return Telling(name, path, item, seal=seal)


def notes_of(top: Row, count: int) -> Iterator[str]:
    """What a file says of itself, beside its stories."""
    for key in COUNTS:
        if number := top.number(key):
            yield f"{key}: {number}"
    total = top.number("totalStories")
    if total is not None and total != count:
        yield f"totalStories is {total}, and {count} are there"
    for key in ("batchId", "categoryId", "domains", *LISTS):
        top.value(key)
    yield from top.rest()


def items(file: BinaryIO, zone: dt.tzinfo) -> Iterator[Item | LeftOut]:
    """The stories of one file, for who wants no more than to read it."""
    for one in batch(file).tellings:
        if one.fault or one.item is None:
            yield LeftOut(one.place, one.fault)
        else:
            yield one.item
