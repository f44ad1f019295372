"""What a page could not be made of, and what people are called: each finding whole."""

import pytest

from explainer.checks.lines import Line, lines, prose_of, texts_of, value_at
from explainer.checks.structure import findings, half_filled, passable
from explainer.finding import Finding

LEAST = {"format": "explainer/1", "headline": "Talks"}
LOGIN = "https://ana:secret@a.example/"


def told(entities=(), **document):
    """(code, place, what is said, words) of every fault."""
    found = findings(LEAST | document, entities)
    return [(f.code, f.place, f.message, f.words) for f in found]


def test_every_name_that_nothing_has_is_told_at_its_place():
    sources = [{"key": "a", "title": "A"}, {"title": "B"}]

    assert told(
        ["ana"],
        byline=[{"name": "A", "entity": "ana"}, {"name": "B", "entity": "bo"}],
        perspectives=[{"outlet": "C", "text": "D.", "sources": ["a", "b"]}],
        quotes=[{"key": "q", "text": "E.", "speaker": "F", "source": "c"}],
        sources=sources,
        lead_quote="p",
    ) == [
        ("unknown", "byline[1].entity", 'no entity "bo"', "bo"),
        ("unknown", "perspectives[0].sources", 'no source with key "b"', "b"),
        ("unknown", "quotes[0].source", 'no source with key "c"', "c"),
        ("unfinished", "sources[1].key", "missing", ""),
        ("unknown", "lead_quote", 'no quote with key "p"', "p"),
    ]


def test_a_fault_in_a_text_has_its_line_and_the_word_there():
    long = "x" * 60
    found = told(
        summary=f"So.\n\nIt was [^b] so.\n@[Ana {long}](ana{long}) left.",
        brief="::figure map",
        background="::quote q\n\nA.[^fix-me]",
        figures=[{"key": "chart", "table": "| a |\n| - |\n| b |"}],
    )

    assert [(code, place, words) for code, place, _message, words in found] == [
        ("unknown", "summary", "[^b]"),
        ("unknown", "summary", "@[Ana"),
        ("unknown", "brief", "::figure"),
        ("markup", "background", "::quote q"),
        ("fix-me", "background", "[^fix-me]"),
        ("unknown", "background", "::quote"),
    ]
    assert found[0][2] == 'line 3, column 8: no source with key "b"'
    assert found[3][2] == 'a quote can\'t be placed here: "q"'
    [(*_rest, last)] = told(summary=f"@[{'x' * 90}](ana)")
    assert last == f"@[{'x' * 78}"


def test_keys_that_are_there_twice_are_told_with_their_number():
    twice = [{"key": "a", "title": "A"}] * 2
    quotes = [{"key": "q", "text": "A.", "speaker": "B"}] * 3

    assert told(sources=twice, quotes=quotes) == [
        ("repeated-key", "sources", '2 items have the key "a"', "a"),
        ("repeated-key", "quotes", '3 items have the key "q"', "q"),
    ]
    table = "| a |\n| - |\n| b |"
    figures = [{"key": "f", "table": table}] * 2
    assert [fault[:2] for fault in told(figures=figures)] == [
        ("repeated-key", "figures")
    ]


def test_an_address_with_a_password_is_told_and_no_other():
    sources = [
        {"key": "a", "url": "https://a.example/", "archive_url": LOGIN},
        {"key": "b", "url": LOGIN},
    ]
    message = "holds a name or a password: take it out"

    assert told(sources=sources) == [
        ("password", "sources[0].archive_url", message, ""),
        ("password", "sources[1].url", message, ""),
    ]


