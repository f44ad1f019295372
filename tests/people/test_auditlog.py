"""The audit log as its readers find it."""

import pytest
from django.urls import reverse

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
    desk = record()

    assert listed(client, did="in") == [login.pk]
    assert listed(client, of="stories.desk") == [desk.pk]
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
