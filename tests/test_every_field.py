"""Every field of the format is everywhere that a field has to be.

A story is filled from the format itself. Who adds a field and forgets one of these
places is told here which field, and where it is missing.
"""

import copy
import json
import re
from dataclasses import replace
from functools import partial
from html import unescape

import pytest
from django.contrib import admin
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from desk.form.editor_comparison import EditorComparison
from desk.form.field_names import Places
from desk.verbs.correction_fields import blocks_in_order
from explainer import blocks, prose
from explainer.checks.lines import texts_of
from explainer.field import UNSAID
from explainer.format import QUESTION, STORY, field_at
from explainer.story_blocks import QUESTION_BLOCKS, STORY_BLOCKS
from paper.page import build
from paper.page.comparison import Comparison
from paper.page.marks import Since
from paper.queries import page_rows
from stories.models import Question, Showing, Story
from tests import filled, filled_paper, make

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ADDRESS = "/stories/filled/"
UNMARKED = {"byline": "who wrote is no news"}
# What is on no page of the story itself, and why.
UNPRINTED = {
    "short_headline": "stands in lists and on cards",
    "brief": "the report is printed in its place",
    "desk": "has a page of that name, to which the address leads",
    "image.src": "is in an address",
    "figures.src": "is in an address",
    "entities.name": "who's who has a name for it",
    "related.label": "readers have the other story, under its own headline",
}


@pytest.fixture
def document():
    """The story as readers have it, in its table and on its page."""
    filled.make_named()
    for number in range(3):
        make.published_story(slug=f"related-{number}")
    filled_paper.publish(filled.story(), 0)
    return Story.objects.get(slug="filled").editions.get().revision.content


def written(document):
    """(field, words) of everything that is written in words, as a reader reads it."""
    for place, text in texts_of(document):
        words = prose.plain(text) if field_of(place).kind == "prose" else text
        for line in words.split("\n"):
            yield re.sub(r"\[\d+\]", "", place), line


def field_of(place):
    path = re.sub(r"\[\d+\]", "", place)
    head, _dot, key = path.rpartition(".")
    return field_at(head).items[key] if head else STORY[key]


def words_of(html):
    html = re.sub(r"(?s)<(script|style).*?</\1>", "", html)
    return unescape(re.sub(r"<[^>]+>", " ", html)).replace("\xa0", " ")


def forgotten(fields, place):
    """What a test says of the fields that are missing somewhere."""
    return [f"{field}: forgotten by {place}" for field in dict.fromkeys(fields)]


@pytest.mark.parametrize(
    ("fields", "table"), [(STORY, STORY_BLOCKS), (QUESTION, QUESTION_BLOCKS)]
)
def test_every_field_is_in_the_table_of_blocks(fields, table):
    told = {
        name.partition(".")[0]
        for block in table
        for line in (*block.fields, block.parts)
        for name in (line if isinstance(line, tuple) else (line,))
    }
    missing = [key for key in fields if key not in {*told, *blocks.IDENTITY}]

    assert forgotten(missing, "the table of blocks") == []


def test_every_field_of_a_part_is_in_a_line_of_its_block():
    derived = {"uid", "width", "height"}
    missing = [
        f"{block.parts}.{key}"
        for block in (*STORY_BLOCKS, *QUESTION_BLOCKS)
        if block.parts
        for key, field in field_at(block.parts).items.items()
        if not field.file_only and key not in derived | spread(block.lines)
    ]

    assert forgotten(missing, "the lines of its block") == []


def spread(lines):
    names = {n for line in lines for n in (line if isinstance(line, tuple) else [line])}
    return names | {"focal"} if "focal_x" in names else names


@pytest.mark.parametrize("model", [Story, Question])
def test_every_field_is_in_the_form(client, model):
    client.force_login(make.editor())
    made = (make.story if model is Story else make.question)(slug="one")
    places = Places(made)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"

    html = client.get(reverse(name, args=[made.pk])).content.decode()

    names = {*re.findall(r'name="([^"]+)"', html)}
    missing = [
        f"{path}.{name}" if path else name
        for path, name, given in inputs(made, places)
        if given not in names
    ]
    assert forgotten(missing, "the form") == []
    for block in admin.site._registry[model].reading_order:
        assert f'id="block-{block.key}"' in html, block.key


def inputs(owner, places):
    """(path, column, name of the input) of all that a document is made of."""
    for name in (*owner.FROZEN, *owner.SHAPED):
        yield "", name, name
    for path, model in places.models.items():
        for name in model.FROZEN:
            column = f"{name}_x" if name in model.SPLIT else name
            yield path, name, f"{places.prefix(path)}-__prefix__-{column}"


