"""Texts that need no parser: paragraphs of words, citations and mentions, and what is
placed between them. Pure.

Nearly every text of a story is one, and the parser asks twenty rules at each sign. What
may be anything else is left to it; the tokens are the same, which a test compares.
"""

import re

from markdown_it.token import Token

from explainer.markup.characters import CONTROL
from explainer.markup.references import CITATION, MENTION, PLACEMENT, Citation

# Signs that a rule of the parser, or a fault, begins with, wherever they stand. What is
# rare is looked for by itself: in one pattern with the rest it would take ten times as
# long, and these are most of what a page's texts cost.
SIGNS = r"\\*_<`~=|"
SIGN = re.compile(f"[{SIGNS}]")
MORE_THAN_WORDS = re.compile(rf"[{SIGNS}\[\r\n{CONTROL.pattern[1:-1]}]")
MEANT = re.compile(r"&[#\w]+;|::[a-z]", re.IGNORECASE)
# What may open a block, or underline one.
OPENING = r"[^\S\n]|[-+>#:]|\d+[.)]"
OPENS = re.compile(OPENING)
LINE_OPENS = re.compile(rf"\n(?:{OPENING})")
PLACED = re.compile(rf"^{PLACEMENT.pattern}$", re.MULTILINE)
SPAN = re.compile(rf"{CITATION.pattern}|{MENTION.pattern}|\n")
# What is neither a citation nor a mention nor a link, although it looks like one.
FAULT = re.compile(r"\[\^|\]\(|@\[")
# Nobody may change a token, so one stands for all that are alike.
CLOSING = Token("paragraph_close", "p", -1, block=True)
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


def plain_paragraphs(text: str) -> list[Token] | None:
    """The tokens of a tidy text; None if only the parser can tell them."""
    if is_marked(PLACED.sub("", text) if "::" in text else text):
        return None
    tokens: list[Token] = []
    lines, start = text.split("\n"), 0
    for at, line in enumerate([*lines, ""]):
        placed = PLACEMENT.fullmatch(line) if line.startswith("::") else None
        if line and not placed:
            if line[-1].isspace():
                return None
            continue
        if start < at:
            words = "\n".join(lines[start:at])
            children = spans(words)
            if children is None:
                return None
            tokens += paragraph(words, children, start, at)
        if placed:
            meta = {"kind": placed[1], "key": placed[2]}
            tokens.append(
                Token("placement", "", 0, map=[at, at + 1], meta=meta, block=True)
            )
        start = at + 1
    return tokens


def paragraph(words: str, children: list[Token], start: int, end: int) -> list[Token]:
    inline = Token("inline", "", 0, map=[start, end], level=1, block=True)
    inline.content, inline.children, inline.meta = words, children, {"faults": []}
    return [
        Token("paragraph_open", "p", 1, map=[start, end], block=True),
        inline,
        CLOSING,
    ]


def spans(words: str) -> list[Token] | None:
    """The tokens of one paragraph."""
    tokens: list[Token] = []
    at = 0
    for found in SPAN.finditer(words):
        said, at = words[at : found.start()], found.end()
        if FAULT.search(said) or is_fault(words, found):
            return None
        key, place, name, slug = found.groups("")
        if key:
            cite(tokens, said, found[0], key, place.strip(), found.start())
            continue
        if said:
            tokens.append(Token("text", "", 0, content=said))
        meta = {"label": name, "slug": slug, "linked": True, "at": found.start()}
        tokens.append(Token("mention", "", 0, meta=meta) if name else BREAK)
    said = words[at:]
    if FAULT.search(said):
        return None
    if said:
        tokens.append(Token("text", "", 0, content=said))
    return tokens


def is_fault(words: str, found: re.Match[str]) -> bool:
    """Whether a citation or a mention stands where the parser finds fault with it."""
    sign = words[found.start() - 1 : found.start()]
    if found[1]:
        return sign == "@" or words.startswith("(", found.end())
    return bool(found[3]) and sign.isalnum()


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
        tokens.append(Token("text", "", 0, content=kept))
    tokens.append(Token("cites", "", 0, meta={"run": [citation]}))
