"""Pages of questions, topics and outlets for machines: what the page says, no more.

Pure; `paper/outputs/story_graph.py` has the story page.
"""

from collections.abc import Iterable
from typing import Any

from explainer.prose import shorten
from pages.graph import Node, Paper, publisher, without_empty
from paper.outputs.story_graph import TYPES
from paper.page.question_page import QuestionPage

LEAD = 600  # As much of a lead as the page prints.


def whole(*nodes: Node) -> Node:
    return {"@context": "https://schema.org", "@graph": [*nodes]}


def breadcrumbs(paper: Paper, *steps: tuple[str, str]) -> Node:
    """The way from the front page; each step is a name and its address."""
    way = [(str(paper["name"]), "/"), *steps]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name}
            | {"item": f"{paper['url']}{address}"}
            for place, (name, address) in enumerate(way, 1)
        ],
    }


def page_of(kind: str, address: str, name: str, paper: Paper) -> Node:
    url = f"{paper['url']}{address}"
    return {
        "@type": kind,
        "@id": f"{url}#page",
        "url": url,
        "name": name,
        "publisher": {"@id": f"{paper['url']}/#paper"},
    }


def question(page: QuestionPage, paper: Paper, list_name: str, listed: str) -> Node:
    """The question and each of its parts that has an answer. None answered: no FAQ."""
    since = page.showing.updated_at if page.showing else None
    answered = [question_node(page.title, page.short, since)] if page.short else []
    answered += [
        question_node(answer.question, answer.words, answer.as_of or since)
        for answer in page.answers
        if answer.words
    ]
    kind = "FAQPage" if answered else "WebPage"
    node = page_of(kind, page.address, page.title, paper)
    node |= {"mainEntity": answered, "dateModified": since and since.isoformat()}
    way = breadcrumbs(paper, (list_name, listed), (page.title, page.address))
    return whole(without_empty(node), publisher(paper), way)


def question_node(name: str, text: str, changed: Any) -> Node:
    answer = {"@type": "Answer", "text": text}
    if changed:
        answer["dateModified"] = changed.isoformat()
    return {"@type": "Question", "name": name, "acceptedAnswer": answer}


def topic(page: Any, paper: Paper, list_name: str, listed: str) -> Node:
    """A person's page is a profile; any other topic's is a collection of stories."""
    entity = page.entity
    address = entity.get_absolute_url()
    person = entity.kind == "person"
    kind = "ProfilePage" if person else "CollectionPage"
    node = page_of(kind, address, entity.name, paper)
    stories = item_list(addresses(page.stories.shown), paper)
    node |= (
        {"mainEntity": thing(page, paper), "mentions": stories}
        if person
        else {"about": thing(page, paper), "mainEntity": stories}
    )
    newest = max((row.updated_at for row in page.stories.shown), default=None)
    node["dateModified"] = newest and newest.isoformat()
    way = breadcrumbs(paper, (list_name, listed), (entity.name, address))
    return whole(without_empty(node), publisher(paper), way)


def thing(page: Any, paper: Paper) -> Node:
    """The topic itself; only a person has a job title."""
    entity = page.entity
    person = entity.kind == "person"
    return without_empty(
        {
            "@type": TYPES.get(entity.kind, "Thing"),
            "@id": f"{paper['url']}{entity.get_absolute_url()}",
            "name": entity.name,
            "alternateName": page.also,
            "description": shorten(entity.lead, LEAD),
            "jobTitle": page.role.title if person and page.role else "",
            "sameAs": entity.links,
        }
    )


def item_list(addresses: Iterable[str], paper: Paper) -> Node:
    """Pages as an ItemList counted from 1; an empty node if there are none. They say
    what they are called themselves."""
    items = [
        {"@type": "ListItem", "position": place, "url": f"{paper['url']}{address}"}
        for place, address in enumerate(addresses, 1)
    ]
    return {"@type": "ItemList", "itemListElement": items} if items else {}


def addresses(rows: Iterable[Any]) -> Iterable[str]:
    return (row.get_absolute_url() for row in rows)


def outlet(page: Any, paper: Paper, list_name: str, listed: str) -> Node:
    """What is known of an outlet. There is no mark to give, so there is none here."""
    row = page.outlet
    node = page_of("ProfilePage", page.address, row.name, paper)
    node["mainEntity"] = without_empty(
        {
            "@type": "NewsMediaOrganization",
            "name": row.name,
            "url": f"https://{page.domains[0]}/" if page.domains else "",
            "parentOrganization": name_node("Organization", row.owner),
            "location": name_node("Country", row.country),
        }
    )
    node["mentions"] = item_list(addresses(page.stories), paper)
    way = breadcrumbs(paper, (list_name, listed), (row.name, page.address))
    return whole(without_empty(node), publisher(paper), way)


def name_node(kind: str, name: str) -> Node:
    return {"@type": kind, "name": name} if name else {}
