"""What stands within a line of HTML: words in a style, citations, line ends. Pure."""

import re
from collections.abc import Iterator

from explainer.hypertext.escapes import INFERIOR, SUPERIOR
from explainer.hypertext.runs import BREAK, Run, Style
from explainer.hypertext.tree import Element
from explainer.hypertext.walk import (
    CONTROLS,
    EMBEDS,
    Walk,
    drop_embed,
    is_left_out,
    styled,
)

EMPTY_LINE = re.compile(r"\n[ \t\r]*\n[ \t\r\n]*")
SMALL = re.compile(r"(?:^|[\s/])(?:wp-smiley|emoji|smilies)(?:[\s/]|$)")
LONGEST_MARK = 8  # letters that stand for a footnote


def parts(walk: Walk, text: str) -> list[str]:
    return EMPTY_LINE.split(text) if walk.has_lines else [text]


def spoken(walk: Walk, text: str, style: Style) -> list[Run]:
    """Words of a text; where the ends of lines count, with those."""
    if not walk.has_lines:
        return [Run(text, style)]
    found: list[Run] = []
    for number, line in enumerate(text.split("\n")):
        found += [Run(BREAK, style)] if number else []
        found.append(Run(line.replace("\r", " "), style))
    return found


def inline(walk: Walk, element: Element, style: Style) -> Iterator[Run]:
    """The runs of an element within a line."""
    tag = element.tag
    if tag == "br":
        yield Run(BREAK)
    elif key := note_of(walk, element):
        yield Run("", style, key)
    elif tag in CONTROLS:
        words = element.words() or element.said("value") or element.said("placeholder")
        if words:
            walk.drop("form", words)
    elif tag in ("img", "picture"):
        yield from picture(walk, element)
    elif tag in EMBEDS:
        drop_embed(walk, element)
    elif not is_left_out(walk, element):
        yield from quoted(walk, element, styled(walk, element, style))


def picture(walk: Walk, element: Element) -> Iterator[Run]:
    """A picture follows its paragraph; a small face is a sign of it."""
    shown = element.find("img") or element
    if SMALL.search(f"{shown.said('class')} {shown.said('src')}"):
        yield Run(shown.said("alt"))
    else:
        walk.pending += walk.makers["img"](walk, element)


def quoted(walk: Walk, element: Element, style: Style) -> Iterator[Run]:
    tag = element.tag
    if tag in ("sup", "sub"):
        shifted = shift(element)
        if shifted is not None:
            yield Run(shifted, style)
            return
    if tag == "q":
        yield Run("“", style)
    for child in element.children:
        if isinstance(child, str):
            for number, part in enumerate(parts(walk, child)):
                yield from [Run(BREAK)] if number else []
                yield from spoken(walk, part, style)
        else:
            yield from inline(walk, child, style)
    if tag == "q":
        yield Run("”", style)


def shift(element: Element) -> str | None:
    """Figures that stand high or low: 10² is not 102."""
    words = element.words()
    if any(isinstance(child, Element) for child in element.children):
        return None
    table = SUPERIOR if element.tag == "sup" else INFERIOR
    moved = words.translate(table)
    return moved if words and all(ord(sign) in table for sign in words) else None


def note_of(walk: Walk, element: Element) -> str:
    """The key of the footnote that an element refers to, or nothing."""
    if not walk.notes or element.tag not in ("a", "sup", "span"):
        return ""
    links = [e for e in element.elements() if e.tag == "a" and e.said("href")]
    if len(links) != 1 or len(element.words()) > LONGEST_MARK:
        return ""
    return walk.notes.get(links[0].said("href").removeprefix("#"), "")
