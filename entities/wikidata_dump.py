"""A dump of Wikidata: JSON with an item on each line, packed or not, read by the line.

However large the file is, memory holds one line of it and what was looked for.
"""

import bz2
import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from entities.wikidata_items import Item, ItemError, item

PACKED: dict[str, Callable[[Path], Any]] = {".gz": gzip.open, ".bz2": bz2.open}
LONGEST = 64 * 1024 * 1024  # bytes of a line
KEY = re.compile(rb'"id"\s{0,2}:\s{0,2}"(Q[1-9]\d{0,11})"')
NEAR = 400  # In so many bytes a line has said which item it is.


class DumpError(ValueError):
    """A dump that can't be read; the words say where and why."""


def opened(path: Path) -> BinaryIO:
    unpack = PACKED.get(path.suffix)
    return cast(BinaryIO, unpack(path) if unpack else path.open("rb"))


def lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a dump that hold an item, numbered."""
    number = 0
    try:
        with opened(path) as file:
            while line := file.readline(LONGEST + 1):
                number += 1
                if len(line) > LONGEST:
                    raise DumpError(f"line {number}: has more than {LONGEST} bytes")
                bare = line.strip().rstrip(b",")
                if bare not in (b"", b"[", b"]"):
                    yield number, bare
    except (OSError, EOFError, zlib.error) as fault:
        raise DumpError(f"behind line {number}: can't be read: {fault}") from None


def found(path: Path, wanted: set[str]) -> Iterator[tuple[int, Item]]:
    """The items of these ids, each with its line; the others aren't looked into."""
    left = {*wanted}
    for number, line in lines(path) if left else ():
        first = KEY.search(line, 0, NEAR)
        # Its own id stands before those that its statements name.
        if first and first[1].decode() not in left:
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as fault:
            raise DumpError(f"line {number}: is no JSON: {fault}") from None
        if isinstance(value, dict) and value.get("id") in left:
            try:
                yield number, item(value, f"line {number}")
            except ItemError as fault:
                raise DumpError(str(fault)) from None
            left.discard(value["id"])
            if not left:
                return


def name_offices(items: list[Item], path: Path, language: str) -> None:
    """Give offices the labels that they have elsewhere in the dump."""
    wanted = {office.item for one in items for office in one.offices}
    labels = {one.id: one.name(language) for _line, one in found(path, wanted)}
    for one in items:
        for office in one.offices:
            office.title = labels.get(office.item, "")
