"""A draft as readers would meet it, with no edition, at whatever address asks."""

from dataclasses import replace
from functools import partial

from entities.models import Entity
from explainer.blocks import fields_of, named_entities
from explainer.checks.structure import unfinished_fields
from paper.page import Surroundings, build
from paper.page.question_page import build as build_question
from paper.queries import page_rows
from stories.models import facts, pointers
from stories.models.topics import public


def kind_of(document):
    return "question" if document["format"].startswith("question/") else "story"


def draft_page(request, document, file_address, *, only_public=False):
    """What readers' templates print of a document; parts that are half filled in are
    left out, and `file_address` says where a picture is. With `only_public` it leads to
    no topic that has no page yet, nor tells of it, and names no story or question that
    readers don't have."""
    document = presentable(document, fields_of(document))
    if only_public:
        [document] = pointers.serve(document, at=request.now)
    if kind_of(document) == "question":
        named = page_rows.entities(named_entities(document))
        around = Surroundings(request.now, address=request.path, entities=named)
    else:
        named = page_rows.references({"slug": ""} | document)
        around = page_rows.surroundings(named, request.now, address=request.path)
    if only_public:
        around = replace(around, entities=with_pages(around.entities, request.now))
    if kind_of(document) == "question":
        return build_question(document, around, [])
    for image in around.images.values():
        image.get_absolute_url = partial(file_address, image)  # sizes lie below it
    outlets = facts.publishers(document, by_host=False)
    around = replace(around, publishers=outlets)
    return build(document, request.GET.get("depth", ""), around)


def with_pages(entities, now):
    """Of entities by their slugs those that readers can go to."""
    rows = Entity.objects.filter(pk__in={entity.pk for entity in entities.values()})
    pages = {*public(rows, now).order_by().values_list("pk", flat=True)}
    return {slug: each for slug, each in entities.items() if each.pk in pages}


def presentable(value, fields):
    """A document without the parts that there is nothing to show of yet."""
    made = dict(value)
    for name, field in fields.items():
        if field.kind == "list" and name in made:
            parts = [presentable(part, field.items) for part in made[name]]
            made[name] = [part for part in parts if is_whole(part, field)]
        elif field.kind == "object" and name in made:
            made[name] = presentable(made[name], field.items)
            if not is_whole(made[name], field):
                del made[name]
    return made


def is_whole(part, field):
    lacked = [
        field.items[found.place] for found in unfinished_fields(part, field.items)
    ]
    return all(item.instead not in ("", "table") for item in lacked)
