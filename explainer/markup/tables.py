"""Tables with pipes, as GitHub writes them, and a caption: a last line `: caption`.

Pure. A row with more cells than the head has columns would lose words, so then all of
it stays text, and a fault says so.
"""

from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token


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
