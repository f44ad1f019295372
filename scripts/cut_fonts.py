"""Cut the site's fonts: python scripts/cut_fonts.py UPSTREAM TARGET (two folders).

Needs fonttools and brotli, and in UPSTREAM the variable TrueType files of Source Serif
4.005 and Source Sans 3.052. The style sheet repeats the ranges as `unicode-range`.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter, parse_unicodes
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

CORE = "20-7E,A0-FF,14B,152-153,259,2002-200B,2010-2015,2018-201E,2020-2022,2026,"
CORE += "202F-2030,2032-2033,2039-203A,2044,2082,20AC,2122,2212,2248,2260,2264-2265,"
EXT = "100-14A,14C-151,154-17F,18F,1CD-1DC,1E6-1E7,218-21B,2BB-2BF,1E0C-1E0D,1E24-1E25,"
EXT += "1E62-1E63,1E6C-1E6D,1E80-1E85,1E92-1E93,1E9E,1EF2-1EF3,20B4,20B9-20BA,20BD"
CYRILLIC = "301,400-45F,490-493,49A-49B,4A2-4A3,4AE-4B3,4BA-4BB,4D8-4D9,4E8-4E9,2116"
PHONETIC = "250-258,25A-2A2,2B0,2B2,2B7,2C8,2CC,2D0-2D1,2E0,2E4,303,325,329,32F,361,"
PHONETIC += "3B2,3B8,3C7"
ROMAN, ITALIC = "SourceSerif4Variable-Roman.ttf", "SourceSerif4Variable-Italic.ttf"
SANS, TEXT = "SourceSans3VF-Upright.ttf", {"wght": 400, "opsz": 16}
SERIF_PARTS = {"": CORE + "300-304,308", "-ext": EXT, "-cyrillic": CYRILLIC}
CUTS = [
    ("serif", "Newsroom Serif", ROMAN, TEXT, SERIF_PARTS),
    ("serif-italic", "Newsroom Serif", ITALIC, TEXT, SERIF_PARTS),
    ("display", "Newsroom Serif Display", ROMAN, {"wght": 600, "opsz": 48}, SERIF_PARTS),
    ("sans", "Newsroom Sans", SANS, {"wght": (400, 700)}, SERIF_PARTS | {"": CORE + "361"}),
    ("phonetic", "Newsroom Phonetic", SANS, {"wght": 400}, {"": PHONETIC}),
]


def rename(font, family):
    """Give the cut a name of its own: the licence reserves the upstream one."""
    names, style = font["name"], font["name"].getDebugName(2)
    plain = f"{family.replace(' ', '')}-{style}"
    for number, text in {1: family, 3: plain, 4: f"{family} {style}", 6: plain}.items():
        names.setName(text, number, 3, 1, 0x409)
    if "fvar" in font:
        font["fvar"].instances.clear()


def space_figures(font):
    """Let the serif's figures be proportional unasked; the sans keeps tabular ones."""
    glyphs = font.getGlyphSet()
    for table in font["cmap"].tables:
        for code in range(ord("0"), ord("9") + 1):
            if (figure := f"{table.cmap.get(code)}.lf") in glyphs:
                table.cmap[code] = figure


def cut(font, unicodes, path):
    """Write the named signs only, with the rules that running text needs."""
    options = Options(hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6], flavor="woff2")
    options.layout_features = "ccmp kern liga locl mark mkmk pnum".split()
    options.drop_tables += ["BASE", "DSIG", "MVAR", "STAT"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=parse_unicodes(unicodes))
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(path)


def main(upstream, target):
    for stem, family, file, axes, parts in CUTS:
        for part, unicodes in parts.items():
            font = TTFont(Path(upstream, file), recalcTimestamp=False)
            font = instantiateVariableFont(font, axes)
            rename(font, family)
            space_figures(font)
            cut(font, unicodes, Path(target, f"{stem}{part}.woff2"))


if __name__ == "__main__":
    main(*sys.argv[1:])
