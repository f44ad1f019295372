"""Renditions of a picture: which there are, how they are called, what they show. Pure.

A rendition lies below the address of its picture: `/images/<hash>.jpg/640.avif` is the
whole picture, 640 pixels wide; `/images/<hash>.jpg/62-70-640.avif` is a card, cut to
16:9 around the point at 62 % from the left and 70 % from the top.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PIL import features

Size = tuple[int, int]
Box = tuple[int, int, int, int]

WIDTHS = (320, 640, 960, 1280, 1920)
ON_PAGES, ON_CARDS = WIDTHS[1:], WIDTHS[:4]
AT_THE_DESK = WIDTHS[0]
CARD: Size = (16, 9)
MIDDLE = (50, 50)
NAME = re.compile(
    r"(?:([0-9]{1,3})-([0-9]{1,3})-)?([0-9]{1,5})\.(avif|webp|jpg|png)", re.ASCII
)
TYPES = {suffix: f"image/{suffix}" for suffix in ("avif", "webp", "png")}
TYPES["jpg"] = "image/jpeg"


@dataclass(frozen=True)
class Rendition:
    """One size of a picture in one format; with a focal point it is a card."""

    width: int
    suffix: str
    focal: Size | None = None

    @property
    def name(self) -> str:
        cut = f"{self.focal[0]}-{self.focal[1]}-" if self.focal else ""
        return f"{cut}{self.width}.{self.suffix}"

    @property
    def type(self) -> str:
        return TYPES[self.suffix]


def type_of(name: str) -> str:
    """The media type of a file that we keep, by its name."""
    return TYPES[name.rpartition(".")[2]]


def parse_name(name: str) -> Rendition | None:
    """The rendition of this name; each has one name alone."""
    found = NAME.fullmatch(name)
    if not found:
        return None
    x, y, width, suffix = found.groups()
    made = Rendition(int(width), suffix, (int(x), int(y)) if x else None)
    return made if made.name == name else None


def suffixes(transparent: bool) -> tuple[str, ...]:
    """The formats of a picture, the smallest first; every browser reads the last."""
    if transparent:
        return ("webp", "png")
    return (*(["avif"] if features.check("avif") else []), "webp", "jpg")


def widths(most: int, wanted: Sequence[int]) -> list[int]:
    """The widths to offer of a picture with so many pixels: none is blown up."""
    return sorted({*(w for w in wanted if w <= most), min(most, wanted[-1])})


def box(size: Size, focal: Size | None) -> Box:
    """What a rendition shows: the whole, or 16:9 with the focal point in the middle,
    as far as the picture reaches."""
    width, height = size
    if focal is None:
        return 0, 0, width, height
    across, down = CARD
    wide = min(width, max(1, height * across // down))
    high = min(height, max(1, width * down // across))
    left = min(max(0, width * focal[0] // 100 - wide // 2), width - wide)
    top = min(max(0, height * focal[1] // 100 - high // 2), height - high)
    return left, top, left + wide, top + high


def scaled_size(size: Size, rendition: Rendition) -> Size:
    """The pixels that a rendition has."""
    left, top, right, bottom = box(size, rendition.focal)
    high = round(rendition.width * (bottom - top) / (right - left))
    return rendition.width, max(1, high)


def all_renditions(
    size: Size, transparent: bool, focal: Size | None = None
) -> list[Rendition]:
    """Every rendition that a picture of this size has, as a whole or as a card."""
    left, _top, right, _bottom = box(size, focal)
    wanted = ON_CARDS if focal else WIDTHS
    return [
        Rendition(width, suffix, focal)
        for width in widths(right - left, wanted)
        for suffix in suffixes(transparent)
    ]


@dataclass(frozen=True)
class ResponsiveImage:
    """What a page needs to show a picture: addresses by format and width, and a size.

    `sources` are (media type, srcset) of the formats that not every browser reads.
    """

    address: str
    srcset: str
    sources: tuple[tuple[str, str], ...]
    width: int
    height: int


def responsive_image(image: Any, focal: Size | None = None) -> ResponsiveImage:
    """The picture whole, or as a card around a point; some may never be cut."""
    size = (image.width, image.height)
    cut = None if image.keep_whole else focal
    left, _top, right, _bottom = box(size, cut)
    offered = widths(right - left, ON_CARDS if focal else ON_PAGES)
    base = image.get_absolute_url()

    def srcset(suffix: str) -> str:
        made = [Rendition(width, suffix, cut) for width in offered]
        return ", ".join(f"{base}/{item.name} {item.width}w" for item in made)

    *modern, common = suffixes(image.transparent)
    widest = Rendition(offered[-1], common, cut)
    width, height = scaled_size(size, widest)
    return ResponsiveImage(
        address=f"{base}/{widest.name}",
        srcset=srcset(common),
        sources=tuple((TYPES[suffix], srcset(suffix)) for suffix in modern),
        width=width,
        height=height,
    )
