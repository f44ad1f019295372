"""Texts in house markup: as safe HTML, as words or so many of their sentences, as the
tokens they hold and the faults to mend. Pure; nothing else marks a string as safe."""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby, pairwise

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markdown_it.token import Token

from explainer.markup import is_words, parsed_line, tidy_lines, tokens_of
from explainer.markup.plain_paragraphs import outline
from explainer.renderer import Context, render_tokens, render_words

NONE = {
    "source": gettext_lazy('no source with key "%s"'),
    "entity": gettext_lazy('no entity "%s"'),
    "figure": gettext_lazy('no figure "%s"'),
    "quote": gettext_lazy('no quote "%s"'),
}
Said = tuple[int, str] | tuple[int, str, bool]
LONGEST = 300
# A sentence ends where a capital, a figure or an opening mark follows its full stop;
# an initial ("J. Smith"), a title ("Dr. Smith") and a number ("4.2") end nothing.
END = re.compile(
    r"(?<!\b[A-Z]\.)(?<!\b[A-Z][a-z]\.)(?:(?<=[.!?…])|(?<=[.!?…][\"'”’»)\]]))"
    r"\s+(?=[\"'“‘«(\[]?[A-Z0-9À-ÞЀ-Я])"
)
CLOSED = re.compile(r"[.!?…][\"'”’»)\]]*$")


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong with a text, and where; line and column count from 1."""

    line: int
    column: int
    message: str
    unknown: bool = False  # It names something that isn't there.


def render(text: str, context: Context, level: int = 3) -> SafeString:
    """Block HTML; `##` becomes a heading of this level, `###` of the next."""
    if is_words(text):
        return mark_safe(render_words(text, context) if text else "")
    tokens, pieces = tokens_of(text), []
    if not any(token.type == "placement" for token in tokens):
        return mark_safe(render_tokens(tokens, context, level))
    for placed, run in groupby(tokens, lambda t: t.type == "placement"):
        if placed:
            keys = [(token.meta["kind"], token.meta["key"]) for token in run]
            pieces += [conditional_escape(context.placed.get(key, "")) for key in keys]
        else:
            pieces.append(render_tokens(run, context, level))
    return mark_safe("\n".join(filter(None, pieces)))


def inline(text: str, context: Context) -> SafeString:
    """HTML of a text that is one paragraph, without the paragraph."""
    return mark_safe(render_tokens(parsed_line(text), context, level=6))


def blocks(text: str) -> list[str]:
    """The source of each top-level block; joined by blank lines they render alike."""
    text = tidy_lines(text)
    lines = text.split("\n")
    if (found := outline_of(text)) is not None:
        return ["\n".join(lines[block.start : block.end]) for block in found]
    spans: list[list[int]] = []
    for token in tokens_of(text):
        if token.level == 0 and token.nesting >= 0 and token.map:
            start, end = token.map
            # A number and what is no paragraph may stand in one line.
            if spans and start < spans[-1][1]:
                spans[-1][1] = max(end, spans[-1][1])
            else:
                spans.append([start, end])
    return ["\n".join(lines[start:end]).rstrip("\n") for start, end in spans]


# A page asks five times for the blocks of its longest text.
outline_of = lru_cache(maxsize=64)(outline)


@lru_cache(maxsize=512)
def plain(text: str) -> str:
    """The words alone, for counts, descriptions and cards; a page asks many times."""
    if is_words(text):
        return text
    return "\n\n".join(filter(None, paragraphs(text, _words)))


def paragraphs(
    text: str, words: Callable[[Token], str], bullet: str = "", cell: str = "\t"
) -> Iterator[str]:
    """The words of each top-level block, a line for each item, quotation or row.

    `words` gives those of an inline token or of a placement.
    """
    lines: list[str] = []
    row: list[str] = []
    number, in_row = "", False
    for token in tokens_of(text):
        if token.level == 0 and token.nesting >= 0:
            yield "\n".join(filter(None, lines))
            lines = []
        if token.type == "list_item_open":
            number += f"{int(token.info)}. " if token.info else bullet
        elif token.type in ("inline", "placement"):
            row.append(words(token))
        elif token.type in ("tr_open", "tr_close"):
            in_row = token.nesting == 1
        if not in_row and (row or token.type == "list_item_close"):
            lines.append((number + cell.join(row)).strip())
            number, row = "", []
    yield "\n".join(filter(None, lines))


def _words(token: Token) -> str:
    breaks = {"softbreak": " ", "hardbreak": " "}
    words = (
        breaks.get(child.type) or child.meta.get("label") or child.content
        for child in token.children or ()
    )
    return "".join(words).strip()


def citations(text: str) -> list[tuple[str, str]]:
    """Key and locator of each citation, in order."""
    if "^" not in text:  # as most have none, to look is quicker than to read
        return []
    spans = (token for token in _spans(text) if token.type == "cites")
    return [(c.key, c.locator) for token in spans for c in token.meta["run"]]


def mentions(text: str) -> list[tuple[str, str]]:
    """Label and slug of each mention, in order."""
    if "@" not in text:
        return []
    found = (t.meta for t in _spans(text) if t.type == "mention")
    return [(meta["label"], meta["slug"]) for meta in found]


def placements(text: str) -> list[tuple[str, str]]:
    """Kind and key of each figure or quote that the text places, in order."""
    if "::" not in text:
        return []
    if (blocks := outline_of(tidy_lines(text))) is not None:
        return [block.placed for block in blocks if block.placed]
    found = (t.meta for t in tokens_of(text) if t.type == "placement")
    return [(meta["kind"], meta["key"]) for meta in found]


def _spans(text: str) -> Iterator[Token]:
    for token in tokens_of(text):
        yield from token.children or ()


def faults(
    text: str,
    *,
    sources: Collection[str],
    entities: Collection[str],
    figures: Collection[str] = (),
    quotes: Collection[str] = (),
) -> list[Fault]:
    """What the text names that isn't there, and markup that would not be read."""
    known = {
        "source": set(sources),
        "entity": set(entities),
        "figure": set(figures),
        "quote": set(quotes),
    }
    lines = tidy_lines(text).split("\n")
    tokens = tokens_of(text)
    found = [
        Fault(line + 1, len(lines[line]) - len(lines[line].lstrip()) + 1, *said)
        for line, *said in _block_faults(tokens, known)
    ]
    for token in tokens:
        where = Places(token, lines)
        for at, *said in _inline_faults(token, known):
            found.append(Fault(*where.of(at), *said))
    return sorted(found)


