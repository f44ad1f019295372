"""Draws a card: the paper's name, what the page is called, its desk and its day.

Letters are of the paper's own fonts (Latin, Cyrillic), of those beside this file
(Arabic, Greek, Hebrew), or of an operator's (`CARD_FONTS`). Words that no font has are
left out rather than drawn wrong; a paper whose name is such has its sign.
"""

import io
import math
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont, features

from paper.outputs.page_metadata import HEIGHT, SIZE, WIDTH

STATIC = Path(settings.BASE_DIR) / "newsroom" / "static"
OWN = Path(__file__).parent / "fonts"
KINDS_OF_FONT = {".ttf", ".otf", ".ttc", ".woff2"}
NOBODYS = "\uffff"  # A sign that no font has, to know how it draws what it lacks.
JOINERS = "\u200c\u200d"  # They aren't seen, and say which letters hang together.
PAPER, INK, SOFT, PENCIL = "#fcfcfb", "#15191e", "#4e565f", "#1d4f9e"
EDGE, ACROSS = 72, WIDTH - 2 * 72
CUTS = ("", "-latin", "-ext", "-cyrillic")
SIZES, LINES = (84, 72, 62, 54), 4
SMALL = 30
ENDS = ("Po", "Pe", "Pf")
FOREIGN = re.compile(r"[\w$€£%°](?:.*[\w$€£%°])?")
LETTERS = 400  # No card has room for more, however narrow they are.
LEADING = {"display": 1.14, "sans": 1.4}
DEEP = 1.25  # More of it, for scripts that reach far below their line.
TOP, FOOT = 274, HEIGHT - 37
COLOURS = 32


def draw(paper, name, description, note=""):
    """The bytes of a PNG; `note` is the desk and the day."""
    card = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(card)
    texts = [clean_line(text)[:LETTERS] for text in (paper, name, description, note)]
    paper, name, description, note = (
        text if is_covered(text) else "" for text in texts
    )
    if paper:
        write(pen, [clip_line([paper], "display", 44)], "display", 44, 104, INK)
        pen.rectangle([EDGE, 134, WIDTH - EDGE, 139], fill=INK)
    else:
        sign(card)
    below = write(pen, *fit_title(name or paper), TOP, INK) + 24
    if name and description and below + 2 * SMALL * LEADING["sans"] < HEIGHT - EDGE:
        write(
            pen, limit_lines(description, "sans", SMALL, 2), "sans", SMALL, below, SOFT
        )
    at = WIDTH - EDGE - 96 if runs_leftwards(name or paper) else EDGE
    pen.rectangle([at, HEIGHT - 44, at + 96, FOOT], fill=PENCIL)
    if note:
        write(pen, [clip_line([note], "sans", SMALL)], "sans", SMALL, FOOT, SOFT, 120)
    out = io.BytesIO()
    few = card.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def clean_line(text):
    """One line, without signs that nobody sees."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    return "".join(
        sign for sign in text if sign in JOINERS or unicodedata.category(sign) != "Cf"
    )


def sign(card):
    with Image.open(STATIC / "icons" / "icon-192.png") as icon:
        card.paste(icon.convert("RGB").resize((96, 96)), (EDGE - 15, 44))


@lru_cache(maxsize=32)
def cuts(family, size):
    """The fonts of a family, and those of other scripts beside them."""
    files = [STATIC / "fonts" / f"{family}{cut}.woff2" for cut in CUTS]
    greek = OWN / f"greek-{family}.woff2"
    files += [greek] if greek.exists() else []
    files += [OWN / "arabic.woff2", OWN / "hebrew.woff2", *fonts_of_operator()]
    return [ImageFont.truetype(str(file), size) for file in files]


def fonts_of_operator():
    """Files of fonts in a folder of the operator's, by their names."""
    if not settings.CARD_FONTS:
        return []
    found = Path(settings.CARD_FONTS).iterdir()
    return sorted(file for file in found if file.suffix.lower() in KINDS_OF_FONT)


@lru_cache(maxsize=2048)
def cut_of(letter, family):
    """Which font has a letter, or None. What a font lacks leaves no ink there, or that
    of any other sign which it lacks."""
    if is_shaped(letter) and not features.check("raqm"):
        return None
    fonts = cuts(family, SMALL)
    if letter.isspace():
        return 0
    return next((n for n, font in enumerate(fonts) if has_letter(font, letter)), None)


def has_letter(font, letter):
    drawn = font.getmask(letter)
    return bool(drawn.getbbox()) and bytes(drawn) != bytes(font.getmask(NOBODYS))


def is_shaped(letter):
    """Whether it looks as its neighbours want it, or stands to the left of them."""
    is_mark = unicodedata.category(letter) in ("Mn", "Mc")
    return is_mark or unicodedata.bidirectional(letter) in ("R", "AL")


