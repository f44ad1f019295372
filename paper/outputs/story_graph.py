"""A story page for machines: one JSON-LD graph of the same frozen document. Pure."""

from explainer import prose
from explainer.days import clip_day
from pages.graph import Node, Paper, publisher, without_empty
from paper.page import Page
from paper.page.surroundings import AMENDING, Part
from paper.page.writer import PRIMARY

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
        "mainEntityOfPage": url,
        "headline": document.get("headline"),
        "alternativeHeadline": document.get("short_headline"),
        "description": page.description,
        "abstract": prose.plain(document.get("summary", "")),
        "articleBody": prose.plain(document.get("report") or document.get("brief", "")),
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
        "citation": [source(part) for part in document.get("sources", [])],
        "hasPart": quotations(document) + conversation(document) + glossary(document),
        "mainEntity": timeline(document),
        "digitalSourceType": origin(document),
        **record(page),
    }
    return without_empty(node)


def origin(document: Part) -> str:
    """The part that a language model had; a story by people declares nothing."""
    source = ORIGINS.get(document.get("digital_source", ""), "")
    return source and f"https://schema.org/{source}"


def record(page: Page) -> Node:
    """What only a published story has."""
    showing = page.showing
    if showing is None:
        return {}
    return {
        "datePublished": showing.first_published_at.isoformat(),
        "dateModified": showing.updated_at.isoformat(),
        "version": showing.number,
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": edition.note,
                "datePublished": edition.live_from.isoformat(),
            }
            for edition in page.editions
            if edition.kind in AMENDING
        ],
    }


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
            "width": picture.shown.width,
            "height": picture.shown.height,
        }
    )


def entities(page: Page, paper: Paper, *, about: bool) -> list[Node]:
    """Entities with a page of their own; the most prominent are what it is about."""
    found = {}
    for part in page.document.get("entities", []):
        entity = page.around.entities.get(part["slug"])
        if entity and (part.get("prominence", MAIN + 1) <= MAIN) == about:
            found[entity.slug] = without_empty(
                {
                    "@type": TYPES.get(entity.kind, "Thing"),
                    "@id": paper["url"] + entity.get_absolute_url(),
                    "name": entity.name,
                    "sameAs": entity.links,
                }
            )
    return list(found.values())


def source(part: Part) -> Node:
    """A cited source as a work; what an outlet published is a NewsArticle."""
    outlet = part.get("outlet")
    return without_empty(
        {
            "@type": "CreativeWork" if part.get("kind") in PRIMARY else "NewsArticle",
            "url": part.get("url"),
            "headline": part.get("title"),
            "author": part.get("author"),
            "datePublished": part.get("published"),
            "inLanguage": part.get("language"),
            "publisher": {"@type": "Organization", "name": outlet} if outlet else {},
        }
    )


def quotations(document: Part) -> list[Node]:
    """Words as they were said; a paraphrase is no quotation."""
    urls = {part["key"]: part.get("url") for part in document.get("sources", [])}
    return [
        without_empty(
            {
                "@type": "Quotation",
                "text": part["text"],
                "creator": {"@type": "Thing", "name": part.get("speaker")},
                "dateCreated": part.get("said_on"),
                "citation": urls.get(part.get("source", "")),
            }
        )
        for part in document.get("quotes", [])
        if not part.get("paraphrase")
    ]


def conversation(document: Part) -> list[Node]:
    """The conversation with its turns as comments: one node, or none without turns."""
    told = document.get("conversation", {})
    turns = [
        {
            "@type": "Comment",
            "author": {"@type": "Thing", "name": part.get("speaker", "")},
            "text": prose.plain(part.get("text", "")),
        }
        for part in told.get("turns", [])
    ]
    if not turns:
        return []
    node = {"@type": "Conversation", "name": told.get("title"), "hasPart": turns}
    return [without_empty(node)]


def glossary(document: Part) -> list[Node]:
    """The terms that the story explains: one set, or none without any."""
    terms = [
        {
            "@type": "DefinedTerm",
            "name": part.get("term", ""),
            "description": prose.plain(part.get("meaning", "")),
        }
        for part in document.get("glossary", [])
    ]
    return [{"@type": "DefinedTermSet", "hasDefinedTerm": terms}] if terms else []


def timeline(document: Part) -> Node:
    """The events as an ascending ItemList; an empty node if there are none."""
    events = document.get("timeline", [])
    if not events:
        return {}
    return {
        "@type": "ItemList",
        "itemListOrder": "https://schema.org/ItemListOrderAscending",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": number,
                "name": part.get("label")
                or clip_day(part.get("date", ""), part.get("precision", "")),
                "description": prose.plain(part.get("text", "")),
            }
            for number, part in enumerate(events, 1)
        ],
    }


def breadcrumbs(page: Page, paper: Paper) -> Node:
    front = {"@type": "ListItem", "position": 1, "name": paper["name"]}
    here = {"@type": "ListItem", "position": 2, "name": page.head.headline}
    front["item"] = f"{paper['url']}/"
    return {"@type": "BreadcrumbList", "itemListElement": [front, here]}
