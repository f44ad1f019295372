"""Rows that a browser leaves out: the save comes to what the whole form comes to."""

import difflib
import re

import pytest
from django.contrib import admin
from django.db import transaction

from desk.conflict.untouched_rows import is_whole, whole_form
from desk.models import Buffer
from desk.models.buffers import digest_of
from people.models import AuditEvent
from stories.models import Story, freezing
from tests import filled_paper, make
from tests.support import desk

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# What is another in each page: marks of the page, moments, keys that are drawn anew.
OWN = re.compile(r'csrf[^>]*>|nonce="[^"]*"|(tab|mark)("? value)?="?[-0-9a-f]{36}')


@pytest.fixture
def story(editor):
    parts = {
        "key_points": [{"text": f"Point {number}."} for number in range(3)],
        "quotes": [{"key": f"q{n}", "text": f"Quote {n}."} for n in range(3)],
        "sections": [{"heading": f"Section {n}", "body": "Text."} for n in range(3)],
        "perspectives": [{"holder": f"Side {n}", "text": "So."} for n in range(3)],
        "sources": [{"key": "s", "source": make.source(), "title": "Source"}],
        "image": [{"image": make.image(name="a.png"), "alt": "A boat"}],
    }
    made = make.story(parts)
    made.save_revision()
    return made


def without_templates(sent):
    return {name: value for name, value in sent.items() if desk.EMPTY not in name}


def as_sent(request, story):
    """The parts of a form that was sent about a story as the admin finds it."""
    found = admin.site.get_model_admin(Story)
    story = found.get_object(request, str(story.pk))
    formsets, _inlines = found._create_formsets(request, story, change=True)
    return story, formsets


def test_what_was_left_out_is_put_back_to_the_letter(client, editor, rf):
    filled_paper.fill()
    story = Story.objects.get(slug="filled")
    sent = without_templates(desk.open_form(client, story))
    request = rf.post("/", desk.left_out(sent, sent))
    request.user = editor
    rows = [name for name in request.POST if desk.ROW.fullmatch(name)]

    now = whole_form(request.POST, *as_sent(request, story))
    # Now somebody has saved: it is as the form was loaded.
    story.keypoint_set.update(text="Theirs.")
    story.quote_set.all().delete()
    desk.save(client, story, headline="Theirs")
    then = whole_form(request.POST, *as_sent(request, story))

    assert rows == []
    assert not is_whole(request.POST)
    assert now.dict() == then.dict() == sent
    assert is_whole(now)


def edited(sent):
    """A row of each kind touched, one moved, one removed, one added."""
    made = sent | {"headline": "Mine", "keypoint_set-1-text": "Mine."}
    made |= {"section_set-0-DELETE": "on", "heroimage_set-0-alt": "Mine"}
    places = [f"quote_set-{number}-position" for number in range(3)]
    made |= dict(zip(places, [sent[name] for name in reversed(places)], strict=True))
    desk.add_part(made, "expectation_set", text="Mine comes.")
    made["storysource_set-0-title"] = "Mine"
    return made


def saved(client, story, sent):
    """The document and the entry of the log that come of what was sent; all undone."""
    with transaction.atomic():
        answer = client.post(desk.address("change", story), sent)
        document = freezing.freeze(Story.objects.get(pk=story.pk))
        note = AuditEvent.objects.latest("pk").note
        transaction.set_rollback(True)
    for part in document.get("expectations", ()):
        part.pop("uid")
    assert answer.status_code == 302
    return document, note


def test_a_save_of_what_changed_is_the_save_of_the_whole_form(client, story):
    came = desk.open_form(client, story)
    sent = edited(came)
    left = desk.left_out(sent, came)

    document, note = saved(client, story, left)

    assert len(desk.rows_of(left)) == 7 < len(desk.rows_of(sent)) == 15
    assert (document, note) == saved(client, story, sent)
    assert document != freezing.freeze(story)
    assert [p["text"] for p in document["quotes"]] == [
        quote.text for quote in story.quote_set.order_by("-position")
    ]


def shown(client, story, sent):
    """The lines of the page that refuses what was sent, without its own marks."""
    answer = client.post(desk.address("change", story), sent)
    assert answer.status_code == 200
    return OWN.sub("", answer.content.decode()).splitlines()


def difference(one, other):
    return [*difflib.unified_diff(one, other, n=0)]


