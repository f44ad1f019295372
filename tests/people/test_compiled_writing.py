"""Rows written with SQL that was built once read as Django's own would."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import QuerySet

from people.compiled_query import KEY, NUMBER
from people.compiled_writing import compile_update, insert, insert_one
from stories.models import Dated, Edition, Path, Quote, Revision, Showing, Tag
from tests import make

pytestmark = pytest.mark.django_db


@compile_update(key=NUMBER, number=NUMBER)
def moved(key, number):
    return Quote.objects.filter(pk=key), {"position": number}


@compile_update(key=KEY)
def unwritten(key):
    return Quote.objects.filter(story=key), {"text": ""}


def quote(story, **said):
    return Quote(story=story, **said)


def columns(row):
    names = [field.attname for field in row._meta.concrete_fields]
    return {name: getattr(row, name) for name in names if name != "id"}


def test_rows_read_as_they_were_meant():
    story, topic = make.story(), make.entity()
    odd = {"text": "“Ja”, 100 %\tand\n\\N", "paraphrase": True, "entity": topic}
    rows = [
        quote(story, position=1, said_on=dt.date(2026, 1, 31), **odd),
        quote(story, position=2),
    ]

    insert(Quote, rows)

    assert [*map(columns, Quote.objects.order_by("position"))] == [*map(columns, rows)]
    insert(Quote, [])
    assert Quote.objects.count() == 2


def test_choices_moments_and_json_are_written_as_the_orm_does():
    showing = Showing.objects.get(edition=make.edition())
    said = {"kind": Dated.Kind.EVENT, "said": {"key_event": True, "ü": [1]}}
    at = {"live_from": showing.live_from, "live_until": showing.live_until}

    insert(Dated, [Dated(showing=showing, uid="1", text="", **said, **at)])

    stored = Dated.objects.get(kind="event", **at)
    assert stored.said == said["said"]


def test_one_row_learns_its_key_and_what_its_fields_fill_in():
    tag = insert_one(Tag(name="Trade", slug="trade"))

    assert not tag._state.adding
    assert Tag.objects.get(pk=tag.pk).identity == tag.identity == "trade"


def test_of_rows_that_are_there_only_what_is_asked_for_is_written():
    old, new = make.story(), make.story()
    kept = Path(slug="kept", kind="story", story=old)
    insert(Path, [kept])

    insert(Path, [Path(slug="kept", kind="story", story=new)], known=())
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Path, [Path(slug="kept", kind="story", story=new)])

    assert Path.objects.get(slug="kept").story == old
    one, other = (Showing.objects.get(edition=make.edition()) for _n in range(2))
    one.headline, one.kicker = "Changed", "Left as it was"
    insert(Showing, [one], known=["headline"])
    one.refresh_from_db()
    assert (one.headline, one.kicker) == ("Changed", "")
    other_now = Showing.objects.get(pk=other.pk)
    assert columns(other_now) == columns(other)


def test_an_update_changes_the_rows_it_is_told_and_says_how_many():
    story, bystander = make.story(), make.story()
    rows = [quote(owner, text="So.") for owner in (story, story, bystander)]
    for row in rows:
        insert_one(row)

    assert moved(key=rows[0].pk, number=7) == 1
    assert unwritten(key=story.pk) == 2
    assert moved(key=0, number=7) == 0

    found = [*Quote.objects.order_by("pk").values_list("position", "text")]
    assert found == [(7, ""), (0, ""), (0, "So.")]


def test_values_are_given_by_their_names():
    with pytest.raises(TypeError, match="moved takes key, number"):
        moved(key=1)


def test_the_databases_rules_hold():
    edition = make.edition()
    text = QuerySet(Revision).get(pk=edition.revision_id)

    again = Edition(story=edition.story, number=1, kind="first", revision=text)
    again.published_at = edition.published_at
    with pytest.raises(DatabaseError), transaction.atomic():
        insert_one(again)
