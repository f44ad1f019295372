"""What stands under a heading that we know becomes the parts of its block. Pure.

Each maker takes the pieces and returns parts, or nothing where it can't be sure: then
all of it stays text.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from explainer import prose
from explainer.addresses import fault_of
from explainer.hypertext.event_days import day_at_start
from explainer.hypertext.pieces import (
    HEADING,
    LIST,
    PARAGRAPH,
    TABLE,
    Piece,
    markup_of,
)

Parts = list[dict[str, Any]]
LEAD = re.compile(r"\*\*((?:[^*\\]|\\.)+)\*\*[ ]*(?:\\\n)?")
COLON = re.compile(r"([^:.!?\[\]*]{1,60}):\s+(?=\S)")
LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)+)\]\((https?:[^()\s]+)\)")
ASKS = re.compile(r"^(?:Q|F|P|В|П|س)\s?[.:]\s*")
ANSWERS = re.compile(r"^(?:A|R|В|О|ج)\s?[.:]\s*")
BEFORE = " \t:–—-"


def words(markup: str) -> str:
    return " ".join(prose.plain(markup).split())


def lead_of(text: str) -> tuple[str, str]:
    """The bold words that open a paragraph, and the markup behind them."""
    found = LEAD.match(text)
    if not found:
        return "", text
    return words(found[1]), text[found.end() :]


def items_of(pieces: list[Piece]) -> list[list[Piece]]:
    """What a list's items hold, or each paragraph for itself."""
    found: list[list[Piece]] = []
    for piece in pieces:
        found += piece.items if piece.kind == LIST else [[piece]]
    return found


def under_headings(pieces: list[Piece]) -> list[tuple[Piece, list[Piece]]] | None:
    """Pieces by the heading, or the bold line, that they stand under."""
    found: list[tuple[Piece, list[Piece]]] = []
    for piece in pieces:
        if piece.kind == HEADING or (piece.kind == PARAGRAPH and piece.is_bold):
            found.append((piece, []))
        elif found:
            found[-1][1].append(piece)
        else:
            return None
    return found or None


def timeline(pieces: list[Piece]) -> Parts:
    events = [*events_of(pieces)]
    dated = sum("date" in event for event in events if event)
    if not all(events) or not dated:
        return []
    return [event for event in events if event]


def events_of(pieces: list[Piece]) -> Iterator[dict[str, Any] | None]:
    if headed := under_headings(pieces):
        for heading, inner in headed:
            yield event(f"**{heading.plain}**", inner)
    elif len(pieces) == 1 and pieces[0].kind == TABLE:
        for row in pieces[0].rows:
            if day_at_start(words(row[0]), is_lead=True) or row != pieces[0].rows[0]:
                yield event(f"**{words(row[0])}**", [Piece(PARAGRAPH, row[-1])])
    else:
        for item in items_of(pieces):
            is_text = bool(item) and item[0].kind == PARAGRAPH
            yield event(item[0].text, item[1:]) if is_text else None


def event(text: str, rest: list[Piece]) -> dict[str, Any] | None:
    """A line of a timeline; None where it names no time."""
    lead, behind = lead_of(text)
    text = re.sub(r"^(\d{1,2})\\([.)])", r"\1\2", text)
    day = day_at_start(lead.rstrip(BEFORE), is_lead=True) if lead else None
    made: dict[str, Any] = {}
    if day is None and not lead and (day := day_at_start(text)):
        behind = text[day.end :]
    elif day is None and lead:
        made["label"] = lead.rstrip(BEFORE)
    elif day is None and (found := COLON.match(text)):
        made["label"], behind = words(found[1]), text[found.end() :]
    if day:
        made |= {"date": day.date, "precision": day.precision}
    behind = behind.lstrip(BEFORE).strip()
    told = "\n\n".join(filter(None, [behind, markup_of(rest)]))
    is_one = told and made and len(made.get("label", "")) <= 120
    return made | {"text": told} if is_one else None


def questions(pieces: list[Piece]) -> Parts:
    """Questions with the text below each as the answer."""
    made: Parts = []
    for heading, inner in under_headings(pieces) or ():
        title = ASKS.sub("", heading.plain)
        answer = ANSWERS.sub("", markup_of(inner))
        is_asked = heading.kind == HEADING or heading.plain != title or "?" in title
        is_asked = is_asked or "؟" in title
        if not answer or not is_asked or len(title) > 300:
            return []
        made.append({"title": title, "intro": answer})
    return made


def key_points(pieces: list[Piece]) -> Parts:
    if any(piece.kind != LIST for piece in pieces):
        return []
    made: Parts = []
    for item in items_of(pieces):
        text = markup_of(item)
        lead, behind = lead_of(text)
        if lead and behind.strip() and len(lead) <= 300:
            made.append({"lead_in": lead, "text": behind.strip()})
        else:
            made.append({"text": text})
    return made


def sections(pieces: list[Piece]) -> Parts:
    """Each heading with what stands under it; what stands before has none."""
    made: list[tuple[str, list[Piece]]] = [("", [])]
    for piece in pieces:
        if piece.kind == HEADING and len(piece.plain) <= 300:
            made.append((piece.plain, []))
        else:
            made[-1][1].append(piece)
    parts = [(heading, markup_of(inner)) for heading, inner in made]
    if any(heading and not body for heading, body in parts):
        return []
    return [
        {"heading": heading, "body": body} if heading else {"body": body}
        for heading, body in parts
        if body
    ]


def expectations(pieces: list[Piece]) -> Parts:
    if any(piece.kind == HEADING for piece in pieces):
        return []
    return [{"text": markup_of(item)} for item in items_of(pieces)]


def sources(pieces: list[Piece]) -> Parts:
    """Links of a list, if it is nothing but links with some words."""
    made: Parts = []
    for item in items_of(pieces):
        text = markup_of(item)
        found = LINK.findall(text)
        title = words(text)
        if len(found) != 1 or fault_of(found[0][1]) or len(title) > 2000:
            return []
        made.append({"title": title, "url": found[0][1]})
    return made


def glossary(pieces: list[Piece]) -> Parts:
    made: Parts = []
    for item in items_of(pieces):
        lead, behind = lead_of(markup_of(item))
        term, meaning = lead.rstrip(BEFORE), behind.lstrip(BEFORE).strip()
        if not term or not meaning or len(term) > 120:
            return []
        made.append({"term": term, "meaning": meaning})
    return made


MAKERS: dict[str, Callable[[list[Piece]], Parts]] = {
    "timeline": timeline,
    "questions": questions,
    "key_points": key_points,
    "sections": sections,
    "expectations": expectations,
    "sources": sources,
    "glossary": glossary,
}
PROSE = ("summary", "brief", "report", "papers", "divergence", "background", "unknowns")
