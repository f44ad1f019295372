"""The rows that stories share: a file fills what is empty and undoes nothing."""

import datetime as dt

import pytest

from entities.models import Entity
from people.desks import Desk
from sources.models import Outlet, Source
from stories.models import Tag
from stories.transfer.shared_import import SharedRows
from tests import make

pytestmark = pytest.mark.django_db


def importing(place="a file", **options):
    """An import of this moment, and what it has to say."""
    shared = SharedRows([], **options)
    shared.place = place
    return shared


def kept(row, name, kind="outlet"):
    return f"a file: {kind} “{row}” keeps its own {name}"


def test_a_row_is_filled_where_it_is_empty_and_keeps_what_it_says():
    row, shared = make.outlet(name="Wire", owner="A trust", kind="agency"), importing()
    said = {"country": "Norway", "owner": "Its members", "kind": "agency"}

    for _ in range(2):
        shared.fill(row, **said, paywalled=None, domains="", newsroom=True)

    assert (row.country, row.owner, row.kind) == ("Norway", "A trust", "agency")
    assert row.newsroom is True
    assert shared.notices == [f"{kept(row, 'owner')}: “A trust”, not “Its members”"]


def test_a_row_that_is_overwritten_says_what_the_file_does_but_never_less():
    row, shared = make.outlet(owner="A trust", wire=True), importing(overwrite=True)

    shared.fill(row, owner="Its members", wire=False, country="", kind=None)

    assert (row.owner, row.wire, row.country) == ("Its members", False, "")
    assert shared.notices == []


def test_what_a_row_only_has_by_default_is_said_by_the_first_file_that_does():
    row, other, shared = make.outlet(), make.outlet(), importing()
    shared.assume(row, {"wire": True}, "wire", "paywalled", "newsroom")

    shared.fill(other, paywalled=True)
    shared.fill(row, wire=True, paywalled="")
    shared.fill(row, paywalled=False)
    shared.fill(row, paywalled=True)
    shared.fill(row, newsroom=False)

    assert (row.wire, row.paywalled, row.newsroom) == (False, False, False)
    assert (other.paywalled, len(shared.notices)) == (False, 3)
    assert shared.notices[1:] == [
        f"{kept(row, 'wire')}: “False”, not “True”",
        f"{kept(row, 'paywalled')}: “False”, not “True”",
    ]


def test_days_are_compared_as_they_are_written_and_long_texts_cut():
    image, shared = make.image(rights_until=dt.date(2999, 1, 1)), importing()
    image.licence = "x" * 61

    shared.fill(image, rights_until="2999-01-01", licence="y" * 60)
    shared.report(image, "words")

    (licence, words) = shared.notices
    assert licence.endswith(f"licence: “{'x' * 59}…”, not “{'y' * 60}”")
    assert words.endswith("keeps its own words")


def test_an_entity_is_what_a_file_says_and_has_no_page_until_somebody_says_who():
    shared = importing()
    board = {"name": "Board", "kind": "organisation", "lead": "It runs."}
    board |= {"as_of": "2026-01-02", "attribution": "The register", "licence": "CC"}
    board |= {"same_as": ["https://a.example/", "https://b.example/"]}
    for slug, said in (
        ("clerk", {"name": "Clerk", "kind": "person"}),
        ("board", board | {"aliases": ["The board", "A board"]}),
        ("minister", {"name": "M", "kind": "person", "public_figure": True}),
        ("witness", {"name": "W", "kind": "person", "public_figure": False}),
        ("bystander", {"name": "B"}),
    ):
        shared.entity({"slug": slug} | said)
    make.entity(slug="old", kind="")

    row = Entity.objects.get(slug="board")
    row_says = {name: f"{getattr(row, name)}" for name in board if name != "same_as"}
    assert row_says == {k: v for k, v in board.items() if k != "same_as"}
    assert row.same_as == "https://a.example/\nhttps://b.example/"
    assert [alias.name for alias in row.aliases.all()] == ["A board", "The board"]
    assert [*shared.unanswered()] == [
        "bystander: no kind, so no page until an editor chooses one",
        "clerk: public_figure is not said, so no page of this person until an editor "
        "says yes",
    ]
    assert shared.notices == []


