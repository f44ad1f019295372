"""Editions for machines: the frozen document, and what the record says beside it."""

import json
import re

import pytest
import time_machine
from django.conf import settings

from explainer.blocks import Change
from explainer.document import digest
from stories.models import Question, Story
from tests import make

pytestmark = [
    *(pytest.mark.django_db, pytest.mark.once),
    pytest.mark.usefixtures("unguarded"),
]

SITE = settings.SITE_URL
HOUR = "2026-03-03T{}:00:00+00:00".format


def at(hour):
    return time_machine.travel(HOUR(hour), tick=False)


@pytest.fixture
def ports():
    """Published at ten, corrected at eleven, gone on with at twelve; and another."""
    with at(10):
        make.published_story(slug="rivers")
        story = make.published_story(slug="ports", summary="Ten died.", language="de")
    with at(11):
        change = Change(
            "replace", field="summary", index=0, old="Ten died.", new="Two."
        )
        story.correct(changes=[change], note="Two died, not ten.")
    with at(12):
        story = Story.objects.get(pk=story.pk)
        story.draft.mark_level()
        story.headline = "Ports reopen"
        story.save()
        make.edition(story, kind="development", note="They reopen.")
    return story


CORRECTION = {
    "edition": 2,
    "kind": "correction",
    "note": "Two died, not ten.",
    "published_at": HOUR(11),
    "address": f"{SITE}/stories/ports/editions/2/",
}


def test_the_twin_says_where_the_text_stands_and_what_was_put_right(client, ports):
    twin = client.get("/stories/ports.json").json()
    revision = ports.editions.get(number=3).revision

    document, blocks = twin.pop("document"), twin.pop("blocks")
    names = ["headline", "happened", "happened-1", "sources", "source-1"]
    assert [block["id"] for block in blocks] == names
    assert blocks[2] == {
        "id": "happened-1",
        "address": f"{SITE}/stories/ports/editions/3/#happened-1",
        "heading": "Was passiert ist",
        "text": "Two.",
    }
    assert document == json.loads(revision.document)
    assert twin == {
        "format": "edition/1",
        "address": f"{SITE}/stories/ports/",
        "edition": 3,
        "kind": "development",
        "note": "They reopen.",
        "published_at": HOUR(12),
        "first_published_at": HOUR(10),
        "updated_at": HOUR(12),
        "language": "de",
        "corrections": [CORRECTION],
        "forms": [
            {"type": kind, "address": f"{SITE}/stories/ports/editions/3{end}"}
            for kind, end in [
                *(("text/html", "/"), ("application/json", ".json")),
                *(("text/markdown", ".md"), ("application/json", ".ninjs.json")),
            ]
        ],
        "current": {"edition": 3, "address": f"{SITE}/stories/ports.json"},
        "digest": f"sha256:{revision.digest}",
    }


def test_the_document_stands_in_its_envelope_byte_for_byte(client, ports):
    said = client.get("/stories/ports.json").content.decode()
    revision = ports.editions.get(number=3).revision

    found = re.fullmatch(r'\{.*"document":(.*)\}', said)[1]

    assert found == revision.document
    assert f'"sha256:{digest(found)}"' in said


def test_an_older_edition_has_its_own_twin(client, ports):
    twins = [
        client.get(f"/stories/ports/editions/{number}.json").json()
        for number in (1, 2, 3)
    ]

    assert [twin["document"]["summary"] for twin in twins] == [
        "Ten died.",
        *["Two."] * 2,
    ]
    assert [twin["corrections"] for twin in twins] == [[], [CORRECTION], [CORRECTION]]
    assert {twin["address"] for twin in twins} == {f"{SITE}/stories/ports/"}
    assert {twin["current"]["edition"] for twin in twins} == {3}
    assert twins[2] == client.get("/stories/ports.json").json()
    for number in (0, 4, 10**30):
        missing = client.get(f"/stories/ports/editions/{number}.json")
        assert (missing.status_code, missing.json()) == (404, {"status": 404})


