"""What a file may say is what the tables take: the same limits, the same choices."""

import pytest

from entities.models import Entity, Role
from explainer.file_format import FILE, KINDS
from explainer.format import QUESTION, STORY, items_of
from images.models import Image
from people.desks import Desk
from sources.models import Outlet, Source
from stories.models import Edition, Question, Story
from stories.models.freezing import named_by, part_models
from stories.models.record import Kind

# A source names an outlet, whose row has less room than a printed name.
OUTLET = ("outlet", "syndicated_from")
ITEMS = FILE["mentioned"].items
TABLES = {
    "a story": (STORY, Story),
    "a question": (QUESTION, Question),
    "an entity": (ITEMS, Entity),
    "a listed entity": (FILE["entities"].items, Entity),
    "an office": (ITEMS["roles"].items, Role),
    "an outlet": (FILE["outlets"].items, Outlet),
    "a picture": (STORY["image"].items, Image),
    "a source": (STORY["sources"].items, Source),
    "an edition": (FILE["editions"].items, Edition),
    **{
        f"{owner.__name__}: {path}": (items_of(path), model)
        for owner in (Story, Question)
        for path, model in part_models(owner()).items()
    },
}


def limits(fields):
    """The limit of each key of a file, or its choices."""
    kinds = ("plain", "slug", "url", "language", "choice", "keys")
    return {
        key: field.choices or field.limit
        for key, field in fields.items()
        if field.kind in kinds
    }


def room(column):
    """The same of a column; a link has room for the name of what it leads to."""
    if column.is_relation:
        name = named_by(column.related_model)
        column = column.related_model._meta.get_field(name)
    return (
        tuple(value for value, _name in column.choices or ()) or column.max_length or 0
    )


@pytest.mark.parametrize("name", TABLES)
def test_a_file_has_the_limits_and_choices_of_the_table(name):
    fields, model = TABLES[name]
    renamed = getattr(model, "RENAMED", {})
    columns = {renamed.get(f.name, f.name): f for f in model._meta.concrete_fields}
    both = {*columns} & {*limits(fields)} - {*OUTLET}

    assert both
    assert {key: limits(fields)[key] for key in both} == {
        key: room(columns[key]) for key in both
    }


def test_an_outlet_that_a_source_names_fits_its_row():
    sources = items_of("sources")

    assert {sources[key].limit for key in OUTLET} == {room(named(Outlet))}
    assert FILE["desk"].limit == FILE["desk_name"].limit == room(named(Desk))


def named(model):
    return model._meta.get_field("name")


def walked(fields, at=""):
    """Every key of a file with its path, in lists and objects too."""
    for key, field in fields.items():
        yield f"{at}{key}", field
        yield from walked(field.items, f"{at}{key}.")


def marked(sign, fields=FILE | QUESTION):
    """What is said of keys by one sign of theirs, but for those that say nothing."""
    return {
        path: getattr(field, sign)
        for path, field in walked(fields)
        if getattr(field, sign) and not path.startswith("editions.text.")
    }


def test_a_file_needs_no_more_than_what_tells_its_rows_apart():
    shared = ["slug", "roles.title"]

    assert [*marked("required", FILE)] == [
        *("format", "slug", "headline", "entities.roles.title"),
        *(f"mentioned.{key}" for key in shared),
        *("outlets.name", "tag_names.slug", "tag_names.name"),
        *("editions.kind", "editions.published_at"),
    ]
    assert [*marked("required", QUESTION)] == ["format", "slug", "title"]


def test_readers_need_these_keys_or_the_one_that_may_stand_instead():
    needed = [*marked("needed")]

    assert needed == [
        *("byline.name", "image.src", "key_points.text", "sections.body"),
        *("figures.key", "figures.src", "perspectives.outlet", "perspectives.text"),
        *("timeline.date", "timeline.text", "quotes.text", "quotes.speaker"),
        *("conversation.turns.speaker", "conversation.turns.text"),
        *("expectations.text", "glossary.term", "glossary.meaning", "sources.key"),
        *("entities.slug", "questions.slug"),
        *("questions.answers.question", "questions.sources.key", "related.slug"),
        "answers.question",
    ]
    assert marked("instead") == {
        "figures.src": "table",
        "perspectives.outlet": "holder",
        "timeline.date": "label",
        "quotes.speaker": "entity",
    }


def test_a_bare_text_stands_for_one_key_of_these_parts():
    assert marked("obvious") == {
        "byline": "name",
        "key_points": "text",
        "sections": "body",
        "perspectives": "text",
        "timeline": "text",
        "quotes": "text",
        "expectations": "text",
        "questions.answers": "question",
        "related": "slug",
    }


def test_what_rows_share_is_in_files_alone():
    rights = ("rights_until", "restrictions", "keep_whole")

    assert [*marked("file_only")] == [
        *(f"{part}.{key}" for part in ("image", "figures") for key in rights),
        *(f"entities.{key}" for key in ITEMS if key not in ("slug", "name")),
        *(f"questions.{key}" for key in items_of("questions") if key not in KEPT),
        *("mentioned", "outlets", "desk_name", "tag_names"),
        *("published_at", "editions"),
    ]


KEPT = ("uid", "slug", "title")  # What a story's document has of a question.


def test_texts_numbers_and_lists_have_a_limit_too():
    known = ("plain", "slug", "url", "language", "choice", "keys")
    found = {
        path: field.limit
        for path, field in walked(STORY | {"outlets": FILE["outlets"]})
        if field.limit and field.kind not in (*known, "prose")
    }
    prose = {field.limit for _path, field in walked(FILE) if field.kind == "prose"}

    assert prose == {50_000}
    assert found == {
        "tags": 100,
        **dict.fromkeys(["image.width", "image.height"], 50_000_000),
        **dict.fromkeys(["figures.width", "figures.height"], 50_000_000),
        "entities.prominence": 32_767,
        "entities.aliases": 200,
        "entities.same_as": 2000,
        "outlets.domains": 200,
    }


def test_only_the_timeline_goes_back_to_the_year_1():
    since = {field.since for path, field in walked(FILE) if "timeline.date" not in path}

    assert (items_of("timeline")["date"].since, since) == (1, {1000})


def test_an_edition_of_a_file_is_of_any_kind_that_there_is():
    assert tuple(Kind.values) == KINDS