@pytest.mark.parametrize(
    "fault",
    [
        {"headline": ""},
        {"headline": "", "gone_set-UNTOUCHED": "0:1:no", "gone_set-TOTAL_FORMS": "1"},
        {"storysource_set-0-url": "nowhere"},
        {"_writer": "0"},
    ],
)
def test_what_is_refused_is_shown_whole(client, story, fault):
    came = desk.open_form(client, story)
    sent = edited(came) | fault
    before = freezing.freeze(story)

    page = shown(client, story, desk.left_out(sent, came))
    sent.pop("gone_set-UNTOUCHED", None)

    assert difference(page, shown(client, story, sent)) == []
    assert freezing.freeze(Story.objects.get(pk=story.pk)) == before


def theirs(client, story):
    """Somebody else saves: rows changed, gone and new, and all of one kind moved."""
    sent = desk.open_form(client, story)
    sent |= {"keypoint_set-0-text": "Theirs.", "keypoint_set-1-text": "Theirs too."}
    sent |= {"section_set-1-DELETE": "on", "section_set-0-heading": "Theirs"}
    places = [f"perspective_set-{number}-position" for number in range(3)]
    sent |= dict(zip(places, [sent[name] for name in reversed(places)], strict=True))
    desk.add_part(sent, "glossaryterm_set", term="Theirs", meaning="A term.")
    answer = client.post(desk.address("change", story), sent, follow=True)
    assert "Saved." in answer.content.decode()


@pytest.mark.parametrize("is_known", [True, False])
def test_two_who_wrote_meet_as_with_the_whole_form(client, story, is_known):
    story.save_revision()
    came = desk.open_form(client, story)
    sent = edited(came)
    theirs(client, story)
    if not is_known:
        sent["loaded_revision"] = came["loaded_revision"] = ""
    left = desk.left_out(sent, came)

    page = shown(client, story, left)
    html = "\n".join(page)
    choices = dict(re.findall(r'name="(_take-[^"]+)" value="(\w+)" checked', html))
    mixed = {"_choose": re.search(r'name="_choose" value="(\d+)"', html)[1], **choices}

    if is_known:
        assert difference(page, shown(client, story, sent)) == []
        pages = [shown(client, story, one | mixed) for one in (left, sent)]
        assert difference(*pages) == []
    assert choices
    again = desk.fields(client.post(desk.address("change", story), left | mixed))
    document, _note = saved(client, story, again)
    assert [p["text"] for p in document["key_points"]][:2] == [
        "Theirs.",
        "Theirs too.\n\nMine.",
    ]
    assert "Theirs" in [term["term"] for term in document["glossary"]]
    moved = [str(part.uid) for part in story.perspective_set.order_by("position")]
    assert ([p["uid"] for p in document["perspectives"]] == moved) == is_known


def test_the_same_save_sent_twice_is_one(client, story):
    came = desk.open_form(client, story)
    left = desk.left_out(edited(came), came)

    answers = [client.post(desk.address("change", story), left) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert story.revisions.count() == 2


def test_a_part_that_went_unseen_is_no_part_that_stays(client, story):
    """Nothing of the desk takes a part so; it is told of as with the whole form."""
    came = desk.open_form(client, story)
    sent = came | {"headline": "Mine"}
    story.keypoint_set.all().delete()

    document, _note = saved(client, story, desk.left_out(sent, came))

    assert [p["text"] for p in document["key_points"]] == [
        f"Point {number}." for number in range(3)
    ]
    assert document == saved(client, story, sent)[0]


def test_a_draft_that_went_meanwhile_is_a_new_one_of_what_was_sent(client, story):
    """A browser asks just before, and then sends all of it: this is that moment."""
    came = desk.open_form(client, story)
    left = desk.left_out(came | {"keypoint_set-1-text": "Mine."}, came)
    address = desk.address("change", story)
    story.revisions.all().delete(), story.delete()

    page = client.post(address, left)

    again = desk.fields(page)
    assert "Somebody deleted this draft" in page.content.decode()
    assert client.post(address, again).status_code == 302
    assert [point.text for point in Story.objects.get().keypoint_set.all()] == ["Mine."]


def test_a_kept_text_with_these_very_words_is_let_go(client, editor, story):
    came = desk.open_form(client, story)
    sent = came | {"headline": "Mine"}
    words = without_templates(sent)
    same = make.buffer(story, user=editor, digest=digest_of([*words.items()]))
    other = make.buffer(story, user=editor, digest=digest_of([*came.items()]))

    client.post(desk.address("change", story), desk.left_out(sent, came))

    assert [*Buffer.objects.unsaved()] == [other]
    assert Buffer.objects.get(pk=same.pk).data == ""
