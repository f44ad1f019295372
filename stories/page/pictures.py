"""Pictures and figures: shown while we have the right to, and said to be gone after."""

from dataclasses import dataclass, replace
from typing import Any

from stories.page.surroundings import Part, Surroundings
from stories.renditions import MIDDLE, Shown, shown


@dataclass(frozen=True)
class Picture:
    """A picture and its caption. Without something to show, only its place is left."""

    shown: Shown | None
    alt: str
    caption: str
    credit: str
    licence: str
    kind: str = "photo"
    key: str = ""
    gone: bool = False
    card: Shown | None = None
    mended: str = ""


def hero(part: Part | None, around: Surroundings) -> Picture | None:
    """The picture at the top, which also stands for its story elsewhere."""
    made = picture(part, around)
    if not part or made is None or made.shown is None:
        return made
    x, y = part.get("focal", MIDDLE)
    return replace(made, card=shown(around.images[part["src"]], (x, y)))


def picture(part: Part | None, around: Surroundings) -> Picture | None:
    if not part:
        return None
    image = around.images.get(part.get("src", ""))
    if image is not None and not image.showable(around.now):
        image = None
    return Picture(
        shown=shown(image) if image else None,
        alt="" if part.get("decorative") else part.get("alt", ""),
        caption=part.get("caption", ""),
        credit=part.get("credit", ""),
        licence=part.get("licence", ""),
        kind=part.get("kind", "photo"),
        key=part.get("key", ""),
        gone=bool(part.get("src")) and image is None,
        mended=around.amended.part(part) if around.amended else "",
    )


def figures(document: Part, around: Surroundings) -> dict[str, Any]:
    """Every figure by its key, in the document's order."""
    return {part["key"]: picture(part, around) for part in document.get("figures", [])}
