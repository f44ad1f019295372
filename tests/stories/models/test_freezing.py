"""Freezing and thawing: tables and documents say the same."""

import pytest

from entities.models import Entity
from explainer.document import canonical
from explainer.format import QUESTION, STORY
from stories import models
from stories.models import freezing
from tests import make

pytestmark = pytest.mark.django_db

# Kept out of the document on purpose.
BOOKKEEPING = {"base_edition", "lock_version", "created_at", "saved_at", "id"}


@pytest.mark.parametrize("model", [models.Story, models.Question])
def test_every_field_is_in_the_document_or_left_out_on_purpose(model):
    fields = {field.name for field in model._meta.get_fields() if field.concrete}
    fields -= {field.name for field in model._meta.many_to_many} - {"tags"}

    assert fields - BOOKKEEPING == {*model.FROZEN, *model.SHAPED}


@pytest.mark.parametrize("owner", [models.Story, models.Question])
def test_every_field_of_every_part_is_in_the_document(owner):
    for model in freezing.part_models(owner()).values():
        split = {"focal_x", "focal_y"} if model.SPLIT else set()
        fields = {field.name for field in model._meta.concrete_fields} - split
        fields -= {*model.UNFROZEN, model.OWNER}

        assert fields == {*model.FROZEN} - {*model.SPLIT}, model


def part_keys(fields):
    for key, field in fields.items():
        if field.kind == "list" or key == "image":
            yield key, field.items
        elif field.kind == "object":
            for inner, item in part_keys(field.items):
                yield f"{key}.{inner}", item


@pytest.mark.parametrize(
    ("owner", "fields"), [(models.Story, STORY), (models.Question, QUESTION)]
)
def test_the_format_and_the_tables_name_the_same_keys(owner, fields):
    tables = {
        path: {model.RENAMED.get(name, name) for name in model.FROZEN}
        for path, model in freezing.part_models(owner()).items()
    }
    listed = {
        path: {
            key for key, item in items.items() if key != "uid" and not item.file_only
        }
        for path, items in part_keys(fields)
    }
    for pictures in ("image", "figures"):
        if pictures in tables:
            tables[pictures] |= {"src", "width", "height"}
            tables[pictures] -= {"image"}

    assert tables == listed


def test_thawing_brings_back_what_was_frozen():
    story = make.story(
        summary="It happened.",
        desk=make.desk(),
        parts={
            "quotes": [{"text": "Yes.", "entity": make.entity(), "source": "wire"}],
            "sources": [{"key": "wire", "title": "A report"}],
            "conversation.turns": [{"speaker": "A", "text": "Why?"}],
            "timeline": [{"date": "2026-01-01", "text": "It began."}],
        },
    )
    story.tags.add("Trade")
    document = freezing.freeze(story)
    for part in ("quote_set", "storysource_set", "conversationturn_set"):
        getattr(story, part).all().delete()
    story.tags.clear()
    story.desk = None
    story.save()

    assert freezing.thaw(story, document) == []
    assert canonical(freezing.freeze(story)) == canonical(document)


def test_a_part_that_did_not_change_keeps_its_row():
    story = make.story(parts={"key_points": [{"text": "One."}, {"text": "Two."}]})
    first, second = story.keypoint_set.all()
    document = freezing.freeze(story)
    document["key_points"].reverse()

    freezing.thaw(story, document)

    assert [point.pk for point in story.keypoint_set.all()] == [second.pk, first.pk]


def test_what_is_gone_is_named_and_the_rest_comes_back():
    entity = make.entity(slug="gone")
    story = make.story(parts={"quotes": [{"text": "Yes.", "entity": entity}]})
    document = freezing.freeze(story)
    story.quote_set.all().delete()
    Entity.objects.filter(slug="gone").delete()

    assert freezing.thaw(story, document) == ["entity: gone"]
    assert story.quote_set.get().text == "Yes."


def test_renaming_an_entity_changes_no_document():
    entity = make.entity(name="Old name")
    story = make.story(parts={"entities": [{"entity": entity, "name": "Old name"}]})
    before = freezing.freeze(story)
    entity.name = "New name"
    entity.save()

    assert freezing.freeze(models.Story.objects.get(pk=story.pk)) == before
