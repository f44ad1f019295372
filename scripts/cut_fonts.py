"""Cut the fonts: python scripts/cut_fonts.py UPSTREAM newsroom/static/fonts, with
fonttools and brotli; UPSTREAM holds the variable TrueType files named below.

What a cut holds is said here. The stylesheet's ranges are wider where that is shorter:
a sign that a cut lacks is looked for in the next one.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter, parse_unicodes, save_font
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FACES = {  # upstream Source Serif 4.005 and Source Sans 3.052
    "serif": ("SourceSerif4Variable-Roman.ttf", {"wght": 400, "opsz": 16}),
    "serif-italic": ("SourceSerif4Variable-Italic.ttf", {"wght": 400, "opsz": 16}),
    "display": ("SourceSerif4Variable-Roman.ttf", {"wght": 600, "opsz": 48}),
    "sans": ("SourceSans3VF-Upright.ttf", {"wght": (400, 700)}),
    "phonetic": ("SourceSans3VF-Upright.ttf", {"wght": 400}),
}
FAMILIES = {
    "serif": "Newsroom Serif",
    "serif-italic": "Newsroom Serif",
    "display": "Newsroom Serif Display",
    "sans": "Newsroom Sans",
    "phonetic": "Newsroom Phonetic",
}
# What nearly every page in English needs, and what it does not.
PLAIN = (
    "20-7E A0 A3 A7 AB AD B7 BB D7 E0 E4 E7-E9 F6 FC 2009 2010-2015 2018-201E 2022 2026"
    " 202F 2032-2033 20AC 2212"
)
LATIN = (
    "A1-A2 A4-A6 A8-AA AC AE-B6 B8-BA BC-D6 D8-DF E1-E3 E5-E6 EA-F5 F7-FB FD-FF 14B"
    " 152-153 259 300-304 308 2000-2008 200A-200F 2016-2017 201F-2021 2023-2025"
    " 2027-202E 2030-2031 2034-2044 2082 2122 2248 2260-2265"
)
EXTENDED = (
    "100-14A 14C-151 154-17F 18F 1CD-1DC 218-21B 2BB-2BF 1E80-1E85 1E9E 1EF2-1EF3 "
    "20B4-20BD"
)
CYRILLIC = "301 400-45F 490-493 49A-49B 4A2-4A3 4AE-4B1 4BA-4BB 4D8-4D9 4E8-4E9 2116"
PHONETIC = (
    "250-258 25A-2A2 2B0 2B2 2B7 2C8 2CC 2D0-2D1 2E0 2E4 303 325 329 32F 361 3B2 3B8"
    " 3C7"
)
TEXT = {"": PLAIN, "-latin": LATIN, "-ext": EXTENDED, "-cyrillic": CYRILLIC}
CUTS = {
    "serif": TEXT,
    "serif-italic": TEXT,
    "display": TEXT,
    "sans": TEXT | {"-latin": LATIN.replace("300-304 308", "361")},
    "phonetic": {"": PHONETIC},
}


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


def subset(font, signs, path):
    """Write what a font has for some ranges of signs as a WOFF2 file."""
    options = Options(flavor="woff2", hinting=False, name_IDs=range(7))
    options.layout_features = ["ccmp", "kern", "liga", "locl", "mark", "mkmk", "pnum"]
    options.drop_tables += ["BASE", "DSIG", "MVAR", "STAT"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=parse_unicodes(signs.replace(" ", ",")))
    subsetter.subset(font)
    save_font(font, path, options)


def main(upstream, folder):
    """Write a WOFF2 file for each face and range of signs into `folder`."""
    for face, (source, axes) in FACES.items():
        for suffix, signs in CUTS[face].items():
            path = Path(folder, f"{face}{suffix}.woff2")
            font = TTFont(Path(upstream, source), recalcTimestamp=False)
            instantiateVariableFont(font, axes, inplace=True)
            rename(font, FAMILIES[face])
            space_figures(font)
            font.save(path)  # the subsetter wants the pinned font as written
            subset(TTFont(path, recalcTimestamp=False), signs, path)


if __name__ == "__main__":
    main(*sys.argv[1:])
