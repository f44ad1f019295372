"""The texts that are read at each depth, by the format. Pure.

Of each: the path of the list that it stands in, its key, and of which parts only.
"""

from collections.abc import Iterator

from explainer.field import ALWAYS, FULL, Field
from explainer.format import STORY

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
