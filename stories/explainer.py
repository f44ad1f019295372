"""Reads explainer files: what one says, or the path of every fault in it.

Pure. A file is one object, a list of them, or JSON Lines. What comes out has a uid on
every item of a list, whole objects where a bare string stood, and dates in one form.
"""

import datetime as dt
import json
import re
import uuid
from collections.abc import Callable
from typing import Any

from stories.checks import Finding
from stories.document import Document
from stories.format import KEY, SLUG, STORY, Field

# Stories that bring no id of their own get one that any later import finds again.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "explainer/1")
LANGUAGE = r"^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$"

Fields = dict[str, Field]


class FaultyFileError(Exception):
    """A file that was refused whole; `faults` has the path of each fault."""

    def __init__(self, faults: list[Finding]):
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


def read(text: str) -> list[Document]:
    """The stories of a file, each as the format has them."""
    found: list[Finding] = []
    reader = Reader(found)
    stories = [
        reader.story(item, f"stories[{number}]")
        for number, item in enumerate(parse(text))
    ]
    if found:
        raise FaultyFileError(found)
    return stories


def parse(text: str) -> list[Any]:
    """The JSON values of one object, a list or JSON Lines."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1 and lines[0].rstrip().endswith("}"):
            return [parse_line(line, n) for n, line in enumerate(lines, 1)]
        where = f"line {error.lineno}, column {error.colno}"
        raise FaultyFileError([Finding(where, error.msg)]) from None
    return value if isinstance(value, list) else [value]


def parse_line(line: str, number: int) -> Any:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        where = f"line {number}, column {error.colno}"
        raise FaultyFileError([Finding(where, error.msg)]) from None


class Reader:
    """Walks a file beside the format and collects faults as it goes."""

    def __init__(self, found: list[Finding]):
        self.found = found

    def fault(self, place: str, message: str) -> None:
        self.found.append(Finding(place, message))

    def story(self, value: Any, path: str) -> Document:
        if not isinstance(value, dict):
            self.fault(path, "must be an object")
            return {}
        story = self.fields(value, STORY, path)
        if "id" not in story and "slug" in story:
            story["id"] = str(uuid.uuid5(NAMESPACE, story["slug"]))
        if "id" in story:
            number_parts(story, STORY, uuid.UUID(story["id"]))
        return story

    def fields(self, value: Document, fields: Fields, path: str) -> Document:
        """The fields of one object that say something."""
        for key in value:
            if key not in fields:
                self.fault(f"{path}.{key}", "unknown key")
        read = {}
        for key, field in fields.items():
            item = value.get(key)
            if item is None or item == "" or item == []:
                if field.required:
                    self.fault(f"{path}.{key}", "is missing")
                continue
            made = self.value(item, field, f"{path}.{key}")
            if made is not None:
                read[key] = made
        return read

    def value(self, value: Any, field: Field, path: str) -> Any:
        """One value in the form that the document has it, or None after a fault."""
        if field.kind == "list":
            return self.items(value, field, path)
        if field.kind == "object":
            if isinstance(value, dict):
                return self.fields(value, field.items, path)
            return self.fault(path, "must be an object")
        if field.kind in LISTS:
            if not isinstance(value, list):
                return self.fault(path, "must be a list")
            one = Field(LISTS[field.kind], limit=field.limit)
            made = [self.value(v, one, f"{path}[{n}]") for n, v in enumerate(value)]
            return None if None in made else made
        read: Callable[[Any, Field], Any] = READ.get(field.kind, read_text)
        try:
            return read(value, field)
        except ValueError as error:
            return self.fault(path, str(error))

    def items(self, value: Any, field: Field, path: str) -> Any:
        if not isinstance(value, list):
            return self.fault(path, "must be a list")
        made = []
        for number, item in enumerate(value):
            place = f"{path}[{number}]"
            if isinstance(item, str) and field.obvious:
                item = {field.obvious: item}
            if isinstance(item, dict):
                made.append(self.fields(item, field.items, place))
            else:
                self.fault(place, "must be an object")
        return made


def read_text(value: Any, field: Field) -> str:
    if not isinstance(value, str):
        raise ValueError("must be a text")
    text = value.replace("\x00", "").replace("\r\n", "\n").strip()
    if field.limit and len(text) > field.limit:
        raise ValueError(f"has {len(text)} characters; {field.limit} fit")
    return text


def pattern(form: str, message: str) -> Callable[[Any, Field], str]:
    def read_pattern(value: Any, field: Field) -> str:
        text = read_text(value, field)
        if not re.fullmatch(form, text):
            raise ValueError(message.format(text))
        return text

    return read_pattern


def read_date(value: Any, field: Field) -> str:
    text = read_text(value, field)
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(f'"{text}" isn\'t a day like 2026-01-15') from None


def read_moment(value: Any, field: Field) -> str:
    text = read_text(value, field)
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ValueError(f'"{text}" isn\'t a moment like 2026-01-15T14:05:00+01:00')
    return moment.astimezone(dt.UTC).isoformat()


def read_uuid(value: Any, field: Field) -> str:
    try:
        return str(uuid.UUID(read_text(value, field)))
    except ValueError:
        raise ValueError(f'"{value}" isn\'t a UUID') from None


def read_bool(value: Any, field: Field) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def read_int(value: Any, field: Field) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("must be a whole number, 0 or more")
    return value


def read_choice(value: Any, field: Field) -> str:
    text = read_text(value, field)
    if text not in field.choices:
        raise ValueError(f'"{text}" isn\'t one of: {", ".join(field.choices)}')
    return text


def read_focal(value: Any, field: Field) -> list[int]:
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError("must be two numbers from 0 to 100")
    point = [read_int(item, field) for item in value]
    if max(point) > 100:
        raise ValueError("must be two numbers from 0 to 100")
    return point


LISTS = {"keys": "key", "urls": "url", "texts": "plain"}
READ: dict[str, Callable[[Any, Field], Any]] = {
    "slug": pattern(SLUG, '"{}" isn\'t a slug: small letters, digits, hyphens'),
    "key": pattern(KEY, '"{}" isn\'t a key: small letters, digits, hyphens'),
    "url": pattern(r"https?://[^\s/]\S*", '"{}" isn\'t an http or https address'),
    "language": pattern(LANGUAGE, '"{}" isn\'t a language code like en or pt-BR'),
    "date": read_date,
    "moment": read_moment,
    "uuid": read_uuid,
    "bool": read_bool,
    "int": read_int,
    "choice": read_choice,
    "focal": read_focal,
}


def number_parts(
    value: Document, fields: Fields, owner: uuid.UUID, at: str = ""
) -> None:
    """Give every item of a list a uid that another reading gives it again."""
    for key, field in fields.items():
        found = value.get(key)
        if not found:
            continue
        path = f"{at}{key}"
        if field.kind == "object":
            number_parts(found, field.items, owner, f"{path}.")
        elif field.kind == "list" and not field.file_only:
            for number, item in enumerate(found):
                name = item.get("key") or item.get("slug") or str(number)
                item.setdefault("uid", str(uuid.uuid5(owner, f"{path}:{name}")))
