"""Rows written past `bulk_create` are the ones that it would have written."""

import datetime as dt

import pytest

from benchmarks.insertion import insert
from stories import models
from tests import make

pytestmark = pytest.mark.django_db


def test_a_row_reads_as_it_was_meant():
    story, topic = make.story(), make.entity()
    quote = models.Quote(
        story=story,
        position=3,
        text="“Ja”, 100 %\tand\n\\N",
        paraphrase=True,
        entity=topic,
        said_on=dt.date(2026, 1, 31),
    )
    names = [f.attname for f in models.Quote._meta.concrete_fields if f.name != "id"]

    insert(models.Quote, [quote])

    stored = models.Quote.objects.get()
    assert [getattr(stored, n) for n in names] == [getattr(quote, n) for n in names]


def test_choices_moments_and_json_are_written_as_the_orm_does():
    showing = models.Showing.objects.get(edition=make.edition())
    said = {"kind": models.Dated.Kind.EVENT, "said": {"key_event": True, "ü": [1]}}
    at = {"live_from": showing.live_from, "live_until": showing.live_until}

    insert(
        models.Dated, [models.Dated(showing=showing, uid="1", text="", **said, **at)]
    )

    stored = models.Dated.objects.get()
    assert (stored.kind, stored.said) == ("event", said["said"])
    assert models.Dated.objects.filter(kind="event", **at).exists()
