"""The lines of a Markdown file: texts, headings, and facts in one line each. Pure.

Each way of writing has its way of reading beside it, and gives back every text to the
letter: a line that would be read as something else gets a mark that is taken off again.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from explainer.field import Field
from explainer.values import LISTS

NAMELESS = "–"
# A heading within a text, and whatever would be taken for another heading.
WITHIN = re.compile(r"^(?=#{2,3}(?: |$))", re.MULTILINE)
OTHER = re.compile(r"^(?=\\*#+(?: |$))", re.MULTILINE)
LEVEL_DOWN = re.compile(r"^##(?=#{2,3}(?: |$))")
MARKED = re.compile(r"^\\(?=\\*#+(?: |$))")
HEADING = re.compile(r"(#{1,3})(?: +(.*?))?\s*")
FACT = re.compile(r"- ([a-z_]+):(?: (.*))?")
JSON_BEGINS = ('"', "[", "{")
YES = {"yes": True, "true": True, "no": False, "false": False}


def written_in_body(text: str) -> str:
    """A text as it stands under its heading; its own headings go two levels down."""
    lines = (
        WITHIN.sub("##", line) if WITHIN.match(line) else OTHER.sub(r"\\", line)
        for line in text.split("\n")
    )
    return "\n".join(lines)


def read_from_body(lines: list[str]) -> str:
    """The text that stands in these lines."""
    return "\n".join(map(read_line, lines)).strip()


def read_line(line: str) -> str:
    found = LEVEL_DOWN.sub("", line)
    return found if found != line else MARKED.sub("", line)


def is_line(text: Any) -> bool:
    """Whether a text can stand in the line of a heading."""
    return isinstance(text, str) and bool(text) and "\n" not in text


def fact(value: Any) -> str:
    """A value in one line: as it is, or as JSON where that would be misread."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and is_line(value) and not value.startswith(JSON_BEGINS):
        return value
    return json.dumps(value, ensure_ascii=False)


def read_fact(text: str, field: Field) -> Any:
    """What a fact says; JSON that is none is taken for words."""
    text = text.strip()
    if text.startswith(JSON_BEGINS):
        try:
            return typed(json.loads(text), field)
        except (ValueError, RecursionError):
            return text
    return typed(text, field)


def typed(value: Any, field: Field | None) -> Any:
    """A value, or a text that stands for one, as the format wants it; what is none is
    left as it is, for the reader of files to complain of at its place."""
    if field is None:
        return value
    if isinstance(value, dict):
        for key in value:  # In its place: it may know what it was given twice.
            value[key] = typed(value[key], field.items.get(key))
        return value
    if field.kind == "list" and isinstance(value, list):
        one = Field("object", items=field.items)
        return [typed(item, one) for item in value]
    if field.kind in LISTS:
        return words_of(value)
    if field.kind == "focal" and isinstance(value, list):
        return [number(item) for item in value]
    if not isinstance(value, str):
        return value
    return (
        YES.get(value.lower(), value) if field.kind == "bool" else one_of(value, field)
    )


def one_of(value: str, field: Field) -> Any:
    return number(value) if field.kind == "int" else value


def number(value: Any) -> Any:
    is_number = isinstance(value, str) and value.isascii() and value.isdigit()
    return int(value) if is_number and len(value) < 10 else value


def words_of(value: Any) -> Any:
    """A list, which people write with commas as well."""
    if not isinstance(value, str):
        return value
    return [word.strip() for word in value.split(",") if word.strip()]


@dataclass
class Passage:
    """What stands under one heading: facts right below it, then a text."""

    line: int
    level: int
    heading: str
    lines: list[str] = field(default_factory=list)

    @property
    def facts(self) -> Iterator[tuple[int, str, str]]:
        """Line, key and value of each."""
        for number, line in enumerate(self.lines, self.line + 1):
            found = FACT.fullmatch(line.rstrip())
            if not found:
                return
            yield number, found[1], found[2] or ""

    @property
    def text(self) -> str:
        return read_from_body(self.lines[len([*self.facts]) :])


def passages(body: str, first: int) -> Iterator[Passage]:
    """The passages of a body that begins at a line; the first may have no heading."""
    found = Passage(first, 0, "")
    for number, line in enumerate(body.split("\n"), first + 1):
        if heading := HEADING.fullmatch(line):
            yield found
            found = Passage(number, len(heading[1]), heading[2] or "")
        else:
            found.lines.append(line)
    yield found
