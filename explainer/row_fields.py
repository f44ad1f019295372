"""What texts say of rows that stories share: pictures, sources, entities, outlets."""

from dataclasses import replace

from explainer.field import (
    BOOL,
    DATE,
    EXCERPT,
    LONG,
    OUTLET,
    PIXELS,
    PLAIN,
    PROSE,
    UNSAID,
    URL,
    WHOLE,
    Field,
    choice,
    file_only,
    needed,
    required,
)

# What the file adds of a picture: its rights are the image's, whoever shows it.
RIGHTS = {"rights_until": DATE, "restrictions": Field(limit=1000), "keep_whole": BOOL}

PICTURE = {
    "src": needed(Field("plain", limit=200, search=UNSAID)),
    "alt": LONG,
    "decorative": BOOL,  # Said of a picture that needs no alternative text.
    "caption": LONG,
    "credit": PLAIN,
    "licence": replace(PLAIN, search=UNSAID),
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
    "title": replace(LONG, search=EXCERPT),
    "outlet": replace(OUTLET, search=EXCERPT),
    "author": PLAIN,
    "published": replace(DATE, agrees=WHOLE, search=UNSAID),
    "accessed": replace(DATE, search=UNSAID),
    "archive_url": URL,
    "syndicated_from": OUTLET,
}

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
        "list",
        items={
            "title": required("plain", 200),
            "since": DATE,
            "since_precision": choice("day", "month", "year"),
            "until": DATE,
            "until_precision": choice("day", "month", "year"),
        },
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
