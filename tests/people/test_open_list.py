"""Lists of the desk that nobody counts."""

import pytest
from django.contrib import admin
from django.test import RequestFactory

from people.open_list import OpenPaginator
from sources.models import Source
from stories.models import Story
from tests import make

pytestmark = pytest.mark.once


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "count"), [(1, 3), (2, 5), (3, 5), (4, 5), (9, 5)])
def test_a_list_counts_as_far_as_the_next_page(asked, count):
    for _number in range(5):
        make.story()

    assert OpenPaginator(asked, Story.objects.all(), 2).count == count


@pytest.mark.django_db
def test_an_empty_list_is_counted_too():
    assert OpenPaginator(1, Story.objects.all(), 2).count == 0


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        *(("", 1), ("0", 1), ("1", 1), ("3", 3), ("-3", 1), ("x", 1), ("²", 1)),
        ("12345678", 123456),
    ],
)
def test_a_page_of_a_list_is_a_number_or_the_first(asked, number):
    request = RequestFactory().get("/", {"p": asked})

    pages = admin.site._registry[Story].get_paginator(request, Story.objects.all(), 2)

    assert pages.asked == number


@pytest.mark.django_db
def test_a_list_says_how_many_it_has_where_one_page_has_all(client, monkeypatch):
    client.force_login(make.editor())
    for _number in range(3):
        make.source()
    address = "/admin/sources/source/"

    assert "3 sources" in client.get(address).content.decode()
    monkeypatch.setattr(admin.site._registry[Source], "list_per_page", 2)
    first, last = (client.get(f"{address}?p={n}").content.decode() for n in (1, 2))

    assert "There are more." in first
    assert "0 of 2 selected" in first
    assert "Select all 3" not in first
    assert "3 sources" not in first
    assert "3 sources" in last


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Source, Story])
def test_no_page_has_all_rows_of_a_list_that_goes_on(client, monkeypatch, model):
    client.force_login(make.editor())
    for _number in range(5):
        make.source(), make.story()
    monkeypatch.setattr(admin.site._registry[model], "list_per_page", 2)
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"

    listed, whole = client.get(address), client.get(f"{address}?all=")

    assert "Show all" not in listed.content.decode()
    assert len(whole.context["cl"].result_list) == 2


@pytest.mark.django_db
def test_choices_among_rows_have_as_many_pages_as_there_are(client):
    client.force_login(make.editor())
    for number in range(45):
        make.entity(name=f"Port {number:02}")
    field = "app_label=stories&model_name=storyentity&field_name=entity"
    pages = [
        client.get(f"/admin/autocomplete/?{field}&term=port&page={number}").json()
        for number in (1, 2, 3)
    ]

    assert [len(page["results"]) for page in pages] == [20, 20, 5]
    assert [page["pagination"]["more"] for page in pages] == [True, True, False]
    named = [row["text"] for page in pages for row in page["results"]]
    assert len({*named}) == 45
