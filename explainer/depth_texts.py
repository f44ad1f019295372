"""The texts that are read at each depth, by the format, and how many words. Pure.

Of each: the path of the list that it stands in, its key, and of which parts only.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from explainer import prose
from explainer.field import ALWAYS, BRIEF, FIRST, FULL, GLANCE, LEAD, Field
from explainer.format import STORY

Part = Mapping[str, Any]
Read = tuple[str, str, str]


def read_at(depth: str, fields: dict[str, Field], path: str = "") -> Iterator[Read]:
    """Whose words are read at a depth: the path of a list, a key, and of what only."""
    for key, field in fields.items():
        if field.kind == "list":
            yield from read_at(depth, field.items, f"{path}{key}")
        elif field.kind == "object":
            yield from read_at(depth, field.items, f"{path}{key}.")
        elif depth in field.read:
            unless = field.yields_to if depth == FULL else ""
            yield path, key, field.only.get(depth, unless)


# Of each depth what its words are counted in.
READ = {depth: [*read_at(depth, STORY)] for depth in ALWAYS}


def more_at(name: str, field: Field) -> Iterator[Read]:
    """The texts that fill a field which has more to tell than the opening does."""
    for key, item in field.items.items():
        if field.kind == "object" and item.kind != "list":
            yield "", f"{name}_{key}", ""
        elif item.kind == "list":
            yield from more_at(f"{name}.{key}", item)
        elif item.kind == "prose" and item.needed:
            yield name, key, ""
    if not field.items:
        yield "", name, ""


BEYOND = {
    name: [*more_at(name, field)] for name, field in STORY.items() if field.beyond
}


def available_depths(document: Part) -> list[str]:
    """The steps that have a text of their own; one step alone is no ladder."""
    beyond = [name for name in BEYOND if document.get(name)]
    brief = bool(document.get("brief")) and bool(beyond)
    opening = bool(document.get("summary") or document.get("key_points"))
    below = bool(document.get("brief") or beyond)
    return [GLANCE] * (opening and below) + [BRIEF] * brief + [FULL]


def words(document: Part, depth: str) -> int:
    """Words from the headline down, lists of sources and links left out."""
    texts = texts_at(document, depth)
    return sum(len(prose.plain(text).split()) for text in texts)


def texts_at(document: Part, depth: str) -> Iterator[str]:
    """Every text that is read at a depth: of the story's own, then of its parts."""
    for path, name, rule in READ[depth]:
        if path:
            head, _dot, rest = path.partition(".")
            found = document.get(head, {} if rest else [])
            items = found.get(rest, []) if rest else found
            yield from (item.get(name, "") for item in chosen(items, rule, document))
        elif not document.get(rule):
            yield document.get(name, "")


def chosen(items: list[Part], rule: str, document: Part) -> list[Part]:
    """The parts that a depth reads: all, the first, the one named, or the marked."""
    if rule == FIRST:
        return items[:1]
    if rule == LEAD:
        return lead(document)
    return [item for item in items if not rule or item.get(rule)]


def lead(document: Part) -> list[Part]:
    """The quote that stands under the summary, if the story has chosen one."""
    key = document.get("lead_quote")
    return [
        item for item in document.get("quotes", []) if key and item.get("key") == key
    ]


def lengths(document: Part) -> dict[str, int]:
    """The words at each step of the ladder; one step alone is no ladder."""
    steps = available_depths(document)
    return {step: words(document, step) for step in steps} if len(steps) > 1 else {}
