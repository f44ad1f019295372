"""Draw the paper's icons from its favicon: python scripts/draw_icons.py, with Pillow.
A maskable icon keeps everything within the middle that every mask leaves."""

import re
from pathlib import Path

from PIL import Image, ImageDraw

STATIC = Path(__file__).resolve().parent.parent / "newsroom" / "static"
SIDE = 32
ICONS = {"icon-192": (192, 1), "icon-512": (512, 1), "maskable-512": (512, 0.8)}


def rectangles(path):
    """The corners of each rectangle that a path of the favicon draws."""
    x = y = 0
    for way, dx, dy, width, height in re.findall(
        r"([Mm])(\d+) (\d+)h(\d+)v(\d+)", path
    ):
        x, y = (int(dx), int(dy)) if way == "M" else (x + int(dx), y + int(dy))
        yield x, y, x + int(width), y + int(height)


def draw(size, share):
    """The favicon as a square of pixels, its signs scaled around the middle."""
    svg = (STATIC / "favicon.svg").read_text()
    (ground,) = re.findall(r'<rect [^>]*fill="(#\w+)"', svg)
    fine = Image.new("RGB", (size * 4, size * 4), ground)
    pen = ImageDraw.Draw(fine)
    for path, colour in re.findall(r'<path d="([^"]+)" fill="(#\w+)"', svg):
        for corners in rectangles(path):
            middle = SIDE / 2
            at = [((c - middle) * share + middle) / SIDE * size * 4 for c in corners]
            pen.rectangle([at[0], at[1], at[2] - 1, at[3] - 1], fill=colour)
    return fine.resize((size, size), Image.Resampling.LANCZOS)


def main():
    (STATIC / "icons").mkdir(exist_ok=True)
    for name, (size, share) in ICONS.items():
        draw(size, share).save(STATIC / "icons" / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
