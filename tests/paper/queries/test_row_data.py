"""What stands late beside a frozen text: corrections at its blocks, and pay walls."""

import pytest

from sources.models import Outlet
from tests import make
from tests.support.reader import get, publish, read

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HARBOUR = "/stories/harbour/"


CITED = [
    {"key": "d", "outlet": "Daily", "url": "https://daily.example/a"},
    {"key": "s", "outlet": "Sunday", "url": "https://sunday.example/a"},
    {"key": "w", "outlet": "Weekly", "url": "https://weekly.example/a"},
    {"key": "m", "outlet": "Ministry", "url": "https://works.example/a"},
]


def harbour(**fields):
    return {
        "format": "explainer/1",
        "slug": "harbour",
        "headline": "Harbour",
        "report": "The levy is 84 crowns.[^le]",
        "sources": [
            {
                "key": "le",
                "title": "Levy",
                "outlet": "The Ledger",
                "url": "https://l.x/",
            }
        ],
    } | fields


def test_a_correction_stands_at_its_block_until_the_block_is_told_anew(client):
    publish(harbour())
    publish(
        harbour(report="The levy is 48 crowns.[^le]"),
        kind="correction",
        note="An earlier version said 84.",
    )
    corrected = get(client, HARBOUR)
    publish(harbour(report="The levy has gone.[^le]"), kind="development", note="New.")

    assert "was “The levy is 84 crowns.”, is “The levy is 48 crowns.”" in corrected
    assert f'href="{HARBOUR}changes/1..2/"' in corrected
    assert 'class="notice amended"' not in get(client, HARBOUR)


def test_an_edition_shows_the_boxes_that_it_had(client):
    publish(harbour())
    publish(harbour(report="The levy is 48 crowns."), kind="correction", note="Was 84.")

    assert "amended" in get(client, f"{HARBOUR}editions/2/")
    assert "amended" not in get(client, f"{HARBOUR}editions/1/")


@pytest.mark.parametrize("page", [HARBOUR, f"{HARBOUR}editions/1/"])
def test_a_source_behind_a_pay_wall_says_so_from_the_moment_it_is_known(client, page):
    make.outlet(name="Other Ledger", slug="other-ledger", paywalled=True)
    outlet = make.outlet(name="The Ledger", slug="the-ledger")
    publish(harbour())
    before = get(client, page)
    outlet.paywalled = True
    outlet.save()

    assert "may need a subscription" not in before
    assert "may need a subscription" in get(client, page)


def test_newsrooms_are_counted_by_what_is_known_of_the_outlets_now(client):
    daily = make.outlet(name="Daily", domains="daily.example\nwww.sunday.example")
    make.outlet(name="Bystander", owner="Press House", newsroom=False)
    sources = [*harbour()["sources"], *CITED]
    publish(harbour(sources=sources, divergence="They differ."))
    before = read(client, HARBOUR).text

    daily.owner = "Press House"
    daily.save()
    Outlet.objects.filter(name="Weekly").update(owner="Press House")
    owned = read(client, HARBOUR).text
    Outlet.objects.filter(name="Ministry").update(newsroom=False)

    assert "5 reports from 4 independent newsrooms." in before
    assert "5 reports from 3 independent newsrooms." in owned
    assert "4 reports from 2 independent newsrooms." in read(client, HARBOUR).text


def test_the_name_of_a_paper_without_pay_wall_needs_no_word(client):
    make.outlet(name="Other Ledger", slug="other-ledger", paywalled=True)
    publish(harbour())

    assert "may need a subscription" not in get(client, HARBOUR)


def test_the_masthead_marks_the_page_one_is_on(client):
    assert '<a href="/questions/" aria-current="page">' in get(client, "/questions/")
    assert '<a href="/questions/">' in get(client, "/topics/")


def test_a_page_claims_nothing_that_nobody_did(client):
    foreseen = [
        {"text": "A vote.", "due": "2020-01-01"},
        {"text": "A count.", "due": "2020-01-01", "outcome": "It was held."},
    ]
    byline = [{"name": "A. Ruiz", "role": "edited by"}]
    publish(harbour(expectations=foreseen, digital_source="assisted", byline=byline))
    publish(harbour(slug="silent"))

    told = read(client, HARBOUR).text
    silent = read(client, "/stories/silent/").text

    assert told.count("no outcome noted yet") == 1
    assert "A language model helped to draft this. A. Ruiz answers for it." in told
    for words in ("checking", "checked", "Read before", "edited by people"):
        assert words not in told
        assert words not in silent
