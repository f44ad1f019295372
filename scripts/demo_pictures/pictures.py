"""What a line of the lists asks for, drawn: a scene, a chart or a map."""

from random import Random
from typing import Any

from PIL import Image

from scripts.demo_pictures.canvas import (
    HEIGHT,
    PALETTES,
    WIDTH,
    Point,
    Sheet,
    mix,
    smooth,
)
from scripts.demo_pictures.interiors import INDOORS
from scripts.demo_pictures.landscapes import LANDSCAPES
from scripts.demo_pictures.motifs import TOWN

MOTIFS = TOWN | LANDSCAPES | INDOORS
PAPER, INK, SOFT, RULE, EDGE = "#fcfcfb", "#15191e", "#4e565f", "#d3d8da", "#767e87"
PENCIL, FAINT, AMEND = "#1d4f9e", "#9dbbe6", "#9f1d22"
WATER, SEA, LAND = "#e4edfa", "#4f7fc4", "#f6f5ef"

Data = dict[str, Any]


def draw_entry(entry: Data) -> Image.Image:
    """The picture that an entry of the lists asks for, the same each time."""
    data = entry["data"]
    if entry["kind"] == "scene":
        return scene(data)
    if entry["kind"] == "chart":
        return chart(entry["title"], data)
    return sketch_map(data)


def scene(data: Data) -> Image.Image:
    tones = PALETTES[data["palette"]]
    sheet = Sheet(tones.paper)
    MOTIFS[data["motif"]](sheet, tones, Random(data["seed"]))
    return sheet.finished()


def figure(value: float) -> str:
    """A number as it is printed: thousands with a comma, no needless decimals."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def chart(title: str, data: Data) -> Image.Image:
    series = data["series"]
    sheet = Sheet(PAPER)
    sheet.box(80, 64, 96, 8, PENCIL)
    sheet.write(80, 140, title, 54, INK)
    sheet.write(80, 200, data["unit"], 40, SOFT)
    (line if data.get("form") == "line" else bars)(sheet, series, data)
    return sheet.finished()


def ticks(low: float, high: float) -> list[float]:
    """Four to eight round numbers that span the values."""
    size = 10.0 ** (len(str(int(max(high - low, 1)))) - 1)
    step = next(
        size * part
        for part in (0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5)
        if (high - low) / (size * part) <= 6
    )
    first, last = int(low // step), -int(-high // step)
    return [step * turn for turn in range(first, last + 1)]


def bars(sheet: Sheet, series: list[tuple[str, float]], data: Data) -> None:
    """Bars that start at nought, each under its label, with its value at the end."""
    scale = ticks(min(0, *(v for _, v in series)), max(v for _, v in series))
    span = 1240 / (scale[-1] - scale[0])
    zero, row = 84 - scale[0] * span, 660 / len(series)
    for value in scale:
        x = zero + value * span
        sheet.line([(x, 244), (x, 912)], RULE, 2)
        sheet.write(x, 960, figure(value), 36, SOFT, "ms")
    for place, (label, value) in enumerate(series):
        y = 248 + place * row
        ink = PENCIL if label == data.get("mark", label) else FAINT
        wide = value * span
        sheet.box(min(zero, zero + wide), y + 56, abs(wide), row - 72, ink)
        sheet.write(zero + 8, y + 42, label, 42, INK)
        sheet.write(zero + max(wide, 0) + 16, y + row / 2 + 36, figure(value), 44, INK)
    sheet.line([(zero, 244), (zero, 912)], INK, 4)


def line(sheet: Sheet, series: list[tuple[str, float]], data: Data) -> None:
    """A line over even steps; the first and last values are written out."""
    values = [value for _, value in series]
    low = min(values) if data.get("cut") else min(0, *values)
    scale = ticks(low, max(values))
    rise, step = 600 / (scale[-1] - scale[0]), 1220 / max(1, len(series) - 1)
    for value in scale:
        y = 870 - (value - scale[0]) * rise
        sheet.line([(200, y), (1520, y)], INK if value == scale[0] else RULE, 3)
        sheet.write(180, y + 13, figure(value), 38, SOFT, "rs")
    points = [
        (250 + place * step, 870 - (value - scale[0]) * rise)
        for place, value in enumerate(values)
    ]
    every = -(-len(series) // 10)
    for place, ((x, _), (label, _)) in enumerate(zip(points, series, strict=True)):
        if place % every == 0:
            sheet.write(x, 930, label, 38, SOFT, "ms")
    sheet.line(points, PENCIL, 10)
    for (x, y), value in ((points[0], values[0]), (points[-1], values[-1])):
        sheet.disc(x, y, 15, PENCIL)
        sheet.write(x, y - 34, figure(value), 44, PENCIL, "ms")


def to_units(points: list[list[float]]) -> list[Point]:
    """Points given as hundredths of the sheet, in the sheet's own units."""
    return [(x * WIDTH / 100, y * HEIGHT / 100) for x, y in points]


def sketch_map(data: Data) -> Image.Image:
    """A coast, roads, a route, and places with their names."""
    sheet = Sheet(WATER)
    coast(sheet, [smooth(to_units(land), 3, closed=True) for land in data["land"]])
    for street in data.get("roads", []):
        sheet.line(smooth(to_units(street), 2), RULE, 6)
    for name, x, y in data.get("waters", []):
        sheet.write(x * WIDTH / 100, y * HEIGHT / 100, name, 40, SEA, "ms")
    if "route" in data:
        route(sheet, data)
    for name, x, y, *side in data["places"]:
        label(sheet, x * WIDTH / 100, y * HEIGHT / 100, name, *side)
    return sheet.finished()


def coast(sheet: Sheet, lands: list[list[Point]]) -> None:
    """Land in the water, with the three paling lines that old charts have."""
    rims = [(84, 0.12), (54, 0.3), (26, 0.52)]
    for width, part in rims:
        for land in lands:
            sheet.line([*land, land[0]], mix(WATER, "#b9cfee", part), width)
    for land in lands:
        sheet.line([*land, land[0]], EDGE, 5)
    for land in lands:
        sheet.shape(land, LAND)


def route(sheet: Sheet, data: Data) -> None:
    """A line as far as it has got; beyond the mark, dashes."""
    (ax, ay), (bx, by) = to_units(data["route"])
    done = data.get("done", 1)
    halt = (ax + (bx - ax) * done, ay + (by - ay) * done)
    for dash in range(40):
        start, end = dash / 40, (dash + 0.5) / 40
        if start > done:
            sheet.line([(ax + (bx - ax) * start, ay + (by - ay) * start),
                        (ax + (bx - ax) * end, ay + (by - ay) * end)],
                       PENCIL, 7)  # fmt: skip
    sheet.line([(ax, ay), halt], PENCIL, 15)
    if done < 1:
        sheet.disc(*halt, 22, AMEND)
        sheet.write(halt[0], halt[1] - 42, data.get("halt", ""), 40, AMEND, "ms")


def label(sheet: Sheet, x: float, y: float, name: str, side: str = "") -> None:
    """A dot and its name, to the right of it unless that runs off the sheet."""
    side = side or ("left" if x > 1200 else "right")
    sheet.disc(x, y, 14, INK)
    sheet.disc(x, y, 6, PAPER)
    spots = {
        "right": (x + 28, y + 14, "ls"),
        "left": (x - 28, y + 14, "rs"),
        "above": (x, y - 28, "ms"),
        "below": (x, y + 56, "ms"),
    }
    left, base, anchor = spots[side]
    sheet.write(left, base, name, 42, INK, anchor, mix(WATER, LAND, 0.5))
