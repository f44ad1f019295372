"""A piece of a text around the words sought, with those words marked. Pure."""

from collections.abc import Iterable

from stories.search.asking import Asked
from stories.search.tokens import words

AROUND = 110
LONGEST = 240

# A run of text, and whether it is one of the words sought.
Run = tuple[str, bool]


def marked(text: str, asked: Asked) -> list[Run]:
    """The whole text in runs."""
    runs: list[Run] = []
    at = 0
    for token, start, end in words(text):
        if asked.has(token):
            runs += [(text[at:start], False), (text[start:end], True)]
            at = end
    runs.append((text[at:], False))
    return [run for run in runs if run[0]]


def has(text: str, asked: Asked) -> bool:
    return any(asked.has(token) for token, _start, _end in words(text))


def excerpt(texts: Iterable[str], asked: Asked) -> list[Run]:
    """The piece of the first text that has one of the words, cut between words."""
    first = ""
    for text in texts:
        first = first or text
        for token, start, _end in words(text):
            if asked.has(token):
                return marked(cut(text, start), asked)
    return marked(cut(first, 0), asked)


def cut(text: str, at: int) -> str:
    if len(text) <= LONGEST:
        return text
    begin = max(0, at - AROUND)
    begin = text.find(" ", begin) + 1 if begin else 0
    end = text.rfind(" ", begin, begin + LONGEST)
    end = end if end > 0 and begin + LONGEST < len(text) else begin + LONGEST
    before = "… " if begin else ""
    return f"{before}{text[begin:end]}{' …' if end < len(text) else ''}"
