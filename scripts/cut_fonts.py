"""Cut the fonts: python scripts/cut_fonts.py UPSTREAM newsroom/static/site.css, with
fonttools and brotli; UPSTREAM holds the variable TrueType files named below."""

import re
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter, parse_unicodes, save_font
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

CUTS = {  # upstream Source Serif 4.005 and Source Sans 3.052
    "serif": ("SourceSerif4Variable-Roman.ttf", {"wght": 400, "opsz": 16}),
    "serif-italic": ("SourceSerif4Variable-Italic.ttf", {"wght": 400, "opsz": 16}),
    "display": ("SourceSerif4Variable-Roman.ttf", {"wght": 600, "opsz": 48}),
    "sans": ("SourceSans3VF-Upright.ttf", {"wght": (400, 700)}),
    "phonetic": ("SourceSans3VF-Upright.ttf", {"wght": 400}),
}
FACE = r'family: ?"(.+?)"[^}]+url\((.+?)\)[^}]+unicode-range: ?(.+?);'


def rename(font, family):
    """Give the cut a name of its own: the licence reserves the upstream one."""
    style = font["name"].getDebugName(2)
    plain = f"{family.replace(' ', '')}-{style}"
    for number, text in {1: family, 3: plain, 4: f"{family} {style}", 6: plain}.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    if "fvar" in font:
        font["fvar"].instances = []


def space_figures(font):
    """Make the serif's figures proportional unasked; the sans keeps tabular ones."""
    for table in font["cmap"].tables:
        figures = {code: f"{table.cmap.get(code)}.lf" for code in range(0x30, 0x3A)}
        table.cmap |= {c: to for c, to in figures.items() if to in font["glyf"]}


def main(upstream, sheet):
    options = Options(flavor="woff2", hinting=False, name_IDs=range(7))
    options.layout_features = ["ccmp", "kern", "liga", "locl", "mark", "mkmk", "pnum"]
    options.drop_tables += ["BASE", "DSIG", "MVAR", "STAT"]
    for family, file, signs in re.findall(FACE, Path(sheet).read_text("utf-8")):
        source, axes = CUTS[re.sub("-ext|-cyrillic", "", Path(file).stem)]
        path = Path(sheet).parent / file
        font = TTFont(Path(upstream, source), recalcTimestamp=False)
        instantiateVariableFont(font, axes, inplace=True)
        rename(font, family)
        space_figures(font)
        font.save(path)  # the subsetter wants the pinned font as written, not as built
        font = TTFont(path, recalcTimestamp=False)
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=parse_unicodes(signs))
        subsetter.subset(font)
        save_font(font, path, options)


if __name__ == "__main__":
    main(*sys.argv[1:])
