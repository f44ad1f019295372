"""What a page about the paper says to readers, and to machines. No model needed."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from explainer.languages import direction
from pages.graph import organisation, publisher, script, without_empty
from pages.reserved_slugs import CONTACT
from pages.text import Section, sections

ABOUT = "about"  # The policy of the page that says who we are.


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
    """A page about the paper; that which says who we are comes with all of it."""
    url = paper["url"] + page.row.get_absolute_url()
    who = f"{paper['url']}/#paper"
    about = {
        "@type": kind_of(page.row),
        "@id": f"{url}#page",
        "url": url,
        "name": page.row.title,
        "inLanguage": page.row.language or paper.get("language"),
        "dateModified": page.row.changed_at.isoformat(timespec="seconds"),
        "publisher": {"@id": who},
    }
    if page.row.policy == ABOUT:
        about["mainEntity"] = {"@id": who}
    paper_itself = organisation if page.row.policy == ABOUT else publisher
    nodes = [without_empty(about), paper_itself(paper)]
    return {"@context": "https://schema.org", "@graph": nodes}


def kind_of(row):
    """What schema.org calls such a page."""
    if row.slug == CONTACT:
        return "ContactPage"
    return "AboutPage" if row.policy else "WebPage"


def about_data(page, paper):
    """A page about the paper for machines; none of what is typed at the desk."""
    return "" if page is None or page.is_preview else script(graph(page, paper))
