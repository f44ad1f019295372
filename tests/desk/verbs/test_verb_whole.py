"""What is done to a text at the desk is done and noted, or neither."""

import pytest
from django.db import DatabaseError, connection

from desk.models import Handover
from entities.models import Entity
from people.models import AuditEvent
from people.triggers import Guards, refusal
from stories.models import Edition, Revision, Rule
from tests import make
from tests.support import desk

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.usefixtures("editor"),
]


def nothing_comes_of(client, address, sent, *tables):
    """The log takes no entry: so nothing else may have changed."""

    def rows():
        return [[*model.objects.order_by("pk").values()] for model in tables]

    no_entry = refusal("not_now", "people_auditevent", "INSERT")
    Guards("", "", [no_entry]).put_up(connection)
    before = rows()

    with pytest.raises(DatabaseError, match="not_now"):
        client.post(address, sent)

    assert rows() == before
    assert not AuditEvent.objects.exists()


def test_no_page_is_taken_from_readers_without_a_note(client):
    story = make.published_story()
    sent = {"note": "Gone.", "when": "now"}

    nothing_comes_of(client, desk.address("withdraw", story), sent, Edition)


def test_nobody_takes_a_story_on_themselves_without_a_note(client, ana):
    story = make.story()
    make.handover(story, to=ana)

    nothing_comes_of(client, desk.address("deed", story, "take"), {}, Handover)


def test_no_rule_is_set_without_a_note(client):
    sent = Rule.objects.levels() | {"quote-source": "block"}

    nothing_comes_of(client, "/admin/stories/rule/", sent, Rule)


def test_nobody_is_merged_without_a_note(client):
    one, two = make.entity(), make.entity()
    sent = {"action": "merge", "_selected_action": [one.pk, two.pk], "keep": one.pk}

    nothing_comes_of(client, "/admin/entities/entity/", sent, Entity)


def test_no_suggestion_is_taken_up_without_a_note(client):
    make.entity(name="The Harbour Board", slug="board")
    story = make.story(brief="Then The Harbour Board met.")
    sent = {"key": "name:board", "choice": "board"}

    address = desk.address("suggestions", story)
    nothing_comes_of(client, address, sent, type(story), Revision)
