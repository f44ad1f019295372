"""Bold and italics where CommonMark's rules leave the marks standing: beside Chinese,
Japanese and Korean, and where a quotation ends within a word. Pure.

CommonMark looks at the punctuation beside a mark to tell whether it opens or closes.
Nobody types two stars by chance, so for them no space beside them is enough; for one
star wide signs are no punctuation, as in other parsers that are friendly to CJK, and
behind a quotation it may close. What finds no partner is a fault.
"""

from itertools import groupby
from unicodedata import east_asian_width

from django.utils.translation import gettext_lazy as _
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

Sides = tuple[bool, bool]  # Whether marks can open, and whether they can close.

OPENING = "([{„\u201a¿¡"
UNREAD = _("these marks have no partner; write \\*\\* if they are meant so")


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
