"""Suggestions at the desk: taken up with one click, or not wanted again."""

import datetime as dt
import html

import pytest
from django.utils import timezone

from desk.writing.suggestion_pages import SuggestionPanel
from sources.models import Source
from stories.models import Dismissal
from stories.models.freezing import freeze
from tests import make
from tests.support import desk

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.usefixtures("editor"),
]


def board(**fields):
    return make.entity(**{"name": "The Harbour Board", "slug": "board"} | fields)


def answer(client, owner, key, **sent):
    address = desk.address("suggestions", owner)
    page = client.post(address, {"key": key} | sent, follow=True)
    owner.refresh_from_db()
    return html.unescape(page.content.decode())


def offered(client, owner):
    page = client.get(desk.address("suggestions", owner))
    return html.unescape(page.content.decode())


def test_what_is_typed_is_read_and_not_saved(client):
    board()
    story = make.story()
    sent = desk.open_form(client, story) | {"brief": "Then The Harbour Board met."}

    said = client.post(desk.address("suggest", story), sent).content.decode()

    assert "Link to The Harbour Board" in said
    assert 'data-field="id_brief"' in said
    assert 'data-start="5"' in said
    assert "_dismiss" in said
    story.refresh_from_db()
    assert story.brief == ""


def test_a_draft_that_was_never_saved_gets_suggestions_without_an_address(client):
    board()
    sent = desk.fields(client.get(desk.address("add")))
    sent |= {"headline": "New", "brief": "Then The Harbour Board met."}

    said = client.post(desk.address("suggestions_new"), sent).content.decode()

    assert "Link to The Harbour Board" in said
    assert "action=" not in said
    assert "_dismiss" not in said


def test_a_name_is_linked_and_listed_in_the_saved_draft(client, editor):
    entity = board()
    story = make.story(brief="Then The Harbour Board met.")
    before, version = story.save_revision(), story.lock_version

    said = answer(client, story, "name:board", choice="board")

    assert "It is in the draft." in said
    assert story.brief == "Then @[The Harbour Board](board) met."
    assert story.storyentity_set.get().entity == entity
    assert story.revisions.head().created_by == editor
    assert story.revisions.head().pk != before.pk
    assert story.lock_version > version
    assert "Nothing to suggest." in said


def test_of_two_that_are_called_alike_one_is_chosen(client):
    board(name="Kaja Kallas", slug="kaja").aliases.create(name="Kallas")
    board(name="Siim Kallas", slug="siim").aliases.create(name="Kallas")
    story = make.story(brief="Then Kallas left.")
    assert offered(client, story).count("Link to") == 2

    answer(client, story, "name:kaja siim", choice="siim")

    assert story.brief == "Then @[Kallas](siim) left."


def test_a_story_and_a_question_are_added_to_those_that_the_page_leads_to(client):
    source = Source.objects.create(
        url="https://a.example/", normalised_url="https://a.example/"
    )
    cited = [{"key": "a", "source": source, "url": source.url}]
    other = make.story({"sources": cited}, headline="The other")
    asked = make.question(title="Will the sanctions be lifted?")
    story = make.story({"sources": cited}, unknowns="- If sanctions will be lifted.")

    answer(client, story, f"story:{other.pk}")
    answer(client, story, f"question:{asked.pk}")

    document = freeze(story)
    assert [item["slug"] for item in document["related"]] == [other.slug]
    assert document["related"][0]["label"] == "The other"
    assert story.storyquestion_set.get().question == asked


def test_the_role_of_the_day_fills_its_field(client):
    entity = board()
    entity.roles.create(title="Owner of the port", since=dt.date(2020, 1, 1))
    quote = {"text": "So.", "speaker": "It", "said_on": dt.date(2026, 1, 1)}
    story = make.story({"quotes": [quote | {"entity": entity}]})
    uid = story.quote_set.get().uid

    answer(client, story, f"role:{uid}:Owner of the port")

    assert story.quote_set.get().role == "Owner of the port"


@pytest.mark.once(False)
def test_somebody_who_writes_the_same_is_named(client):
    sources = [
        Source.objects.create(url=url, normalised_url=url)
        for url in ("https://a.example/", "https://b.example/")
    ]
    cited = [{"key": f"s{s.pk}", "source": s, "url": s.url} for s in sources]
    make.story({"sources": cited}).save_revision(by=make.editor(username="ben"))

    said = offered(client, make.story({"sources": cited}))

    assert "The same story?" in said
    assert "ben has a draft on this since" in said
    assert "2 shared sources" in said


def test_what_is_not_wanted_stays_away(client, editor):
    board()
    story = make.story(brief="Then The Harbour Board met.")

    said = answer(client, story, "name:board", _dismiss="1")
    answer(client, story, "name:board", _dismiss="1")

    assert "Not suggested again for this page." in said
    assert "Nothing to suggest." in said
    assert Dismissal.objects.get().by == editor
    assert story.brief == "Then The Harbour Board met."


@pytest.mark.once(False)
@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("name:board", "This is not suggested any more: the text has changed."),
        ("story:nonsense", "This is not suggested any more: the text has changed."),
        ("", "Say which suggestion you mean."),
        ("x" * 201, "Say which suggestion you mean."),
        ("\0", "Say which suggestion you mean."),
    ],
)
def test_what_is_not_offered_is_not_done(client, key, words):
    story = make.story(brief="Nobody met.")
    before = story.save_revision()

    assert words in answer(client, story, key, choice="board")
    assert story.revisions.head().pk == before.pk


def test_a_question_gets_names_and_is_told_of_its_like(client):
    board()
    twin = make.question(title="Why do the pipes of the harbour leak?")
    question = make.question(
        title="Why would harbour pipes leak?", intro="The Harbour Board knows."
    )

    said = offered(client, question)
    answer(client, question, "name:board", choice="board")

    assert twin.title in said
    assert "Add the question" not in said
    assert question.intro == "@[The Harbour Board](board) knows."
    assert "not suggested any more" in answer(client, question, f"question:{twin.pk}")


def test_a_script_gets_a_line(client):
    story = make.story()
    address = desk.address("suggestions", story)

    said = client.post(address, {}, headers={"accept": "text/plain"})

    assert (said.status_code, said["Content-Type"]) == (400, "text/plain")
    sent = {"key": "name:x", "_dismiss": "1"}
    said = client.post(address, sent, headers={"accept": "text/plain"})
    assert (said.status_code, said.text) == (
        *(200, "Not suggested again for this page."),
    )


def test_offers_stand_in_their_kinds_each_with_its_place():
    board = make.entity(name="The Harbour Board", slug="board")
    old = make.entity(name="Old Board", slug="old", merged_into=board)
    story = make.story(
        {"entities": [{"entity": old, "name": "Old Board"}]},
        brief="Then The Harbour Board met.",
    )
    offered = SuggestionPanel(story, freeze(story), timezone.now())

    assert [(row["place"], row["field"]) for row in offered.names] == [
        ("In brief", "id_brief")
    ]
    row = offered.names[0]
    assert (row["uid"], row["column"], row["offer"].key) == ("", "brief", "name:board")
    assert (offered.twins, offered.related, offered.questions, offered.roles) == (
        *([], [], [], []),
    )
    assert offered.listed == {"board"}
    assert offered.count == 1
