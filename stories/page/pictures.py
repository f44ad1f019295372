"""Pictures and figures: shown while we have the right to, and said to be gone after."""

from dataclasses import dataclass
from typing import Any

from stories.page.surroundings import Part, Surroundings


@dataclass(frozen=True)
class Picture:
    """A picture and its caption. Without an address, only its place is left."""

    address: str
    alt: str
    caption: str
    credit: str
    licence: str
    width: int
    height: int
    kind: str = "photo"
    key: str = ""
    gone: bool = False


def picture(part: Part | None, around: Surroundings) -> Picture | None:
    if not part:
        return None
    image = around.images.get(part.get("src", ""))
    showable = image is not None and image.showable(around.now)
    return Picture(
        address=image.get_absolute_url() if showable and image else "",
        alt=part.get("alt", ""),
        caption=part.get("caption", ""),
        credit=part.get("credit", ""),
        licence=part.get("licence", ""),
        width=part.get("width", 0),
        height=part.get("height", 0),
        kind=part.get("kind", "photo"),
        key=part.get("key", ""),
        gone=bool(part.get("src")) and not showable,
    )


def figures(document: Part, around: Surroundings) -> dict[str, Any]:
    """Every figure by its key, in the document's order."""
    return {part["key"]: picture(part, around) for part in document.get("figures", [])}
