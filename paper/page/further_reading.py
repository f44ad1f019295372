"""Where a story leads: questions, topics, related stories, other languages, as of now.

Titles come from what is live; what isn't is not named, but in a preview.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import ngettext

from explainer.field import BRIEF, FULL, GLANCE
from explainer.languages import direction, language_info
from explainer.prose import shorten
from paper.page.surroundings import Part, Surroundings

AT_A_GLANCE = 2
# More cards than these are folded, under a line that names so many of them.
CARDS, NAMED = 6, 3
LAST = 99
# A card says who this is; the rest is on its page.
CARD = 200
# What a story is to this one, by what it says that this one is to it.
BACK = {"follows": "goes on in", "part of": "has as part", "related": "background of"}


@dataclass(frozen=True)
class Link:
    """A story or a question to go on with. Without an address it isn't public."""

    title: str
    address: str
    text: str = ""
    kind: str = ""
    on: Any = None
    mark: str = ""


@dataclass(frozen=True)
class Topic:
    name: str
    role: str
    address: str
    lead: str
    as_of: date | None
    attribution: str
    mark: str = ""


@dataclass(frozen=True)
class Deeper:
    questions: list[Link]
    topics: list[Topic]
    related: list[Link]
    tags: list[tuple[str, str]]
    more_topics: list[Topic] = field(default_factory=list)

    @property
    def said_of_more(self) -> str:
        """How many cards are folded, and whose."""
        count = len(self.more_topics)
        names = ", ".join(topic.name for topic in self.more_topics[:NAMED])
        told = names if count <= NAMED else f"{names} …"
        said = ngettext(
            "%(count)d more topic: %(names)s", "%(count)d more topics: %(names)s", count
        )
        return str(said % {"count": count, "names": told})


def deeper(document: Part, depth: str, around: Surroundings) -> Deeper | None:
    """Two related stories at a glance, the questions in brief, everything in full."""
    more = related_links(document, around)
    cards = topics(document, around) if depth == FULL else []
    block = Deeper(
        questions=questions(document, around, depth) if depth != GLANCE else [],
        topics=cards[:CARDS],
        more_topics=cards[CARDS:],
        related=more[:AT_A_GLANCE] if depth == GLANCE else more,
        tags=tags(document, around) if depth == FULL else [],
    )
    filled = block.questions or block.topics or block.related or block.tags
    return block if filled else None


def tags(document: Part, around: Surroundings) -> list[tuple[str, str]]:
    """Slug and words of each; a draft's have no page to lead to yet."""
    if around.showing is None:
        return []
    slugs = document.get("tags", [])
    return [(slug, around.tags.get(slug, slug.replace("-", " "))) for slug in slugs]


def questions(document: Part, around: Surroundings, depth: str) -> list[Link]:
    """Links to questions that readers have or that have a title; no text in brief."""
    links = []
    for part in document.get("questions", []):
        live = around.questions.get(part["slug"])
        if is_hidden(live, around):
            continue
        title = live.headline if live else part.get("title", "")
        text = live.summary if live and depth != BRIEF else ""
        address = live.get_absolute_url() if live else ""
        links.append(Link(title, address, text, mark=sign(part, around)))
    return [link for link in links if link.title]


def related_links(document: Part, around: Surroundings) -> list[Link]:
    """Named stories, then those that go on from this one and aren't named yet."""
    links = []
    for part in document.get("related", []):
        live = around.stories.get(part["slug"])
        if is_hidden(live, around):
            continue
        title = live.headline if live else part.get("label", "")
        address = live.get_absolute_url() if live else ""
        on = live.updated_at if live else None
        kind, mark = part.get("kind", ""), sign(part, around)
        links.append(Link(title, address, kind=kind, on=on, mark=mark))
    links = [link for link in links if link.title]
    if around.since and around.since.only:
        return links
    named = {link.address for link in links}
    ahead = [link for link in following_links(around) if link.address not in named]
    return [*ahead, *links, *parent_links(around)]


def following_links(around: Surroundings) -> list[Link]:
    """The stories that go on from this one."""
    return [link for link in back_links(around) if link.kind == "goes on in"]


def parent_links(around: Surroundings) -> list[Link]:
    """The other stories that say that this one belongs to them."""
    return [link for link in back_links(around) if link.kind != "goes on in"]


def back_links(around: Surroundings) -> list[Link]:
    return [
        Link(row.headline, row.get_absolute_url(), "", BACK[kind], row.updated_at)
        for kind, row in around.pointing
    ]


def sign(part: Part, around: Surroundings) -> str:
    """The mark of something new to go on with."""
    return str(around.since.part(part.get("uid", ""))) if around.since else ""


def is_hidden(live: Any, around: Surroundings) -> bool:
    """Whether readers are told nothing of it: a preview has the document's label."""
    return live is None and around.showing is not None


def topics(document: Part, around: Surroundings) -> list[Topic]:
    """Each once, the most prominent first; merged ones as their survivor."""
    parts = document.get("entities", [])
    found: dict[str, Topic] = {}
    for part in sorted(parts, key=lambda part: int(part.get("prominence", LAST))):
        entity = around.entities.get(part["slug"])
        made = topic(part, entity, sign(part, around))
        found.setdefault(entity.slug if entity else part["slug"], made)
    return list(found.values())


def topic(part: Part, entity: Any, mark: str) -> Topic:
    """A topic's card; without its row only what the document says of it."""
    if entity is None:
        return Topic(part.get("name", ""), part.get("role", ""), "", "", None, "", mark)
    return Topic(
        name=entity.name,
        role=part.get("role", ""),
        address=entity.get_absolute_url(),
        lead=shorten(entity.lead, CARD),
        as_of=entity.as_of,
        attribution=entity.attribution,
        mark=mark,
    )


@dataclass(frozen=True)
class Tongue:
    """A live text of the story, and whether the others were translated from it."""

    language: str
    direction: str
    name: str
    address: str
    original: bool
    here: bool = False


def tongues(document: Part, around: Surroundings) -> list[Tongue]:
    """Every language that the story can be read in; nothing if it is only this one."""
    if around.showing is None or not around.translations:
        return []
    original = not document.get("translation_of")
    found = [tongue(around.showing, original, here=True)]
    found += [tongue(row, row.original) for row in around.translations]
    return sorted(found, key=lambda one: (not one.original, one.name.casefold()))


def tongue(row: Any, original: bool, here: bool = False) -> Tongue:
    """A link to the text in its language, under that language's own name."""
    # A text that names no language is in the paper's.
    language = row.language or settings.LANGUAGE_CODE
    return Tongue(
        language=language,
        direction=direction(language),
        name=str(language_info(language).get("name_local", language)).capitalize(),
        address=row.get_absolute_url(),
        original=original,
        here=here,
    )