def test_a_later_file_of_the_same_import_may_say_who_somebody_is():
    shared = importing()
    shared.entity({"slug": "ana", "name": "Ana"})
    shared.entity({"slug": "ana", "name": "Ana", "kind": "person"})
    assert len([*shared.unanswered()]) == 1

    shared.entity({"slug": "ana", "kind": "person", "public_figure": True})
    shared.entity({"slug": "ana", "kind": "place", "public_figure": False})

    row = Entity.objects.get()
    assert ([*shared.unanswered()], row.kind, row.public_figure) == ([], "person", True)
    assert shared.notices == [
        f"{kept(row, 'kind', 'entity')}: “person”, not “place”",
        f"{kept(row, 'public_figure', 'entity')}: “True”, not “False”",
    ]


def test_an_operator_answers_for_persons_of_whom_no_file_says_anything():
    shared = importing(public_figures=True)

    shared.entity({"slug": "ana", "name": "Ana", "kind": "person"})
    shared.entity(
        {"slug": "jo", "kind": "person", "name": "Jo", "public_figure": False}
    )

    assert [*Entity.objects.values_list("slug", "public_figure").order_by("slug")] == [
        *(("ana", True), ("jo", False))
    ]


def test_other_names_and_offices_are_all_a_files_or_all_the_papers():
    row = make.entity(slug="ana", kind="person", public_figure=True)
    said = {"slug": "ana", "aliases": ["Ana", "A."]}
    said["roles"] = [{"title": "Mayor", "since": "2020-01-01"}, {"title": "Clerk"}]
    importing().entity(said)
    names = {"slug": "ana", "aliases": ["Anita", "A."]}
    offices = {"slug": "ana", "roles": [{"title": "Mayor", "until": "2021-01-01"}]}

    again, other = importing(), importing()
    for brought in (said, {"slug": "ana"}):
        again.entity(brought)
    for brought in (names, offices):
        other.entity(brought)

    def stand():
        roles = {(one.title, f"{one.since}", f"{one.until}") for one in row.roles.all()}
        return [alias.name for alias in row.aliases.all()], roles

    before = ["A.", "Ana"], {("Mayor", "2020-01-01", "None"), ("Clerk", "None", "None")}
    assert (again.notices, stand()) == ([], before)
    assert other.notices == [
        f"{kept(row, 'aliases', 'entity')}: “A., Ana”, not “A., Anita”",
        f"{kept(row, 'roles', 'entity')}: “Clerk – –; Mayor 2020-01-01 –”, not "
        "“Mayor – 2021-01-01”",
    ]
    for brought in (names, offices):
        importing(overwrite=True).entity(brought)
    assert stand() == (["A.", "Anita"], {("Mayor", "None", "2021-01-01")})


def test_an_outlet_is_what_the_first_file_says_and_takes_no_others_domain():
    make.outlet(name="Reuters", domains="reuters.example")
    shared = importing()
    wire = {"name": "The Wire", "country": "Norway", "wire": True}
    hosts = ["wire.example", "www.reuters.example", "two.example"]

    shared.publisher({"name": "The Wire", "domains": hosts})
    shared.publisher(wire)
    shared.publisher(wire | {"name": "the wire", "wire": False, "country": "Chile"})

    row = Outlet.objects.named("The Wire")
    assert (row.domains, row.country, row.wire, row.paywalled) == (
        *("wire.example\ntwo.example", "Norway", True, False),
    )
    assert shared.notices == [
        "a file: www.reuters.example stays Reuters’s",
        f"{kept(row, 'country')}: “Norway”, not “Chile”",
        f"{kept(row, 'wire')}: “True”, not “False”",
    ]


def test_a_files_word_on_rights_is_the_pictures():
    image, other, shared = make.image(), make.image(), importing()

    shared.rights({"src": image.name, "rights_until": "2999-01-01", "alt": "A port"})
    shared.rights({"src": other.name, "alt": "A port"})
    shared.rights({"src": "none.png", "rights_until": "2999-01-01"})

    for row in (image, other):
        row.refresh_from_db()
    assert (image.rights_until, other.rights_until) == (dt.date(2999, 1, 1), None)
    assert (image.alt, shared.notices) == ("", [])
    assert [shared.has_image(name) for name in (image.name, "none.png")] == [
        True,
        False,
    ]


