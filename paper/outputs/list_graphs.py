"""The front page, lists and authors for machines: what they list, by address alone.

Pure; `paper/outputs/page_graphs.py` has the pages of one thing.
"""

from collections.abc import Iterable
from typing import Any

from pages.graph import Node, Paper, organisation, publisher, without_empty
from paper.outputs.page_graphs import breadcrumbs, item_list, page_of, whole

Step = tuple[str, str]  # A name and its address.


def front(paper: Paper, search: str, addresses: Iterable[str]) -> Node:
    """The site, how it is searched, whose it is, and what it shows first; `search` is
    an address that ends where the words sought begin."""
    url = f"{paper['url']}/"
    site = {
        "@type": "WebSite",
        "@id": f"{url}#site",
        "url": url,
        "name": paper["name"],
        "inLanguage": paper["language"],
        "publisher": {"@id": f"{url}#paper"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{paper['url']}{search}{{words}}",
            },
            "query-input": "required name=words",
        },
    }
    page = page_of("CollectionPage", "/", str(paper["name"]), paper)
    page |= {"isPartOf": {"@id": f"{url}#site"}}
    page |= {"mainEntity": item_list(addresses, paper)}
    return whole(site, without_empty(page), organisation(paper))


def collection(
    paper: Paper, name: str, address: str, addresses: Iterable[str], *before: Step
) -> Node:
    """A list; `before` are the steps between it and the front page."""
    node = page_of("CollectionPage", address, name, paper)
    node["mainEntity"] = item_list(addresses, paper)
    way = breadcrumbs(paper, *before, (name, address))
    return whole(without_empty(node), publisher(paper), way)


def author(paper: Paper, who: Any, address: str, addresses: Iterable[str]) -> Node:
    """Who writes here, with what the who's who knows of a public person."""
    url = f"{paper['url']}{address}"
    node = page_of("ProfilePage", address, who["name"], paper)
    node["mainEntity"] = without_empty(
        {
            "@type": "Person",
            "@id": f"{url}#author",
            "name": who["name"],
            "url": url,
            "jobTitle": who["office"].title if who["office"] else "",
            "sameAs": links(paper, who["person"]),
        }
    )
    node["mentions"] = item_list(addresses, paper)
    way = breadcrumbs(paper, (who["name"], address))
    return whole(without_empty(node), publisher(paper), way)


def links(paper: Paper, person: Any) -> list[str]:
    """Where else a person is told of: their page as a topic, and elsewhere."""
    if person is None:
        return []
    return [f"{paper['url']}{person.get_absolute_url()}", *person.links]


def corrections(
    paper: Paper, name: str, address: str, items: Iterable[tuple[Any, Any, str]]
) -> Node:
    """What was put right: of each the edition, what is live of its text, if anything
    is, and the address of the edition."""
    node = page_of("CollectionPage", address, name, paper)
    told = [correction(paper, *item) for item in items]
    listed = [
        {"@type": "ListItem", "position": place, "item": item}
        for place, item in enumerate(told, 1)
    ]
    if listed:
        node["mainEntity"] = {"@type": "ItemList", "itemListElement": listed}
    way = breadcrumbs(paper, (name, address))
    return whole(node, publisher(paper), way)


def correction(paper: Paper, row: Any, live: Any, address: str) -> Node:
    about = {
        "@type": "WebPage" if row.question_id else "NewsArticle",
        "url": live and f"{paper['url']}{live.get_absolute_url()}",
        "headline": (live or row).headline,
    }
    return without_empty(
        {
            "@type": "CorrectionComment",
            "text": row.note,
            "datePublished": row.live_from.isoformat(timespec="seconds"),
            "url": address and f"{paper['url']}{address}",
            "about": without_empty(about),
        }
    )
