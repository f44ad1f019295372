"""What a story is, for search engines: one JSON-LD graph of what they use. Pure.

It repeats no text of the page: who wants more reads the twin, which it names.
"""

import datetime as dt

from pages.graph import Node, Paper, publisher, without_empty
from paper.page import Page
from paper.page.surroundings import AMENDING, Part
from people.routes import address

TYPES = {
    "person": "Person",
    "organisation": "Organization",
    "place": "Place",
    "event": "Event",
    "work": "CreativeWork",
}
ORIGINS = {
    "assisted": "CompositeWithTrainedAlgorithmicMediaDigitalSource",
    "generated": "TrainedAlgorithmicMediaDigitalSource",
}
MAIN = 1  # a prominence up to this is what the story is about


def graph(page: Page, paper: Paper) -> Node:
    nodes = [article(page, paper), publisher(paper), breadcrumbs(page, paper)]
    return {"@context": "https://schema.org", "@graph": nodes}


def article(page: Page, paper: Paper) -> Node:
    """The story. An absent fact is an absent key, as in the document itself."""
    document, url = page.document, paper["url"] + page.around.address
    node = {
        "@type": ["NewsArticle", "BackgroundNewsArticle"],
        "@id": f"{url}#story",
        "url": url,
        "headline": document.get("headline"),
        "alternativeHeadline": document.get("short_headline"),
        "description": page.description,
        "articleSection": page.head.desk,
        "inLanguage": document.get("language"),
        "keywords": document.get("tags"),
        "wordCount": page.words,
        "isAccessibleForFree": True,
        **makers(page, paper),
        "publisher": {"@id": f"{paper['url']}/#paper"},
        "image": image(page, paper),
        "about": entities(page, paper, about=True),
        "mentions": entities(page, paper, about=False),
        "citation": citations(document),
        "encoding": twin(page, paper),
        "digitalSourceType": origin(document),
        **record(page, paper),
    }
    return without_empty(node)


def origin(document: Part) -> str:
    """The part that a language model had; a story by people declares nothing."""
    source = ORIGINS.get(document.get("digital_source", ""), "")
    return source and f"https://schema.org/{source}"


def record(page: Page, paper: Paper) -> Node:
    """What only a published story has."""
    showing = page.showing
    if showing is None:
        return {}
    return {
        "datePublished": seconds(showing.first_published_at),
        "dateModified": seconds(showing.updated_at),
        "version": showing.number,
        "archivedAt": paper["url"]
        + address("story_edition", showing.slug, showing.number),
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": edition.note,
                "datePublished": seconds(edition.live_from),
            }
            for edition in page.editions
            if edition.kind in AMENDING
        ],
    }


def seconds(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="seconds")


def makers(page: Page, paper: Paper) -> Node:
    roles = {"author": "by", "editor": "edited by", "translator": "translated by"}
    return {key: people(page, paper, role) for key, role in roles.items()}


def people(page: Page, paper: Paper, role: str) -> list[Node]:
    return [
        without_empty(
            {"@type": "Person", "name": name, "url": address and paper["url"] + address}
        )
        for credit in page.head.credits
        if credit.role == role
        for name, address in credit.names
    ]


def image(page: Page, paper: Paper) -> Node:
    """The picture, while we have the right to show it."""
    picture = page.opening.picture
    if picture is None or picture.shown is None:
        return {}
    return without_empty(
        {
            "@type": "ImageObject",
            "url": paper["url"] + picture.shown.address,
            "caption": picture.caption,
            "creditText": picture.credit,
            "width": f"{picture.shown.width} px",
            "height": f"{picture.shown.height} px",
        }
    )


def entities(page: Page, paper: Paper, *, about: bool) -> list[Node]:
    """Entities with a page of their own, which says more of them; the most prominent
    are what the story is about."""
    found = {}
    for part in page.document.get("entities", []):
        entity = page.around.entities.get(part["slug"])
        if entity and (part.get("prominence", MAIN + 1) <= MAIN) == about:
            found[entity.slug] = {
                "@type": TYPES.get(entity.kind, "Thing"),
                "@id": paper["url"] + entity.get_absolute_url(),
                "name": entity.name,
            }
    return list(found.values())


def citations(document: Part) -> list[str]:
    """What is cited, by address; what has none, by title."""
    cited = (
        part.get("url") or part.get("title") for part in document.get("sources", [])
    )
    return [name for name in cited if name]


def twin(page: Page, paper: Paper) -> Node:
    """Where the whole text is for programs; a preview has none."""
    if not page.around.twin:
        return {}
    return {
        "@type": "MediaObject",
        "encodingFormat": "application/json",
        "contentUrl": paper["url"] + page.around.twin,
    }


def breadcrumbs(page: Page, paper: Paper) -> Node:
    front = {"@type": "ListItem", "position": 1, "name": paper["name"]}
    here = {"@type": "ListItem", "position": 2, "name": page.head.headline}
    front["item"] = f"{paper['url']}/"
    return {"@type": "BreadcrumbList", "itemListElement": [front, here]}
