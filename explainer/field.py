"""What a key of an explainer file may hold, and what others ask of it. Pure.

The format (`format.py`) is made of these; the page, the desk's form, search, the checks
and the tables derive their own lists from it, so that a key is told of once.
"""

from dataclasses import dataclass, field, replace
from typing import Any

SLUG = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
KEY = r"^[a-z0-9][a-z0-9-]{0,60}$"
ADDRESS = r"^[Hh][Tt][Tt][Pp][Ss]?://\S+$"

# The depths at which a story is told.
GLANCE, BRIEF, FULL = "glance", "brief", "full"
ALWAYS = (GLANCE, BRIEF, FULL)
# Of the parts of a list a depth reads only the first, or the one that stands on top.
FIRST, LEAD = "first", "lead_quote"
# What the agreement check compares: the short texts with the full telling.
SHORT, WHOLE = "short", "whole"
# What search makes of words: an excerpt may come from them, or they are no words.
EXCERPT, UNSAID = "excerpt", "unsaid"


@dataclass(frozen=True)
class Field:
    """What one key holds.

    `kind` is one of plain, prose, slug, key, keys, url, urls, texts, date, moment,
    uuid, bool, int, focal, choice, list or object. `file_only` keys belong to rows
    that stories share; a frozen document never has them. `limit` is the most that the
    database holds: characters, the largest number, or keys with the spaces between.
    A date's year is `since` or later.
    A file can't be read without what is `required`; what is `needed` a draft may lack,
    and readers may not, unless the key that is named `instead` says something.
    """

    kind: str = "plain"
    choices: tuple[str, ...] = ()
    required: bool = False
    needed: bool = False
    instead: str = ""
    file_only: bool = False
    limit: int = 0
    since: int = 1000  # Two digits for a year are a slip.
    items: dict[str, "Field"] = field(default_factory=dict)
    obvious: str = ""  # The key that a bare string stands for.
    # What readers know its place by, and several such parts.
    label: str = ""
    labels: str = ""
    names_entity: bool = False  # It holds the slug of an entity.
    # The depths at which its words are read, and if only of some parts, of which: of
    # the first, of the one on top, or of those that have this key.
    read: tuple[str, ...] = ()
    only: dict[str, str] = field(default_factory=dict)
    yields_to: str = ""  # In full it isn't read where the story has this.
    beyond: bool = False  # Who has it has more to tell than the opening does.
    agrees: str = ""
    search: str = ""


def required(kind: str, limit: int = 300, label: str = "") -> Field:
    return Field(kind, required=True, limit=limit, label=label)


def with_label(field: Field, label: str, labels: str = "", **facts: Any) -> Field:
    """A field with what readers call it, and where its words are read and looked at."""
    return replace(field, label=label, labels=labels, **facts)


def needed(field: Field | str, instead: str = "") -> Field:
    """A field of a part that readers can't do without."""
    made = Field(field) if isinstance(field, str) else field
    return replace(made, needed=True, instead=instead)


def parts(obvious: str = "", /, **items: Field) -> Field:
    return Field("list", items={"uid": Field("uuid"), **items}, obvious=obvious)


def choice(*choices: str, label: str = "") -> Field:
    return Field("choice", choices=choices, label=label)


def file_only(fields: dict[str, Field]) -> dict[str, Field]:
    """Fields that belong to a row which stories share."""
    return {key: replace(item, file_only=True) for key, item in fields.items()}


# Some 8,000 words: what takes a reader half an hour, and us a tenth of a second.
PROSE_LIMIT = 50_000
PLAIN, LONG, PROSE = (
    Field(limit=300),
    Field(limit=2000),
    Field("prose", limit=PROSE_LIMIT),
)
DATE, MOMENT, BOOL = Field("date"), Field("moment"), Field("bool")
URL, OUTLET, SOURCES = (
    Field("url", limit=2000),
    Field(limit=200),
    Field("keys", limit=500),
)
ENTITY = Field("slug", limit=80, names_entity=True)
NAMED, PIXELS = Field("slug", limit=80), Field("int", limit=50_000_000)
