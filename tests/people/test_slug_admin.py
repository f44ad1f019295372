"""Addresses at the desk: one way of making them, whichever form asks."""

import pytest
from django.urls import reverse
from django.utils import timezone

from entities.models import Entity
from pages.models import FlatPage
from people.desks import Desk
from sources.models import Outlet
from stories.models import Question, Story, Tag
from tests import make
from tests.support import desk

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.usefixtures("editor"),
]

NAME = "Größte Überraschung"
SLUG = "groesste-ueberraschung"
FORMS = [
    (Story, "headline", {"summary": "So."}),
    (Question, "title", {}),
    (Desk, "name", {}),
    (Outlet, "name", {}),
    (Tag, "name", {}),
    (Entity, "name", {"kind": "place"}),
    (FlatPage, "title", {"body": "Words."}),
]


def admin(model, page, *args):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    return reverse(name, args=args)


def offered(client, model, name):
    return client.get(admin(model, "slug"), {"of": name}).json()["slug"]


@pytest.mark.parametrize(("model", "field", "more"), FORMS, ids=lambda m: str(m)[-20:])
def test_a_row_without_an_address_gets_the_one_that_was_offered(
    client, model, field, more
):
    add = admin(model, "add")
    page = client.get(add)
    sent = desk.fields(page, f"{model._meta.model_name}_form") | more
    # What has no letters has a number; a draft has the day on which it was begun.
    wordless = f"{timezone.localdate()}" if model in (Story, Question) else "1"

    for number, name in enumerate((NAME, f"{NAME}!", "🔥🔥"), 1):
        slug = offered(client, model, name)
        client.post(add, sent | {field: name, "slug": "", "draft_id": ""})
        assert [*model.objects.filter(**{field: name}).values_list("slug")] == [(slug,)]
        assert slug == {1: SLUG, 3: wordless}.get(number, slug)
    assert admin(model, "slug") in page.content.decode()


def test_both_forms_of_a_story_make_one_address(client):
    box = client.post(reverse("admin:stories_story_new"), {"text": "So."})
    quick = desk.fields(box) | {"headline": "Łódź, Þjóð, Đà Nẵng"}
    whole = desk.fields(client.get(admin(Story, "add")))

    client.post(reverse("admin:stories_story_new"), quick)
    first = Story.objects.get()
    Story.objects.filter(pk=first.pk).update(slug="elsewhere")
    client.post(admin(Story, "add"), whole | {"headline": quick["headline"]})

    assert first.slug == "lodz-thjod-da-nang"
    assert Story.objects.exclude(pk=first.pk).get().slug == first.slug


def test_an_address_that_is_written_is_kept_and_one_in_use_is_not_made_anew(client):
    add = admin(Story, "add")
    sent = desk.fields(client.get(add)) | {"headline": NAME}

    client.post(add, sent | {"slug": "mine", "draft_id": ""})
    story = Story.objects.get()
    page = desk.save(client, story, slug="")

    assert "This field is required." in page.content.decode()
    assert Story.objects.get().slug == "mine"


@pytest.mark.once(False)
def test_an_address_that_readers_know_is_offered_to_nobody(client):
    story = make.published_story(slug="port-closes")
    Story.objects.filter(pk=story.pk).update(slug="elsewhere")

    assert offered(client, Story, "Port closes") == "port-closes-b"
    assert offered(client, Story, " \0") == ""


def test_a_page_about_the_paper_stands_in_nobodys_way(client):
    assert offered(client, FlatPage, "Archive") == "archive-2"
