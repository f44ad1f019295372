"""The JSON of explainer files: one object, a list of them, or JSON Lines.

Pure. What Python's reader lets pass or breaks at (a key given twice, endless digits or
nesting) comes out as a fault, or as a value that the format refuses at its path.
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from explainer.finding import Finding

# More digits than any number of ours has; Python refuses to read thousands of them.
MOST_DIGITS = 18


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
