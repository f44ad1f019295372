"""A document as Markdown comes back to the letter; a file's faults have lines."""

import copy
import functools
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explainer import file, markdown_file
from explainer.document import canonical, prune
from explainer.format import QUESTION, STORY
from explainer.markup.characters import tidy
from explainer.notation import FaultyFileError
from explainer.story_blocks import QUESTION_BLOCKS, STORY_BLOCKS
from tests import filled

# What could be taken for a heading, a fact, front matter, JSON, or an end of any.
LINES = [
    *("---", "# One", "## Sources", "### –", "#### Deep", "##### Deeper", "#", "##"),
    *("\\# Marked", "\\\\### Twice", "- uid: no", '- text: "x', "format: explainer/1"),
    *(
        "```",
        "<!-- x -->",
        "</script>",
        '{"uri": "x"}',
        "  ## Indented",
        "",
        "*",
        "yes",
    ),
    *("> a\n> b", "| A | B |\n| - | - |", "::quote key-1", "“Said.”[^key-0 p. 3]", "~"),
    *(
        "&amp; <b>",
        "\t tab",
        "null",
        "2026-01-05",
        "0x1f",
        ": x",
        "a: b",
        "[a",
        "é\ufeff",
    ),
]
WORDS = st.lists(st.sampled_from(LINES) | st.text(max_size=6), min_size=1, max_size=4)
TEXT = WORDS.map("\n".join).map(tidy)
LINE = TEXT.map(lambda text: tidy(text.replace("\n", " ")))


@functools.cache
def documents():
    return [read(filled.story()), read(filled.sparse()), read(filled.question())]


def read(value):
    [(_place, made)] = file.each_story([json.loads(json.dumps(value))])
    return made


def back(text):
    return read(markdown_file.read(text))


@pytest.mark.parametrize("number", range(3))
def test_a_filled_document_comes_back_the_same(number):
    document = documents()[number]

    assert canonical(back(markdown_file.write(document))) == canonical(document)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(range(3)), st.lists(TEXT, min_size=9, max_size=9), LINE)
def test_whatever_its_texts_say_it_comes_back_the_same(number, texts, line):
    document = copy.deepcopy(documents()[number])
    put(document, STORY if number < 2 else QUESTION, [*texts], line)
    document = prune(document)

    text = markdown_file.write(document, {"number": 3, "note": line})

    said = markdown_file.read(text)
    uids_of_the_reader = read({**said, "slug": said.get("slug", "x")})
    assert canonical(uids_of_the_reader) == canonical(document)


def put(value, fields, texts, line):
    """Other words in each free text, one after another; a limit is no matter here."""
    for name, field in fields.items():
        if name not in value:
            continue
        if field.kind == "list":
            for item in value[name]:
                put(item, field.items, texts, line)
        elif field.kind == "object":
            put(value[name], field.items, texts, line)
        elif field.kind == "prose" or (field.limit >= 2000 and field.kind == "plain"):
            texts.append(texts.pop(0))
            value[name] = texts[0] or "x"
        elif field.kind == "plain" and name not in filled.NAMING:
            value[name] = (line or "x")[: field.limit]


def test_a_file_is_one_that_people_like_to_read():
    document = read(
        {
            "format": "explainer/1",
            "slug": "ports",
            "headline": "Ports: higher walls",
            "standfirst": "What they cost.",
            "summary": "The walls rise.[^plan]\n\n## Why\n\nThe sea.",
            "timeline": [
                {
                    "date": "2025-03-01",
                    "precision": "month",
                    "text": "Begun.",
                    "sources": ["plan"],
                    "key_event": True,
                }
            ],
            "sources": [{"key": "plan", "title": "The plan", "outlet": "Port"}],
            "tags": ["Tides"],
        }
    )

    assert markdown_file.write(document, {"number": 2}) == (
        "---\n"
        "format: explainer/1\n"
        f"id: {document['id']}\n"
        "slug: ports\n"
        'tags: ["Tides"]\n'
        "edition:\n"
        "  number: 2\n"
        "---\n\n"
        "# Ports: higher walls\n\n"
        "What they cost.\n\n"
        "## What's happened\n\n"
        "The walls rise.[^plan]\n\n#### Why\n\nThe sea.\n\n"
        "## Timeline\n\n"
        "### 2025-03-01\n"
        '- precision: month\n- sources: ["plan"]\n- key_event: yes\n\n'
        "Begun.\n\n"
        "## Sources\n\n"
        "### plan\n- title: The plan\n- outlet: Port\n"
    )


