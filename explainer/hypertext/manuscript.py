"""A document that somebody pasted, as the fields of a story; all else in words. Pure.

Links to pages become citations once the desk has given their sources keys: `linked`
says which there are, `cite` puts them in.
"""

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from explainer import prose
from explainer.addresses import fault_of
from explainer.field import PROSE_LIMIT, Field
from explainer.format import STORY
from explainer.hypertext import Text, read_tree, tree
from explainer.hypertext.assembly import assemble
from explainer.hypertext.known_headings import block_of
from explainer.hypertext.pieces import (
    HEADING,
    PARAGRAPH,
    Dropped,
    Piece,
    markup_of,
)
from explainer.hypertext.runs import Run
from explainer.hypertext.runs import markup_of as words_markup
from explainer.hypertext.word_processors import in_tags

Fields = dict[str, Any]

LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)+)\]\((https?:[^()\s]+)\)")
# An address with nothing behind its host is a site, and no article.
ARTICLE = re.compile(r"https?://[^/?#]+/[^/?#\s]")
MARKED = re.compile(r"(?:#{1,6} |[-*+>|] ?|\d{1,9}[.)] )")
LONGEST_LINE = 150  # letters of a first line that is a headline without saying so
MOST_ELEMENTS = 50_000  # A book of a word processor has fewer.
MOST_CITED = 500  # articles; more links stay links
BECAME = "heading became "