def runs_leftwards(text):
    """Whether a text runs from right to left, as its first letter does."""
    sides = (unicodedata.bidirectional(letter) for letter in text)
    return next((side != "L" for side in sides if side in ("L", "R", "AL")), False)


def is_covered(text):
    return all(
        cut_of(letter, family) is not None
        for letter in {*text} - {*JOINERS}
        for family in ("display", "sans")
    )


def runs(text, family):
    """(cut, letters): a text in as many pieces as it changes between cuts."""
    found = []
    for letter in text:
        joins = found and letter in JOINERS
        cut = found[-1][0] if joins else cut_of(letter, family)
        if found and found[-1][0] == cut:
            found[-1][1].append(letter)
        else:
            found.append((cut, [letter]))
    return [(cut, "".join(letters)) for cut, letters in found]


def length(text, family, size):
    fonts = cuts(family, size)
    return sum(fonts[cut].getlength(part) for cut, part in runs(text, family))


def fit_title(name):
    """Lines, family and size: the largest at which the name has few enough lines."""
    family = "display"
    for size in SIZES:
        whole = all(
            is_unspaced(word) or fits(word, family, size) for word in name.split()
        )
        count = len(wrap_lines(name, family, size)) if whole else math.inf
        deepest = TOP + (count - 1) * size * LEADING[family]
        if count <= LINES and deepest <= HEIGHT - EDGE - 18:
            break
    return limit_lines(name, family, size, LINES), family, size


def limit_lines(text, family, size, most):
    """At most so many lines of a text."""
    lines = wrap_lines(text, family, size)
    last = lines[most - 1 :]
    return [*lines[: most - 1], *([clip_line(last, family, size)] if last else [])]


def clip_line(lines, family, size):
    """One line of all these, without the letters that there is no room for."""
    words = " ".join(lines)
    if fits(words, family, size):
        return words
    most = letters_that_fit(words, family, size, "…")
    return f"{words[:most].rstrip()}…"


def fits(text, family, size):
    return length(text, family, size) <= ACROSS


def wrap_lines(text, family, size):
    lines = []
    for word in pieces(text, family, size):
        if lines and fits(f"{lines[-1]} {word}", family, size):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def pieces(text, family, size):
    """The words of a text, and parts of a word that is longer than a line."""
    for word in text.split():
        while not fits(word, family, size):
            most = letters_that_fit(word, family, size)
            while most > 1 and unicodedata.category(word[most]) in ENDS:
                most -= 1  # No line begins with what ends a sentence.
            yield word[:most]
            word = word[most:]
        yield word


def letters_that_fit(text, family, size, end=""):
    """How many of a text's letters have room on a line, before `end`; one at least."""
    few, many = 1, len(text)
    while few < many:
        half = (few + many + 1) // 2
        if fits(text[:half].rstrip() + end, family, size):
            few = half
        else:
            many = half - 1
    return few


def is_unspaced(word):
    """Whether it is of a script that ends a line between any two letters."""
    return any(unicodedata.east_asian_width(letter) == "W" for letter in word)


def write(pen, lines, family, size, baseline, colour, indent=0):
    """Write lines from a baseline on; returns the one below them."""
    text = "".join(lines)
    put = write_leftwards if runs_leftwards(text) else write_rightwards
    leading = size * LEADING[family] * (DEEP if any(map(is_shaped, text)) else 1)
    for line in lines:
        put(pen, line, family, size, baseline, colour, indent)
        baseline += round(leading)
    return baseline


def write_rightwards(pen, line, family, size, baseline, colour, indent):
    fonts, left = cuts(family, size), EDGE + indent
    for cut, part in runs(line, family):
        pen.text((left, baseline), part, colour, fonts[cut], anchor="ls")
        left += fonts[cut].getlength(part)


def write_leftwards(pen, line, family, size, baseline, colour, indent):
    """Each piece to the left of the one before it."""
    fonts, left = cuts(family, size), WIDTH - EDGE - indent
    for cut, part in runs(line, family):
        for piece, side in sides(part):
            left -= fonts[cut].getlength(piece, direction=side)
            at = (left, baseline)
            pen.text(at, piece, colour, fonts[cut], anchor="ls", direction=side)


def sides(part):
    """A run of a line that goes leftwards, in pieces, each with the way that it goes:
    foreign words and figures go their own, and the signs around them the line's."""
    core = FOREIGN.search(part)
    if core is None or any(map(runs_leftwards, part)):
        return [(part, "rtl")]
    pieces = (
        (part[: core.start()], "rtl"),
        (core[0], "ltr"),
        (part[core.end() :], "rtl"),
    )
    return [(piece, side) for piece, side in pieces if piece]
