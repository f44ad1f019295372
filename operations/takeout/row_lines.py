"""A row as one line of JSON, the same on both engines, and a line as a row again."""

import base64
import datetime as dt
import json
import uuid
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.duration import duration_iso_string

from operations.backup.refusal import DamagedError
from operations.takeout.holdings import CALLED, changes_of, rows_of

AT_ONCE = 50  # rows that are fetched in one go: a document may be long
SHAPES = {
    dt.datetime: dt.datetime.isoformat,
    dt.date: dt.date.isoformat,
    dt.time: dt.time.isoformat,
    dt.timedelta: duration_iso_string,
    uuid.UUID: str,
}


def shape(value):
    """What JSON has no word for."""
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return SHAPES.get(type(value), str)(value)


def line_of(columns):
    """The one line that a row can have: sorted, without spaces, letters as they are."""
    said = json.dumps(
        columns,
        default=shape,
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )
    return said.encode() + b"\n"


class Nameplates:
    """Rows that both databases have under numbers of their own, and their names."""

    def __init__(self, model):
        self.model = model

    @cached_property
    def names(self):
        parts = CALLED[self.model._meta.label]
        rows = self.model._base_manager.values_list("pk", *parts)
        return {key: ".".join(said) for key, *said in rows}

    @cached_property
    def keys(self):
        return {name: key for key, name in self.names.items()}


class Lines:
    """The rows of one model as lines, and lines as its rows."""

    def __init__(self, model, *, keys):
        self.model, self.changes = model, changes_of(model, keys=keys)
        self.fields = {each.attname: each for each in model._meta.concrete_fields}
        self.named = {
            each.attname: Nameplates(each.related_model)
            for each in model._meta.concrete_fields
            if each.is_relation and each.related_model._meta.label in CALLED
        }

    def __iter__(self):
        """Each row's line, in the order of their keys, in bounded memory."""
        names = [*self.fields]
        for row in rows_of(self.model).values_list(*names).iterator(AT_ONCE):
            columns = dict(zip(names, row, strict=True)) | self.changes
            for name, named in self.named.items():
                columns[name] = named.names.get(columns[name])
            yield line_of(columns)

    def row(self, line):
        """The unsaved row of a line; DamagedError says what is wrong with it."""
        try:
            columns = json.loads(line)
        except ValueError:
            raise DamagedError("is no JSON") from None
        if not isinstance(columns, dict) or columns.keys() != self.fields.keys():
            raise DamagedError(f"doesn't have the columns {', '.join(self.fields)}")
        return self.model(**{name: self.value(name, columns[name]) for name in columns})

    def value(self, name, said):
        if name in self.named and said is not None:
            if said not in self.named[name].keys:
                raise DamagedError(f"{name}: there is no {said} here")
            return self.named[name].keys[said]
        try:
            return self.fields[name].to_python(said)
        except (ValidationError, ValueError, TypeError):
            raise DamagedError(f"{name}: {said!r} can't stand there") from None
