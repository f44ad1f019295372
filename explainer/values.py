"""What one value of an explainer file says, by its kind, or why it is refused.

Pure. Each reader takes a JSON value and its field, and returns the value in the one
form that a document has it; a `ValueError` is the fault's message.
"""

import datetime as dt
import re
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from explainer.addresses import normalise_scheme, normalise_url, parse_url
from explainer.field import KEY, SLUG, Field
from explainer.markup.characters import REFUSED, tidy

LANGUAGE = r"^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$"
FIRST_YEAR, LAST_YEAR = 1000, 2999  # of moments; days of history are older
SHOWN = 60  # This much of a faulty text helps to find it.


def excerpt(text: str) -> str:
    """A text as a message may quote it: short, and without halves of characters."""
    short = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    return short.encode("utf-8", "replace").decode()


def blank(value: Any) -> bool:
    """Whether a value is as good as left out."""
    if isinstance(value, str):
        return not tidy(value)
    return value is None or value == []


def silent(item: dict[str, Any]) -> bool:
    """Whether an item of a list says nothing at all."""
    said = [value for key, value in item.items() if key != "uid"]
    return all(blank(value) or value is False or value == {} for value in said)


def read_text(value: Any, field: Field) -> str:
    """The tidied text; ValueError says in words what is wrong with it."""
    if not isinstance(value, str):
        raise ValueError(_("must be a text"))
    if found := REFUSED.search(value):
        code = f"U+{ord(found[0]):04X}"
        message = _("has a control character ({}) at {}")
        raise ValueError(message.format(code, found.start() + 1))
    try:
        value.encode()
    except UnicodeEncodeError:
        message = _("has half a character (a lone surrogate)")
        raise ValueError(message) from None
    text = tidy(value)
    if field.limit and len(text) > field.limit:
        message = _("has {} characters; {} fit")
        raise ValueError(message.format(len(text), field.limit))
    return text


def pattern(form: str, message: str) -> Callable[[Any, Field], str]:
    def read_pattern(value: Any, field: Field) -> str:
        text = read_text(value, field)
        if not re.fullmatch(form, text):
            raise ValueError(message.format(excerpt(text)))
        return text

    return read_pattern


class LoginError(ValueError):
    """The address is one, but for a name or a password in it."""

    def __init__(self, address: str):
        super().__init__(_("holds a name or a password: take it out"))
        self.address = address


def read_url(value: Any, field: Field) -> str:
    """The address as stored; ValueError, or LoginError where it has a password."""
    text = read_text(value, field)
    parts = parse_url(text)
    if parts is None:
        message = _('"{}" isn\'t an http or https address')
        raise ValueError(message.format(excerpt(text)))
    # In bytes, for the index; what it is known by may be longer than what was written.
    size = max(len(normalise_scheme(text).encode()), len(normalise_url(text).encode()))
    if field.limit and size > field.limit:
        raise ValueError(_("has {} bytes; {} fit").format(size, field.limit))
    if parts.username or parts.password:
        raise LoginError(normalise_scheme(text))
    return normalise_scheme(text)


def read_date(value: Any, field: Field) -> str:
    """A day in ISO form; ValueError where it is none or out of the field's years."""
    text = read_text(value, field)
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        message = _('"{}" isn\'t a day like 2026-01-15').format(excerpt(text))
        raise ValueError(message) from None
    if not field.since <= day.year <= LAST_YEAR:
        message = _('"{}" isn\'t a day between the years {} and {}')
        raise ValueError(message.format(text, field.since, LAST_YEAR))
    return day.isoformat()


def read_moment(value: Any, field: Field) -> str:
    """A moment with its zone, in UTC and ISO form; ValueError where it is none."""
    text = read_text(value, field)
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        example = "2026-01-15T14:05:00+01:00"
        message = _('"{}" isn\'t a moment like {}')
        raise ValueError(message.format(excerpt(text), example))
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        message = _('"{}" isn\'t a moment between the years {} and {}')
        raise ValueError(message.format(text, FIRST_YEAR, LAST_YEAR))
    return moment.astimezone(dt.UTC).isoformat()


def read_uuid(value: Any, field: Field) -> str:
    text = read_text(value, field)
    try:
        return str(uuid.UUID(text))
    except ValueError:
        message = _('"{}" isn\'t a UUID').format(excerpt(text))
        raise ValueError(message) from None


def read_bool(value: Any, field: Field) -> bool:
    if not isinstance(value, bool):
        raise ValueError(_("must be true or false"))
    return value


def read_int(value: Any, field: Field) -> int:
    most = field.limit
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole or value < 0 or (most and value > most):
        raise ValueError(_("must be a whole number from 0 to {}").format(most))
    return int(value)


def read_choice(value: Any, field: Field) -> str:
    text = read_text(value, field)
    if text not in field.choices:
        message = _('"{}" isn\'t one of: {}')
        raise ValueError(message.format(excerpt(text), ", ".join(field.choices)))
    return text


def read_focal(value: Any, field: Field) -> list[int]:
    with suppress(ValueError):
        if isinstance(value, list) and len(value) == 2:
            return [read_int(item, Field("int", limit=100)) for item in value]
    raise ValueError(_("must be two numbers from 0 to 100"))


# Lists of bare values, and the kind of each value.
LISTS = {"keys": "key", "urls": "url", "texts": "plain"}
READ: dict[str, Callable[[Any, Field], Any]] = {
    "slug": pattern(
        SLUG, gettext_lazy('"{}" isn\'t a slug: small letters, digits, hyphens')
    ),
    "key": pattern(
        KEY, gettext_lazy('"{}" isn\'t a key: small letters, digits, hyphens')
    ),
    "url": read_url,
    "language": pattern(
        LANGUAGE, gettext_lazy('"{}" isn\'t a language code like en or pt-BR')
    ),
    "date": read_date,
    "moment": read_moment,
    "uuid": read_uuid,
    "bool": read_bool,
    "int": read_int,
    "choice": read_choice,
    "focal": read_focal,
}


def read_value(value: Any, field: Field) -> Any:
    """A single value of any kind but lists and objects."""
    reader: Callable[[Any, Field], Any] = READ.get(field.kind, read_text)
    return reader(value, field)
