"""python -m scripts.demo_pictures DIR: draws the demo paper's pictures into a folder.

They are committed in `demo/pictures`, where the demo command reads them like
any newsroom's. `--check` draws them, too, and says which of the folder's look
otherwise; it writes nothing. What each shows stands in the lists beside this file.
"""

import argparse
import json
import sys
from pathlib import Path

from PIL import Image, ImageChops

from scripts.demo_pictures.pictures import draw_entry

LISTS = Path(__file__).parent
# Flat colours lose nothing so, and all pictures together take half a megabyte.
LOSSLESS = {"lossless": True, "quality": 90, "method": 6}
# Another release of Pillow may set a letter a shade darker; squares of so many pixels
# are compared by their mean colour, in which a changed figure still shows.
SQUARE, MOST = 25, 4


def catalogue():
    """What to draw, by the name of its file."""
    entries = [
        entry
        for name in ("city.json", "world.json")
        for entry in json.loads((LISTS / name).read_text("utf-8"))
    ]
    return {entry["file"]: entry for entry in entries}


def looks_alike(entry, file):
    """Whether the picture in a file shows what its entry draws."""
    drawn = draw_entry(entry)
    with Image.open(file) as found:
        if found.size != drawn.size:
            return False
        pairs = (image.convert("RGB").reduce(SQUARE) for image in (found, drawn))
        furthest = ImageChops.difference(*pairs).getextrema()
    return max(most for _least, most in furthest) <= MOST


def draw(entries, folder):
    """Writes the picture of each entry into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, entry in entries.items():
        draw_entry(entry).save(folder / name, **LOSSLESS)


def differences(entries, folder):
    """The names of files that are missing, left over, or look otherwise."""
    there = {file.name for file in folder.iterdir()}
    both = {*entries} & there
    wrong = {name for name in both if not looks_alike(entries[name], folder / name)}
    return sorted(wrong | ({*entries} ^ there))


def main():
    parser = argparse.ArgumentParser("python -m scripts.demo_pictures")
    parser.add_argument("folder", metavar="DIR", type=Path)
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    asked = parser.parse_args()
    if asked.check:
        sys.exit("\n".join(differences(catalogue(), asked.folder)) or 0)
    draw(catalogue(), asked.folder)


if __name__ == "__main__":
    main()
