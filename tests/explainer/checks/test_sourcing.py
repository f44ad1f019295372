"""Every finding about sources and quotes: where it stands, and in which words."""

import datetime as dt

import pytest

from explainer.checks import Context, sourcing

TODAY = Context(dt.date(2026, 1, 20))
A, B = {"key": "a", "title": "A"}, {"key": "b", "title": "B"}
LONG = "Word " * 59


def told(examiner, **document):
    """(place, what is said, words) of what one check finds."""
    whole = {"format": "explainer/1", "slug": "talks", "headline": "Talks"} | document
    return [
        (finding.place, finding.message, finding.words)
        for finding in examiner(whole, TODAY)
    ]


def test_each_quote_without_a_source_is_told_by_its_speaker():
    quotes = [
        {"text": "A.", "speaker": "Ana", "source": "a"},
        {"text": "B.", "speaker": "Bo"},
        {"text": "C."},
    ]

    assert told(sourcing.quotes, quotes=quotes) == [
        ("quotes[1].source", "The quote of Bo has no source.", ""),
        ("quotes[2].source", "The quote of Nobody named has no source.", ""),
    ]


@pytest.mark.parametrize(
    ("text", "is_marked"),
    [
        (" «So it is.» ", True),
        ('"So\nit is."', True),
        ("„So.”!", True),
        ("“So” it is.", False),
        ("So “it is”.", False),
        ("So it is.", False),
        ("“”", False),
    ],
)
def test_a_paraphrase_has_no_quotation_marks_around_it(text, is_marked):
    quotes = [{"text": "“A.”"}, {"text": text, "paraphrase": True}]
    message = "A paraphrase is no quote: take the quotation marks away."

    assert told(sourcing.lead_quote, quotes=quotes) == (
        [("quotes[1].text", message, "")] if is_marked else []
    )


def test_the_quote_that_is_shown_large_and_no_other_needs_a_speaker():
    quotes = [{"key": "p", "text": "A."}, {"key": "q", "text": "B."}, {"text": "C."}]

    assert told(sourcing.lead_quote, quotes=quotes, lead_quote="q") == [
        ("quotes[1].speaker", "The lead quote does not say who said it.", "")
    ]
    assert told(sourcing.lead_quote, quotes=quotes) == []


def test_each_perspective_without_a_source_is_told_by_whose_it_is():
    perspectives = [
        {"outlet": "Wire", "holder": "Ana", "text": "A."},
        {"holder": "Bo", "text": "B."},
        {"text": "C."},
        {"outlet": "Wire", "text": "D.\n\nE.[^a]"},
        {"outlet": "Wire", "text": "F.", "sources": ["a"]},
    ]

    assert told(sourcing.perspectives, perspectives=perspectives) == [
        ("perspectives[0].sources", "Wire: the perspective has no source.", ""),
        ("perspectives[1].sources", "Bo: the perspective has no source.", ""),
        (
            "perspectives[2].sources",
            "A perspective: the perspective has no source.",
            "",
        ),
    ]


@pytest.mark.parametrize(
    ("perspectives", "is_thin"),
    [
        (
            [{"holder": "Ana", "outlet": "Wire"}, {"holder": "Bo", "outlet": "Wire"}],
            False,
        ),
        (
            [{"holder": "Ana", "outlet": "Wire"}, {"holder": "ANA", "outlet": "Post"}],
            True,
        ),
        ([{"outlet": "Wire"}, {"text": "A."}], True),
        ([{"outlet": "Wire"}, {"outlet": "Post"}], False),
    ],
)
def test_papers_differ_where_two_hold_something(perspectives, is_thin):
    message = "A difference needs two perspectives of different holders."
    found = told(sourcing.divergence, perspectives=perspectives, divergence="A.")

    assert found == ([("divergence", message, "")] if is_thin else [])
    assert told(sourcing.divergence, perspectives=perspectives) == []


WHOLE = [("sources", "The whole story rests on one source.", "")]


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ({"report": "A.", "sources": [A]}, WHOLE),
        ({"brief": "A.", "sources": [A]}, WHOLE),
        ({"sections": [{"body": "A."}], "sources": [A]}, WHOLE),
        ({"report": "A.[^a]", "sources": [A, B]}, WHOLE),
        ({"report": "A.", "sources": [A, B]}, []),
        ({"report": "A.[^a] B.[^b]", "sources": [A, B]}, []),
        ({"report": "A.[^a]"}, []),
        ({"summary": "A.[^a]", "sources": [A]}, []),
    ],
)
def test_a_story_that_is_told_rests_on_more_than_one_source(document, found):
    assert told(sourcing.single, **document) == found


