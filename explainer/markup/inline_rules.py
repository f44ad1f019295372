"""Bold and italics where CommonMark's rules leave the marks standing, beside Chinese,
Japanese and Korean, and where a quotation ends within a word; and what stays text
although it looks like more. Pure.

CommonMark looks at the punctuation beside a mark to tell whether it opens or closes.
Nobody types two stars by chance, so for them no space beside them is enough; for one
star wide signs are no punctuation, as in other parsers that are friendly to CJK, and
behind a quotation it may close. What finds no partner is a fault.
"""

import re
from itertools import groupby, pairwise
from unicodedata import east_asian_width

from django.utils.translation import gettext_lazy as _
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

Sides = tuple[bool, bool]  # Whether marks can open, and whether they can close.

OPENING = "([{„\u201a¿¡"
UNREAD = _("these marks have no partner; write \\*\\* if they are meant so")
# What the rules above left standing as text, by its first character.
LEFTOVERS = {
    "!": (
        r"!\[[^\]\n]{0,300}\]\(",
        _("a picture cannot stand in the text; use a figure"),
    ),
    "`": (
        r"(?<!`)(?:`{3,}|`[^`\n]{1,300}`(?!`))",
        _("code is not set apart; the marks are shown as typed"),
    ),
    "~": (
        r"(?<!~)(?:~{3,}|~~(?!\s)[^~\n]{1,300}~~(?!~))",
        _("nothing is struck out or set apart; the marks are shown as typed"),
    ),
    "=": (
        r"(?<!=)==(?!\s)[^=\n]{1,300}==(?!=)",
        _("nothing is highlighted; the marks are shown as typed"),
    ),
    "<": (
        r"</?[a-z][a-z0-9-]*(?:[\s/][^<>]{0,500})?>|<!--",
        _("HTML is not read; it is shown as typed"),
    ),
    "[": (r"\[\^", _("this is not a citation; write [^key] or [^key p. 14]")),
    "@": (r"@\[", _("this is not a mention; write @[label](slug)")),
    "]": (
        r"\]\(",
        _(
            "this is not a link; its address must start with https://, http://, "
            "mailto: or one slash, and its words may hold no citation or link"
        ),
    ),
    ":": (
        r"(?<!\S)::[a-z]",
        _(
            "a placement is a line of its own outside lists and quotations: "
            "::figure key"
        ),
    ),
}
LINES = {
    r"(?:\|[^|\n]*\||:?-+:?[ \t]*\|[ \t|:-]*$)": _(
        "this is not a table; under its head stands a line like | --- | --- | with as "
        "many columns, and no row has more of them"
    ),
    r"([-=*_])(?:[ \t]*\1){2,}[ \t]*$": _(
        "no line is drawn here; a heading starts with ## or ###"
    ),
    r"#{2,6}\w": _("a heading has a space behind ##"),
}
LINE = {re.compile(rf"^[ \t]*{p}", re.M): words for p, words in LINES.items()}
LEFTOVER = {c: (re.compile(p, re.I), words) for c, (p, words) in LEFTOVERS.items()}


def emphasis(state: StateInline, silent: bool) -> bool:
    """Each mark of a run as a token of its own, to be paired later."""
    start, mark = state.pos, state.src[state.pos]
    if silent or mark not in "*_":
        return False
    end = start
    while end < state.posMax and state.src[end] == mark:
        end += 1
    before = state.src[start - 1] if start else " "
    after = state.src[end] if end < state.posMax else " "
    opens, closes = sides(state.src[start:end], before, after)
    for at in range(start, end):
        token = state.push("text", "", 0)
        token.content = mark
        token.meta = {"at": at, "marks": opens or closes or mark == "*"}
        place = len(state.tokens) - 1
        state.delimiters.append(
            Delimiter(ord(mark), end - start, place, -1, opens, closes)
        )
    state.pos = end
    return True


def sides(marks: str, before: str, after: str) -> Sides:
    """Whether marks between these two signs may open and may close emphasis."""
    spaces = is_space(before), is_space(after)
    if marks.startswith("**"):
        return not spaces[1], not spaces[0]
    edges = spaces[0] or is_mark(before), spaces[1] or is_mark(after)
    left = not spaces[1] and (not is_mark(after) or edges[0] or is_wide(before))
    right = not spaces[0] and (not is_mark(before) or edges[1] or is_wide(after))
    if marks.startswith("_"):
        return (
            left and (not right or is_mark(before)),
            right and (not left or is_mark(after)),
        )
    if f"{before}{after}".isalnum() and not is_wide(before) and not is_wide(after):
        return False, False  # A letter of its word, as in Leser*innen or 3*4.
    return left, right or (is_mark(before) and before not in OPENING)


def is_space(sign: str) -> bool:
    return bool(isWhiteSpace(ord(sign)))


def is_wide(sign: str) -> bool:
    return east_asian_width(sign) in "WF"


def is_mark(sign: str) -> bool:
    """Whether it is punctuation; what is as wide as a Chinese letter counts as one."""
    known = isMdAsciiPunct(ord(sign)) or isPunctChar(sign)
    return bool(known) and not is_wide(sign)


def unread(state: StateInline) -> None:
    """Remark on doubled marks that are still text."""
    made: list[Token] = []
    for mark, group in groupby(state.tokens, mark_of):
        tokens = [*group]
        if mark and len(tokens) == 2:
            fault = Token("fault", "", 0, level=tokens[0].level)
            fault.meta = {"at": tokens[0].meta["at"], "message": UNREAD}
            made.append(fault)
        made += tokens
    state.tokens[:] = made


def mark_of(token: Token) -> str:
    """The mark that a token still is, if it could be more."""
    return token.content if token.type == "text" and token.meta.get("marks") else ""


def complain(state: StateInline, at: int, message: str) -> None:
    state.push("fault", "", 0).meta = {"at": at, "message": message}


def leftover(state: StateInline, silent: bool) -> bool:
    """Remark on what stays text although it looks like more; it never matches."""
    pattern, message = LEFTOVER.get(state.src[state.pos], (None, ""))
    if pattern and not silent and pattern.match(state.src, state.pos):
        at = state.pos
        if state.src[at] == "]":
            at = max(state.src.rfind("[", 0, at), 0)
        complain(state, at, message)
    return False


def lines(state: StateCore) -> None:
    """Remark on lines of paragraphs that look like more; once on each kind."""
    for before, token in pairwise(state.tokens):
        if token.type == "inline" and before.type == "paragraph_open":
            found = ((p.search(token.content), words) for p, words in LINE.items())
            token.meta["faults"] = [(hit.start(), words) for hit, words in found if hit]
