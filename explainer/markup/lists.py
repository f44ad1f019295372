"""Numbered lists. A page numbers only what runs in sequence from its start; what an
editor numbered otherwise, dates and years above all, keeps what was typed. Pure."""

from markdown_it.rules_block import StateBlock, list_block
from markdown_it.token import Token

# From here on a number that opens a line is a year.
YEARS = 1000


def numbered_list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A list of either kind; one that is no list becomes paragraphs with numbers."""
    at = len(state.tokens)
    if not list_block(state, start, end, silent):
        return False
    if not silent and state.tokens[at].type == "ordered_list_open":
        inside = state.tokens[at + 1 : -1]
        level = state.tokens[at].level + 1
        typed = [t.info for t in inside if is_item(t, level)]
        if not in_sequence(typed):
            state.tokens[at:] = as_typed(inside, level)
    return True


def is_item(token: Token, level: int) -> bool:
    return token.type == "list_item_open" and token.level == level


def in_sequence(typed: list[str]) -> bool:
    first = int(typed[0])
    run = [str(first + n) for n in range(len(typed))]
    return len(typed) > 1 and typed == run and first + len(typed) <= YEARS


def as_typed(inside: list[Token], level: int) -> list[Token]:
    """The blocks of a list's items without the list, each item with its number."""
    made: list[Token] = []
    item: Token | None = None  # Its number isn't written yet.
    for token in inside:
        if is_item(token, level):
            item = token
            continue
        if item and token.type == "paragraph_open":
            token.map = line_span(item, token)
        elif item:
            first = token.type == "inline"
            made += write_number(item, token) if first else alone(item, level - 1)
            item = None
        if token.type == "list_item_close" and token.level == level:
            continue
        token.level -= 2
        if token.type.startswith("paragraph") and token.level == level - 1:
            token.hidden = False
        made.append(token)
    return made


def line_span(item: Token, token: Token) -> list[int]:
    """The lines of an item's first paragraph, from the one with the number on."""
    return [(item.map or [0])[0], (token.map or [0, 0])[1]]


def write_number(item: Token, text: Token) -> list[Token]:
    """Put the number before the words, which may begin one line further down."""
    lines = line_span(item, text)
    gap = " " if text.map and text.map[0] == lines[0] else "\n"
    text.content = f"{item.info}{item.markup}{gap}{text.content}"
    text.map = lines
    return []


def alone(item: Token, level: int) -> list[Token]:
    """A paragraph of nothing but the number: no words follow, or no paragraph."""
    line = (item.map or [0])[0]
    found = [
        Token("paragraph_open", "p", 1, level=level),
        Token("inline", "", 0, level=level + 1, children=[]),
        Token("paragraph_close", "p", -1, level=level),
    ]
    found[1].content = f"{item.info}{item.markup}"
    found[0].map = found[1].map = [line, line + 1]
    return found
