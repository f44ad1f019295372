"""What a page about the paper says to readers, and to machines. No model needed."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from explainer.languages import direction
from pages.graph import organisation, script
from pages.text import Section, sections


@dataclass(frozen=True)
class Page:
    """`row` is a flat page, saved or only typed."""

    row: Any
    is_preview: bool = False

    @cached_property
    def parts(self) -> list[Section]:
        return sections(self.row.body)

    @property
    def intro(self) -> list[Section]:
        """What stands before the first heading, if anything does."""
        return [part for part in self.parts if not part.heading]

    @property
    def sections(self) -> list[Section]:
        return [part for part in self.parts if part.heading]

    @property
    def direction(self) -> str:
        return direction(self.row.language)


def graph(page, paper):
    """The page that says who we are, with the paper itself."""
    url = paper["url"] + page.row.get_absolute_url()
    about = {
        "@type": "AboutPage",
        "@id": f"{url}#page",
        "url": url,
        "name": page.row.title,
        "dateModified": page.row.changed_at.isoformat(),
        "mainEntity": {"@id": f"{paper['url']}/#paper"},
    }
    return {"@context": "https://schema.org", "@graph": [about, organisation(paper)]}


def about_data(page, paper):
    """The page and the paper for machines, if this is the page about the paper."""
    if page.row.policy != "about" or page.is_preview:
        return ""
    return script(graph(page, paper))