def _none(at: int, kind: str, key: str) -> Said:
    return at, str(NONE[kind]) % key, True


def _block_faults(tokens: list[Token], known: dict[str, set[str]]) -> Iterator[Said]:
    for token, following in pairwise([*tokens, Token("end", "", 0)]):
        line = token.map[0] if token.map else 0
        if token.type == "placement":
            kind, key = token.meta["kind"], token.meta["key"]
            if key not in known[kind]:
                yield _none(line, kind, key)
        elif token.type == "heading_open":
            if token.tag == "h1":
                yield line, _("a heading starts with ## or ###")
            if not following.content:
                yield line, _("a heading without words")
        elif token.type == "list_item_open" and following.type == "list_item_close":
            yield line, _("a list item without words")


def _inline_faults(token: Token, known: dict[str, set[str]]) -> Iterator[Said]:
    yield from ((at, str(words)) for at, words in token.meta.get("faults", ()))
    for child, following in pairwise([*(token.children or ()), Token("end", "", 0)]):
        for citation in child.meta["run"] if child.type == "cites" else ():
            if citation.key not in known["source"]:
                yield _none(citation.at, "source", citation.key)
        at = child.meta.get("at", 0)
        if child.type == "fault":
            yield at, str(child.meta["message"])
        elif child.type == "mention" and child.meta["slug"] not in known["entity"]:
            yield _none(at, "entity", child.meta["slug"])
        elif child.type == "link_open":
            yield from ((at, message) for message in _link_faults(child, following))


def _link_faults(link: Token, following: Token) -> Iterator[str]:
    if not link.attrs["href"]:
        yield _("a link without an address")
    if following.type == "link_close":
        yield _("a link without words")
    if "title" in link.attrs:
        yield _("the title of a link is not shown; put the words into the text")


class Places:
    """Lines and columns of a token's words, whose lines lost their indents."""

    def __init__(self, token: Token, lines: list[str]) -> None:
        self.first = (token.map or [0])[0]
        self.typed = token.content.split("\n")
        self.starts = [0, *accumulate(len(line) + 1 for line in self.typed)]
        self.lines = lines
        self.indents: dict[int, int] = {}

    def of(self, at: int) -> tuple[int, int]:
        """Of one offset; many of them cost no more than the text is long."""
        line = bisect_right(self.starts, at, hi=len(self.typed)) - 1
        if line not in self.indents:
            found = self.lines[self.first + line].rfind(self.typed[line])
            self.indents[line] = max(found, 0)
        column = at - self.starts[line] + self.indents[line] + 1
        return self.first + line + 1, column


def shorten(text: str, longest: int = LONGEST) -> str:
    """Whole sentences up to a length; a first one that is longer ends at a word.

    What fits is left as it is. Of a longer text that was cut before it came to us, the
    sentence without an end is left out.
    """
    text = plain(text)
    if len(text) <= longest:
        return text
    sentences = END.split(text)
    if len(sentences) > 1 and not CLOSED.search(sentences[-1]):
        sentences.pop()
    kept = sentences[0]
    for sentence in sentences[1:]:
        if len(kept) + len(sentence) >= longest:
            break
        kept += f" {sentence}"
    return kept if len(kept) <= longest else at_word(kept, longest)


def at_word(text: str, longest: int) -> str:
    return text[:longest].rsplit(maxsplit=1)[0].rstrip(" ,;:–—-") + "…"
