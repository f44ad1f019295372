"""Outlets: what is known of each, and what of it we cite. Counted, never scored."""

import datetime as dt
import json
import re

import pytest
from django.utils import timezone

from paper.lists import outlets as papers
from paper.queries.keyset import START
from paper.queries.paging import Page
from stories.models import Showing
from tests import make
from tests.support.reader import get, publish, read

pytestmark = pytest.mark.django_db

PAGE = "/outlets/gazette/"


def citing(slug, *sources, at=None):
    """Publish a story with these sources."""
    listed = [{"key": f"s{n}"} | source for n, source in enumerate(sources)]
    document = {"format": "explainer/1", "slug": slug, "headline": slug.title()}
    publish(document | {"summary": "So.", "sources": listed}, at=at)


def piece(title, outlet="Gazette", **more):
    return {"title": title, "outlet": outlet} | more


@pytest.fixture
def gazette():
    return make.outlet(name="Gazette", slug="gazette")


def test_what_is_known_of_an_outlet_stands_on_its_page(client, gazette):
    gazette.country, gazette.owner, gazette.kind = "Norway", "A trust", "daily paper"
    gazette.paywalled, gazette.domains = True, "gazette.example"
    gazette.save()
    citing("ports", piece("Port shut"))

    words = read(client, PAGE).text

    for said in ("Norway", "owned by A trust", "daily paper", "gazette.example"):
        assert said in words
    assert "may need a subscription" in words
    assert "we give no marks" in words


def test_a_piece_is_listed_once_with_every_story_that_cites_it(client, gazette):
    shut = piece("Port shut", url="https://gazette.example/1", published="2026-01-15")
    citing("ports", shut)
    citing("ships", shut, piece("Port open", published="2026-01-20"))

    words = read(client, PAGE).text

    assert "Cited in 2 stories" in words
    assert "What we cite (2)" in words
    assert (
        "Port open 20 Jan 2026 · In: Ships Port shut 15 Jan 2026 · In: Ships · Ports"
        in words
    )


def test_a_copy_says_whose_text_it_is_on_both_pages(client, gazette):
    make.outlet(name="Agency", slug="agency", wire=True)
    citing("ports", piece("Port shut", syndicated_from="Agency"))

    assert "text from Agency" in read(client, PAGE).text
    agency = read(client, "/outlets/agency/").text
    assert "Its text in other outlets (1) Port shut Gazette" in agency
    assert "other papers print its text" in agency


def test_an_outlet_is_cited_since_the_first_edition_that_did(client, gazette):
    for day, source in [
        (1, piece("Tide", "Other")),
        (2, piece("Shut")),
        (3, piece("Open")),
    ]:
        at = dt.datetime(2026, 1, day, 12, tzinfo=dt.UTC)
        citing("ports", source, at=at)

    words = read(client, PAGE).text

    assert "First cited 2 January 2026" in words
    assert "Last cited 3 January 2026" in words


def test_the_pieces_of_a_withdrawn_story_are_not_counted(client, gazette):
    citing("ports", piece("Port shut"))
    cited = {"key": "a", "title": "Port gone", "outlet": "Gazette"}
    story = make.story({"sources": [cited]})
    make.edition(story)
    assert "Port gone" in get(client, PAGE)

    story.withdraw(note="It was wrong.")

    assert "Port gone" not in get(client, PAGE)
    assert "Cited in 1 story" in get(client, PAGE)


def test_long_lists_of_pieces_are_cut_and_all_are_a_link_away(client, gazette):
    citing("ports", *(piece(f"Piece no. {n}.") for n in range(41)))

    assert "Piece no. 40." not in get(client, PAGE)
    assert "Piece no. 40." in get(client, f"{PAGE}?all=1")


@pytest.mark.parametrize("stories", [1, 3])
def test_an_outlet_takes_five_queries(
    client, django_assert_num_queries, gazette, stories
):
    for number in range(stories):
        citing(f"story-{number}", piece(f"Piece {number}"))

    with django_assert_num_queries(5):
        client.get(PAGE)


def test_machines_read_what_readers_do(client, gazette):
    gazette.owner, gazette.domains = "A trust", "gazette.example"
    gazette.save()
    citing("ports", piece("Port shut"))

    found = re.search(r'ld\+json">(.*?)</script>', get(client, PAGE))
    page = json.loads(found[1])["@graph"][0]

    assert page["@type"] == "ProfilePage"
    assert page["mainEntity"] == {
        "@type": "NewsMediaOrganization",
        "name": "Gazette",
        "url": "https://gazette.example/",
        "parentOrganization": {"@type": "Organization", "name": "A trust"},
    }
    cited = [item["url"] for item in page["mentions"]["itemListElement"]]
    assert cited == ["http://testserver/stories/ports/"]


def test_an_outlet_of_any_script_has_its_own_page(client):
    make.outlet(name="Известия 24", slug="izvestia")
    make.outlet(name="Газета 24", slug="gazeta")
    citing("ports", piece("Port shut", outlet="Известия 24"))

    assert "Port shut" in read(client, "/outlets/izvestia/").text
    assert client.get("/outlets/gazeta/").status_code == 404


def cites(*sources, **fields):
    """A live story with sources from these outlets, or with these fields."""
    said = [{"outlet": one} if isinstance(one, str) else one for one in sources]
    parts = {"sources": [{"key": f"s{n}"} | one for n, one in enumerate(said)]}
    return make.published_story(parts=parts, **fields)


