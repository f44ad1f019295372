"""No form brings back what an order took out, whoever had it open meanwhile."""

import json

import pytest

from desk.models import Buffer
from explainer.erasure import Sentence
from operations.redaction import execution
from stories import doorkeeper
from stories.models.verb_refusals import RedactedError
from tests import make
from tests.desk.unsaved.test_views import keep, typed
from tests.support import desk

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.usefixtures("editor"),
]
SAID = "Ann Moravec took the money of the harbour in secret."


def carry_out():
    order = {"order": "Court, 4 O 17/26", "reason": "It was private."}
    return execution.carry_out(Sentence(SAID), **order)


def post(client, story, sent):
    return client.post(desk.address("change", story), sent)


def brief_of(story):
    story.refresh_from_db()
    return story.brief


def test_a_form_that_was_open_meets_a_conflict_and_saves_nothing(client):
    story = make.story(brief=f"So. {SAID}")
    story.save_revision()
    open_since = desk.open_form(client, story)

    carry_out()
    response = post(client, story, open_since | {"headline": "Another"})

    assert response.status_code == 200
    assert brief_of(story) == "So. [removed by order]."
    assert (
        "Court, 4 O 17/26" in response.text or "while you were writing" in response.text
    )


def test_choosing_ones_own_text_of_a_conflict_brings_nothing_back(client):
    story = make.story(brief=f"So. {SAID}")
    story.save_revision()
    open_since = desk.open_form(client, story)
    carry_out()
    story.refresh_from_db()

    for more in ({"_overwrite": "2"}, {"_choose": "2", "_take-brief": "mine"}):
        response = post(client, story, open_since | more)

        assert response.status_code == 200
        assert brief_of(story) == "So. [removed by order]."


def test_who_types_it_anew_is_told_by_which_order_it_is_gone(client):
    story = make.story(brief=f"So. {SAID}")
    story.save_revision()
    carry_out()

    response = desk.save(
        client, story, brief="Ann Moravec took **the money** of the harbour, in secret"
    )

    assert "removed by order (Court, 4 O 17/26)" in response.text
    assert brief_of(story) == "So. [removed by order]."
    assert desk.save(client, story, brief="Ann took nothing.").status_code == 302


def test_a_new_draft_can_not_say_it(client):
    carry_out()
    sent = desk.fields(client.get("/admin/stories/story/add/"))
    said = {"headline": "A", "slug": "a", "brief": SAID}

    response = client.post("/admin/stories/story/add/", sent | said)

    assert "removed by order (Court, 4 O 17/26)" in response.text


def test_what_a_page_sends_to_be_kept_is_kept_without_it(client, ana):
    story = make.story(brief=SAID)
    carry_out()

    answer = keep(client, typed(ana, story, brief=f"So. {SAID} Yes."), story)

    assert answer.json()["state"] == "kept"
    kept = dict(json.loads(Buffer.objects.get().data))
    assert kept["brief"] == "So. [removed by order]. Yes."


def test_it_can_not_be_published_by_any_way():
    carry_out()
    with doorkeeper.aside():  # as a backup of before brings it
        story = make.story(brief=f"So. {SAID}")
        revision = story.save_revision()

    with pytest.raises(RedactedError, match="Court, 4 O 17/26"):
        story.publish(revision=revision, desk_rules=False)
