"""Texts that need no parser: paragraphs and plain lists of words, bold words, citations
and mentions, and what is placed between them. Pure.

Nearly every text of a story is one, and the parser asks twenty rules at each sign. What
may be anything else is left to it; the tokens are the same, which a test compares.
"""

import re
from typing import Any, Literal, NamedTuple

from markdown_it.token import Token

from explainer.markup.characters import CONTROL
from explainer.markup.references import CITATION, MENTION, PLACEMENT, Citation

# Signs that a rule of the parser, or a fault, begins with, wherever they stand. What is
# rare is looked for by itself: in one pattern with the rest it would take ten times as
# long, and these are most of what a page's texts cost.
SIGNS = r"\\_<`~=|"
SIGN = re.compile(f"[{SIGNS}]")
MORE_THAN_WORDS = re.compile(rf"[*{SIGNS}\[\r\n{CONTROL.pattern[1:-1]}]")
MEANT = re.compile(r"&[#\w]+;|::[a-z]", re.IGNORECASE)
# What may open a block, or underline one.
OPENING = r"[^\S\n]|[-+>#:]|\*{1,99}(?!\S)|\*{100}|\d{1,99}[.)]"
OPENS = re.compile(OPENING)
LINE_OPENS = re.compile(rf"\n(?:{OPENING})")
PLACED = re.compile(rf"^{PLACEMENT.pattern}$", re.MULTILINE)
BULLET = re.compile(r"^- (?=\S)", re.MULTILINE)
BOLD = r"(?<!\S)\*\*(?=\w)([^*\n\[\]@]{1,300})(?<=[\w.:?!])\*\*(?![^\s.,;:])"
SPAN = re.compile(rf"{CITATION.pattern}|{MENTION.pattern}|{BOLD}|\n")
# What is neither a citation nor a mention nor a link, although it looks like one, and
# other emphasis.
FAULT = re.compile(r"\[\^|\]\(|@\[|\*")
# Nobody may change a token, so one stands for all that are alike.
CLOSING = Token("paragraph_close", "p", -1, block=True)
CLOSING_ITEM = Token("paragraph_close", "p", -1, level=2, block=True, hidden=True)
BREAK = Token("softbreak", "br", 0)


def is_words(text: str) -> bool:
    """Whether a text, tidy or not, is nothing but words in one line."""
    return not (
        MORE_THAN_WORDS.search(text)
        or OPENS.match(text)
        or text[-1:].isspace()
        or is_meant(text)
    )


def is_meant(text: str) -> bool:
    return ("&" in text or "::" in text) and bool(MEANT.search(text))


def is_marked(text: str) -> bool:
    """Whether a tidy text may hold more than paragraphs, citations and mentions."""
    return bool(
        SIGN.search(text)
        or "![" in text
        or is_meant(text)
        or OPENS.match(text)
        or LINE_OPENS.search(text)
    )


class Block(NamedTuple):
    """Lines of a text, from the first to before the last, and what they place."""

    start: int
    end: int
    placed: tuple[str, str] | None = None


def outline(text: str) -> list[Block] | None:
    """The blocks of a tidy text, without reading their words; None if only the parser
    can tell them. A list has its lines, a blank one behind it is nobody's."""
    bare = PLACED.sub("", text) if "::" in text else text
    if is_marked(BULLET.sub("", bare) if "- " in bare else bare):
        return None
    found: list[Block] = []
    lines, start = text.split("\n"), 0
    for at, line in enumerate([*lines, ""]):
        placed = PLACEMENT.fullmatch(line) if line.startswith("::") else None
        if line and not placed:
            if line[-1].isspace():
                return None
            continue
        if start < at:
            if not is_one_block(lines, start, at):
                return None
            found.append(Block(start, at))
        if placed:
            found.append(Block(at, at + 1, (placed[1], placed[2])))
        start = at + 1
    return found


def is_one_block(lines: list[str], start: int, end: int) -> bool:
    """Whether lines are one paragraph; or one list, behind which nothing goes on."""
    items = [line.startswith("- ") for line in lines[start:end]]
    if not items[0]:
        return not any(items)
    after = behind(lines, end)
    goes_on = after < len(lines) and (after == end or lines[after].startswith("- "))
    return all(items) and not goes_on


def behind(lines: list[str], end: int) -> int:
    """The next line from here on that says something."""
    while end < len(lines) and not lines[end]:
        end += 1
    return end


