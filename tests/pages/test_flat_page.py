"""What a page about the paper says: above its headings, below each, to machines."""

import datetime as dt

import pytest

from pages.flat_page import Page, about_data, graph
from pages.menu import Menu
from pages.models import FlatPage

BODY = "Before.\n\n## One\n\nA.\n\n## Two\n\nB."


def row(**fields):
    said = {"title": "Ethics", "slug": "ethics", "body": BODY}
    return FlatPage(
        **said | {"changed_at": dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)} | fields
    )


def test_a_page_is_what_stands_before_its_headings_and_below_them():
    page = Page(row())

    assert [part.html for part in page.intro] == ["<p>Before.</p>"]
    assert [part.heading for part in page.sections] == ["One", "Two"]
    assert [*page.intro, *page.sections] == page.parts
    assert Page(row(body="")).parts == []
    assert not page.is_preview


@pytest.mark.parametrize(
    ("language", "direction"), [("", ""), ("en", "ltr"), ("ar", "rtl")]
)
def test_a_page_runs_as_its_language_does(language, direction):
    assert Page(row(language=language)).direction == direction


def test_machines_are_told_that_a_page_is_about_the_paper():
    pages = Menu(policies={"ethics": "/ethics/"})
    paper = {"url": "https://lantern.example", "name": "The Lantern", "pages": pages}
    page = "https://lantern.example/ethics/"

    who = "https://lantern.example/#paper"

    assert graph(Page(row(policy="about")), paper) == {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "AboutPage",
                "@id": f"{page}#page",
                "url": page,
                "name": "Ethics",
                "dateModified": "2026-01-15T12:00:00+00:00",
                "publisher": {"@id": who},
                "mainEntity": {"@id": who},
            },
            {
                "@type": "NewsMediaOrganization",
                "@id": who,
                "name": "The Lantern",
                "url": "https://lantern.example/",
                "publishingPrinciples": page,
                "ethicsPolicy": page,
            },
        ],
    }


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, "WebPage"),
        ({"policy": "ethics"}, "AboutPage"),
        ({"slug": "contact", "policy": "feedback"}, "ContactPage"),
    ],
)
def test_another_page_is_called_what_it_is_with_whose_it_is(fields, kind):
    paper = {"url": "https://lantern.example", "name": "The Lantern"}

    page, publisher = graph(Page(row(language="de", **fields)), paper)["@graph"]

    assert (page["@type"], page["inLanguage"]) == (kind, "de")
    assert page["publisher"] == {"@id": publisher["@id"]}
    assert "mainEntity" not in page


def test_what_is_typed_at_the_desk_is_told_to_no_machine():
    paper = {"url": "https://lantern.example", "name": "The Lantern"}

    assert about_data(Page(row(), is_preview=True), paper) == ""
    assert about_data(None, paper) == ""
    assert "ContactPage" in about_data(Page(row(slug="contact")), paper)
