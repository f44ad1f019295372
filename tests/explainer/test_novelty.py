"""Whether a text tells news or is told in other words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.novelty import news

pytestmark = pytest.mark.once
OLD = {
    "language": "en",
    "headline": "Olten bridge closed",
    "summary": "The bridge was closed on Thursday after three engineers found 1,200 "
    "cracks.[^a] Nobody was hurt, Mayor Lena Graf said.",
    "key_points": [{"text": "Repairs will take time."}],
    "quotes": [{"text": "We had to act.", "speaker": "Lena Graf"}],
    "timeline": [{"date": "2026-01-01", "text": "It was closed."}],
    "sources": [{"key": "a", "url": "https://a.example/1"}],
}


def changed(**said):
    return OLD | said


def summary(old, new):
    assert old in OLD["summary"]
    return changed(summary=OLD["summary"].replace(old, new))


@pytest.mark.parametrize(
    "new",
    [
        OLD,
        changed(headline="The bridge in Olten was closed"),
        summary("1,200", "1200"),
        summary("after three", "when three"),
        changed(
            summary="After three engineers had found 1200 cracks the bridge was closed "
            "on Thursday. Mayor Lena Graf said that nobody was hurt."
        ),
        changed(key_points=[{"text": "Time will be needed for repairs."}]),
        changed(key_points=[]),
        changed(sources=[{"key": "b", "url": "http://www.a.example/1#x"}]),
        changed(quotes=[{"text": "We had to act!", "speaker": "Mayor Graf"}]),
    ],
)
def test_other_words_are_no_news(new):
    assert news(OLD, new) == []


@pytest.mark.parametrize(
    ("told", "new"),
    [
        ("figures", summary("1,200", "1,300")),
        ("figures", summary("three", "four")),
        ("figures", summary("1,200 cracks", "cracks")),
        ("figures", changed(key_points=[{"text": "Repairs will take 6 weeks."}])),
        ("names", summary("Lena Graf", "Paula Stern")),
        ("names", summary("Nobody was hurt", "The NATO was told")),
        ("dates", summary("on Thursday", "on Thursday in March")),
        ("dates", changed(timeline=[{"date": "2026-01-02", "text": "It was closed."}])),
        ("dates", changed(timeline=[{"label": "Next week", "text": "It opens."}])),
        ("quotes", changed(quotes=[{"text": "We had to wait.", "speaker": "L. Graf"}])),
        ("quotes", changed(quotes=[])),
        ("sources", changed(sources=[*OLD["sources"], {"url": "https://b.example/2"}])),
        ("denial", changed(headline="Olten bridge not closed")),
    ],
)
def test_facts_figures_dates_quotes_and_sources_are_news(told, new):
    assert told in news(OLD, new)


words = st.text("abc 12\nXY.", max_size=40)
documents = st.fixed_dictionaries(
    {
        "headline": words,
        "summary": words,
        "key_points": st.lists(st.fixed_dictionaries({"text": words}), max_size=3),
        "timeline": st.lists(st.fixed_dictionaries({"label": words}), max_size=2),
    }
)


@settings(max_examples=25)
@given(document=documents, moved=st.randoms(use_true_random=False))
def test_a_text_has_no_news_against_itself_in_whatever_order(document, moved):
    points = [*document["key_points"]]
    moved.shuffle(points)

    assert news(document, document) == []
    assert news(document, document | {"key_points": points}) == []


@settings(max_examples=25)
@given(document=documents, number=st.integers(100, 10**6))
def test_a_figure_that_nobody_had_is_news_wherever_it_stands(document, number):
    point = {"text": f"There are {number} of them."}
    new = document | {"key_points": [*document["key_points"], point]}

    assert "figures" in news(document, new)
