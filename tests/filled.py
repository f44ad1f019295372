"""A story in which nothing is empty, with words that say where they stand.

What a document can hold is read off the format: a new field is filled as well.
"""

import uuid

from explainer import format
from tests import make

PICTURE = f"images/{'f' * 64}.png"
# What names something else has to name what is there.
NAMING = {
    "format": "explainer/1",
    "slug": "filled",
    "desk": "Harbour",
    "tags": ["Tides", "Piers"],
    "language": "en",
    "lead_quote": "key-2",
    "entity": "topic-0",
    "source": "key-0",
    "original_language": "de",
    "src": PICTURE,
}
LEFT = {"translation_of", "closed_at", "decorative", "id"}
# As many of each as there are kinds of them.
MANY = {"sources": 9, "entities": 2, "questions": 2, "related": 3}


SLUGS = {"entities": "topic", "questions": "question", "related": "related"}


def value(field, name, place, number):
    """What a field says; none if it is to be left."""
    if name in LEFT or field.file_only:
        return None
    if name == "slug" and place:
        return f"{SLUGS[place.rpartition('-')[0]]}-{number}"
    if name in NAMING:
        return NAMING[name]
    words = f"{place}-{name}".strip("-").replace("_", "-")
    if field.kind == "list":
        return items(field, name)
    if field.kind == "object":
        return filled(field.items, name)
    if field.kind == "choice":
        return field.choices[number % len(field.choices)]
    plain = {
        "prose": f"The {words} says so.[^key-{number}]",
        "key": f"key-{number}",
        "keys": ["key-0", "key-1"],
        "url": f"https://paper.example/{words}",
        "date": f"2025-{len(words) % 12 + 1:02}-{number + 1:02}",
        "moment": "2099-01-01T12:00:00+00:00",
        "bool": number % 2 == 0,
        "int": {"width": 6, "height": 4}.get(name, 1),
        "focal": [10, 20],
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, words)),
    }
    return plain.get(field.kind, f"The {words}")


def items(field, name):
    count = MANY.get(name) or max(
        [3, *(len(item.choices) for item in field.items.values())]
    )
    return [filled(field.items, f"{name}-{n}", n) for n in range(count)]


def filled(fields, place="", number=0):
    made = {name: value(f, name, place, number) for name, f in fields.items()}
    return {name: said for name, said in made.items() if said is not None}


def story():
    """The document of a story; what it names is made by `make_named`."""
    made = filled(format.STORY)
    for number, figure in enumerate(made["figures"]):
        figure["key"] = f"figure-{number}"
        del figure["table" if number else "src"]
    made["figures"][0] |= {"table": "| A | B |\n| --- | --- |\n| one | two |"}
    del made["figures"][0]["alt"], made["figures"][0]["licence"]  # a table has neither
    made["report"] += "\n\n@[The topic](topic-0) is here.\n\n::quote key-1"
    made["report"] += "\n\n::figure figure-1"
    for event in made["timeline"][1:]:
        del event["label"]
    made["expectations"][0] |= {"due": "2099-05-06"}
    del made["expectations"][0]["outcome"]
    made["expectations"][1].pop("outcome")
    return made


def make_named():
    """The rows that every story shares."""
    make.image(name=PICTURE, credit="The picture's credit", licence="Own work")
    who = {"kind": "person", "public_figure": True, "lead": "Who it is."}
    topic = make.entity(name="The topic", slug="topic-0", **who)
    for since in ("2020-01-02", "2024-01-02"):
        topic.roles.create(title=f"The office of {since[:4]}", since=since)
    make.entity(name="Another topic", slug="topic-1", kind="place", lead="Where.")


def texts(said):
    """Every text of a document that somebody wrote, as it stands there."""
    if isinstance(said, dict):
        return [text for part in said.values() for text in texts(part)]
    if isinstance(said, list):
        return [text for part in said for text in texts(part)]
    return [said] if isinstance(said, str) and said.startswith("The ") else []


def question():
    return filled(format.QUESTION) | {
        "format": "question/1",
        "slug": "filled-question",
        "status": "partly",
    }


def sparse():
    """A story each of whose parts lacks another thing that it may go without."""
    made = story() | {"slug": "sparse", "headline": "The sparse one"}
    for name, field in format.STORY.items():
        if field.kind == "list" and field.items:
            made[name] = [*lacking(field.items, made[name])]
    return made


def lacking(fields, items):
    """The items anew, as many as there are keys to go without."""
    free = [key for key, field in fields.items() if may_lack(key, field)]
    for number, name in enumerate(free[: len(items)] if "slug" in fields else free):
        item = items[number % len(items)]
        made = {key: said for key, said in item.items() if key not in (name, "uid")}
        if "key" in made:
            made["key"] = f"{made['key'].rpartition('-')[0]}-{number}"
        yield made


def may_lack(key, field):
    is_asked = field.required or field.needed or field.file_only
    return not is_asked and key not in LEFT | {"uid", "src", "slug"}
