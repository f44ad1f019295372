"""Whatever is done at the desk is in the audit log, or isn't done."""

import re

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from entities.models import Entity
from people.audit import AuditedAdmin, difference, values
from people.models import AuditEvent
from people.triggers import Guards, refusal
from sources.models import Source
from tests import make
from tests.support import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(client):
    made = make.editor(username="ana", first_name="Ana", last_name="Ruiz")
    client.force_login(made)
    return made


def last():
    return AuditEvent.objects.first()


def address(page, thing):
    name = f"admin:{thing._meta.app_label}_{thing._meta.model_name}_{page}"
    return reverse(name, args=[thing.pk])


def change(client, thing, **changes):
    page = client.get(address("change", thing))
    sent = desk.fields(page, f"{thing._meta.model_name}_form")
    return client.post(address("change", thing), sent | changes)


def test_every_admin_writes_into_the_log():
    silent = {
        model._meta.label
        for model, page in admin.site._registry.items()
        if not isinstance(page, AuditedAdmin)
    }

    assert silent == {"people.AuditEvent"}


def test_what_is_added_is_noted_with_what_it_says(client, ana):
    client.post(
        reverse("admin:people_desk_add"),
        {"name": "World", "slug": "world", "position": "3"},
    )

    event = last()
    assert (event.verb, event.by, event.by_name) == ("add", ana, "Ana Ruiz")
    assert (event.kind, event.label) == ("people.desk", "World")
    assert event.after["Name"] == "World"
    assert event.before == {}
    assert event.address


def test_a_change_is_noted_with_what_it_said_before(client, ana):
    source = Source.objects.create(title="Budet", url="https://news.example/1")

    change(client, source, title="Budget")

    event = last()
    assert (event.before, event.after) == ({"Title": "Budet"}, {"Title": "Budget"})


def test_rows_of_a_form_are_noted_too(client, ana):
    entity = make.entity()
    entity.aliases.create(name="Before")

    change(client, entity, **{"aliases-0-name": "After"})

    event = last()
    assert event.before == {"Aliases": [{"Name": "Before"}]}
    assert event.after == {"Aliases": [{"Name": "After"}]}


def test_saving_what_is_there_already_notes_nothing(client, ana):
    change(client, make.desk())

    assert last() is None


def test_what_is_deleted_is_noted_as_it_was(client, ana):
    made = make.desk(name="World")

    client.post(address("delete", made), {"post": "yes"})

    event = last()
    assert (event.verb, event.label) == ("delete", "World")
    assert event.before["Name"] == "World"


def test_deleting_many_notes_each(client, ana):
    keys = [make.desk().pk, make.desk().pk]
    sent = {"action": "delete_selected", "_selected_action": keys, "post": "yes"}

    client.post(reverse("admin:people_desk_changelist"), sent)

    assert [*AuditEvent.objects.values_list("verb", flat=True)] == ["delete"] * 2


def test_a_draft_is_noted_in_words_its_text_is_in_its_revisions(client, ana):
    story = make.story()

    desk.save(client, story, headline="Rates rise")

    event = last()
    assert (event.verb, event.label) == ("change", "Rates rise")
    assert event.note == "Changed Headline."
    assert (event.before, event.after) == ({}, {})


def test_each_verb_of_publishing_is_noted_by_its_name(client, ana):
    story = make.published_story()

    client.post(desk.address("withdraw", story), {"note": "Gone.", "when": "now"})

    event = last()
    assert (event.verb, event.note) == ("withdraw", "Withdrawn.")


def test_a_verb_that_is_refused_notes_nothing(client, ana):
    story = make.story()
    story.save_revision()

    client.post(desk.address("withdraw", story), {"note": "Gone.", "when": "now"})

    assert last() is None


