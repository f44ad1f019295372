"""Every column that can hold words is swept, or says why it holds none."""

from django.apps import apps
from django.db import models

from operations.redaction import text_columns
from operations.redaction.text_columns import ACCOUNTED, IN_JSON, swept, unknown


def columns():
    for model in apps.get_models(include_auto_created=True):
        yield model._meta.label
        for item in model._meta.concrete_fields:
            yield f"{model._meta.label}.{item.name}"


def test_a_column_is_swept_or_accounted_for():
    assert unknown() == []


def test_a_column_of_a_kind_that_nobody_can_sweep_is_named(monkeypatch):
    field = models.BinaryField(name="scan")
    field.set_attributes_from_name("scan")
    field.model = apps.get_model("stories.Story")
    kept = [*field.model._meta.concrete_fields, field]
    monkeypatch.setitem(field.model._meta.__dict__, "concrete_fields", kept)

    assert unknown() == ["stories.Story.scan"]


def test_what_is_accounted_for_is_there():
    assert {*ACCOUNTED, *IN_JSON} <= {*columns()}


def test_a_new_column_of_words_is_swept_unasked(monkeypatch):
    field = models.TextField(name="motto")
    field.set_attributes_from_name("motto")
    field.model = apps.get_model("people.Desk")
    kept = [*field.model._meta.concrete_fields, field]
    monkeypatch.setitem(field.model._meta.__dict__, "concrete_fields", kept)

    (desks,) = [each for each in swept() if each.label == "people.Desk"]

    assert [item.name for item in desks.fields] == ["name", "slug", "motto"]
    assert desks.derived == ["identity"]
    assert text_columns.is_accounted(desks.model._meta.get_field("identity"))
