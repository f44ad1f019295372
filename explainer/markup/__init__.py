"""The house markup: a small Markdown with citations `[^key p. 14]`, mentions
`@[label](slug)` and placements `::figure key`. Pure; `prose` says what it becomes."""

import re
from collections.abc import Callable
from functools import lru_cache

from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, autolink, link
from markdown_it.token import Token

from explainer.markup.block_rules import numbered_list, pipe_table
from explainer.markup.characters import clean
from explainer.markup.inline_rules import complain, emphasis, leftover, lines, unread
from explainer.markup.link_ends import ADDRESS
from explainer.markup.plain_paragraphs import is_words, plain_paragraphs
from explainer.markup.references import CITATION, MENTION, PLACEMENT, Citation

__all__ = ["Citation", "is_words", "parsed_line", "tidy_lines", "tokens_of"]

BlockRule = Callable[[StateBlock, int, int, bool], bool]

DISABLED = [
    *("backticks", "code", "fence", "hr", "html_block", "html_inline"),
    *("image", "lheading", "reference"),
]
DEEPEST = 6  # a list in a list in a list

BLANK = re.compile(r"^[^\S\n]+$", re.MULTILINE)


def _cites(state: StateInline, silent: bool) -> bool:
    """A run of citations is one token, so that it can be read out as one."""
    run: list[Citation] = []
    start = state.pos
    while found := CITATION.match(state.src, start, state.posMax):
        typed = state.src[state.pos : found.end()]
        run.append(Citation(found[1], (found[2] or "").strip(), typed, start))
        state.pos = start = found.end()
        while state.src.startswith(" ", start):
            start += 1
    if run and not silent:
        # The number hugs its word, so that no line breaks between them.
        words = state.pending.rstrip(" ")
        space = state.pending[len(words) :]
        run[0] = run[0]._replace(typed=space + run[0].typed)
        state.pending = words
        state.push("cites", "", 0).meta = {"run": run}
        if state.src.startswith("(", state.pos):
            complain(state, run[-1].at, _("a citation takes no address in brackets"))
    return bool(run)


def _mention(state: StateInline, silent: bool) -> bool:
    found = MENTION.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent and state.src[max(state.pos - 1, 0)].isalnum():
        complain(state, state.pos, _("a mention cannot start in the middle of a word"))
        state.append_pending(found[0])
    elif not silent:
        state.push("mention", "", 0).meta = {
            "label": found[1],
            "slug": found[2],
            "linked": state.linkLevel == 0,  # no link within a link
            "at": state.pos,
        }
    state.pos = found.end()
    return True


def _link(state: StateInline, silent: bool) -> bool:
    at, before = state.pos, len(state.tokens)
    if not link(state, silent):
        return False
    if not silent:
        opening = next(t for t in state.tokens[before:] if t.type == "link_open")
        opening.meta["at"] = at
    return True


def _autolink(state: StateInline, silent: bool) -> bool:
    return state.linkLevel == 0 and autolink(state, silent)


def _placement(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    inside = state.level > 0 and state.sCount[start] >= state.blkIndent
    line = slice(state.bMarks[start] + state.tShift[start], state.eMarks[start])
    found = None if inside else PLACEMENT.fullmatch(state.src[line])
    if found and not silent:
        token = state.push("placement", "", 0)
        token.map = [start, start + 1]
        token.meta = {"kind": found[1], "key": found[2]}
        state.line = start + 1
    return bool(found)


def _shallow(rule: BlockRule) -> BlockRule:
    """Deeper nesting stays text; at its own limit the parser would drop the words.

    A line that would begin more of it ends the paragraph before: it may be the next
    item of a list that is not too deep.
    """

    def limited(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        return (silent or state.level < DEEPEST) and rule(state, start, end, silent)

    return limited


def _lead_in(state: StateCore) -> None:
    """Mark the bold run that opens a paragraph or a list item."""
    before = ""
    for token in state.tokens:
        if token.type == "inline" and before in ("", "paragraph_open"):
            spans = token.children or ()
            filled = (t for t in spans if t.content or t.type not in ("text", "fault"))
            first = next(filled, None)
            if first and first.type == "strong_open":
                first.attrs["class"] = "lead-in"
        before = token.type


def _without_controls(state: StateCore) -> None:
    """An entity such as `&#12;` brings back what `tidied` took out."""
    for token in state.tokens:
        for child in token.children or ():
            child.content = clean(child.content)


class Markup(MarkdownIt):
    """CommonMark without what a newspaper does not print, with the house tokens."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False})
        self.disable(DISABLED)
        block, inline = self.block.ruler, self.inline.ruler
        ends = ["paragraph", "blockquote", "list"]
        block.at("blockquote", _shallow(blockquote), {"alt": ends})
        block.at("list", _shallow(numbered_list), {"alt": ends[:2]})
        block.at("table", _shallow(pipe_table), {"alt": ends[:1]})
        block.enable("table")
        block.before("paragraph", "placement", _placement, {"alt": ends})
        inline.before("link", "cites", _cites)
        inline.before("link", "mention", _mention)
        inline.at("link", _link)
        inline.at("autolink", _autolink)
        inline.at("emphasis", emphasis)
        inline.push("leftover", leftover)
        self.inline.ruler2.after("emphasis", "unread", unread)
        self.core.ruler.after("block", "lines", lines)
        self.core.ruler.push("lead_in", _lead_in)
        self.core.ruler.push("without_controls", _without_controls)

    def validateLink(self, url: str) -> bool:
        return bool(ADDRESS.match(url))


MARKUP = Markup()


def tidy_lines(text: str) -> str:
    """The text with plain line ends, empty blank lines and no control characters."""
    text = clean(text).replace("\r\n", "\n").replace("\r", "\n")
    return BLANK.sub("", text) if "\n" in text or text.isspace() else text


# A page asks the same text for its HTML, its words and its citations. The fullest story
# has a hundred texts; 512 held 3 MB.
@lru_cache(maxsize=192)
def tokens_of(text: str) -> list[Token]:
    """The tokens of a text; nobody may change them."""
    text = tidy_lines(text)
    found = plain_paragraphs(text)
    return MARKUP.parse(text) if found is None else found


def parsed_line(text: str) -> list[Token]:
    """Parse a text that is one paragraph, whatever its lines look like."""
    return MARKUP.parseInline(tidy_lines(text).strip())