def test_a_question_that_brings_its_own_sources_names_these_alone():
    own = {"slug": "a", "answers": [{"question": "A?", "answer": "B.[^own]"}]}
    brought = own | {"sources": [{"key": "own"}]}
    story = {"sources": [{"key": "story"}]}

    assert told(questions=[brought], **story) == []
    assert [fault[1] for fault in told(questions=[own, brought], **story)] == [
        "questions[0].answers[0].answer"
    ]
    question = {"format": "question/1", "title": "", "answers": own["answers"]}
    assert [(f.code, f.place) for f in findings(question, [])] == [
        ("unknown", "answers[0].answer"),
        ("no-headline", "title"),
    ]


def test_what_a_part_lacks_is_told_in_the_words_for_it():
    document = LEAST | {
        "figures": [{"key": "f"}, {"table": "A"}],
        "timeline": [{"text": "A."}, {"label": "B", "text": "B."}],
        "perspectives": [{"text": "A."}, {"holder": "B", "text": "B."}],
        "quotes": [{"text": "A."}, {"entity": "ana", "text": "B."}],
        "conversation": {"turns": [{"text": "A."}]},
        "image": {"alt": "A"},
    }
    lacking = [
        ("figures[0].src", "missing; choose a picture, or write a table"),
        ("figures[1].key", "missing"),
        ("perspectives[0].outlet", "missing; name the outlet, or whose view it is"),
        ("timeline[0].date", "missing; give a day, or words in its place"),
        ("quotes[0].speaker", "missing; say who said it"),
        ("conversation.turns[0].speaker", "missing"),
        ("image.src", "missing"),
    ]

    assert [(f.place, f.message) for f in half_filled(document)] == lacking
    found = [f for f in findings(document, ["ana"]) if f.code == "unfinished"]
    assert sorted((f.place, f.message) for f in found) == sorted(lacking)


@pytest.mark.parametrize(
    ("code", "place", "is_passable"),
    [
        *((code, "summary", True) for code in ("unknown", "fix-me", "markup")),
        *(("repeated-key", "sources", True), ("password", "sources[0].url", True)),
        *(("no-headline", "headline", False), ("no-slug", "slug", False)),
        *(("unfinished", f"sources[0].{k}", False) for k in ("key", "slug", "name")),
        *(("unfinished", f"image.{k}", False) for k in ("src", "question")),
        ("unfinished", "quotes[0].text", False),
        ("unfinished", "timeline[0].text", True),
        ("unfinished", "quotes[0].speaker", True),
    ],
)
def test_what_readers_had_may_lack_all_but_what_names_it(code, place, is_passable):
    assert passable(Finding(place, "missing", code)) is is_passable


def test_a_line_has_its_words_what_it_cites_and_where_it_leads():
    text = "## A *b*\n\nC [d e](/f) g[^h][^i 2]\nj.\n\n> K @[L](l)\n\nM"

    assert lines(text) == (
        Line("A b", heading=True, runs=("A ", "b")),
        Line("C d e g j.", ("h", "i"), (("d e", "/f"),), runs=("C ", " g", " j.")),
        Line("K L", quoted=True, runs=("K ",)),
        Line("M", runs=("M",)),
    )


def test_texts_stand_at_places_that_lead_back_to_them():
    document = LEAST | {
        "summary": "A.",
        "image": {"src": "a.jpg", "alt": "B"},
        "key_points": [{"lead_in": "C", "text": "D."}, {"text": ""}],
        "conversation": {"turns": [{"speaker": "E", "text": "F."}]},
    }
    prose = [
        *(("summary", "A."), ("key_points[0].text", "D.")),
        ("conversation.turns[0].text", "F."),
    ]

    assert [*prose_of(document)] == prose
    assert [place for place, _text in texts_of(document)] == [
        *("headline", "image.src", "image.alt", "summary", "key_points[0].lead_in"),
        *("key_points[0].text", "conversation.turns[0].speaker", prose[2][0]),
    ]
    assert all(value_at(document, at) == text for at, text in texts_of(document))
    beyond = ("key_points[2].text", "key_points.a", "summary.a", "image.b.c", "b")
    assert [value_at(document, place) for place in beyond] == [None] * 5
