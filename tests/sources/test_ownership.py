"""Whose page an address is: the nearest outlet that an editor gave the host to."""

import pytest

from people.models import AuditEvent
from sources.models import Outlet, Source
from sources.ownership import (
    HostTakenError,
    bind,
    confirm,
    create_outlet,
    doubt,
    outlet_at,
)
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_a_host_is_the_outlets_whose_domain_is_nearest_above():
    make.outlet(name="Not this one", domains="ample.org\ncomnews.example.org\norg")
    paper = make.outlet(name="Paper", domains="other.org\nexample.org")
    local = make.outlet(name="Local", domains="local.example.org")
    make.outlet(name="Too late", domains="example.org")

    hosts = ("example.org", "a.example.org", "a.local.example.org", "local.example.org")
    assert [outlet_at(host) for host in hosts] == [paper, paper, local, local]
    assert [outlet_at(host) for host in ("org", "news.org", "")] == [None] * 3


@pytest.fixture
def papers():
    """One with a host of its own, one without."""
    return make.outlet(name="Paper", domains="paper.example"), make.outlet(name="Bare")


@pytest.mark.parametrize(
    ("claim", "outlet", "words"),
    [
        ("PAPER", "Paper", ""),
        ("Somebody", "Paper", ""),
        ("", "Paper", ""),
        ("bare", "Paper", "The page calls itself Bare, but a.example is Paper's."),
        ("", None, "We have no outlet for a.example yet."),
        ("paper", None, "The page calls itself Paper, but we know Paper elsewhere."),
        (
            "bare",
            None,
            "a.example calls itself “Bare”: nobody has confirmed that yet.",
        ),
        (
            "Somebody",
            None,
            "a.example calls itself “Somebody”: nobody has confirmed that yet.",
        ),
    ],
)
def test_what_a_page_calls_itself_is_told_where_it_says_something_else(
    papers, claim, outlet, words
):
    known = Outlet.objects.get(name=outlet) if outlet else None

    assert doubt("a.example", claim, known) == words


def noted():
    """All that was written down: the verb, of what, and what changed."""
    events = AuditEvent.objects.order_by("pk").values_list(
        "verb", "kind", "by__username", "before", "after"
    )
    return [*events]


def test_a_confirmed_host_is_noted_with_its_source(papers):
    _paper, bare = papers
    other = make.source(url="https://b.example/a")
    source = make.source(url="https://www.a.example/a", claimed="BARE", vouched=True)
    source.title = "Typed, and not to be kept by this"

    assert confirm(source, make.editor(username="ana")) == bare

    bare.refresh_from_db()
    kept = Source.objects.get(pk=source.pk)
    assert (bare.domains, kept.outlet, kept.vouched) == ("a.example", bare, False)
    assert kept.title.startswith("Report")
    assert Source.objects.get(pk=other.pk).outlet is None
    assert noted() == [
        ("change", "sources.outlet", "ana", {}, {"Domains": "a.example"}),
        ("change", "sources.source", "ana", {}, {"Outlet": "Bare"}),
    ]
    before = noted()
    confirm(source, make.editor())
    assert noted() == before  # nothing is new


def test_a_host_is_written_below_those_that_are_there(papers):
    paper, bare = papers
    bind(paper, "paper.example", make.editor())
    assert noted() == []
    Outlet.objects.filter(pk=paper.pk).update(name="Renamed")

    bind(paper, "b.example", make.editor(username="ana"))

    paper.refresh_from_db()
    assert (paper.name, paper.domains) == ("Renamed", "paper.example\nb.example")
    assert noted() == [
        (
            "change",
            "sources.outlet",
            "ana",
            {"Domains": "paper.example"},
            {"Domains": "paper.example\nb.example"},
        )
    ]
    with pytest.raises(HostTakenError) as taken:
        bind(bare, "b.example", make.editor())
    assert str(taken.value) == "b.example is Renamed's: take it away there first."


def test_a_host_that_is_taken_leaves_no_new_outlet_behind(papers):
    source = make.source(url="https://paper.example/a", claimed="Somebody")

    with pytest.raises(HostTakenError):
        confirm(source, make.editor())

    assert sorted(Outlet.objects.values_list("name", flat=True)) == ["Bare", "Paper"]
    assert (Source.objects.get().outlet, noted()) == (None, [])


def test_an_outlet_is_made_of_a_name_as_long_as_its_column():
    outlet = create_outlet("A" * 201, make.editor(username="ana"))

    assert outlet.name == "A" * 200
    (event,) = noted()
    assert event[:4] == ("add", "sources.outlet", "ana", {})
    assert event[4]["Name"] == "A" * 200
    make.outlet(slug="new-paper")
    assert create_outlet("New Paper", make.editor()).slug == "new-paper-2"


def test_an_outlet_that_somebody_made_a_moment_before_is_the_one(monkeypatch, papers):
    paper, _bare = papers

    assert create_outlet("PAPER", make.editor()) == paper
    assert noted() == []
