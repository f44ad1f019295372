"""The who's who at the desk: made, merged, never deleted."""

import pytest
from django.contrib import admin
from django.urls import reverse

from entities.models import Entity
from tests import make
from tests.support import desk

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.usefixtures("editor"),
]
ADD = "admin:entities_entity_add"
LIST = "admin:entities_entity_changelist"


def add(client, **fields):
    sent = desk.fields(client.get(reverse(ADD)), "entity_form")
    return client.post(reverse(ADD), sent | {"name": "Ann", "slug": "ann"} | fields)


def test_of_a_person_it_is_asked_whether_they_are_a_public_figure(client):
    page = add(client, kind="person")
    add(client, kind="person", public_figure="no")

    assert "Say whether this person is a public figure." in page.content.decode()
    assert Entity.objects.get().public_figure is False


def test_nothing_is_an_idea_because_nobody_said_what_it_is(client):
    page = add(client)

    assert not Entity.objects.exists()
    assert page.context["adminform"].form.errors == {
        "kind": ["This field is required."]
    }


def test_what_came_without_a_kind_is_found(client):
    make.entity(name="Unsaid", kind="")
    make.entity(name="A place", kind="place")

    page = client.get(reverse(LIST), {"unanswered": "kind"})

    assert [row.name for row in page.context["cl"].result_list] == ["Unsaid"]


def test_who_was_filed_as_an_idea_is_asked_about_when_they_become_a_person(client):
    ann = make.entity(name="Ann", kind="concept", public_figure=True)
    other = make.entity(kind="concept", public_figure=True)
    address = reverse("admin:entities_entity_change", args=[ann.pk])
    sent = desk.fields(client.get(address), "entity_form") | {"kind": "person"}

    page = client.post(address, sent).content.decode()
    assert "Say whether this person is a public figure." in page
    assert Entity.objects.filter(kind="concept").count() == 2

    client.post(address, sent | {"public_figure": "no"})
    ann.refresh_from_db()
    assert (ann.kind, ann.is_private) == ("person", True)
    again = client.get(address).context["adminform"].form
    assert again["public_figure"].value() == "no"
    other.refresh_from_db()
    assert (other.kind, other.public_figure) == ("concept", True)


def test_of_a_place_it_is_not_asked(client):
    add(client, kind="place")

    assert Entity.objects.get().kind == "place"


def test_its_other_names_and_roles_are_written_beside_it(client):
    sent = desk.fields(client.get(reverse(ADD)), "entity_form")
    sent |= {"name": "Ann", "slug": "ann", "kind": "person", "public_figure": "yes"}
    desk.add_part(sent, "aliases", name="Annie")
    desk.add_part(sent, "roles", title="Mayor", since="2024-05-01")

    client.post(reverse(ADD), sent)

    entity = Entity.objects.get()
    assert entity.public_figure
    assert entity.aliases.get().name == "Annie"
    assert entity.roles.get().since.year == 2024


def test_a_row_after_a_save_is_offered_to_who_may_open_what_is_saved(client):
    offered = client.get(reverse(ADD)).content.decode().count('name="_add_row"')
    client.force_login(make.person("contributor", make.desk()))
    page = client.get(reverse(ADD)).content.decode()

    assert offered == 2
    assert page.count('class="addlink"') == 2
    assert "_add_row" not in page


def test_no_password_in_an_address_is_saved_into_what_readers_see(client):
    secret = "See https://ann:secret@paper.example/ann."
    sent = desk.fields(client.get(reverse(ADD)), "entity_form")
    sent |= {"name": secret, "slug": "ann", "lead": secret, "kind": "place"}
    desk.add_part(sent, "aliases", name=secret)
    desk.add_part(sent, "roles", title=secret)

    page = client.post(reverse(ADD), sent).content.decode()

    assert page.count("The address holds a name or a password: take it out.") == 4
    assert not Entity.objects.exists()


def test_its_address_stays(client):
    entity = make.entity(slug="ann")
    address = reverse("admin:entities_entity_change", args=[entity.pk])

    sent = desk.fields(client.get(address), "entity_form")
    client.post(address, sent | {"slug": "annie", "name": "Annie"})

    entity.refresh_from_db()
    assert (entity.name, entity.slug) == ("Annie", "ann")


def test_an_entity_is_never_deleted(client):
    entity = make.entity()

    page = client.post(
        reverse("admin:entities_entity_delete", args=[entity.pk]), {"post": "yes"}
    )

    assert page.status_code == 403
    assert Entity.objects.exists()


@pytest.mark.once(False)
def test_entities_are_merged_into_the_one_that_is_chosen(client):
    one, two, three = make.entity(), make.entity(), make.entity()
    two.merge_into(three)
    chosen = {"action": "merge", "_selected_action": [one.pk, three.pk]}

    page = client.post(reverse(LIST), chosen)
    client.post(reverse(LIST), chosen | {"keep": one.pk})

    assert "Which entity stands for the others?" in page.content.decode()
    stands = Entity.objects.filter(merged_into=None)
    assert [entity.pk for entity in stands] == [one.pk]
    assert {e.merged_into_id for e in Entity.objects.exclude(pk=one.pk)} == {one.pk}


def test_who_may_not_change_the_whos_who_is_offered_no_merge_and_merges_nothing(client):
    one, two = make.entity(), make.entity()
    offered = "Merge into one" in client.get(reverse(LIST)).content.decode()
    client.force_login(make.person("contributor", make.desk()))
    sent = {"action": "merge", "_selected_action": [one.pk, two.pk], "keep": one.pk}

    page = client.get(reverse(LIST)).content.decode()
    client.post(reverse(LIST), sent)

    assert (offered, "Merge into one" in page) == (True, False)
    assert not Entity.objects.exclude(merged_into=None).exists()