def test_a_source_is_known_by_its_address_or_else_by_title_and_outlet():
    shared = importing()
    url = "https://wire.example/1"
    piece = {"title": "Shut", "outlet": "The Wire", "syndicated_from": "Agency"}
    piece |= {"author": "Ana", "published": "2026-01-15", "language": "en"}

    addressed = source_of(shared, {"url": url} | piece)
    book = source_of(shared, {"title": "Shut", "outlet": "The Wire"})
    lone = source_of(shared, {"title": "Shut"})
    outlets = source_of(shared, {"outlet": "The Wire"})

    assert len({addressed.pk, book.pk, lone.pk, outlets.pk}) == 4
    assert source_of(shared, {"url": f"{url}?utm_source=x"}).pk == addressed.pk
    assert source_of(shared, {"title": "Shut", "outlet": "THE WIRE"}).pk == book.pk
    assert source_of(shared, {"title": "Shut", "kind": "book"}).pk == lone.pk
    assert source_of(shared, {"outlet": "The Wire", "kind": "report"}).pk == outlets.pk
    assert source_of(shared, {"key": "notes", "kind": "own"}) is None
    assert Source.objects.get(pk=lone.pk).kind == "book"
    found = Source.objects.get(pk=addressed.pk)
    assert (found.outlet.name, found.syndicated_from.name) == ("The Wire", "Agency")
    assert (found.author, f"{found.published}", found.language) == (
        *("Ana", "2026-01-15", "en"),
    )
    assert Source.objects.count() == 4
    assert shared.notices == []
    source_of(shared, {"title": "Shut", "kind": "report"})
    assert [line.partition(" keeps ")[2] for line in shared.notices] == [
        "its own kind: “book”, not “report”"
    ]


def source_of(shared, item):
    """The shared source of one citation."""
    return shared.sources([{"uid": "1"} | item]).get("1")


def test_of_two_sources_of_one_title_the_older_is_taken():
    first, _second = (
        make.source(url="", title="A book"),
        make.source(url="", title="A book"),
    )

    assert source_of(importing(), {"title": "A book"}) == first


def test_citations_are_tied_to_the_sources_that_they_mean():
    cited = {"title": "Shut", "uid": "1"}
    same = {"title": "Shut", "kind": "report", "uid": "3"}

    found = importing().sources([cited, {"key": "other", "uid": "2"}, same])

    assert {uid: source.title for uid, source in found.items()} == {
        **{"1": "Shut", "3": "Shut"}
    }
    assert found["1"] == found["3"] == Source.objects.get()


def test_one_address_in_one_file_is_one_source():
    url = "https://paper.example/1"
    cited = [{"url": url, "title": "Shut"}, {"url": f"{url}#top", "author": "Ana"}]
    shared = importing()

    found = shared.sources([{"uid": f"{n}"} | item for n, item in enumerate(cited)])

    only = Source.objects.get()
    assert (found, only.title, only.author) == ({"0": only, "1": only}, "Shut", "Ana")


WHOLE = {"format": "explainer/1", "slug": "ports", "headline": "Ports"}


def test_a_document_names_rows_by_their_slugs():
    make.entity(slug="board", name="Harbour board")
    Tag.objects.create(name="Trade", slug="trade")
    item = WHOLE | {
        "desk": "world-news",
        "desk_name": "World",
        "tags": ["zinc", "Trade", "TRADE", "Ports of call"],
        "tag_names": [{"slug": "zinc", "name": "Zinc and tin"}],
        "mentioned": [{"slug": "clerk", "name": "The clerk", "kind": "concept"}],
        "outlets": [{"name": "The Wire", "country": "Norway"}],
        "entities": [
            {"slug": "board"},
            {"slug": "clerk", "name": "She", "prominence": 3},
            {"slug": "orsa", "name": "Orsa", "kind": "place"},
        ],
    }
    shared = importing()

    document = shared.document(item)

    assert document == WHOLE | {
        "desk": "world-news",
        "tags": ["ports-of-call", "trade", "zinc"],
        "entities": [
            {"slug": "board", "prominence": 1, "name": "Harbour board"},
            {"slug": "clerk", "name": "She", "prominence": 3},
            {"slug": "orsa", "name": "Orsa", "prominence": 1},
        ],
    }
    assert shared.notices == []
    assert Outlet.objects.get().country == "Norway"
    assert Entity.objects.get(slug="orsa").kind == "place"
    assert [(desk.slug, desk.name) for desk in Desk.objects.all()] == [
        ("world-news", "World")
    ]
    assert Tag.objects.get(slug="zinc").name == "Zinc and tin"
    assert Entity.objects.get(slug="clerk").name == "The clerk"
    assert importing().document(WHOLE) == WHOLE
    sport = importing().document(WHOLE | {"desk": "Sport"})["desk"]
    assert (sport, Desk.objects.get(name="Sport").slug) == ("sport", "sport")
