"""Rows become what Django makes of them, and nothing that two of them could change."""

import pytest
from django.db.models import F, Value
from django.db.models.signals import post_init

from entities.models import Entity
from people.compiled_query import NUMBER, TEXT, compile_once
from stories.models import Dated, Mention, Showing, Tag
from tests import make

pytestmark = pytest.mark.django_db


@compile_once(number=NUMBER)
def dated_rows(number):
    rows = Dated.objects.filter(precision__gte="", entity_id__gte=number)
    absent = Dated.objects.filter(entity=None)
    return (
        (rows | absent).select_related("entity__merged_into", "showing").order_by("pk")
    )


@pytest.fixture
def board():
    survivor = make.entity(name="Ports authority", slug="authority")
    board = make.entity(name="Harbour board", slug="board", merged_into=survivor)
    for text in ("We close.", "We open."):
        quote = {"text": text, "speaker": "The board", "entity": board}
        make.published_story(
            parts={"quotes": [quote, {"text": text, "speaker": "A man"}]}
        )
    return board


def test_rows_beside_rows_come_with_them_or_are_none(board, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = dated_rows(number=0)
        said = [(row.entity and row.entity.merged_into.slug) for row in found]
        slugs = [row.showing.slug for row in found]

    plain = [*dated_rows.build(number=0)]
    assert said == ["authority", None] * 2
    assert slugs == [row.showing.slug for row in plain]
    assert [vars(row.entity) for row in found if row.entity] == [
        vars(row.entity) | {"_state": mine.entity._state}
        for row, mine in zip(plain, found, strict=True)
        if row.entity
    ]


def test_what_can_change_is_each_rows_own(board):
    first, *_others = rows = dated_rows(number=0)

    first.said["words"] = "changed"
    assert "changed" not in [row.said.get("words") for row in rows[1:]]
    assert [row.said for row in rows[1:]] == [
        row.said for row in dated_rows.build(number=0)[1:]
    ]


def test_a_field_that_was_left_out_is_asked_for_when_somebody_wants_it(
    board, django_assert_num_queries
):
    @compile_once(slug=TEXT)
    def shortly(slug):
        return Entity.objects.filter(slug=slug).defer("lead").annotate(one=Value(1))

    found = shortly.first(slug="board")

    assert (found.name, found.one, found.get_deferred_fields()) == (
        *("Harbour board", 1),
        {"lead"},
    )
    with django_assert_num_queries(1):
        assert found.lead == board.lead


def test_values_have_the_order_and_the_names_that_were_asked_for(board):
    def asked(rows):
        return compile_once(slug=TEXT)(lambda slug: rows(Tag.objects.filter(slug=slug)))

    Tag.objects.create(name="Freight", slug="freight")
    turned = asked(lambda rows: rows.annotate(word=F("name")).values("word", "slug"))
    listed = asked(lambda rows: rows.annotate(n=Value(3)).values_list("n", "slug"))
    ordered = asked(lambda rows: rows.values_list("slug", flat=True).distinct())

    assert turned(slug="freight") == [{"word": "Freight", "slug": "freight"}]
    assert listed(slug="freight") == [(3, "freight")]
    assert ordered(slug="freight") == ["freight"]
    assert turned(slug="nothing") == []


def test_what_a_list_is_in_order_of_stays_out_of_its_rows():
    for name in ("Freight", "Harbour"):
        Tag.objects.create(name=name, slug=name.lower())

    @compile_once(slug=TEXT)
    def ordered(slug):
        rows = Tag.objects.filter(slug__gte=slug).distinct()
        return rows.order_by("-name").values_list("slug")

    assert ordered(slug="a") == [("harbour",), ("freight",)]


def test_a_model_that_does_something_as_it_is_made_is_refused():
    @compile_once(slug=TEXT)
    def rows(slug):
        return Mention.objects.filter(slug=slug).select_related("showing")

    def hear(**signal):
        raise AssertionError

    post_init.connect(hear, sender=Showing)
    try:
        with pytest.raises(TypeError, match="Showing is made in a way of its own"):
            rows(slug="a")
    finally:
        post_init.disconnect(hear, sender=Showing)
    assert rows(slug="a") == []


def test_other_kinds_of_rows_are_refused():
    @compile_once(slug=TEXT)
    def named(slug):
        return Tag.objects.filter(slug=slug).values_list("slug", named=True)

    with pytest.raises(TypeError, match="NamedValuesListIterable"):
        named(slug="a")
