"""The audit log as its readers find it."""

import datetime as dt

import pytest
from django.contrib import admin
from django.urls import reverse

from people import auditlog
from people.models import AuditEvent
from tests import make

pytestmark = pytest.mark.django_db

LOG = "/admin/people/auditevent/"


@pytest.fixture
def ruth(client):
    made = make.person("chief", username="ruth")
    client.force_login(made)
    return made


def record(verb="change", **said):
    of = said.pop("of", None) or make.desk()
    return AuditEvent.objects.record(verb, of=of, **said)


def listed(client, **query):
    page = client.get(LOG, query)
    return [event.pk for event in page.context["cl"].result_list]


def test_the_newest_comes_first_with_who_did_what(client, ruth):
    first = record("sign-in", by=ruth, of=ruth)
    second = record(before={"Name": "Wrold"}, after={"Name": "World"})

    text = client.get(LOG).content.decode()

    assert listed(client) == [second.pk, first.pk]
    assert "Signed in" in text
    assert "Name: Wrold → World" in text


def test_it_is_searched_and_filtered(client, ruth):
    login = record("sign-in", by=ruth, of=ruth)
    desk = record(note="He lost his phone.")

    assert listed(client, q="phone") == [desk.pk]
    assert listed(client, did="in") == [login.pk]
    assert listed(client, of="people.desk") == [desk.pk]
    assert listed(client, by__id__exact=ruth.pk) == [login.pk]
    assert listed(client, q="ruth") == [login.pk]
    assert listed(client, did="nonsense", of="nonsense\0") == [desk.pk, login.pk]
    assert listed(client, q="nobody\0") == []


def test_an_entry_shows_both_values(client, ruth):
    event = record(before={"Name": "Wrold"}, after={"Name": "World"})

    text = client.get(f"{LOG}{event.pk}/change/").content.decode()

    assert "<td>Wrold</td><td>World</td>" in text


def test_what_a_value_says_is_text_and_no_markup(client, ruth):
    event = record(after={"Name": "<b>World</b>"})

    text = client.get(f"{LOG}{event.pk}/change/").content.decode()

    assert "&lt;b&gt;World&lt;/b&gt;" in text


@pytest.mark.parametrize("role", ["contributor", "editor"])
def test_it_is_for_chiefs_alone(client, role):
    client.force_login(make.person(role))
    event = record()

    assert client.get(LOG).status_code == 403
    assert client.get(f"{LOG}{event.pk}/change/").status_code == 403


def test_not_even_a_superuser_changes_it(client):
    client.force_login(make.editor())
    event = record()

    pages = ["add/", f"{event.pk}/change/", f"{event.pk}/delete/"]
    refused = [client.post(f"{LOG}{page}", {"post": "yes"}) for page in pages]
    client.post(LOG, {"action": "delete_selected", "_selected_action": event.pk})

    assert [response.status_code for response in refused] == [403] * 3
    assert AuditEvent.objects.get() == event


def test_what_is_gone_since_is_named_without_a_link(client, ruth):
    AuditEvent.objects.create(
        verb="change", kind="gone.thing", key="1", label="Old thing"
    )

    assert "gone.thing: Old thing" in client.get(LOG).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_many(
    client, ruth, count, django_assert_num_queries
):
    for number in range(count):
        AuditEvent.objects.record("change", by=ruth, of=make.desk(name=str(number)))
    client.get(LOG)

    with django_assert_num_queries(8):
        client.get(LOG)


def test_nobody_without_a_place_there_finds_it_in_the_menu(client):
    client.force_login(make.person("editor"))

    assert (
        reverse("admin:people_auditevent_changelist")
        not in client.get("/admin/stories/story/").content.decode()
    )


def test_each_column_says_an_entry_in_words():
    story = make.story(slug="ports")
    said = {"verb": "change", "by_name": "Ana", "kind": "stories.story"}
    said |= {"key": str(story.pk), "label": "Ports", "address": "0123456789abcdef"}
    said |= {"before": {"Name": "A"}, "after": {"Slug": "b"}, "note": "Well."}
    changed = AuditEvent(at=dt.datetime(2026, 3, 1, 12, 0, 7, tzinfo=dt.UTC), **said)
    gone = AuditEvent(verb="delete", kind="stories.story", key="1", label="Old")
    strange = AuditEvent(verb="not-known-yet", note="x" * 161)
    link = reverse("admin:stories_story_change", args=[story.pk])

    def row(event):
        names = ("who", "did", "thing", "what", "sealed_address")
        return [str(getattr(auditlog, name)(event)) for name in names]

    assert auditlog.moment(changed) == "1 Mar 2026, 12:00:07"
    assert row(changed) == [
        *("Ana", "Changed", f'Story: <a href="{link}">Ports</a>'),
        *("Well. Name: A → – Slug: – → b", "0123456789ab"),
    ]
    assert row(gone) == ["–", "Deleted", "Story: Old", "", "–"]
    assert row(strange) == ["–", "Not known yet", "–", "x" * 159 + "…", "–"]
    assert auditlog.values(gone) == "–"
    assert auditlog.values(changed) == (
        '<table class="values"><thead><tr><th scope="col">Field</th>'
        '<th scope="col">Before</th><th scope="col">After</th></tr></thead><tbody>'
        '<tr><th scope="row">Name</th><td>A</td><td>–</td></tr>'
        '<tr><th scope="row">Slug</th><td>–</td><td>b</td></tr></tbody></table>'
    )


def test_what_one_looks_for_is_offered_in_words(client, ruth):
    context = client.get(LOG).context
    did, of, _at = (
        [choice["display"] for choice in spec.choices(context["cl"])][1:]
        for spec in context["cl"].filter_specs
    )

    assert context["title"] == "Audit log"
    assert did == [
        *("Signing in", "Passwords and second factors"),
        *("Writing and editing", "What readers get"),
    ]
    assert of[:3] == ["Audit log", "Desks", "Entities"]
    assert of == sorted(of)
    assert len(of) == len(admin.site._registry)
