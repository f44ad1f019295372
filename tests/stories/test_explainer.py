"""Explainer files: what is read from one, and how a faulty one is refused."""

import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories import explainer
from stories.format import STORY, schema

LEAST = {"format": "explainer/1", "slug": "rates", "headline": "Rates rise"}


def read(**keys):
    (story,) = explainer.read(json.dumps(LEAST | keys))
    return story


def faults(text):
    with pytest.raises(explainer.FaultyFileError) as refusal:
        explainer.read(text if isinstance(text, str) else json.dumps(text))
    return [str(fault) for fault in refusal.value.faults]


def test_the_least_story_has_an_id_that_every_reading_gives_it():
    assert read()["id"] == read()["id"]


def test_a_bare_string_stands_for_the_one_obvious_text():
    assert read(byline=["A. Writer"])["byline"][0]["name"] == "A. Writer"


def test_a_part_keeps_its_uid_when_another_is_put_before_it():
    one, two = {"key": "one"}, {"key": "two"}

    alone = read(sources=[two])["sources"][0]
    second = read(sources=[one, two])["sources"][1]

    assert alone["uid"] == second["uid"]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(LEAST),
        json.dumps([LEAST]),
        json.dumps(LEAST) + "\n" + json.dumps(LEAST | {"slug": "other"}) + "\n",
    ],
    ids=["object", "list", "lines"],
)
def test_a_file_is_an_object_a_list_or_lines(text):
    assert explainer.read(text)[0]["slug"] == "rates"


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ({"headline": ""}, "headline: is missing"),
        ({"headlin": "x"}, "headlin: unknown key"),
        ({"headline": 3}, "headline: must be a text"),
        ({"slug": "No Slug"}, 'slug: "No Slug" isn\'t a slug'),
        ({"quotes": {}}, "quotes: must be a list"),
        ({"quotes": [{"speaker": "A"}]}, "quotes[0].text: is missing"),
        ({"quotes": [3]}, "quotes[0]: must be an object"),
        (
            {"timeline": [{"text": "It began.", "date": "last July"}]},
            'timeline[0].date: "last July" isn\'t a day',
        ),
        ({"sources": [{"key": "a", "kind": "blog"}]}, 'sources[0].kind: "blog"'),
        ({"sources": [{"key": "a", "url": "javascript:1"}]}, "sources[0].url: "),
        ({"tags": "one"}, "tags: must be a list"),
        ({"closed_at": "2026-01-15 14:05"}, "closed_at: "),
        ({"image": {"src": "a.jpg", "focal": [50, 101]}}, "image.focal: must be two"),
        (
            {"conversation": {"turns": [{"speaker": "A", "kind": "bot"}]}},
            "conversation.turns[0].kind: ",
        ),
        (
            {"questions": [{"slug": "q", "answers": [{"answer": "Yes."}]}]},
            "questions[0].answers[0].question: is missing",
        ),
    ],
)
def test_a_fault_is_named_by_its_path(keys, fault):
    (found,) = faults(LEAST | keys)

    assert found.startswith(f"stories[0].{fault}")


def test_every_fault_is_named_and_not_only_the_first():
    assert len(faults([{"format": "explainer/1"}, LEAST | {"tags": 1}, 7])) == 4


def test_broken_json_is_refused_with_line_and_column():
    (found,) = faults('{"format": "explainer/1",\n "slug" "rates"}')

    assert found.startswith("line 2, column 9")


def test_a_broken_line_of_json_lines_is_named():
    assert faults(json.dumps(LEAST) + "\n{]\n")[0].startswith("line 2")


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*STORY, "key", "uid"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*STORY]), values, max_size=6))
def test_any_json_is_read_or_refused_and_never_breaks(value):
    faulty = []
    try:
        explainer.read(json.dumps(value))
    except explainer.FaultyFileError as refusal:
        faulty = refusal.faults
    assert all(fault.place.startswith("stories[0]") for fault in faulty)


@given(st.dictionaries(st.sampled_from([*STORY]), values, max_size=6))
def test_what_was_read_is_as_the_schema_says(value):
    try:
        (story,) = explainer.read(json.dumps(LEAST | value))
    except explainer.FaultyFileError:
        return
    jsonschema.validate(story, schema())


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(schema())
