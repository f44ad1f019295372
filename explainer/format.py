"""The explainer file: which keys it has, and what each one holds.

Pure. The same table validates files, makes the schema that is served to other programs
(`schema.py`), and is compared with the models by a test.
"""

from dataclasses import dataclass, field, replace

SLUG = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
KEY = r"^[a-z0-9][a-z0-9-]{0,60}$"


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
NAMED, PIXELS = Field("slug", limit=80), Field("int", limit=50_000_000)


def required(kind: str, limit: int = 300) -> Field:
    return Field(kind, required=True, limit=limit)


def needed(field: Field | str, instead: str = "") -> Field:
    """A field of a part that readers can't do without."""
    made = Field(field) if isinstance(field, str) else field
    return replace(made, needed=True, instead=instead)


def parts(obvious: str = "", /, **items: Field) -> Field:
    return Field("list", items={"uid": Field("uuid"), **items}, obvious=obvious)


def choice(*choices: str) -> Field:
    return Field("choice", choices=choices)


def file_only(fields: dict[str, Field]) -> dict[str, Field]:
    """Fields that belong to a row which stories share."""
    return {key: replace(item, file_only=True) for key, item in fields.items()}


# What the file adds of a picture: its rights are the image's, whoever shows it.
RIGHTS = {"rights_until": DATE, "restrictions": Field(limit=1000), "keep_whole": BOOL}

PICTURE = {
    "src": needed(Field("plain", limit=200)),
    "alt": LONG,
    "decorative": BOOL,  # Said of a picture that needs no alternative text.
    "caption": LONG,
    "credit": PLAIN,
    "licence": PLAIN,
    "width": PIXELS,
    "height": PIXELS,
    **file_only(RIGHTS),
}

CITED = {
    "key": needed("key"),
    "kind": choice(
        "report",
        "wire",
        "document",
        "data",
        "statement",
        "broadcast",
        "interview",
        "own",
        "unnamed",
    ),
    "language": Field(limit=35),
    "url": URL,
    "title": LONG,
    "outlet": OUTLET,
    "author": PLAIN,
    "published": DATE,
    "accessed": DATE,
    "archive_url": URL,
    "syndicated_from": OUTLET,
}

ADDRESSES = [key for key, item in CITED.items() if item.kind == "url"]

ANSWERS = parts(question=needed(PLAIN), answer=PROSE, as_of=DATE, sources=SOURCES)
STATUS = choice("open", "partly", "answered", "superseded")

# What the file adds of an entity: its row is everybody's.
THING = {
    "kind": choice("person", "organisation", "place", "event", "work", "concept"),
    "lead": PROSE,
    "as_of": DATE,
    "attribution": Field(limit=200),
    "licence": Field(limit=100),
    "aliases": Field("texts", limit=200),
    "same_as": Field("urls", limit=2000),
    "public_figure": BOOL,
    "roles": Field(
        "list", items={"title": required("plain", 200), "since": DATE, "until": DATE}
    ),
}

# What the file adds of an outlet: who that is. A source only has its name.
PUBLISHER = {
    "name": required("plain", 200),
    "domains": Field("texts", limit=200),
    "country": Field(limit=80),
    "owner": Field(limit=200),
    "kind": Field(limit=80),
    "wire": BOOL,
    "newsroom": BOOL,
    "paywalled": BOOL,
}

