"""Draws a card in the paper's own fonts: its name, and what the page is called.

The fonts have Latin and Cyrillic letters. Words in another script are left out rather
than drawn wrong; a paper whose own name is in one has its sign alone.
"""

import io
import unicodedata
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from paper.outputs.page_metadata import HEIGHT, SIZE, WIDTH

STATIC = Path(settings.BASE_DIR) / "newsroom" / "static"
PAPER, INK, SOFT, PENCIL = "#fcfcfb", "#15191e", "#4e565f", "#1d4f9e"
EDGE, ACROSS = 72, WIDTH - 2 * 72
CUTS = ("", "-latin", "-ext", "-cyrillic")
SIZES, LINES = (84, 72, 62, 54), 4
SMALL = 30
LETTERS = 400  # No card has room for more, however narrow they are.
LEADING = {"display": 1.14, "sans": 1.4}
COLOURS = 32


def draw(paper, name, description):
    """The bytes of a PNG."""
    card = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(card)
    texts = [clean_line(text)[:LETTERS] for text in (paper, name, description)]
    paper, name, description = (text if is_covered(text) else "" for text in texts)
    if paper:
        write(pen, [clip_line([paper], "display", 44)], "display", 44, 104, INK)
        pen.rectangle([EDGE, 134, WIDTH - EDGE, 139], fill=INK)
    else:
        sign(card)
    below = write(pen, *fit_title(name or paper), 274, INK) + 24
    if name and description and below + 2 * SMALL * LEADING["sans"] < HEIGHT - EDGE:
        write(
            pen, limit_lines(description, "sans", SMALL, 2), "sans", SMALL, below, SOFT
        )
    pen.rectangle([EDGE, HEIGHT - 44, EDGE + 96, HEIGHT - 37], fill=PENCIL)
    out = io.BytesIO()
    few = card.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def clean_line(text):
    """One line, without signs that nobody sees."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def sign(card):
    with Image.open(STATIC / "icons" / "icon-192.png") as icon:
        card.paste(icon.convert("RGB").resize((96, 96)), (EDGE - 15, 44))


@lru_cache(maxsize=32)
def cuts(family, size):
    """The files of a family; together they have its letters."""
    files = (STATIC / "fonts" / f"{family}{cut}.woff2" for cut in CUTS)
    return [ImageFont.truetype(str(file), size) for file in files]


@lru_cache(maxsize=2048)
def cut_of(letter, family):
    """Which cut has a letter, or None; what a cut lacks leaves no ink there."""
    fonts = cuts(family, SMALL)
    has = (n for n, font in enumerate(fonts) if font.getmask(letter).getbbox())
    return next(has, 0 if letter.isspace() else None)


def is_covered(text):
    return all(
        cut_of(letter, family) is not None
        for letter in {*text}
        for family in ("display", "sans")
    )


def runs(text, family):
    """(cut, letters): a text in as many pieces as it changes between cuts."""
    found = []
    for letter in text:
        cut = cut_of(letter, family)
        if found and (found[-1][0] == cut or letter.isspace()):
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
        whole = all(fits(word, family, size) for word in name.split())
        if whole and len(wrap_lines(name, family, size)) <= LINES:
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


def write(pen, lines, family, size, baseline, colour):
    """Write lines from a baseline on; returns the one below them."""
    fonts = cuts(family, size)
    for line in lines:
        left = EDGE
        for cut, part in runs(line, family):
            pen.text((left, baseline), part, colour, fonts[cut], anchor="ls")
            left += fonts[cut].getlength(part)
        baseline += round(size * LEADING[family])
    return baseline
