"""What any archive says of one text, and the file that becomes of it. Pure."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from explainer.file import NAMESPACE
from explainer.format import STORY
from explainer.hypertext import HypertextError, Text, read, read_tree, tree
from explainer.hypertext.assembly import assemble
from explainer.hypertext.pieces import Piece, plain_of
from explainer.hypertext.tree import Element
from explainer.markup.characters import tidy
from explainer.slugs import slug_of

TITLE = 80  # letters of what stands for a headline that is missing
MOST_TAGS, MOST_NAMES = 50, 20

Fields = dict[str, Any]
Picture = Callable[[str], str]


class ArchiveError(ValueError):
    """An archive that can't be read; the words say where and why."""


@dataclass
class LeftOut:
    """Something of an archive that doesn't come in, and why."""

    place: str
    why: str


@dataclass
class Item:
    """One text of an archive, as it was there.

    `name` is what it will be found by again, `why` is said if readers did not have it:
    then it becomes a draft. `html` is its text, `has_lines` if the ends of lines in it
    are meant. `fields` of the file are known as they are: they go before all others.
    """

    name: str
    place: str
    title: str = ""
    slug: str = ""
    html: str = ""
    tree: Element | None = None  # of the text, where it was read already
    base: str = ""
    has_lines: bool = False
    excerpt: str = ""
    published_at: str = ""
    why: str = ""
    authors: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    language: str = ""
    image: Fields = field(default_factory=dict)
    second: Fields = field(default_factory=dict)  # a picture beside that
    addresses: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    fields: Fields = field(default_factory=dict)


@dataclass
class Entry:
    """A story as a file has it, and what there is to say of how it came to be."""

    place: str
    story: Fields
    why: str
    categories: list[str]
    addresses: list[str]
    notes: list[str]


def entry(item: Item, picture: Picture) -> Entry:
    """The entry of one text; `HypertextError` if it can't be read.

    `picture(address)` is what the file of a picture is called, or nothing.
    """
    if item.tree:
        text = read_tree(item.tree, item.base, picture)
    else:
        text = read(item.html, item.base, picture, item.has_lines)
    notes = [*item.notes]
    headline = headline_of(item, text, notes)
    made, dropped = assemble(text, headline)
    notes += [str(found) for found in dropped]
    story: Fields = {
        "format": "explainer/1",
        "id": str(uuid.uuid5(NAMESPACE, item.name)),
        "slug": slug_of(item.slug) or slug_of(headline) or slug_of(f"text {item.name}"),
        "headline": headline,
        "standfirst": fit(words(item.excerpt), "standfirst", notes),
        "byline": names(item.authors, notes),
        "tags": tags(item.tags, notes),
        "language": item.language,
        "image": image(item.image, picture, notes),
        **made,
        **item.fields,
    }
    # Those that a text cites, and those that its archive tells of beside it.
    found = [*made.get("sources", []), *item.fields.get("sources", [])]
    story["sources"] = found
    if second := image(item.second, picture, notes):
        number = len(made.get("figures", [])) + 1
        figure = {"key": f"figure-{number}", "kind": "photo", **second}
        story["figures"] = [*made.get("figures", []), figure]
    if not item.why:
        at = dt.datetime.fromisoformat(item.published_at)
        story["published_at"] = at.astimezone(dt.UTC).isoformat()
    number_questions(story)
    kept = {key: value for key, value in story.items() if value not in ("", [], {})}
    addresses = [*dict.fromkeys(filter(None, item.addresses))]
    return Entry(item.place, kept, item.why, item.categories, addresses, notes)


def words(html: str) -> str:
    """The words of a short text that may hold HTML."""
    if "<" not in html and "&" not in html:
        return " ".join(tidy(html).split())
    try:
        return tree.parse(html).root.words()
    except HypertextError:
        return ""


def fit(text: str, key: str, notes: list[str]) -> str:
    """A text as long as its field takes; the rest is said."""
    most = STORY[key].limit or 300
    text = tidy(text)
    if len(text) <= most:
        return text
    at = text.rfind(" ", 0, most)
    at = at if at > 0 else most
    notes.append(f"end of the {key}: {text[at:].strip()}")
    return text[:at].rstrip()


def headline_of(item: Item, text: Text, notes: list[str]) -> str:
    """The headline, or the first words of the text where it has none."""
    if title := words(item.title):
        return fit(title, "headline", notes)
    said = next(filter(None, map(first_words, text.pieces)), "")
    made = said or tidy(item.slug.replace("-", " ")) or "Untitled"
    notes.append(f"no headline: it is called “{made}”")
    return fit(made, "headline", notes)


def first_words(piece: Piece) -> str:
    said = piece.plain or plain_of([piece])
    return said if len(said) <= TITLE else said[:TITLE].rpartition(" ")[0] + "…"


def names(found: list[str], notes: list[str]) -> list[Fields]:
    named = [*dict.fromkeys(filter(None, map(words, found)))]
    return [{"name": short(name, 200, "byline", notes)} for name in named[:MOST_NAMES]]


def tags(found: list[str], notes: list[str]) -> list[str]:
    named = [*dict.fromkeys(filter(None, map(words, found)))]
    if len(named) > MOST_TAGS:
        notes.append(f"tags: {', '.join(named[MOST_TAGS:])}")
    return [short(name, 100, "tag", notes) for name in named[:MOST_TAGS]]


def short(name: str, most: int, what: str, notes: list[str]) -> str:
    if len(name) > most:
        notes.append(f"end of a {what}: {name[most:]}")
    return name[:most].strip()


def image(said: Fields, picture: Picture, notes: list[str]) -> Fields:
    """A picture as it was there, if its file is here."""
    if not said.get("src"):
        return {}
    name = picture(said["src"])
    if not name:
        kept = (said.get(key, "") for key in ("src", "alt", "caption", "credit"))
        notes.append(f"picture: {' '.join(filter(None, kept))}")
        return {}
    made = {"src": name}
    for key, most in (("alt", 2000), ("caption", 2000), ("credit", 300)):
        if text := words(str(said.get(key) or "")):
            made[key] = short(text, most, key, notes)
    return made


def number_questions(story: Fields) -> None:
    """Questions that a text asks belong to it, whatever else is asked in the paper."""
    owner = uuid.UUID(story["id"])
    seen: set[str] = set()
    for question in story.get("questions", []):
        slug = slug_of(question["title"]) or f"{story['slug'][:70]}-question"
        while slug in seen:
            slug = f"{slug[:76]}-{len(seen) + 1}"
        seen.add(slug)
        question["slug"] = slug
        question["id"] = str(uuid.uuid5(owner, f"question:{slug}"))
        if story.get("published_at"):
            question["published_at"] = story["published_at"]