def test_every_field_is_kept_by_the_tables(document):
    kept = {(part, field) for _uid, part, field in blocks.flat(document)}
    missing = [
        f"{part}.{field}".strip(".")
        for _uid, part, field in blocks.flat(filled.story())
        if (part, field) not in kept
    ]

    assert forgotten(missing, "the tables") == []


def test_every_field_is_printed(client, document):
    html = client.get(ADDRESS).content.decode()
    alternatives = re.findall(r' alt="([^"]*)"', html)
    said = " ".join(" ".join([words_of(html), *alternatives]).split())
    missing = [
        path
        for path, words in written(document)
        if path not in UNPRINTED
        if " ".join(words.split()) not in said
    ]

    assert forgotten(missing, "the page") == []


def test_every_field_is_found_by_search(client, document):
    found = {
        path: words
        for path, words in written(document)
        if field_of(path).search != UNSAID
    }
    missing = [
        path
        for path, words in found.items()
        if ADDRESS not in client.get("/search/", {"q": words}).content.decode()
    ]

    assert found
    assert forgotten(missing, "search") == []


def test_every_field_is_in_the_twin(client, document):
    twin = client.get(reverse("story_edition_json", args=["filled", 1])).json()
    said = json.dumps(twin, ensure_ascii=False)
    missing = [
        place
        for place, text in texts_of(document)
        if json.dumps(text, ensure_ascii=False) not in said
    ]

    assert forgotten(missing, "the twin") == []


def test_every_block_that_says_so_is_in_the_linked_data(client, document):
    html = client.get(ADDRESS).content.decode()
    [said] = re.findall(r'(?s)<script type="application/ld\+json">(.*?)</script>', html)
    texts = [*written(document)]
    missing = [
        block.key
        for block in STORY_BLOCKS
        if block.is_linked
        if not any(words in said for path, words in texts if is_within(path, block))
    ]

    assert forgotten(missing, "the linked data") == []


def is_within(path, block):
    own = spread(block.fields)
    return path in own or (bool(block.parts) and path.startswith(f"{block.parts}."))


def test_every_field_can_be_corrected(document):
    story = Story.objects.get(slug="filled")
    there = {(block.uid, block.field) for block in blocks_in_order(story, document)}
    missing = [
        path
        for path, place in one_of_each(document).items()
        if (place[0], place[2]) not in there
    ]

    assert forgotten(missing, "the form of corrections") == []


def one_of_each(document):
    """(uid, part, field) of one text of each field, by its path."""
    return {
        f"{part}.{field}".strip("."): (uid, part, field)
        for (uid, part, field), value in blocks.flat(document).items()
        if str(value).startswith("The ")
    }


def other(document, uid, part, field):
    """The document with other words in one place."""
    made = copy.deepcopy(document)
    target, fields = blocks.holder(made, uid)
    target, key, _field = blocks.step_into((target, fields), field)
    target[key] = "Before."
    return made


@pytest.mark.parametrize("who", ["readers", "editors"])
def test_every_field_has_a_name_where_texts_are_compared(document, who):
    story = Story.objects.get(slug="filled")
    compare = Comparison if who == "readers" else partial(EditorComparison, story)
    missing = [
        path
        for path, place in one_of_each(document).items()
        if not is_named(compare(other(document, *place), document))
    ]

    assert forgotten(missing, f"the comparison, for {who}") == []


def is_named(changes):
    return [*changes] and all(re.search(r"[^\W\d]", change.name) for change in changes)


def marked(document, old):
    """How many marks a page has for who read another text."""
    showing = Showing.objects.get(slug="filled")
    named = page_rows.cached_references(showing)
    around = page_rows.surroundings(named, timezone.now(), showing)
    page = build(document, "", replace(around, since=Since(1, old, document)))
    request = RequestFactory().get(ADDRESS)
    request.now = around.now
    html = render_to_string("paper/page/story.html", {"page": page}, request)
    return html.count('class="mark"')


def test_every_part_that_is_new_is_marked(document):
    missing = [
        path
        for path, _items, _fields in blocks.lists(document)
        if path not in UNMARKED and not marked(document, without(document, path))
    ]

    assert not marked(document, document)
    assert forgotten(missing, "?since") == []


def test_every_text_that_reads_otherwise_is_marked(document):
    missing = [
        path
        for path, place in one_of_each(document).items()
        if field_of(path).kind == "prose" and path not in UNPRINTED
        if not marked(document, other(document, *place))
    ]

    assert forgotten(missing, "?since") == []


def without(document, path):
    """The document without the last part of a list."""
    made = copy.deepcopy(document)
    head, _dot, rest = path.partition(".")
    (made[head][rest] if rest else made[head]).pop()
    return made
