"""What stays text in house markup although it looks like more. Pure."""

import re
from itertools import pairwise

from django.utils.translation import gettext_lazy as _
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

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