def test_people_write_it_in_their_own_way():
    said = markdown_file.read(
        "---\r\nformat: explainer/1\nslug: 'ports'\ntags:\n- Tides\n- Piers\n---\n"
        "# Ports\n## KEY POINTS\n### Lead\nText at once.\n### –\n- sources: a, b\n"
        "## timeline\n### 2025-03-01\n- key_event: true\n\nBegun.\n"
    )

    assert said["tags"] == ["Tides", "Piers"]
    assert said["key_points"] == [
        {"lead_in": "Lead", "text": "Text at once."},
        {"sources": "a, b"},
    ]
    assert said["timeline"] == [
        {"key_event": True, "date": "2025-03-01", "text": "Begun."}
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("# No front", "line 1: has no front matter: it begins with a line ---"),
        ("---\na: b", "line 1: the front matter has no end: a line ---"),
        ("---\na: [b\n---\n", "line 2: expected ',' or ']', but got '<stream end>'"),
        ("---\n- a\n---\n", "line 1: must be an object"),
        (
            "---\na: &b c\nd: *b\n---\n",
            "line 2: names another value (*), which is not read",
        ),
        ("---\n? [a]\n: b\n---\n", "line 2: a key must be a text"),
        ("---\na: 1\n---\nWords\n", "line 4: words before the first heading"),
        ("---\na: 1\n---\n# A\n## Nope\n", 'line 5: no block is called "Nope"'),
        ("---\na: 1\n---\n# A\n# B\n", "line 5: headline is there twice"),
        ("---\nsummary: 1\n---\n## summary\nx\n", "line 4: summary is there twice"),
        (
            "---\na: 1\n---\n## Sources\nx\n",
            "line 5: words before the first part (###)",
        ),
        (
            "---\na: 1\n---\n## In full\n### x\n",
            "line 5: a heading within a text begins with ####",
        ),
        ("---\na: " + "[" * 500 + "\n---\n", "line 1: is nested too deep"),
    ],
)
def test_a_fault_is_named_by_its_line(text, fault):
    with pytest.raises(FaultyFileError) as refusal:
        markdown_file.read(text)

    assert str(refusal.value) == fault


def test_what_is_given_twice_or_unknown_is_refused_at_its_path():
    text = (
        "---\nformat: explainer/1\nslug: a\nslug: b\nnope: 1\n---\n# A\n"
        "## Key points\n### x\n- lead_in: y\n- what: z\n- what: z\n"
    )

    with pytest.raises(FaultyFileError) as refusal:
        [*file.each_story([markdown_file.read(text)])]

    assert "stories[0].slug: is there twice" in str(refusal.value)
    assert "stories[0].nope: unknown key" in str(refusal.value)
    assert "stories[0].key_points[0].what: unknown key" in str(refusal.value)
    assert "stories[0].key_points[0].what: is there twice" in str(refusal.value)


def test_every_text_and_every_list_of_the_body_has_a_heading():
    for fields in (STORY, QUESTION):
        assert {*markdown_file.paths(fields)} <= {*markdown_file.HEADINGS}
    lists = {block.parts for block in (*STORY_BLOCKS, *QUESTION_BLOCKS)}
    assert {*markdown_file.NAMES} <= lists
    assert len({*markdown_file.HEADINGS.values()}) == len(markdown_file.HEADINGS)
