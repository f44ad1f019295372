"""What readers once had stays told as it was, and no password in it is told on."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import call_command

from entities.models import Entity
from explainer import checks
from explainer import file as explainer
from explainer.blocks import Change
from explainer.checks import Context
from sources.models import Outlet, Source
from stories.models import Edition, Revision, Story, Tag, freezing
from stories.models.verb_refusals import NotReadyError
from stories.transfer.publisher import backdate
from stories.transfer.story_import import PublishOptions, import_stories
from tests import make
from tests.support.files import empty_newsroom, faults

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SECRET = "s3cret"
ADDRESS = f"https://ann:{SECRET}@paper.example/a"
UID = "11111111-1111-4111-8111-111111111111"
OLD = {
    "summary": f"~~Gone~~ ==new== and [a page]({ADDRESS}).",
    "sources": [
        {"key": "a", "title": "A", "url": ADDRESS, "archive_url": ADDRESS, "uid": UID}
    ],
    "quotes": [{"text": "Nobody said so.", "uid": UID.replace("1", "2")}],
}
PAGES = ("", "editions/", "editions/1/", "changes/1..2/", "editions/1/cite.bib")


def had(document, *days):
    """A story whose readers had this text, and a little more of it on each day."""
    story = make.story(slug=document["slug"])
    for number, day in enumerate(days):
        freezing.thaw(story, document | {"standfirst": f"Day {number}."})
        kind = "development" if number else "first"
        at = dt.datetime(2026, 1, day, tzinfo=dt.UTC)
        backdate(story, kind=kind, dated=at, document=freezing.freeze(story))


@pytest.fixture
def paper():
    """A story of old with two editions, one with a single one, and one of today."""
    document = {"format": "explainer/1", "headline": "Ports"} | OLD
    had(document | {"slug": "ports"}, 5, 6)
    had(document | {"slug": "once"}, 7)
    return make.published_story(slug="today")


def record():
    found = Edition.objects.select_related("revision").order_by("published_at")
    return [(e.kind, e.published_at, e.revision.digest) for e in found]


def exported(*options):
    out = StringIO()
    call_command("export_stories", *options, stdout=out)
    return out.getvalue()


def test_the_record_comes_back_hash_for_hash_with_all_that_is_wrong_in_it(paper):
    before, file = record(), exported("--whole")

    empty_newsroom()
    done = import_stories(explainer.read_stories(file), publishing=PublishOptions())

    assert record() == before
    assert len(before) == 4
    assert sum("summary: line 1" in notice for notice in done.notices) == 6, (
        done.notices
    )
    assert not Source.objects.filter(url__contains=SECRET).exists()
    draft = freezing.freeze(Story.objects.get(slug="ports"))
    today = dt.date(2026, 2, 1)
    found = checks.examine(draft, Context(today, first=False))
    assert {"markup", "password", "unfinished"} <= {finding.code for finding in found}


def test_what_readers_have_comes_in_as_what_they_have(paper):
    file = exported()

    empty_newsroom()
    done = import_stories(explainer.read_stories(file), publishing=PublishOptions())

    assert SECRET not in file
    assert sorted(done.published) == ["once", "ports", "today"]


def test_a_new_text_is_refused_for_the_same_faults(paper):
    new = {"format": "explainer/1", "headline": "New"} | OLD | {"slug": "new"}
    url = {"url": "https://paper.example/a", "archive_url": ""}
    mended = new | {"sources": [OLD["sources"][0] | url]}

    assert [fault.partition(": ")[0] for fault in faults(new)] == [
        "stories[0].sources[0].url",
        "stories[0].sources[0].archive_url",
    ]
    assert [fault.partition(": ")[0] for fault in faults(mended)] == [
        *["stories[0].summary"] * 2
    ]


def test_no_reader_gets_a_password_and_no_byte_of_the_record_changes(
    paper, client, capsys
):
    before = [*Revision.objects.order_by("pk").values_list("document", flat=True)]

    for address in (
        *(f"/stories/ports/{page}" for page in PAGES),
        "/stories/ports.json",
        "/stories/ports/editions/1.json",
    ):
        page = client.get(address)
        assert page.status_code == 200, address
        assert SECRET not in page.content.decode()
    assert "paper.example/a" in client.get("/stories/ports/").content.decode()
    call_command("check_record")

    said = capsys.readouterr().out
    assert said.count("has a name or a password in an address") == 3
    assert "The record is sound: 4 editions." in said
    after = [*Revision.objects.order_by("pk").values_list("document", flat=True)]
    assert before == after
    assert sum(SECRET in document for document in after) >= 3


def test_a_draft_with_a_password_waits_and_a_correction_takes_it_out(paper):
    story = Story.objects.get(slug="ports")
    story.headline = "Ports reopen"
    story.save()

    with pytest.raises(NotReadyError, match=r"sources\[0\].url: holds a name"):
        story.publish(revision=story.save_revision(), desk_rules=False)
    change = Change("replace", field="headline", new="Harbours")
    done = story.correct(changes=[change], note="They are harbours.")

    assert done.edition.number == 3
    assert SECRET not in done.edition.revision.document
    assert SECRET in Story.objects.get(slug="once").revisions.head().document


def test_a_file_brings_no_password_into_the_whos_who(paper):
    said = {"kind": "place", "lead": f"A port: {ADDRESS}", "attribution": ADDRESS}
    named = [{"slug": "port", "name": f"Port {ADDRESS}"} | said]
    named[0] |= {"aliases": [ADDRESS], "roles": [{"title": f"Hub {ADDRESS}"}]}
    outlets = [{"name": "The Wire", "owner": f"See {ADDRESS}"}]
    file = {"format": "explainer/1", "slug": "new", "headline": "New"}
    file |= {"tags": [f"Ports {ADDRESS}"], "outlets": outlets}

    for _again in range(2):
        done = import_stories(
            explainer.read_stories(json.dumps(file | {"mentioned": named})),
            publishing=None,
        )
    port = Entity.objects.get(slug="port")

    assert port.name == "Port https://paper.example/a"
    assert [alias.name for alias in port.aliases.all()] == ["https://paper.example/a"]
    assert [role.title for role in port.roles.all()] == ["Hub https://paper.example/a"]
    assert Outlet.objects.get().owner == "See https://paper.example/a"
    assert Tag.objects.get().name == "Ports https://paper.example/a"
    assert port.lead == "A port: https://paper.example/a"
    assert port.attribution == "https://paper.example/a"
    assert not [notice for notice in done.notices if "keeps its own" in notice]


def test_a_note_gives_no_password_away_in_any_form(client, capsys):
    story = make.published_story(slug="notes")
    other = make.published_story(slug="other")
    note = "We wrote to ann@paper.example, not about %s."
    for of, address in ((story, ADDRESS), (other, "https://paper.example/b")):
        of.headline += " again"
        of.save()
        make.edition(of, kind="correction", note=note % address)

    for address in (
        *(f"/stories/notes/{page}" for page in PAGES),
        *("/stories/notes/?since=1", "/stories/notes.json", "/corrections/"),
    ):
        page = client.get(address).content.decode()
        assert "to ann@paper.example" in page or "editions/1" in address, address
        assert SECRET not in page
    assert note % "https://paper.example/b" in client.get("/corrections/").text
    call_command("check_record")

    assert "The record is sound: 4 editions." in capsys.readouterr().out
    assert story.editions.last().note == note % ADDRESS
