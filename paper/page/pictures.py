"""Pictures and figures: shown while we have the right to, and said to be gone after."""

from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from images.renditions import MIDDLE, ResponsiveImage, responsive_image
from paper.page.surroundings import Part, Surroundings
from paper.page.writer import Writer


@dataclass(frozen=True)
class Picture:
    """A picture and its caption. Without something to show, only its place is left."""

    shown: ResponsiveImage | None
    alt: str
    caption: str
    credit: str
    licence: str
    kind: str = "photo"
    key: str = ""
    gone: bool = False
    card: ResponsiveImage | None = None
    table: SafeString | None = None
    mended: str = ""
    mark: str = ""


def hero(part: Part | None, around: Surroundings) -> Picture | None:
    """The picture at the top, which also stands for its story elsewhere."""
    made = picture(part, around)
    if made is not None and around.since:
        made = replace(made, mark=around.since.picture)
    if not part or made is None or made.shown is None:
        return made
    x, y = part.get("focal", MIDDLE)
    return replace(made, card=responsive_image(around.images[part["src"]], (x, y)))


def picture(part: Part | None, around: Surroundings) -> Picture | None:
    """A picture as printed; `gone` where the file or the right to it is missing."""
    if not part:
        return None
    image = around.images.get(part.get("src", ""))
    if image is not None and not image.showable(around.now):
        image = None
    return Picture(
        shown=responsive_image(image) if image else None,
        alt="" if part.get("decorative") else part.get("alt", ""),
        caption=part.get("caption", ""),
        credit=part.get("credit", ""),
        licence=part.get("licence", ""),
        kind=part.get("kind", "photo"),
        key=part.get("key", ""),
        gone=bool(part.get("src")) and image is None,
        mended=around.amended.part(part) if around.amended else "",
    )


def figure(part: Part, writer: Writer, around: Surroundings) -> Picture | None:
    """A figure; a table stands in the place of its picture, with its own marks."""
    made = picture(part, around) if part.get("src") or part.get("table") else None
    if made is None or not part.get("table"):
        return made and replace(made, mark=writer.sign(part))
    return replace(made, table=writer.of(part, "table"), mended="")
