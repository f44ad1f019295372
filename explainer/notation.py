"""The JSON of explainer files: one object, a list of them, or JSON Lines.

Pure. What Python's reader lets pass or breaks at (a key given twice, endless digits or
nesting) comes out as a fault, or as a value that the format refuses at its path.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from explainer.finding import Finding

# More digits than any number of ours has; Python refuses to read thousands of them.
MOST_DIGITS = 18
MOST_MARKS = 3  # of a number, before its next digit: 1e+5
NOT_BLANK = re.compile(r"[^ \t\n\r]")


class FaultyFileError(Exception):
    """A file that was refused whole; `faults` has the path of each fault."""

    def __init__(self, faults: list[Finding]):
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


class Pairs(dict[str, Any]):
    """An object that remembers which keys it was given twice."""

    def __init__(self, pairs: list[tuple[str, Any]]):
        super().__init__(pairs)
        times = Counter(key for key, _value in pairs)
        self.twice = [key for key, count in times.items() if count > 1]


def parse(text: str) -> list[Any]:
    """The values of one object, a list or JSON Lines."""
    text = text.removeprefix("\ufeff")
    value, fault = parse_json(text)
    if fault is None:
        return value if isinstance(value, list) else [value]
    numbered = enumerate(text.split("\n"), 1)
    lines = [(number, line) for number, line in numbered if line.strip()]
    if len(lines) < 2 or not lines[0][1].rstrip().endswith("}"):
        raise FaultyFileError([fault])
    read = [parse_json(line, number) for number, line in lines]
    faults = [fault for _value, fault in read if fault is not None]
    if faults:
        raise FaultyFileError(faults)
    return [value for value, _fault in read]


class IrregularError(Exception):
    """A text that can't be read value by value; `parse` says what is wrong with it."""


def stream(read: Callable[[int], str]) -> Iterator[Any]:
    """The values of a list or of JSON Lines, one after another.

    `read` gives so many of the next characters, as a file's does: memory holds one
    value at a time. What is not plainly one of the two ends in an `IrregularError`.
    """
    ahead = Ahead(read)
    if not ahead.skip():
        raise IrregularError
    if ahead.skip() == "[":
        ahead.drop(1)
        if ahead.skip() == "]":
            ahead.drop(1)
        else:
            yield from listed_values(ahead)
    else:
        yield from line_values(ahead)
    if ahead.skip():
        raise IrregularError


def listed_values(ahead: "Ahead") -> Iterator[Any]:
    """The values of a list, behind its first bracket."""
    sign = ","
    while sign == ",":
        yield ahead.value()[0]
        sign = ahead.skip()
        ahead.drop(1)
    if sign != "]":
        raise IrregularError


def line_values(ahead: "Ahead") -> Iterator[Any]:
    """The objects of lines; a text that is one object may have many lines."""
    first, lines = True, True
    while ahead.skip() == "{":
        value, text = ahead.value()
        if not lines or (not first and "\n" in text):
            raise IrregularError
        lines = "\n" not in text and ahead.ends_line()
        first = False
        yield value


class Ahead:
    """The part of a text that was read and not yet parsed."""

    CHUNK = 1 << 16

    def __init__(self, read: Callable[[int], str]):
        self.read, self.at = read, 0
        self.text = read(self.CHUNK).removeprefix("\ufeff")

    def more(self) -> bool:
        """Read on, twice as much of a value that is long."""
        found = self.read(max(self.CHUNK, len(self.text) - self.at))
        if found:
            self.text, self.at = self.text[self.at :] + found, 0
        return bool(found)

    def skip(self) -> str:
        """The next sign that is no blank, or nothing at the end."""
        while True:
            found = NOT_BLANK.search(self.text, self.at)
            if found:
                self.at = found.start()
                return found[0]
            self.at = len(self.text)
            if not self.more():
                return ""

    def drop(self, count: int) -> None:
        self.at += count

    def ends_line(self) -> bool:
        """Whether nothing else follows on this line."""
        while (end := self.text.find("\n", self.at)) < 0 and self.more():
            pass
        return not self.text[self.at : end if end >= 0 else None].strip()

    def value(self) -> tuple[Any, str]:
        """The next value and its text."""
        while True:
            self.skip()
            try:
                value, end = DECODER.raw_decode(self.text, self.at)
            except json.JSONDecodeError:
                if not self.more():
                    raise IrregularError from None
                continue
            except RecursionError:
                raise IrregularError from None
            if len(self.text) - end < MOST_MARKS and self.more():
                continue  # A number may go on.
            text = self.text[self.at : end]
            self.at = end
            return value, text


def parse_json(text: str, line: int = 1) -> tuple[Any, Finding | None]:
    """The value of a JSON text that begins on this line, or what is wrong with it."""
    try:
        return json.loads(text, object_pairs_hook=Pairs, parse_int=whole), None
    except json.JSONDecodeError as error:
        where = f"line {line + error.lineno - 1}, column {error.colno}"
        return None, Finding(where, error.msg)
    except RecursionError:
        return None, Finding(f"line {line}", "is nested too deeply")


def whole(digits: str) -> int | float:
    """A whole number; one that no field could hold stays a mere float."""
    return int(digits) if len(digits) <= MOST_DIGITS else float(digits)


def objects(value: Any, key: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a list that nobody has looked at yet, with their places."""
    items = value.get(key) if isinstance(value, dict) else None
    for number, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield f"{key}[{number}]", item


DECODER = json.JSONDecoder(object_pairs_hook=Pairs, parse_int=whole)
