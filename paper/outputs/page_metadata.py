"""What a page says of itself to search engines and to whoever links to it. Pure."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

SIZE = WIDTH, HEIGHT = 1200, 630
DRAWN = 1  # Another one whenever cards are drawn in another way.


@dataclass(frozen=True)
class Card:
    """A picture for links: its address on our site, its size in pixels, and words."""

    address: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Metadata:
    """`title` is for the window, `name` for links; without a `path` it has no links.

    `path` is where the page stands for good, from the site's root on; `showing` and
    `tongues` are a story's.
    """

    name: str
    title: str
    description: str
    path: str = ""
    kind: str = "website"
    card: Card | None = None
    showing: Any = None
    tongues: Sequence[Any] = ()
    alternates: Sequence[Any] = ()  # Other forms: type, address, title.


def drawn_card(path: str, name: str, description: str, paper: str) -> Card:
    """The card that we draw for a page: its address changes with what it shows."""
    said = repr((DRAWN, name, description, paper))
    digest = hashlib.sha256(said.encode()).hexdigest()[:16]
    return Card(f"/cards/{digest}{path}card.png", WIDTH, HEIGHT, name)
