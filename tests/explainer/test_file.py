"""Explainer files: what is read from one, and how a faulty one is refused."""

import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer import file
from explainer.format import STORY
from explainer.schema import schema

LEAST = {"format": "explainer/1", "slug": "rates", "headline": "Rates rise"}


def read(**keys):
    (story,) = file.read_stories(json.dumps(LEAST | keys))
    return story


def faults(text):
    with pytest.raises(file.FaultyFileError) as refusal:
        file.read_stories(text if isinstance(text, str) else json.dumps(text))
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
    assert file.read_stories(text)[0]["slug"] == "rates"


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ({"headline": ""}, "headline: missing"),
        ({"headlin": "x"}, "headlin: unknown key"),
        ({"headline": 3}, "headline: must be a text"),
        ({"slug": "No Slug"}, 'slug: "No Slug" isn\'t a slug'),
        ({"quotes": {}}, "quotes: must be a list"),
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
        ({"outlets": [{"country": "FR"}]}, "outlets[0].name: missing"),
    ],
)
def test_a_fault_is_named_by_its_path(keys, fault):
    (found,) = faults(LEAST | keys)

    assert found.startswith(f"stories[0].{fault}")


HUGE = "9" * 5000


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ({"headline": " \n "}, "headline: missing"),
        ({"byline": [" "]}, "byline[0]: says nothing"),
        ({"sections": [{}]}, "sections[0]: says nothing"),
        ({"sections": [{"body": " "}]}, "sections[0]: says nothing"),
        ({"conversation": {"turns": [{}]}}, "conversation.turns[0]: says nothing"),
        ({"tags": [" "]}, "tags[0]: says nothing"),
        ({"kicker": "\ud800"}, "kicker: has half a character"),
        ({"\ud800": 1}, "?: unknown key"),
        ({"sources": [{"key": "a", "url": "http://[bad"}]}, "sources[0].url: "),
        (
            {"sources": [{"key": "a", "url": "https://a.b/" + "x" * 1990}]},
            "sources[0].url: has 2002 characters; 2000 fit",
        ),
        (
            {"sources": [{"key": "a", "outlet": "x" * 201}]},
            "sources[0].outlet: has 201 characters; 200 fit",
        ),
        (
            {"perspectives": [{"text": "x", "sources": ["a" * 60] * 9}]},
            "perspectives[0].sources: has 548 characters",
        ),
        (
            {"entities": [{"slug": "a", "prominence": 32768}]},
            "entities[0].prominence: must be a whole number from 0 to 32767",
        ),
        ({"entities": ["a", {"slug": "a"}]}, "entities[0]: must be an object"),
        ({"entities": [{"slug": "a"}] * 2}, 'entities[1].slug: "a" is in this list'),
        ({"questions": [{"slug": "a"}] * 2}, 'questions[1].slug: "a" is in this list'),
        ({"related": ["a", "a"]}, 'related[1].slug: "a" is in this list'),
        (
            {"closed_at": "0001-01-01T00:00:00+14:00"},
            'closed_at: "0001-01-01T00:00:00+14:00" isn\'t a moment between',
        ),
        (
            {"timeline": [{"text": "x", "date": "9999-12-31"}]},
            'timeline[0].date: "9999-12-31" isn\'t a day between',
        ),
    ],
)
def test_what_a_database_or_a_reader_could_not_take_is_a_fault(keys, fault):
    assert any(line.startswith(f"stories[0].{fault}") for line in faults(LEAST | keys))


UID = "11111111-1111-4111-8111-111111111111"


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ({"sections": [{"body": "x", "uid": UID}] * 2}, "sections[1].uid"),
        (
            {
                "sections": [{"body": "x", "uid": UID}],
                "conversation": {"turns": [{"text": "x", "uid": UID}]},
            },
            "conversation.turns[0].uid",
        ),
    ],
)
def test_one_uid_for_two_items_is_a_fault(keys, place):
    assert faults(LEAST | keys) == [f"stories[0].{place}: is another item's too"]


def test_an_items_number_never_gives_it_the_uid_of_anothers_key():
    first, second = read(quotes=["hello", {"key": "0", "text": "x"}])["quotes"]

    assert first["uid"] != second["uid"]
    assert second["uid"] == read(quotes=[{"key": "0", "text": "x"}])["quotes"][0]["uid"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[" * 100_000, "line 1: is nested too deeply"),
        (
            '{"format": "explainer/1", "slug": "a", "headline": "x",'
            f' "entities": [{{"slug": "b", "prominence": {HUGE}}}]}}',
            "stories[0].entities[0].prominence: must be a whole number",
        ),
        (
            '{"format": "explainer/1", "slug": "a", "slug": "b", "headline": "x"}',
            "stories[0].slug: is there twice",
        ),
        (json.dumps(LEAST) + "\n\n\n{]\n", "line 4, column 2"),
    ],
    ids=["depth", "digits", "twice", "lines"],
)
def test_what_python_would_break_at_or_pass_is_a_fault(text, fault):
    assert faults(text)[0].startswith(fault)


def test_lines_end_at_line_feeds_alone():
    odd = LEAST | {"headline": "One\u2028two\x85three"}
    lines = "\n".join(
        json.dumps(story, ensure_ascii=False)
        for story in (odd, odd | {"slug": "other"})
    )

    assert len(file.read_stories("\ufeff" + lines)) == 2


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
        file.read_stories(json.dumps(value))
    except file.FaultyFileError as refusal:
        faulty = refusal.faults
    assert all(fault.place.startswith("stories[0]") for fault in faulty)


@given(st.dictionaries(st.sampled_from([*STORY]), values, max_size=6))
def test_what_was_read_is_as_the_schema_says(value):
    try:
        (story,) = file.read_stories(json.dumps(LEAST | value))
    except file.FaultyFileError:
        return
    jsonschema.validate(story, schema())


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(schema())


def test_a_prose_text_has_a_limit_that_is_named():
    story = LEAST | {"report": "a" * 50_001, "brief": "a" * 50_000}

    assert faults(story) == ["stories[0].report: has 50001 characters; 50000 fit"]
