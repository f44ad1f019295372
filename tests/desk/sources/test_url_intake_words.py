"""What is said of a source that was taken, and what a form fills in from its page."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Permission
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from desk.sources.admin import asked_of, whose_host
from desk.sources.autofill import fill
from desk.sources.url_intake import (
    ARCHIVE,
    claim,
    lead,
    look_up,
    may_confirm,
    source_data,
)
from sources.models import Source
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def taken(source, **said):
    said = {"is_new": True, "agency": "", "warnings": []} | said
    return SimpleNamespace(source=source, **said)


def test_a_source_is_described_to_scripts_with_its_label_and_its_line():
    post = make.outlet(name="The Post", slug="the-post")
    source = make.source(title="Rates", outlet=post, author="Jo", language="en")
    source.published = dt.date(2026, 3, 4)
    bare = make.source(title="", archive_url="https://web.archive.org/web/1/x")

    said = source_data(taken(source, agency="Wire", warnings=["Hm."]), ["the-post-1"])
    least = source_data(taken(bare, is_new=False), [])

    assert said == {
        "kind": source.kind,
        "title": "Rates",
        "outlet": "The Post",
        "author": "Jo",
        "url": source.url,
        "archive_url": "",
        "published": "2026-03-04",
        "accessed": "",
        "language": "en",
        "syndicated_from": "",
        "id": source.pk,
        "name": str(source),
        "key": "the-post-2",
        "line": "The Post · Jo · 4 Mar 2026",
        "known": "",
        "wire": "Wire",
        "warnings": ["Hm."],
        "archive": ARCHIVE + source.url,
    }
    assert {name: least[name] for name in ("line", "known", "archive", "outlet")} == {
        "line": "",
        "known": "We have this already.",
        "archive": "",
        "outlet": "",
    }


def test_a_claim_is_shown_to_who_may_make_and_change_outlets():
    claimed = make.source(url="https://paper.example/a", claimed="The Paper")
    known = make.source(claimed="The Paper", outlet=make.outlet())
    editor, writer = make.person("editor"), make.person("contributor")

    assert claim(claimed, editor) == {
        "claim": {
            "host": "paper.example",
            "name": "The Paper",
            "address": reverse("admin:sources_source_outlet", args=[claimed.pk]),
        }
    }
    for source, by in [(known, editor), (make.source(), editor), (claimed, writer)]:
        assert claim(source, by) == {}
    half = make.person()
    give = Permission.objects.filter
    for name in ("change_outlet", "add_outlet"):
        half.user_permissions.set(give(codename=name))
        assert not may_confirm(type(half).objects.get(pk=half.pk))
    assert may_confirm(editor)


def test_where_one_goes_on_with_a_source():
    source, story, by = make.source(), make.story(), make.editor()

    ways = [lead(source, "keep", None, by), lead(source, "new", None, by)]
    ways.append(lead(source, str(story.pk), story, by))

    assert ways == [
        f"/admin/sources/source/{source.pk}/change/",
        f"/admin/stories/story/add/?sources={source.pk}",
        f"/admin/stories/story/{story.pk}/change/#storysource_set-group",
    ]
    assert story.storysource_set.get(source=source).key


def found(url="https://paper.example/a", archived="", **said):
    nothing = {"title": "", "authors": [], "language": "", "published": None}
    reading = SimpleNamespace(**nothing | said)
    return SimpleNamespace(url=url, archived=archived, reading=reading)


def test_only_what_is_empty_is_filled_in_and_named():
    paper = make.outlet(domains="paper.example")
    page = found(
        title="Rates",
        authors=["Jo Doe", "Al"],
        language="en",
        published=dt.date(2026, 3, 4),
        archived="https://web.archive.org/web/1/https://paper.example/a",
    )
    sent = QueryDict("title=Mine&author=&url=https://paper.example/a?x=1", mutable=True)

    names = fill(sent, page)

    today = timezone.localdate().isoformat()
    assert names == [
        *("outlet", "author", "language", "published", "accessed", "archive_url"),
    ]
    assert sent.dict() == {
        "title": "Mine",
        "author": "Jo Doe, Al",
        "url": "https://paper.example/a",
        "outlet": str(paper.pk),
        "language": "en",
        "published": "2026-03-04",
        "accessed": today,
        "archive_url": page.archived,
    }
    plain = QueryDict("url=https://other.example/?x=1&accessed=x", mutable=True)
    assert fill(plain, found(url="https://other.example/", authors=["x" * 400])) == [
        "author"
    ]
    assert plain.dict() == {
        "url": "https://other.example/?x=1",
        "accessed": "x",
        "author": "x" * 300,
    }


def test_the_list_says_whose_a_host_is_and_whether_somebody_said_so():
    column = whose_host
    paper = make.outlet(domains="paper.example")
    address = {"url": "https://news.paper.example/a"}
    rows = [
        Source(**address, outlet=paper),
        Source(url="https://paper.example/a", outlet=paper),
        Source(url="https://notpaper.example/a", outlet=paper),
        Source(**address, claimed="The Paper"),
        Source(**address, vouched=True),
        Source(title="On paper"),
    ]

    host = "news.paper.example"
    open_ = '<small class="open">{}</small>'
    assert [column(row) for row in rows] == [
        host,
        "paper.example",
        "notpaper.example" + open_.format("not confirmed"),
        host + open_.format("“The Paper”, not confirmed"),
        host,
        None,
    ]
    assert asked_of(Source()) == ""
    assert asked_of(Source(url="https://new.example/")).startswith("We have no outlet")


def test_what_is_added_anyway_is_not_fetched_and_what_we_have_neither(site):
    by, page = make.editor(), "<title>Rates rise</title>"
    known = make.source(url=site.says("/known", page))

    anyway = look_up(site.says("/a", page), by, ask=True, anyway=True)
    again = look_up(known.url, by, ask=False, anyway=False)
    assert (site.asked, anyway.source.title, again.source) == ([], "", known)

    read = look_up(site.says("/b", page), by, ask=True, anyway=False)
    assert read.source.title == "Rates rise"


def test_the_form_of_a_source_is_shown_as_if_it_had_just_been_opened(client, site):
    client.force_login(make.editor())
    source = make.source(url=site.says("/a", "<title>Rates rise</title>"))
    change = reverse("admin:sources_source_change", args=[source.pk])
    sent = {"url": source.url, "title": source.title}

    old = client.post(reverse("admin:sources_source_fetch", args=[source.pk]), sent)
    new = client.post(
        reverse("admin:sources_source_fetch_new"), sent | {"title": "", "_popup": "1"}
    )

    names = ("title", "subtitle", "object_id", "original", "add", "change")
    names = (*names, "is_popup", "form_url")
    assert {name: old.context[name] for name in names} == {
        "title": "Change source",
        "subtitle": str(source),
        "object_id": str(source.pk),
        "original": source,
        "add": False,
        "change": True,
        "is_popup": False,
        "form_url": change,
    }
    assert {name: new.context[name] for name in names} == {
        "title": "Add source",
        "subtitle": None,
        "object_id": None,
        "original": None,
        "add": True,
        "change": False,
        "is_popup": True,
        "form_url": reverse("admin:sources_source_add"),
    }