def test_outlets_come_by_name_with_how_many_stories_cite_each_and_since_when(gazette):
    make.outlet(name="Zeitung"), make.outlet(name="Draft's"), make.outlet(name="Gone")
    make.outlet(name="Asked"), make.outlet(name="Agency", open=True)
    first = cites("Zeitung", "Gazette")
    last = cites("Gazette", {"outlet": "Gazette", "syndicated_from": "Zeitung"})
    make.edition(make.story({"byline": [{"name": "Gazette"}]}))
    make.edition(make.question({"sources": [{"key": "a", "outlet": "Asked"}]}))
    make.story({"sources": [{"key": "a", "outlet": "Draft's"}]}).save_revision()
    cites("Gone").withdraw(note="It was wrong.")

    found = [
        (r.name, r.stories, r.newest) for r in papers.outlets(99, now=timezone.now())
    ]

    newest = live(last).updated_at
    assert live(first).updated_at < newest
    assert found == [
        *(("Agency", 0, None), ("Gazette", 2, newest), ("Zeitung", 2, newest))
    ]


def live(story):
    return Showing.objects.live(timezone.now()).get(story_id=story.pk)


def test_the_stories_of_an_outlet_are_so_many_of_the_last_changed(gazette):
    stories = [cites("Gazette", headline=f"No. {n}") for n in range(3)]
    cites("Other")
    make.edition(make.question({"sources": [{"key": "a", "outlet": "Gazette"}]}))
    stories[0].headline = "No. 0 anew"
    stories[0].save()
    make.edition(stories[0], kind="development", note="New: a date.")

    rows = papers.citing_stories(
        *(False, 2), identity=gazette.identity, now=timezone.now(), **START
    )

    found = [(row.headline, row.news) for row in rows]
    assert found == [("No. 0 anew", "New: a date."), ("No. 2", "")]


def outlet_page(outlet, *stories, number=1, more=False, **options):
    """The page of an outlet with these stories."""
    rows = Page([live(story) for story in stories], number, 30, more)
    return papers.build(outlet, rows, timezone.now(), **options)


def test_an_outlet_has_its_own_pieces_and_copies_of_them_the_newest_first(gazette):
    shut = {"title": "Shut", "url": "https://gazette.example/1", "outlet": "gazette"}
    open_ = {"title": "Open", "outlet": "Gazette", "published": "2026-01-20"}
    copied = {"title": "Shut", "outlet": "Other", "syndicated_from": "Gazette"}
    first = cites(shut | {"published": "2026-01-15"}, open_, "Other")
    second = cites(open_ | {"outlet": "GAZETTE"}, copied, open_)
    bare = cites({"outlet": "Gazette", "url": "https://gazette.example/2"}, "Gazette")

    made = outlet_page(gazette, second, first, bare)

    assert [
        (piece.title, piece.url, piece.outlet, piece.published, piece.showings)
        for piece in made.pieces
    ] == [
        *(
            ("Open", "", "GAZETTE", dt.date(2026, 1, 20), [live(second)]),
            ("Open", "", "Gazette", dt.date(2026, 1, 20), [live(second), live(first)]),
            (
                *("Shut", "https://gazette.example/1", "gazette"),
                *(dt.date(2026, 1, 15), [live(first)]),
            ),
            (
                *("https://gazette.example/2", "https://gazette.example/2", "Gazette"),
                *(None, [live(bare)]),
            ),
            ("s1", "", "Gazette", None, [live(bare)]),
        )
    ]
    assert [(piece.outlet, piece.copy_of) for piece in made.copies] == [
        ("Other", "Gazette")
    ]
    assert {piece.copy_of for piece in made.pieces} == {""}


@pytest.mark.parametrize(
    ("number", "more", "capped"),
    [(1, False, False), (1, True, True), (2, False, True)],
)
def test_when_an_outlet_was_last_cited_its_first_page_says(
    gazette, number, more, capped
):
    shut, opened = piece("Shut"), piece("Open")
    stories = [cites(shut, opened), cites(shut)][::-1]

    made = outlet_page(gazette, *stories, number=number, more=more)

    assert made.last == (live(stories[0]).updated_at if number == 1 else None)
    assert (made.capped, made.shown) == (capped, papers.SHOWN)
    assert outlet_page(gazette, *stories, everything=True).shown == 2
    assert outlet_page(gazette).last is None


@pytest.mark.usefixtures("unguarded")
def test_an_outlet_was_first_cited_by_the_oldest_edition_of_what_is_up_now(gazette):
    cites("Gazette").withdraw(note="It was wrong.")
    now = timezone.now()
    assert papers.first_cited(identity=gazette.identity, now=now) == []
    make.edition(
        make.story({"sources": [{"key": "a", "outlet": "Gazette"}]}), at=make.soon()
    )
    make.edition(make.story({"byline": [{"name": "Gazette"}]}))
    story = make.published_story()
    make.add_parts(story, {"sources": [{"key": "b", "outlet": "Gazette"}]})
    story.save()
    since = make.edition(story).showing.live_from
    story.storysource_set.filter(key="b").delete()
    story.save()
    make.edition(story)
    cites("Gazette")

    assert papers.first_cited(identity=gazette.identity, now=timezone.now()) == [since]
