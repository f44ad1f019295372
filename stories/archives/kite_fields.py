"""What stands in an object of a Kite file, by its type, each fault with its path. Pure.

What is read is known as such; what nobody asked for is told at the end.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from explainer.markup.characters import tidy
from stories.archives.entry import ArchiveError

MOST = 1000  # rows of one list
LONGEST = 200_000  # letters of one text
SHOWN = 300


class FieldError(ArchiveError):
    """A value that is not what its place holds; the words say where and why."""


class Row:
    """One object. Every reader takes null, and what is missing, for nothing."""

    def __init__(self, value: Any, path: str):
        if not isinstance(value, dict):
            raise FieldError(f"{path}: must be an object")
        self.said: Mapping[str, Any] = value
        self.path = path
        self.read: set[str] = set()

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def value(self, key: str) -> Any:
        self.read.add(key)
        return self.said.get(key)

    def text(self, *keys: str) -> str:
        """The first of some keys that says something; a number is its digits."""
        found = [text_of(self.value(key), self.at(key)) for key in keys]
        return next(filter(None, found), "")

    def texts(self, key: str) -> list[str]:
        """A list of texts; a bare one is a list of it."""
        value, path = self.value(key), self.at(key)
        if not isinstance(value, list):
            value = [value]
        enough(value, path)
        said = [text_of(item, f"{path}[{n}]") for n, item in enumerate(value)]
        return [text for text in said if text]

    def items(self, key: str) -> list[tuple[str, Any]]:
        """The items of a list, each with its path."""
        value, path = self.value(key), self.at(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise FieldError(f"{path}: must be a list")
        enough(value, path)
        return [(f"{path}[{number}]", item) for number, item in enumerate(value)]

    def rows(self, key: str) -> list["Row"]:
        return [Row(item, path) for path, item in self.items(key)]

    def row(self, key: str) -> "Row | None":
        value = self.value(key)
        return None if value is None else Row(value, self.at(key))

    def number(self, key: str) -> int | None:
        value = self.value(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise FieldError(f"{self.at(key)}: must be a whole number")
        return value

    def rest(self) -> Iterator[str]:
        """What stands there that nothing here asked for."""
        for key, value in self.said.items():
            if key not in self.read and value not in (None, "", [], {}, False):
                yield f"{self.at(tidy(key))}: {excerpt(value)}"


def enough(value: list[Any], path: str) -> None:
    if len(value) > MOST:
        raise FieldError(f"{path}: has more than {MOST} items")


def text_of(value: Any, path: str) -> str:
    if value is None or value is False:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise FieldError(f"{path}: must be a text")
    if len(value) > LONGEST:
        raise FieldError(f"{path}: has more than {LONGEST} characters")
    return tidy(value)


def excerpt(value: Any) -> str:
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    said = " ".join(tidy(said).split())
    return said if len(said) <= SHOWN else f"{said[:SHOWN]}…"