def test_merging_notes_who_went(client, ana):
    kept, gone = make.entity(name="Kept"), make.entity(name="Gone")
    sent = {"action": "merge", "_selected_action": [kept.pk, gone.pk], "keep": kept.pk}

    client.post(reverse("admin:entities_entity_changelist"), sent)

    event = last()
    assert Entity.objects.get(pk=gone.pk).merged_into == kept
    assert (event.verb, event.label) == ("merge", "Gone")
    assert event.note == "Merged into Kept."


def test_what_cannot_be_noted_is_not_done(client, ana):
    made = make.desk(name="World")
    no_deed = refusal("no_deed", "people_auditevent", "INSERT")
    Guards("", "", [no_deed]).put_up(connection)

    for tried in (
        lambda: client.post(address("delete", made), {"post": "yes"}),
        lambda: change(client, made, name="Changed"),
    ):
        with pytest.raises(DatabaseError, match="no_deed"), transaction.atomic():
            tried()

    made.refresh_from_db()
    assert made.name == "World"


def test_the_history_of_a_thing_is_what_the_log_says_of_it(client, ana):
    source = Source.objects.create(title="Budet", url="https://news.example/1")
    change(client, source, title="Budget")

    page = client.get(address("history", source)).content.decode()

    assert "Ana Ruiz" in page
    assert "<del>Budet</del> <ins>Budget</ins>" in page


def test_djangos_own_log_stays_empty(client, ana):
    change(client, make.desk(), name="World")

    assert not LogEntry.objects.exists()


def test_a_history_is_of_one_thing_newest_first_fifty_at_a_time(client, ana):
    one, other = make.desk(), make.desk()
    for number in range(51):
        AuditEvent.objects.record("change", of=one, note=str(number))
        AuditEvent.objects.record("change", of=other)

    pages = [client.get(address("history", one), {"p": number}) for number in "12"]
    first, second = (page.context for page in pages)
    ways = [re.findall(r'href="(\?p=\d)">(\w+)<', page.text) for page in pages]

    assert [event.note for event in first["events"]] == [
        str(number) for number in range(50, 0, -1)
    ]
    assert [event.note for event in second["events"]] == ["0"]
    assert ways == [[("?p=2", "Older")], [("?p=1", "Newer")]]
    assert 'aria-label="Pages"' not in client.get(address("history", ana)).text
    shown = {name: first[name] for name in ("title", "subtitle", "original", "opts")}
    assert shown == {
        "title": "History",
        "subtitle": str(one),
        "original": one,
        "opts": one._meta,
    }


def test_a_history_is_for_whoever_may_see_the_thing(client, ana):
    message = make.message()
    place = address("history", message)
    assert client.get(place).status_code == 200

    client.force_login(make.person("contributor"))
    assert client.get(place).status_code == 403
    client.force_login(ana)
    message.delete()
    assert client.get(place).url == reverse("admin:index")


def test_what_a_row_says_is_noted_but_for_secrets_and_what_is_empty():
    user = make.person(username="ana", password="hashed", first_name="Ana")
    user.groups.set(Group.objects.filter(name__in=["editor", "chief"]))
    image = make.image()
    story = make.story(desk=make.desk(name="World"), headline="A")

    said = values(user)

    assert {name: said[name] for name in ("Username", "First name", "Groups")} == {
        "Username": "ana",
        "First name": "Ana",
        "Groups": ["chief", "editor"],
    }
    assert {"Password", "ID", "Last name", "User permissions", "Last login"} & {
        *said
    } == set()
    assert said["Superuser status"] is False
    assert values(image)["File"] == image.file.name
    assert values(story)["Desk"] == "World"
    assert "Desk" not in values(story, leaving="desk")


def test_a_difference_is_what_came_went_and_changed():
    before = {"Name": "A", "Slug": "a", "Lead": "x"}
    after = {"Name": "B", "Slug": "a", "Open": True}

    assert difference(before, after) == {
        "before": {"Name": "A", "Lead": "x"},
        "after": {"Name": "B", "Open": True},
    }