@dataclass
class Manuscript:
    """What a document became: `headings` has the block of each that we know."""

    fields: Fields = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)
    headings: list[tuple[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # what its questions ask
    words: int = 0


def read_manuscript(html: str) -> Manuscript:
    """What a document says; `HypertextError` if it can't be read."""
    root = tree.parse(html).root
    if sum(1 for _element in islice(root.elements(), MOST_ELEMENTS)) == MOST_ELEMENTS:
        raise tree.HypertextError(f"has more than {MOST_ELEMENTS} elements")
    comments = in_tags(root)
    text = read_tree(root)
    headline = take_headline(text)
    fields, dropped = assemble(text, headline)
    made = Manuscript(fields | {"headline": headline})
    for found in [*comments, *dropped]:
        if found.kind.startswith(BECAME):
            made.headings.append((found.words, found.kind.removeprefix(BECAME)))
        elif found.words or found.kind == "picture":
            made.dropped.append(found)
    keep_questions(made)
    fit(made.fields, STORY, made.dropped)
    made.fields = {key: value for key, value in made.fields.items() if value}
    made.words = len(" ".join(texts_of(made.fields)).split())
    return made


def take_headline(text: Text) -> str:
    """The headline, taken out of the text: its title, or a first line like one."""
    first, *rest = text.pieces or [Piece(PARAGRAPH)]
    headline = first.plain
    if first.kind == HEADING:
        others = [piece.level for piece in rest if piece.kind == HEADING]
        is_one = first.level == 1 or all(first.level < level for level in others)
    else:
        is_short = len(headline) <= LONGEST_LINE and headline[-1:].isalnum()
        is_one = first.kind == PARAGRAPH and is_short and len(rest) > 1
        is_one = is_one and "\n" not in first.text and "](" not in first.text
    if not is_one or block_of(headline) or len(headline) > (STORY["headline"].limit):
        return ""
    text.pieces = rest
    return headline


def keep_questions(made: Manuscript) -> None:
    """Questions with answers stay text, in a section: a question of ours has a page
    and an answer of its own, which no pasted words write over."""
    asked = made.fields.pop("questions", [])
    names = [words for words, block in made.headings if block == "questions"]
    made.headings = [
        (words, "sections" if block == "questions" else block)
        for words, block in made.headings
    ]
    bodies = [""]
    for question in asked:
        title = Piece(HEADING, words_markup([Run(question["title"])]), level=3)
        told = f"{markup_of([title], top=2)}\n\n{question['intro']}"
        if bodies[-1] and len(bodies[-1]) + len(told) > PROSE_LIMIT - 2000:
            bodies.append("")
        bodies[-1] += f"\n\n{told}" if bodies[-1] else told
    made.asked = [question["title"] for question in asked]
    heading = {"heading": " · ".join(names)} if names else {}
    sections = [heading | {"body": body} for body in bodies if body]
    made.fields.setdefault("sections", []).extend(sections)


def fit(fields: Fields, shape: dict[str, Field], dropped: list[Dropped]) -> None:
    """Make each text as long as its field takes, and each address one of a page."""
    for key, value in [*fields.items()]:
        if isinstance(value, list):
            for item in value:
                if isinstance(item, dict):
                    fit(item, shape[key].items, dropped)
            continue
        most = shape[key].limit
        if shape[key].kind == "url" and (fault_of(value) or len(value) > most):
            dropped.append(Dropped("link", value))
            del fields[key]
        elif isinstance(value, str) and most and len(value) > most:
            at = value.rfind(" ", 0, most)
            at = at if at > 0 else most
            dropped.append(Dropped("end of a line", value[at:].strip()))
            fields[key] = value[:at].rstrip()


def texts_of(fields: Fields) -> list[str]:
    """What fields say in words, without markup, keys and addresses."""
    found: list[str] = []
    for key, value in fields.items():
        if isinstance(value, list):
            for item in value:
                found += texts_of(item) if isinstance(item, dict) else []
        elif isinstance(value, str) and key not in ("key", "url", "precision", "src"):
            lines = [x for x in value.split("\n") if not x.startswith("::")]
            found.append(prose.plain("\n".join(lines)))
    return found


def prose_places(fields: Fields, shape: dict[str, Field]) -> list[tuple[Fields, str]]:
    """Each text in house markup, as the object that holds it and its key there."""
    found: list[tuple[Fields, str]] = []
    for key, value in fields.items():
        if shape[key].kind == "prose":
            found.append((fields, key))
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, dict):
                    found += prose_places(item, shape[key].items)
    return found


def linked(fields: Fields, own: str = "") -> list[str]:
    """Addresses of the articles that texts link to, in their order; none of `own`."""
    found: dict[str, None] = {}
    for holder, key in prose_places(fields, STORY):
        for match in LINK.finditer(holder[key]):
            if is_article(match[2], own):
                found[match[2]] = None
    return [*found][:MOST_CITED]


def is_article(address: str, own: str) -> bool:
    is_ours = own and (address == own or address.startswith(f"{own.rstrip('/')}/"))
    return bool(ARTICLE.match(address)) and not is_ours and not fault_of(address)


def cite(fields: Fields, keys: dict[str, str]) -> None:
    """Put a citation where a text links to an article, by the keys of addresses."""

    def cited(found: re.Match[str]) -> str:
        key = keys.get(found[2])
        return f"{found[1]}[^{key}]" if key else found[0]

    known = {source["key"] for source in fields.get("sources", ())} | {*keys.values()}
    quotes = {quote["key"] for quote in fields.get("quotes", ())}
    for holder, key in prose_places(fields, STORY):
        before = holder[key]
        after = LINK.sub(cited, before)
        says_same = "".join(prose.plain(after).split()) == "".join(
            prose.plain(before).split()
        )
        is_sound = len(after) <= PROSE_LIMIT and not prose.faults(
            after, sources=known, entities=(), quotes=quotes
        )
        holder[key] = after if says_same and is_sound else before


def lines_of(typed: str) -> str:
    """Plain text as Markdown: known headings are headings, and where no line is
    empty, each is a paragraph."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")
    if all(line.strip() for line in lines):
        is_marked = any(MARKED.match(line.lstrip()) for line in lines)
        lines = lines if is_marked else [x for line in lines for x in (line, "")]
    return "\n".join(f"\n## {x}\n" if block_of(x) else x for x in lines)
