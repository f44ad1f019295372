"""What a page says of itself in JSON-LD, or in pieces of something like it. Pure."""

import json
from collections.abc import Iterator
from typing import Any

from sources.page_text import line

Node = dict[str, Any]
MOST_NODES = 300
MOST_DIGITS = 18
INNER = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item")


def whole(digits: str) -> int | float:
    """A whole number; Python refuses to read one of thousands of digits."""
    return int(digits) if len(digits) <= MOST_DIGITS else 0.0


def parse_json(text: str) -> Any:
    """The value of a piece of JSON, or nothing if it is none."""
    try:
        return json.loads(text.strip().removeprefix("\ufeff"), parse_int=whole)
    except (ValueError, RecursionError):
        return None


def nodes(texts: list[str]) -> Iterator[Node]:
    """Everything that the pieces describe, what stands on top first."""
    waiting = [parse_json(text) for text in texts]
    seen = 0
    while waiting and seen < MOST_NODES:
        value = waiting.pop(0)
        seen += 1
        if isinstance(value, list):
            waiting += value[:MOST_NODES]
        elif isinstance(value, dict):
            yield value
            waiting += [value[key] for key in INNER if key in value]


def article(texts: list[str]) -> Node:
    """The node that is the page's own piece of writing; an empty one if none is."""
    found = [*nodes(texts)]
    for is_it in (is_article, lambda node: node.get("headline")):
        for node in found:
            if is_it(node):
                return node
    return {}


def is_article(node: Node) -> bool:
    kinds = as_list(node.get("@type"))
    return any(
        isinstance(kind, str) and kind.endswith(("Article", "BlogPosting", "Report"))
        for kind in kinds
    )


def as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value[:50] if isinstance(value, list) else [value]


def names(value: Any) -> list[str]:
    """The names of people or bodies, however they are written down."""
    found = [
        line(item.get("name") if isinstance(item, dict) else item, 300)
        for item in as_list(value)
    ]
    return [name for name in found if name and "://" not in name]


def text(value: Any) -> str:
    """The first line of text under a key, if there is one."""
    return next((said for item in as_list(value) if (said := line(item))), "")
