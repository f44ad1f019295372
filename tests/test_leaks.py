"""No draft byte reaches a reader: all public addresses, crawled with marked drafts."""

import functools
import re

import pytest
import time_machine
from django.db import models, transaction
from django.test import Client, override_settings
from django.urls import get_resolver, resolve

from entities.models import Entity
from explainer.blocks import Change
from explainer.document import digest
from people.models import Desk
from stories.models import Question, Story
from stories.models.freezing import part_models
from tests import make
from tests.support import federated
from tests.support.crawler import MARK, crawl, letters, without_withdrawals
from tests.support.folio import barrier, canteens
from tests.support.reader import publish

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def marked(owner):
    """Write the mark into every text of a working copy and of its parts."""
    mark_texts(owner)
    owner.save()
    for model in part_models(owner).values():
        for part in model.objects.filter(**{model.OWNER: owner}):
            mark_texts(part)
            part.save()
    owner.save_revision()


def mark_texts(row):
    for field in row._meta.concrete_fields:
        free = isinstance(field, models.CharField | models.TextField)
        if free and not field.choices and not isinstance(field, models.SlugField):
            setattr(row, field.name, f"{MARK} {getattr(row, field.name)}"[:300])


@pytest.fixture(scope="module")
def paper(django_db_setup, django_db_blocker):
    """Live stories whose drafts have moved on, drafts alone, and texts waiting."""
    with (
        override_settings(FOLLOW_BY_MAIL=True, FEDIVERSE_NAME="lantern"),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        federated.have_key()
        fill()
        yield functools.cache(crawl)
        transaction.set_rollback(True)


@pytest.fixture(params=[False, True], ids=["", "cached"])
def answers(request, paper):
    """What readers get to there; the first test that asks for it walks."""
    if request.param:
        request.getfixturevalue("behind_the_cache")
        crawl()
        return crawl()
    return paper()


def fill():
    publish(barrier())
    publish(canteens())
    make.first_pages()
    put_right()
    for owner in [*Story.objects.all(), *Question.objects.all()]:
        marked(owner)
    parts = {"key_points": [{"text": f"{MARK} point"}]}
    draft = make.story(slug="only-a-draft", headline=MARK, parts=parts)
    draft.save_revision()
    show_outside(draft)
    entity = make.entity(name=f"{MARK} body", slug="only-in-a-draft")
    waiting = make.story(
        slug="waiting",
        headline=f"{MARK} tomorrow",
        parts={"entities": [{"entity": entity, "name": entity.name}]},
    )
    make.edition(waiting, at=make.soon())


def put_right():
    """A story and a question of two editions."""
    due = {"text": "The council votes.", "due": make.soon(days=9).date()}
    parts = {"expectations": [due]}
    story = make.published_story(parts=parts, slug="told-twice", summary="It was so.")
    question = make.published_question(slug="asked-twice", intro="It was so.")
    for owner, field in ((story, "summary"), (question, "intro")):
        change = Change("replace", field=field, index=0, new="It was otherwise.")
        owner.correct(changes=[change], note="It was otherwise.")


def show_outside(draft):
    """Somebody outside was given a link to a draft, has opened it and commented."""
    _link, secret = make.share_link(draft, label=MARK, takes_comments=True)
    address = f"/shared/{secret}/"
    said = {"guest": MARK, "body": f"{MARK} comment"}
    page = Client().post(address, said, follow=True)
    assert f"{MARK} point" in page.content.decode()
    assert f"{MARK} comment" in page.content.decode()


def test_no_draft_byte_reaches_a_reader_and_no_link_leads_nowhere(answers):
    assert len(answers) > 20
    dated = {address for address in answers if address.endswith(".ics")}
    events = [b"BEGIN:VEVENT" in answers[address].content for address in dated]
    assert sum(events) > 1
    notes = [address for address in answers if address.startswith("/fediverse/notes/")]
    assert len(notes) >= 2
    assert not [address for address in answers if address.startswith("/shared")]
    for address, response in answers.items():
        assert MARK not in response.content.decode(), address
        assert response.status_code < 400 or address == "/no/such/page/", address


INBOXES = ["fediverse_inbox"]
INBOXES += [f"fediverse_{kind}_inbox" for kind in ("front", "desk", "entity")]
# What the crawl does not look at, and where that is looked at.
APART = {
    **dict.fromkeys(("card", "image", "rendition"), "drawn, and not to be read so"),
    **dict.fromkeys(("shared", "shared_picture", "shared_elsewhere"), "test_sharing"),
    **dict.fromkeys(("letters", "letters_stop"), "a follower's own, as letters are"),
    **dict.fromkeys(("contact_received", "follow_received"), "of who has sent a form"),
    **dict.fromkeys(("dashboard", "find"), "the desk's"),
    "webfinger": "names actors by what it is asked for",
    **dict.fromkeys(("node_info_links", "fediverse_node_info"), "numbers alone"),
    **dict.fromkeys(INBOXES, "takes, and says nothing"),
    "change_password": "leads to the desk",
    "security": "has nothing of any text",
}


def test_every_public_address_is_looked_at(paper):
    """Whoever adds a door is told that nobody looks through it."""
    looked_at = {
        resolve(address.partition("?")[0]).view_name
        for address, response in paper().items()
        if response.status_code == 200
    }
    patterns = get_resolver().url_patterns
    names = {pattern.name for pattern in patterns if hasattr(pattern, "name")}

    assert names - looked_at == {*APART}


def test_no_draft_byte_is_in_a_letter(paper, db):
    """Everybody who follows anything is told of all that has come out, and no more."""
    for model in (Story, Question, Entity, Desk):
        for thing in model.objects.all():
            make.follower(thing)

    sent = letters()
    with time_machine.travel(make.soon(hours=2)):
        sent_later = letters()

    assert len(sent) > 5
    assert [letter for letter in sent if MARK in letter] == []
    assert any(f"{MARK} tomorrow" in letter for letter in sent_later)


# What a live text may point at and readers may not know, and what it was before.
HIDDEN = ("draft", "coming", "held", "gone", "renamed-since")


def hide(owner, slug):
    """Bring a story or a question to where readers don't have it."""
    if slug == "coming":
        make.edition(owner, at=make.soon())
    elif slug != "draft":
        make.edition(owner)
    if slug == "held":
        owner.hold(note="Not now.", until=make.soon(hours=2))
    elif slug == "gone":
        owner.withdraw(note="Not any more.")
    elif slug == "renamed-since":  # It is live; what it will be called is not.
        owner.slug = f"{owner.slug}-x"
        owner.save()
        make.edition(owner, at=make.soon())


@pytest.fixture
def pointing():
    """A live story, corrected once, that points at all of that; beside what is live."""
    live = make.published_story(slug="seen-story", headline="Seen")
    asked = make.published_question(slug="seen-question", title="Seen?")
    parts = {"related": [{"slug": live.slug, "label": "Seen"}], "questions": []}
    parts["questions"] = [{"question": asked, "title": "Seen?"}]
    for slug in HIDDEN:
        other = make.story(slug=f"zqx-story-{slug}", headline=f"Zqx {slug} story")
        question = make.question(slug=f"zqx-question-{slug}", title=f"Zqx {slug} why")
        hide(other, slug)
        hide(question, slug)
        related = {"slug": f"zqx-story-{slug}", "label": other.headline}
        parts["related"].append(related)
        parts["questions"].append({"question": question, "title": question.title})
    story = make.story(parts, slug="pointing", translation_of="zqx-story-draft")
    make.edition(story)
    change = Change("replace", field="summary", index=0, new="It was otherwise.")
    story.correct(changes=[change], note="It was otherwise.")
    return story


PLACES = (
    "/stories/pointing.json",
    "/stories/pointing/editions/1.json",
    "/stories/pointing/?depth=glance",
    "/stories/pointing/?since=1",
    "/stories/pointing/editions/1/",
    "/stories/pointing/changes/1..2/",
    "/search/?q=otherwise",
)


def test_nothing_that_readers_may_not_know_is_named_anywhere(client, pointing):
    answers = crawl() | {place: client.get(place) for place in PLACES}

    for address, response in answers.items():
        assert response.status_code < 400 or address == "/no/such/page/", address
        text = without_withdrawals(address, response)
        assert not re.search("zqx-[a-z]+-(draft|coming|held|gone|[a-z-]+-x)", text)
        assert not re.search("Zqx (draft|coming|held|gone)", text), address
    twin = answers["/stories/pointing.json"].json()["document"]
    assert "digest" not in answers["/stories/pointing.json"].json()
    assert [item["slug"] for item in twin["related"]] == [
        "seen-story",
        "zqx-story-renamed-since",
    ]
    assert [item["slug"] for item in twin["questions"]] == ["seen-question"]
    assert "translation_of" not in twin


def test_what_is_served_without_pointers_is_stored_with_them(pointing):
    text = pointing.editions.last().revision

    assert len(text.content["related"]) == len(HIDDEN) + 1
    assert digest(text.document) == text.digest


def test_what_a_text_points_at_appears_at_its_time(client, pointing):
    with time_machine.travel(make.soon(hours=3)):
        twin = client.get("/stories/pointing.json").json()["document"]
        page = client.get("/stories/pointing/").content.decode()

    for kind in ("story", "question"):
        for slug in ("coming", "held"):
            assert f"zqx-{kind}-{slug}/" in page
    assert "zqx-story-coming" in [item["slug"] for item in twin["related"]]
    assert "zqx-question-held" in [item["slug"] for item in twin["questions"]]
    assert "zqx-story-gone" not in [item["slug"] for item in twin["related"]]


@pytest.mark.parametrize(
    "address",
    [
        "/stories/only-a-draft/",
        "/stories/only-a-draft.json",
        "/stories/waiting/",
        "/stories/waiting.json",
        "/topics/only-in-a-draft/",
    ],
)
def test_what_is_not_live_is_not_found(client, paper, address):
    assert client.get(address).status_code == 404


def test_a_private_person_has_no_page_though_a_story_names_them(client):
    person = make.entity(slug="witness", kind="person", name="A witness")
    make.published_story(parts={"entities": [{"entity": person, "name": "W"}]})

    assert client.get("/topics/witness/").status_code == 404
    assert Entity.objects.filter(slug="witness").exists()


def test_a_private_person_is_called_nothing_that_the_text_does_not_say(client):
    """Behind a pen name, a label or an initial stands an entry with the whole name."""
    hidden = make.entity(slug="zqx-name", kind="person", name="Zqx Name")
    open_one = make.entity(slug="port", name="Port")
    parts = {
        "entities": [{"entity": e, "name": "W"} for e in (hidden, open_one)],
        "byline": [{"name": "Zed", "entity": hidden}],
        "quotes": [{"key": "q", "text": "So.", "speaker": "W", "entity": hidden}],
    }
    brief = "So said @[W](zqx-name) of @[it](port)."
    make.published_story(parts=parts, slug="told", brief=brief)
    make.published_question(slug="asked", intro=brief)

    answers = crawl()

    twins = [f"/stories/told{end}" for end in (".json", "/editions/1.md")]
    twins += ["/questions/asked/editions/1.json", "/questions/asked.md"]
    for address in twins:
        text = answers[address].content.decode()
        assert "@[W](private-1) of @[it](port)" in text, address
        assert "sha256:" not in text, "guesses could be tried"
    for address, response in answers.items():
        assert "zqx" not in response.content.decode().lower(), address
