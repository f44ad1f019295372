"""A sheet to draw flat shapes on, in units of a 1600 by 1000 picture, and its inks."""

import math
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PIL import Image, ImageColor, ImageDraw, ImageFont

WIDTH, HEIGHT = 1600, 1000
SCALE = 2  # Pillow draws hard edges: draw at twice the size, then halve.

Point = tuple[float, float]


class Tones(NamedTuple):
    """Five steps of one colour from light to dark, and one spot colour against it."""

    paper: str
    light: str
    mid: str
    deep: str
    ink: str
    spot: str


PALETTES = {
    "pencil": Tones("#e4edfa", "#b9cfee", "#6b97d4", "#1d4f9e", "#0f2347", "#e5bd62"),
    "amend": Tones("#fbe8e6", "#eebfb8", "#c9625c", "#9f1d22", "#3d0e0f", "#faefd4"),
    "open": Tones("#faefd4", "#eed49a", "#c4933a", "#7d5504", "#35250a", "#1d4f9e"),
    "settled": Tones("#e2f1e7", "#b3d6c1", "#5c9a79", "#1d633f", "#0d2b1f", "#e5bd62"),
    "ink": Tones("#f1f3f2", "#ccd3d6", "#8d98a2", "#414a54", "#15191e", "#9f1d22"),
}


def smooth(points: Sequence[Point], rounds: int = 3, closed: bool = False):
    """The points with their corners cut (Chaikin), so that a coast looks drawn."""
    for _ in range(rounds):
        pairs = list(zip(points, [*points[1:], points[0]], strict=True))
        pairs = pairs if closed else pairs[:-1]
        cut = [
            (a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part)
            for a, b in pairs
            for part in (0.25, 0.75)
        ]
        points = cut if closed else [points[0], *cut, points[-1]]
    return list(points)


def plain(text: str) -> str:
    """The text in the letters that Pillow's own typeface has."""
    bare = unicodedata.normalize("NFKD", text.translate({0x2013: "-", 0x2212: "-"}))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


class Sheet:
    """A large image with a pen that takes the picture's own units."""

    def __init__(self, ground: str) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), ground)
        self.pen = ImageDraw.Draw(self.image)

    def shape(self, points: Iterable[Point], ink: str) -> None:
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], ink)

    def box(self, x: float, y: float, wide: float, high: float, ink: str, soft=0.0):
        corners = [v * SCALE for v in (x, y, x + wide, y + high)]
        self.pen.rounded_rectangle(corners, soft * SCALE, ink)

    def disc(self, x: float, y: float, radius: float, ink: str, squash=1.0) -> None:
        high = radius * squash
        ends = (x - radius, y - high, x + radius, y + high)
        self.pen.ellipse([v * SCALE for v in ends], ink)

    def line(self, points: Sequence[Point], ink: str, width: float = 4) -> None:
        """A line with round joints and round ends."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.pen.line(scaled, ink, max(1, round(width * SCALE)), joint="curve")
        for x, y in (points[0], points[-1]) if width > 5 else ():
            self.disc(x, y, width / 2, ink)

    def arc(self, x, y, radius, start, end, ink, width=4.0, squash=1.0) -> None:
        """Part of an ellipse round a point, angles in degrees, clockwise from three."""
        turns = [math.radians(start + (end - start) * i / 48) for i in range(49)]
        high = radius * squash
        self.line(
            [(x + radius * math.cos(t), y + high * math.sin(t)) for t in turns],
            ink,
            width,
        )

    def write(self, x, y, text, size: int, ink: str, anchor="ls", halo="") -> None:
        """Words; a halo keeps the lines that they cross out of them."""
        font = ImageFont.load_default(size * SCALE)
        stroke = {"stroke_width": 9 * SCALE, "stroke_fill": halo} if halo else {}
        place = (x * SCALE, y * SCALE)
        self.pen.text(place, plain(text), ink, font, anchor, **stroke)

    def finished(self) -> Image.Image:
        """The picture at its real size."""
        return self.image.reduce(SCALE)


def mix(first: str, second: str, part: float) -> str:
    """A colour part of the way from the first to the second."""
    pairs = zip(ImageColor.getrgb(first), ImageColor.getrgb(second), strict=False)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)