def plain_paragraphs(text: str) -> list[Token] | None:
    """The tokens of a tidy text; None if only the parser can tell them."""
    found = outline(text)
    if found is None:
        return None
    tokens: list[Token] = []
    lines = text.split("\n")
    for start, end, placed in found:
        if placed:
            meta = {"kind": placed[0], "key": placed[1]}
            tokens.append(
                Token("placement", "", 0, map=[start, end], meta=meta, block=True)
            )
            continue
        is_list = lines[start].startswith("- ")
        made = (bullets if is_list else paragraph)(lines, start, end)
        if made is None:
            return None
        tokens += made
    return tokens


def paragraph(
    lines: list[str], start: int, end: int, level: int = 0
) -> list[Token] | None:
    """Of some lines; in a list, which is deeper, they begin behind its sign."""
    words = "\n".join(lines[start:end])[level:]
    children = spans(words)
    if children is None:
        return None
    inline = Token("inline", "", 0, map=[start, end], level=level + 1, block=True)
    inline.content, inline.children, inline.meta = words, children, {"faults": []}
    opening = Token("paragraph_open", "p", 1, map=[start, end], level=level, block=True)
    opening.hidden = bool(level)
    return [opening, inline, CLOSING_ITEM if level else CLOSING]


def bullets(lines: list[str], start: int, end: int) -> list[Token] | None:
    """A list of lines; blank ones belong to its last item."""
    after = behind(lines, end)
    last = after if after < len(lines) else max(end, len(lines) - (not lines[-1]))
    made = [part_of_list("bullet_list_open", "ul", 1, 0, [start, last])]
    for at in range(start, end):
        told = paragraph(lines, at, at + 1, level=2)
        if told is None:
            return None
        span = [at, last if at == end - 1 else at + 1]
        made += [part_of_list("list_item_open", "li", 1, 1, span), *told]
        made.append(part_of_list("list_item_close", "li", -1, 1))
    made.append(part_of_list("bullet_list_close", "ul", -1, 0))
    return made


def part_of_list(
    name: str, tag: str, nesting: Literal[-1, 1], level: int, span: Any = None
) -> Token:
    return Token(name, tag, nesting, map=span, level=level, markup="-", block=True)


def spans(words: str) -> list[Token] | None:
    """The tokens of one paragraph."""
    tokens: list[Token] = []
    at = 0
    for found in SPAN.finditer(words):
        said, at = words[at : found.start()], found.end()
        if FAULT.search(said) or is_fault(words, found):
            return None
        key, place, name, slug, bold = found.groups("")
        if key:
            cite(tokens, said, found[0], key, place.strip(), found.start())
            continue
        if bold:
            embolden(tokens, said, bold, found.start())
            continue
        if said:
            add_words(tokens, said, {})
        meta = {"label": name, "slug": slug, "linked": True, "at": found.start()}
        tokens.append(Token("mention", "", 0, meta=meta) if name else BREAK)
    said = words[at:]
    if FAULT.search(said):
        return None
    if said:
        add_words(tokens, said, {})
    return tokens


def is_fault(words: str, found: re.Match[str]) -> bool:
    """Whether a citation or a mention stands where the parser finds fault with it."""
    sign = words[found.start() - 1 : found.start()]
    if found[1]:
        return sign == "@" or words.startswith("(", found.end())
    return bool(found[3]) and sign.isalnum()


def embolden(tokens: list[Token], said: str, bold: str, at: int) -> None:
    """Add bold words, as the parser leaves them: a text takes over where the sign
    beside it was, one without words stays, and at the beginning bold words lead in."""
    end, is_first = at + len(bold) + 2, not (tokens or said)
    add_words(tokens, said, {"at": at, "marks": True})
    opening = Token("strong_open", "strong", 1, markup="**")
    opening.meta = {"at": at + 1, "marks": True}
    opening.attrs = {"class": "lead-in"} if is_first else {}
    closing = Token("strong_close", "strong", -1, markup="**")
    closing.meta = {"at": end, "marks": True}
    tokens += [opening, Token("text", "", 0, level=1, content=bold), closing]
    add_words(tokens, "", {"at": end + 1, "marks": True})


def add_words(tokens: list[Token], said: str, meta: dict[str, Any]) -> None:
    """Add a text, in the place of one without words."""
    if tokens and tokens[-1].type == "text" and not tokens[-1].content:
        tokens.pop()
    tokens.append(Token("text", "", 0, content=said, meta=meta))


def cite(
    tokens: list[Token], said: str, typed: str, key: str, place: str, at: int
) -> None:
    """Add a citation: to the run that it follows, or behind what was said before it."""
    kept = said.rstrip(" ")
    citation = Citation(key, place, said[len(kept) :] + typed, at)
    if not kept and tokens and tokens[-1].type == "cites":
        tokens[-1].meta["run"].append(citation)
        return
    if kept:
        add_words(tokens, kept, {})
    tokens.append(Token("cites", "", 0, meta={"run": [citation]}))