STORY: dict[str, Field] = {
    "format": Field("choice", choices=("explainer/1",), required=True),
    "id": Field("uuid"),
    "slug": required("slug", 80),
    "kicker": Field(limit=80),
    "headline": required("plain"),
    "standfirst": LONG,
    "short_headline": Field(limit=120),
    "desk": Field(limit=80),
    "byline": parts(
        "name",
        name=needed(Field(limit=200)),
        role=choice("by", "edited by", "translated by"),
        entity=NAMED,
    ),
    "language": Field("language", limit=35),
    "translation_of": NAMED,
    "digital_source": choice("human", "assisted", "generated"),
    "tags": Field("texts", limit=100),
    "developing_until": MOMENT,
    "closed_at": MOMENT,
    "lead_quote": Field("key"),
    "image": Field("object", items={**PICTURE, "focal": Field("focal")}),
    "summary": PROSE,
    "key_points": parts("text", lead_in=PLAIN, text=needed(PROSE)),
    "brief": PROSE,
    "report": PROSE,
    "sections": parts("body", heading=PLAIN, body=needed(PROSE)),
    "unknowns": PROSE,
    "figures": parts(
        key=needed("key"),
        kind=choice("photo", "map", "chart", "table"),
        **(PICTURE | {"src": needed(PICTURE["src"], instead="table")}),
        table=PROSE,  # In the place of a picture.
    ),
    "papers": PROSE,
    "perspectives": parts(
        "text",
        holder=PLAIN,
        outlet=needed(PLAIN, instead="holder"),
        position=LONG,
        text=needed(PROSE),
        sources=SOURCES,
    ),
    "divergence": PROSE,
    "background": PROSE,
    "timeline": parts(
        "text",
        date=needed(Field("date", since=1), instead="label"),
        precision=choice("day", "month", "year"),
        label=Field(limit=120),
        text=needed(PROSE),
        sources=SOURCES,
        key_event=BOOL,
    ),
    "quotes": parts(
        "text",
        key=Field("key"),
        text=needed(Field(limit=5000)),
        paraphrase=BOOL,
        speaker=needed(PLAIN, instead="entity"),
        role=PLAIN,
        entity=NAMED,
        source=Field("key"),
        said_on=DATE,
        original=Field(limit=5000),
        original_language=Field("language", limit=35),
        context=LONG,
    ),
    "conversation": Field(
        "object",
        items={
            "title": PLAIN,
            "tagline": PLAIN,
            "turns": parts(
                speaker=needed(PLAIN),
                kind=choice("reader", "editor", "expert", "machine"),
                text=needed(PROSE),
            ),
        },
    ),
    "expectations": parts("text", text=needed(PROSE), due=DATE, outcome=LONG),
    "sources": parts(**CITED),
    "entities": parts(
        slug=needed(NAMED),
        name=Field(limit=200),
        role=PLAIN,
        prominence=Field("int", limit=32767),
        **file_only(THING),
    ),
    "questions": parts(
        slug=needed(NAMED),
        title=PLAIN,
        intro=replace(PROSE, file_only=True),
        status=Field("choice", choices=STATUS.choices, file_only=True),
        answers=replace(ANSWERS, obvious="question", file_only=True),
        # Its own, where they aren't the default or what the story says.
        id=Field("uuid", file_only=True),
        own_title=Field(limit=300, file_only=True),
        draft=Field("bool", file_only=True),  # Readers don't have it yet.
        published_at=Field("moment", file_only=True),
        sources=Field("list", items=parts(**CITED).items, file_only=True),
    ),
    "related": parts(
        "slug",
        slug=needed(NAMED),
        kind=choice("follows", "part of", "background"),
        label=PLAIN,
    ),
}

QUESTION: dict[str, Field] = {
    "format": Field("choice", choices=("question/1",), required=True),
    "id": Field("uuid"),
    "slug": required("slug", 80),
    "title": required("plain"),
    "intro": PROSE,
    "status": STATUS,
    "answers": ANSWERS,
    "sources": parts(**CITED),
}


def items_of(path: str) -> dict[str, Field]:
    """What the parts hold that a document lists at a path."""
    head, _, rest = path.partition(".")
    found = STORY.get(head) or QUESTION[head]
    return found.items[rest].items if rest else found.items


ADDRESS = r"^[Hh][Tt][Tt][Pp][Ss]?://\S+$"
# A file may say more than the document of its text: what the shared rows need.
SHARED: dict[str, Field] = {
    # Entities that are named without being listed, or listed under another name.
    "mentioned": Field(
        "list",
        file_only=True,
        items={"slug": required("slug", 80), "name": Field(limit=200), **THING},
    ),
    "outlets": Field("list", file_only=True, items=PUBLISHER),
    # With these, `desk` and `tags` are slugs that their names wouldn't lead to.
    "desk_name": Field(limit=80, file_only=True),
    "tag_names": Field(
        "list",
        file_only=True,
        items={"slug": required("plain", 100), "name": required("plain", 100)},
    ),
}
KINDS = (
    "first",
    "development",
    "wording",
    "checked",
    "correction",
    "clarification",
    "withdrawal",
    "reinstatement",
)


def history(text: dict[str, Field]) -> dict[str, Field]:
    """What readers had of a text and when, for a file that tells all of it.

    The text of the last edition is the file's own, unless that is a withdrawal.
    """
    edition = {
        "kind": Field("choice", choices=KINDS, required=True),
        "note": Field(),
        "published_at": Field("moment", required=True),
        "text": Field("object", items=text),
    }
    return {
        # When readers first had it, if that was before it came here.
        "published_at": Field("moment", file_only=True),
        "editions": Field("list", file_only=True, items=edition),
    }


FILE: dict[str, Field] = STORY | SHARED | history(STORY | SHARED)
# A question that no story need list has a file of its own.
QUESTION_FILE: dict[str, Field] = QUESTION | SHARED | history(QUESTION | SHARED)
FILES = {"explainer/1": FILE, "question/1": QUESTION_FILE}
