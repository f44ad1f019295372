"""Standing data at the desk: addresses that stay, and names that are kept."""

import pytest
from django.contrib import admin
from django.urls import reverse

from entities.models import Entity
from images.models import Image
from people.desks import Desk
from sources.models import Outlet, Source
from stories.models import Tag
from tests import make
from tests.support import desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editor")]


@pytest.mark.parametrize("model", [Desk, Outlet, Tag])
def test_an_address_is_given_once_and_stays(client, model):
    row = model.objects.create(name="World", slug="world")
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    address = reverse(f"{name}_change", args=[row.pk])
    form = f"{model._meta.model_name}_form"

    before = desk.fields(client.get(address), form)
    client.post(address, before | {"name": "Planet", "slug": "planet"})

    row.refresh_from_db()
    assert (row.name, row.slug) == ("Planet", "world")
    assert 'name="slug"' in client.get(reverse(f"{name}_add")).content.decode()


def test_one_address_is_one_source(client):
    Source.objects.create(
        url="https://wire.example/a", normalised_url="https://wire.example/a", title="A"
    )
    sent = desk.fields(client.get(reverse("admin:sources_source_add")), "source_form")

    sent |= {"url": "https://WIRE.example/a/?utm_source=x", "title": "The same"}
    page = client.post(reverse("admin:sources_source_add"), sent)

    assert "This address is a source already: A." in page.content.decode()
    assert Source.objects.count() == 1


def test_a_source_is_offered_by_its_title_or_outlet(client):
    outlet = Outlet.objects.create(name="The Wire", slug="the-wire")
    Source.objects.create(title="A report", outlet=outlet)
    asked = {
        "app_label": "stories",
        "model_name": "storysource",
        "field_name": "source",
    }

    found = client.get(reverse("admin:autocomplete"), asked | {"term": "wire"})

    assert [row["text"] for row in found.json()["results"]] == ["A report"]


def test_a_chief_sets_up_the_own_desk_and_no_other(client):
    own, foreign = make.desk(), make.desk(two_people=True)
    client.force_login(make.person("chief", own))
    sent = desk.fields(client.get(change(own)), "desk_form")

    client.post(change(own), sent | {"name": "Ours"})
    answers = [client.post(change(foreign), sent | {"name": "Theirs"})]
    deleting = change(foreign).replace("change", "delete")
    answers += [client.post(deleting, {"post": "yes"})]
    answers += [client.get(reverse("admin:people_desk_add"))]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert {*Desk.objects.values_list("name", "two_people")} == {
        ("Ours", False),
        (foreign.name, True),
    }


def change(row):
    return reverse(
        f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk]
    )


@pytest.mark.parametrize("model", [Entity, Outlet, Source, Desk])
def test_of_two_tabs_the_second_is_told_and_asked_again(client, editor, model):
    text = "title" if model is Source else "name"
    kind = {"kind": "place"} if model is Entity else {}
    row = model.objects.create(**{text: "Before"} | kind)
    form = f"{model._meta.model_name}_form"
    tabs = [desk.fields(client.get(change(row)), form) for _ in range(2)]
    client.post(change(row), tabs[0] | {text: "Theirs"})

    page = client.post(change(row), tabs[1] | {text: "Mine"})
    row.refresh_from_db()
    between = getattr(row, text)
    client.post(change(row), desk.fields(page, form))

    told = page.content.decode()
    assert 'value="Mine"' in told
    assert "Saved meanwhile: Theirs" in told
    assert f"{str(editor).capitalize()} saved this while you" in told
    row.refresh_from_db()
    assert (between, getattr(row, text)) == ("Theirs", "Mine")


def test_no_two_outlets_have_one_host(client, editor):
    make.outlet(name="Reuters", domains="www.reuters.example")
    gazette = make.outlet(name="Gazette", domains="gazette.example")
    sent = desk.fields(client.get(change(gazette)), "outlet_form")

    page = client.post(change(gazette), sent | {"domains": "reuters.example"})
    client.post(change(gazette), sent | {"domains": "notreuters.example"})

    gazette.refresh_from_db()
    assert "Reuters&#x27;s: take it away there first." in page.text
    assert gazette.domains == "notreuters.example"