def test_one_entity_alone_cannot_be_merged(client):
    entity = make.entity()
    chosen = {"action": "merge", "_selected_action": [entity.pk]}

    page = client.post(reverse(LIST), chosen, follow=True)

    assert "Choose at least two entities" in page.content.decode()


@pytest.mark.once(False)
def test_merging_is_undone_by_clearing(client):
    one, two = make.entity(), make.entity()
    two.merge_into(one)
    address = reverse("admin:entities_entity_change", args=[two.pk])

    sent = desk.fields(client.get(address), "entity_form")
    client.post(address, sent | {"merged_into": ""})

    two.refresh_from_db()
    assert two.merged_into is None


@pytest.mark.once(False)
def test_only_entities_that_stand_are_offered(client):
    one, two = make.entity(name="Anna One"), make.entity(name="Anna Two")
    two.merge_into(one)
    asked = {
        "app_label": "stories",
        "model_name": "storyentity",
        "field_name": "entity",
        "term": "anna",
    }

    found = client.get(reverse("admin:autocomplete"), asked).json()["results"]

    assert [row["text"] for row in found] == ["Anna One"]


@pytest.mark.once(False)
@pytest.mark.parametrize("typed", ["kiev", "київ", "K.I.E.V."])
def test_an_entity_is_offered_by_its_other_names(client, typed):
    entity = make.entity(name="Kyiv")
    entity.aliases.create(name="Kiev")
    entity.aliases.create(name="Київ")
    make.entity(name="Lviv")
    asked = {
        "app_label": "stories",
        "model_name": "storyentity",
        "field_name": "entity",
        "term": typed,
    }

    found = client.get(reverse("admin:autocomplete"), asked).json()["results"]

    assert [row["text"] for row in found] == ["Kyiv"]


@pytest.mark.parametrize("wrong", ["javascript:alert(1)", "data:text/html,x", "here"])
def test_the_same_thing_elsewhere_is_an_address_of_the_web(client, wrong):
    entity = make.entity()
    address = reverse("admin:entities_entity_change", args=[entity.pk])
    sent = desk.fields(client.get(address), "entity_form")
    good = "https://one.example/a\nhttp://two.example"

    page = client.post(address, sent | {"same_as": f"{good}\n{wrong}"})
    saved = client.post(address, sent | {"same_as": good})

    assert "This is no address of a web page." in page.content.decode()
    assert saved.status_code == 302


def test_an_address_of_the_whos_who_is_shown_while_it_has_a_page():
    page = admin.site.get_model_admin(Entity)
    place = make.entity(kind="place", open=True)
    private = make.entity(kind="person", open=True)

    assert page.view_on_site(place) == place.get_absolute_url()
    assert page.view_on_site(private) is None


def test_whether_it_is_merged_is_asked_of_what_is_there_by_who_may_merge(rf):
    page, entity, request = (
        admin.site.get_model_admin(Entity),
        make.entity(),
        rf.get("/"),
    )

    def asks(by, row):
        request.user = by
        return (
            "merged_into" in page.get_fields(request, row),
            page.get_readonly_fields(request, row),
        )

    assert asks(make.editor(), None) == (False, [])
    assert asks(make.editor(), entity) == (True, ["slug"])
    assert asks(make.person("editor"), entity) == (True, ["slug", "merged_into"])
    assert not page.has_delete_permission(request, entity)


@pytest.mark.once(False)
def test_the_list_has_who_was_merged_each_once_whatever_is_looked_for(client):
    kept, gone = make.entity(name="Kyiv"), make.entity(name="Kiev 1")
    gone.merge_into(kept)
    for name in ("Kiev 2", "Kiev 3", "\u2014 \u2014"):
        kept.aliases.create(name=name)
    make.entity(name="Lviv")

    def found(words):
        rows = client.get(reverse(LIST), {"q": words}).context["cl"].result_list
        return sorted(row.name for row in rows)

    assert found("kiev") == ["Kiev 1", "Kyiv"]
    assert found("\u2014") == ["Kyiv"]
    assert found("nobody") == []


def test_merging_is_said_and_asks_about_what_is_not_merged_yet_by_name(client):
    names = ("Cy", "Ann", "Bo")
    cy, ann, bo = (make.entity(name=name) for name in names)
    gone = make.entity(name="Aa", merged_into=bo)
    other = make.entity(name="Other")
    chosen = {"action": "merge", "_selected_action": [cy.pk, ann.pk, bo.pk, gone.pk]}

    asked = client.post(reverse(LIST), chosen)
    wrong = client.post(reverse(LIST), chosen | {"keep": other.pk})
    page = client.post(reverse(LIST), chosen | {"keep": bo.pk}, follow=True)

    for answer in (asked, wrong):
        assert answer.context["chosen"] == [ann, bo, cy]
    assert asked.context["title"] == "Which entity stands for the others?"
    assert asked.context["checkbox"] == "_selected_action"
    said = [(message.tags, str(message)) for message in page.context["messages"]]
    assert said == [("success", "Merged. Bo stands for all of them.")]
    merged = Entity.objects.filter(merged_into=bo).order_by("name")
    assert [row.name for row in merged] == ["Aa", "Ann", "Cy"]
    assert Entity.objects.get(pk=other.pk).merged_into is None