def test_long_sections_and_many_key_points_rest_on_more_than_one_source():
    bodies = [
        f"{LONG}A.[^a]\n\n[^a]",  # 60 words
        f"{LONG}[^a]\n\n[^a]",
        f"{LONG}A.[^a]",
        f"{LONG}A.[^a] B.[^b]",
    ]
    points = [{"text": f"{n}.[^b]"} for n in "ABC"]
    base = {"sources": [A, B], "summary": "A.[^a] B.[^b]", "report": "A."}

    def single(**more):
        return [
            (place, words) for place, words, _ in told(sourcing.single, **base | more)
        ]

    assert single(sections=[{"heading": "A"}, *({"body": b} for b in bodies)]) == [
        ("sections[1].body", "This section rests on one source.")
    ]
    assert single(key_points=points) == [
        ("key_points", "The key points rest on one source.")
    ]
    assert single(key_points=points[:2]) == []
    assert single(key_points=[*points, {"text": "D.[^a]"}]) == []
    assert single(key_points=[{"text": n} for n in "ABC"]) == []


def test_paragraphs_with_figures_are_counted_and_quoted():
    text = (
        "## In 12 lines\n\nIt cost 5 bn.\n\nNine came.\n\nIt rose by 3 %.\n\n"
        "It was 7.[^a]\n\nIt was [7](/a/).\n\nTwo came."
    )
    twice = "{} paragraphs with figures cite no source."
    once = "1 paragraph with figures cites no source."

    assert told(sourcing.figures, report=text, brief="All 99 left.") == [
        ("report", twice.format(2), "5 bn")
    ]
    found = told(
        sourcing.figures,
        brief="All 99 left.",
        background="Some 50 came.",
        sections=[{"heading": "A"}, {"body": "Just 40 came."}],
        summary="Of 30, 20 came.",
    )
    assert found == [
        ("brief", once, "99"),
        ("background", once, "50"),
        ("sections[1].body", once, "40"),
    ]
    [finding] = sourcing.figures({"report": text}, TODAY)
    assert finding.about == "It cost 5 bn.\nIt rose by 3 %."


def test_voices_without_a_name_cite_a_source_but_in_a_conversation():
    text = "Officials say A.[^a]\n\nOfficials say B.\n\nExperts say C."
    turns = {"turns": [{"speaker": "A", "text": text}]}

    assert told(sourcing.voices, report=text, conversation=turns)[0] == (
        *("report", "“Officials say”: no source is cited here."),
        "Officials say",
    )
    assert {place for place, *_ in told(sourcing.voices, report=text)} == {"report"}
    assert told(sourcing.voices, conversation=turns) == []
    assert not told(sourcing.voices, report=text, language="pt")
    [finding, *_] = sourcing.voices({"format": "explainer/1", "report": text}, TODAY)
    assert finding.about == "Officials say B."


def test_sources_that_nothing_cites_or_nobody_read_are_named_together():
    address = "https://a.example/"
    named = {
        "summary": "A.[^text]",
        "quotes": [{"text": "B.", "source": "quote"}, {"text": "C."}],
        "perspectives": [{"text": "D.", "sources": ["view"]}, {"text": "E."}],
        "timeline": [{"text": "F.", "sources": ["event"]}],
        "expectations": [{"text": "G.[^due]"}],
    }
    keys = ("text", "quote", "view", "event", "due")
    used = [{"key": key, "title": key} for key in keys]
    answers = [{"question": "G?", "sources": [*keys]}]
    question = {"format": "question/1", "answers": answers}

    assert told(sourcing.sources, sources=used, **named) == []
    assert told(sourcing.sources, sources=used, **question) == []
    idle = [{"title": "H"}, {"key": "i"}, {"key": "j"}]
    assert told(sourcing.sources, sources=[*used, *idle[:2]], **named) == [
        ("sources[6].key", "Nothing cites the source “i”.", "")
    ]
    assert told(sourcing.sources, sources=[*used, *idle], **named) == [
        ("sources[6].key", "Nothing cites the sources “i”, “j”.", "")
    ]
    unread = [{"url": address, "accessed": "2026-01-01"}, {"url": address}]
    assert told(sourcing.sources, sources=unread) == [
        (
            "sources[1].accessed",
            f"The source “{address}” does not say when we read it.",
            "",
        )
    ]
    unread.append({"key": "k", "outlet": "Wire", "url": address})
    assert told(sourcing.sources, summary="A.[^k]", sources=unread) == [
        (
            "sources[1].accessed",
            f"The sources “{address}”, “k” do not say when we read them.",
            "",
        )
    ]


def test_a_source_without_a_title_or_an_outlet_is_named_by_what_it_has():
    sources = [A, {"outlet": "Wire"}, {"kind": "own"}, {"kind": "unnamed"}, {}]
    two = [*sources, {"kind": "report", "url": "https://a.example/"}]

    assert told(sourcing.nameless, sources=sources) == [
        ("sources[4].title", "The source “5” has neither a title nor an outlet.", "")
    ]
    assert told(sourcing.nameless, sources=two) == [
        (
            "sources[4].title",
            "The sources “5”, “https://a.example/” have neither a title nor an outlet.",
            "",
        )
    ]
    [finding] = sourcing.nameless({"sources": sources})
    assert (finding.code, finding.about) == ("nameless-source", "“5”")