def named_by_a_past_edition():
    """Standing data that only a past edition names."""
    page = f"images/{'a' * 64}.png"
    rows = {
        "desk": make.desk(slug="world", name="World"),
        "tag": Tag.objects.create(name="Budget", slug="budget"),
        "outlet": Outlet.objects.create(name="The Wire", slug="the-wire"),
        "image": Image.objects.create(file=page, name=page, width=4, height=3),
    }
    story = make.story(
        {
            "image": [{"image": rows["image"], "alt": "A bridge."}],
            "sources": [{"key": "wire", "outlet": "The Wire", "title": "A report"}],
        },
        headline="Rates rise",
        desk=rows["desk"],
        summary="They rose.[^wire]",
    )
    story.tags.add(rows["tag"])
    make.edition(story)
    story.heroimage_set.all().delete()
    story.storysource_set.all().delete()
    story.tags.clear()
    story.desk, story.summary = None, "They rose."
    story.save()
    make.edition(story)
    return rows


@pytest.mark.parametrize("kind", ["desk", "tag", "outlet", "image"])
def test_what_an_edition_names_is_never_deleted(client, kind):
    row = named_by_a_past_edition()[kind]
    address = change(row).replace("change", "delete")

    page = client.post(address, {"post": "yes"})

    assert "Edition 1 of “Rates rise”, which names it" in page.content.decode()
    assert type(row).objects.filter(pk=row.pk).exists()


def test_what_no_edition_names_may_go(client):
    row = make.desk()

    client.post(change(row).replace("change", "delete"), {"post": "yes"})

    assert not Desk.objects.exists()


def test_a_question_that_a_story_leads_to_is_not_deleted(client):
    question = make.question()
    make.story({"questions": [{"question": question}]}, headline="Rates rise")

    page = client.post(desk.address("delete", question), {"post": "yes"})

    assert "Question: Rates rise" in page.content.decode()
    assert type(question).objects.exists()


@pytest.mark.once
def test_who_looks_after_desks_and_by_what_page_names_them(rf):
    own, foreign = make.desk(slug="own"), make.desk(slug="foreign")
    page, request = admin.site.get_model_admin(Desk), rf.get("/")

    def may(by):
        request.user = by
        found = [page.has_add_permission(request)]
        for row in (None, own, foreign):
            found.append(page.has_change_permission(request, row))
            found.append(page.has_delete_permission(request, row))
        return found

    assert may(make.person("chief")) == [True] * 7
    assert may(make.person("chief", own)) == [False, *[True] * 4, False, False]
    assert may(make.person("editor", own)) == [False] * 7
    first = make.published_story(desk=own)
    second = make.published_story(desk=own)
    make.published_story(desk=foreign)
    assert [row.story_id for row in page.naming(own)] == [second.pk, first.pk]


@pytest.mark.once
def test_of_a_new_name_that_is_written_like_another_one_is_warned(client):
    Tag.objects.create(name="Budget", slug="budget")
    make.desk(name="Worlds", slug="worlds")
    other = make.desk(name="World")

    def said(address, **sent):
        page = client.post(address, sent, follow=True)
        words = [str(message) for message in page.context["messages"]]
        return [line for line in words if "written like" in line]

    new = said(reverse("admin:stories_tag_add"), name="Budgét", slug="b")
    renamed = desk.fields(client.get(change(other)), "desk_form") | {"name": "Wórlds"}
    assert len(new) == 1
    assert said(change(other), **renamed) == []
    assert Desk.objects.get(pk=other.pk).name == "Wórlds"


@pytest.mark.once
def test_each_choice_of_a_story_is_among_rows_of_its_kind(rf):
    request = rf.get("/")
    request.user = make.editor()
    form = admin.site.get_model_admin(make.models.Story).get_form(request)

    rows = {
        name: field.queryset.model._meta.model_name
        for name, field in form.base_fields.items()
        if hasattr(field, "queryset")
    }

    assert rows == {"desk": "desk"}
