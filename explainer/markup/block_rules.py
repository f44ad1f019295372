"""Numbered lists, and tables with pipes as GitHub writes them. Pure.

A page numbers only what runs in sequence from its start; what an editor numbered
otherwise, dates and years above all, keeps what was typed. A table may have a caption:
a last line `: caption`. A row with more cells than the head has columns would lose
words, so then all of it stays text, and a fault says so.
"""

from markdown_it.rules_block import StateBlock, list_block, table
from markdown_it.rules_block.table import escapedSplit
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
        elif item and token.type == "inline":
            write_number(item, token)
            item = None
        elif item:
            made += alone(item, level - 1)
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


def write_number(item: Token, text: Token) -> None:
    """Put the number before the words, which may begin one line further down."""
    lines = line_span(item, text)
    gap = " " if text.map and text.map[0] == lines[0] else "\n"
    text.content = f"{item.info}{item.markup}{gap}{text.content}"
    text.map = lines


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


def pipe_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A parser rule: a table, unless a row has more cells than its head."""
    at = len(state.tokens)
    if not table(state, start, end, silent):
        return False
    if silent:
        return True
    tokens = state.tokens[at:]
    columns = sum(token.type == "th_open" for token in tokens)
    lines = [t.map[0] for t in tokens if t.type == "tr_open" and t.map]
    if any(cells(state, line) > columns for line in lines[1:]):
        state.line = start
        del state.tokens[at:]
        return False
    last = lines[-1]
    told = source(state, last).startswith(": ") and cells(state, last) == 1
    if told and len(lines) > 1:
        tokens = with_caption(tokens, columns)
    name_rows(tokens)
    state.tokens[at:] = tokens
    return True


def source(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def cells(state: StateBlock, line: int) -> int:
    text = source(state, line).strip()
    found = escapedSplit(text)
    return len(found) - text.startswith("|") - (len(found) > 1 and not found[-1])


def with_caption(tokens: list[Token], columns: int) -> list[Token]:
    """The last row's first cell as the caption, which HTML wants first."""
    opening, level = tokens[0], tokens[0].level + 1
    last = max(at for at, token in enumerate(tokens) if token.type == "tr_open")
    words = tokens[last + 2]
    words.content, words.level = words.content.removeprefix(":").strip(), level + 1
    opening.meta["caption"] = words
    caption = [
        Token("caption_open", "caption", 1, level=level),
        words,
        Token("caption_close", "caption", -1, level=level),
    ]
    rest = [*tokens[1:last], *tokens[last + 2 + 3 * columns :]]
    if rest[-3].type == "tbody_open":  # It was the only row.
        del rest[-3:-1]
    return [opening, *caption, *rest]


def name_rows(tokens: list[Token]) -> None:
    """Without a word above it, the first column names the rows."""
    heads = [at for at, token in enumerate(tokens) if token.type == "th_open"]
    for at in heads:
        if not tokens[at + 1].content:
            tokens[at].tag = tokens[at + 2].tag = "td"
    if tokens[heads[0]].tag == "th":
        return
    for at, token in enumerate(tokens):
        if token.type == "tr_open" and tokens[at + 1].type == "td_open":
            tokens[at + 1].tag = tokens[at + 3].tag = "th"
            tokens[at + 1].attrs["scope"] = "row"
