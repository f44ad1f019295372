"""Addresses elsewhere: what a browser would open, and what is refused at every door."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from explainer.addresses import fault_of, normalise_scheme, parse_url
from sources.models import Source
from tests import make
from tests.support import desk
from tests.support.files import faults, take

NO_PAGE = "This is no address of a web page."
SECRET = "The address holds a name or a password: take it out."


@pytest.mark.parametrize(
    "address",
    [
        "https://paper.example",
        "HTTPS://Paper.example/A?b#c",
        "https://faß.example:8080/",
        "http://[2001:db8::1]/a",
        "https://paper.example/a b".replace(" ", "%20"),
        "https://paper.example/?path=a\\b",
    ],
)
def test_what_a_browser_opens_is_an_address(address):
    assert fault_of(address) == ""


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://ho%20st/", NO_PAGE),
        ("https://a<b>/", NO_PAGE),
        ("https://256.0.0.1/x", NO_PAGE),
        ("https://\u00ad/", NO_PAGE),
        ("https://2130706433/", NO_PAGE),
        ("https:paper.example", NO_PAGE),
        ("https:\\\\paper.example", NO_PAGE),
        ("https://paper.example/a b", NO_PAGE),
        ("ftp://paper.example/", NO_PAGE),
        ("https://paper.example\\@other.example/", NO_PAGE),
        ("https://editor:secret@paper.example/", SECRET),
        ("https://editor@paper.example/", SECRET),
    ],
)
def test_what_no_browser_opens_or_holds_a_secret_is_refused(address, said):
    assert fault_of(address) == said


def test_only_the_scheme_is_written_as_all_of_ours():
    assert normalise_scheme(" HTTPS://Paper.example/A ") == "https://Paper.example/A"
    assert parse_url("HTTPS://Paper.example/A").href == "https://paper.example/A"


def citing(*addresses):
    sources = [
        {"key": f"s{n}", "title": f"T{n}", "url": url}
        for n, url in enumerate(addresses)
    ]
    said = {"format": "explainer/1", "slug": "ports", "headline": "Ports"}
    return said | {"sources": sources}


@pytest.mark.django_db
def test_a_file_is_refused_with_every_faulty_address_and_no_secret_is_repeated():
    said = faults(citing("https://ho%20st/", "https://a.example/", "https://a:b@c.d/"))

    assert said == [
        'stories[0].sources[0].url: "https://ho%20st/" isn\'t an http or https address',
        "stories[0].sources[2].url: holds a name or a password: take it out",
    ]


@pytest.mark.django_db
def test_pages_of_one_program_are_sources_of_their_own_and_hosts_are_one():
    take(
        citing(
            *(f"HTTPS://register.example/app/#/permits/{n}" for n in (1, 9)),
            "https://bu\u0308cher.example/a",
            "https://b\u00fccher.example/a",
            "https://xn--bcher-kva.example/a",
        )
    )

    known = Source.objects.order_by("pk").values_list("normalised_url", flat=True)
    assert [*known] == [
        "https://register.example/app#/permits/1",
        "https://register.example/app#/permits/9",
        "https://b\u00fccher.example/a",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["url", "archive_url"])
def test_the_form_of_a_source_refuses_and_repairs_as_a_file_does(client, name):
    client.force_login(make.editor())
    add = reverse("admin:sources_source_add")
    sent = desk.fields(client.get(add), "source_form") | {"title": "A report"}

    page = client.post(add, sent | {name: "https://editor:secret@paper.example/"})
    client.post(add, sent | {name: "HTTPS://paper.example/A"})

    assert SECRET in page.content.decode()
    assert getattr(Source.objects.get(), name) == "https://paper.example/A"


@pytest.mark.django_db
def test_an_entity_leads_only_where_a_browser_goes():
    entity = make.entity(same_as="HTTPS://a.example/x\nhttps://b:c@d.example/")

    assert entity.links == ["https://a.example/x"]
    with pytest.raises(ValidationError, match="a name or a password"):
        entity.clean()