def test_a_question_has_twins_too(client):
    with at(10):
        make.published_question(slug="when")
        question = make.published_question(slug="why", intro="Because.")
    with at(11):
        question.intro = "Because of that."
        question.save()
        make.edition(question, kind="wording")

    twin = client.get("/questions/why.json").json()
    first = client.get("/questions/why/editions/1.json").json()

    assert (twin["edition"], twin["kind"], twin["language"]) == (2, "wording", "en-gb")
    assert twin["address"] == first["address"] == f"{SITE}/questions/why/"
    assert twin["document"]["intro"] == "Because of that."
    assert first["document"]["intro"] == "Because."


@pytest.mark.parametrize(
    ("page", "twin"),
    [
        ("/stories/ports/", "/stories/ports.json"),
        ("/stories/ports/editions/1/", "/stories/ports/editions/1.json"),
        ("/questions/why/", "/questions/why.json"),
        ("/questions/why/editions/1/", "/questions/why/editions/1.json"),
    ],
)
def test_a_page_leads_to_its_own_twin(client, ports, page, twin):
    make.published_question(slug="why")
    found = client.get(page).content.decode()

    pattern = r'<link rel="alternate" type="application/json" href="([^"]*)">'
    assert re.findall(pattern, found) == [twin]
    answer = client.get(twin)
    address = answer.json()["address"]
    assert answer["Link"] == f'<{address}>; rel="canonical"'
    assert f'<link rel="canonical" href="{address}">' in found


TWINS = ("/{0}s/x.json", "/{0}s/x/editions/1.json")


def made(kind, slug):
    build = make.published_story if kind == "story" else make.published_question
    return build(slug=slug)


@pytest.mark.parametrize("kind", ["story", "question"])
@pytest.mark.parametrize("twin", TWINS)
def test_what_was_taken_down_says_why_in_json(client, kind, twin):
    with at(10):
        owner = made(kind, "x")
        other = made(kind, "y")
    with at(11):
        owner.withdraw(note="Es war „falsch“.")
    where = twin.format(kind).replace("storys", "stories")

    answer = client.get(where)

    assert (answer.status_code, answer["Content-Type"]) == (410, "application/json")
    assert answer.json() == {
        "status": 410,
        "address": f"{SITE}{owner.get_absolute_url()}",
        "edition": 2,
        "kind": "withdrawal",
        "note": "Es war „falsch“.",
        "published_at": HOUR(11),
    }
    assert client.get(where.replace("/x", "/y")).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("kind", ["story", "question"])
@pytest.mark.parametrize("twin", TWINS)
def test_what_moved_says_where_in_json(client, kind, twin):
    owner = made(kind, "x")
    model = Story if kind == "story" else Question
    model.objects.filter(pk=owner.pk).update(slug="new")
    make.edition(model.objects.get(pk=owner.pk))
    where = twin.format(kind).replace("storys", "stories")
    to = where.replace("/x", "/new")

    for path in (where, f"{where},", where.upper()):
        answer = client.get(path)
        first = to if path == where else where
        assert (answer.status_code, answer["Location"]) == (301, first)
        assert answer["Content-Type"] == "application/json"
        assert answer.json() == {"status": 301, "address": f"{SITE}{first}"}


@pytest.mark.parametrize(
    "path", ["/stories/draft.json", "/stories/no.json", "/a/b.json", "/no.json"]
)
def test_what_is_not_there_is_missed_in_json(client, path):
    make.story(slug="draft").save_revision()
    answer = client.get(path)

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")
    assert answer.json() == {"status": 404}


def test_a_twin_that_is_known_is_not_sent_again(client, ports):
    answer = client.get("/stories/ports/editions/1.json")
    etag, kept = answer["ETag"], answer["X-Accel-Expires"]

    again = client.get(
        "/stories/ports/editions/1.json", headers={"If-None-Match": etag}
    )

    assert (again.status_code, again.content, kept) == (304, b"", "60")
