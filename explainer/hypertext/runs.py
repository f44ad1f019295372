"""A paragraph of others: runs of words alike in weight and link, written as house
markup. Pure. What is written is read again, and must say the same words."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from explainer import prose
from explainer.hypertext.escapes import (
    escape,
    escape_all,
    escape_opening,
    in_brackets,
    one_line,
)
from explainer.markup import is_words


class Style(NamedTuple):
    """How words are set: bold, in italics, as a link."""

    strong: bool = False
    em: bool = False
    link: str = ""


PLAIN = Style()
BREAK = "\n"


class Run(NamedTuple):
    """Words in one style; or a line's end; or a citation by its key."""

    text: str
    style: Style = PLAIN
    cites: str = ""


def tidy(runs: Iterable[Run]) -> list[Run]:
    """Runs without doubled spaces, or spaces at an end or around a line's end."""
    made: list[Run] = []
    space = True  # Whether a space here would be one too many.
    for run in runs:
        if run.cites:
            made.append(run)
            continue
        if run.text == BREAK:
            trim_end(made)
            if made:
                made.append(run)
            space = True
            continue
        text = one_line(run.text)
        if space:
            text = text.removeprefix(" ")
        if text:
            space = text.endswith(" ")
            made.append(run._replace(text=text))
    trim_end(made)
    while made and made[-1].text == BREAK:
        made.pop()
        trim_end(made)
    return [run for run in made if run.text or run.cites]


def trim_end(runs: list[Run]) -> None:
    while runs and not runs[-1].cites and runs[-1].text != BREAK:
        text = runs[-1].text.rstrip(" ")
        if text:
            runs[-1] = runs[-1]._replace(text=text)
            return
        runs.pop()


def words_of(runs: Iterable[Run]) -> str:
    """The words alone, in one line."""
    pieces = (" " if run.text == BREAK else run.text for run in runs)
    return " ".join("".join(pieces).split())


def markup_of(runs: list[Run]) -> str:
    """House markup of a paragraph, with what emphasis and links can be written."""
    bare = "".join(run.text for run in runs)
    if all(run.style == PLAIN and not run.cites for run in runs) and is_words(bare):
        return bare
    words = letters(bare)
    for made in attempts(runs):
        if letters(prose.plain(made)) == words and is_sound(made, runs):
            return made
    return lines(escape_all(bare))


def letters(text: str) -> str:
    return "".join(text.split())


def is_sound(text: str, runs: list[Run]) -> bool:
    cited = {run.cites for run in runs if run.cites}
    return not prose.faults(text, sources=cited, entities=())


def attempts(runs: list[Run]) -> Iterator[str]:
    """From all that was set to links alone, and to no more than words."""
    linked = [run._replace(style=Style(link=run.style.link)) for run in runs]
    bare = [run._replace(style=PLAIN) for run in runs]
    yield paragraph_markup(runs)
    yield paragraph_markup(linked)
    yield paragraph_markup(bare)
    yield paragraph_markup([run for run in bare if not run.cites])


def paragraph_markup(runs: list[Run]) -> str:
    made = ""
    for link, group in groupby(runs, key=lambda run: run.style.link):
        piece = link_of(link, [*group])
        # Before a bracket these would make a picture or a mention.
        if piece.startswith("[") and made.endswith(("!", "@")):
            made = f"{made[:-1]}\\{made[-1]}"
        made += piece
    return lines(made)


def lines(text: str) -> str:
    """The lines of a paragraph, each but the last ended by a stroke."""
    return "\\\n".join(map(escape_opening, text.split("\n")))


def link_of(link: str, runs: list[Run]) -> str:
    if not link:
        return strong_of(runs)
    # No link spans lines or citations, and none has a space at its ends.
    made = ""
    for apart, group in groupby(runs, key=lambda r: bool(r.cites or r.text == BREAK)):
        if apart:
            made += strong_of([*group])
            continue
        before, inner, after = apart_from_spaces(strong_of([*group], is_label=True))
        address = in_brackets(link)
        made += f"{before}[{inner}]({address}){after}" if inner else before
    return made


def strong_of(runs: list[Run], is_label: bool = False) -> str:
    made = ""
    for strong, group in groupby(runs, key=lambda run: run.style.strong):
        inner = em_of([*group], is_label)
        made += wrapped(inner, "**") if strong else inner
    return made


def em_of(runs: list[Run], is_label: bool) -> str:
    made = ""
    for em, group in groupby(runs, key=lambda run: run.style.em):
        inner = ""
        for is_cited, some in groupby(group, key=lambda run: bool(run.cites)):
            if is_cited:
                inner += "".join(f"[^{run.cites}]" for run in some)
            else:
                inner += escape("".join(run.text for run in some), is_label)
        made += wrapped(inner, "*") if em else inner
    return made


def wrapped(text: str, mark: str) -> str:
    """Words between marks, line by line; spaces stand outside."""
    made = []
    for line in text.split("\n"):
        before, inner, after = apart_from_spaces(line)
        made.append(f"{before}{mark}{inner}{mark}{after}" if inner else line)
    return "\n".join(made)


def apart_from_spaces(text: str) -> tuple[str, str, str]:
    inner = text.strip()
    if not inner:
        return text, "", ""
    at = text.index(inner)
    return text[:at], inner, text[at + len(inner) :]
