"""A story of Kite's files: nothing of it is lost, whatever signs it holds."""

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer import prose
from stories.archives.entry import entry
from stories.archives.kite_citations import EITHER
from stories.archives.kite_fields import FieldError, Row
from stories.archives.kite_story import KiteStory
from tests.support.kite_days import MUSEUM

pytestmark = pytest.mark.once
AT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
signs = st.text("ab 1*_[]#>-:`|\\&<“”\n", max_size=40)
marks = st.sampled_from(["[news.example#1]", "[common]", "[x.example#7]", ""])
texts = st.lists(st.tuples(signs, marks), max_size=3).map(
    lambda parts: "".join(text + mark for text, mark in parts)
)


def story_of(said):
    item = KiteStory(Row(said, "clusters[0]"), "kite:1", AT, "World").item()
    return entry(item, lambda address: ""), item


def letters(text):
    return re.sub(r"\s", "", text)


@settings(max_examples=30)
@given(text=texts)
def test_words_are_kept_and_marks_become_citations_or_are_told(text):
    made, item = story_of(MUSEUM | {"short_summary": text, "timeline": []})

    summary = made.story.get("summary", "")
    assert letters(prose.plain(summary)) == letters(EITHER.sub("", text))
    cited = {key for key, _place in prose.citations(summary)}
    assert cited <= {"source-1"}
    assert ("[x.example#7]" in text) <= any("x.example#7" in n for n in item.notes)


KEYS = sorted({*MUSEUM, "future_outlook", "industry_impact", "diy_tips", "unheard_of"})
said = st.sampled_from(["Xaq", "Yorp: Zub", "Quib at 12:30: Vix", "Wex:", ": Olp", ""])
values = st.one_of(st.none(), said, st.lists(said, max_size=3))


@settings(max_examples=30)
@given(key=st.sampled_from(KEYS), value=values)
def test_each_field_has_a_place_a_note_or_a_refusal(key, value):
    words = value if isinstance(value, list) else [value or ""]
    try:
        made, item = story_of(MUSEUM | {key: value})
    except FieldError as refusal:
        where = str(refusal)
    else:
        where = ""
    if where:
        assert where.startswith(f"clusters[0].{key}")
        return
    told = f"{made.story} {item.notes} {made.categories}".replace("\\n", " ")
    for word in words if key not in ("id", "cluster_number") else ():
        assert {*re.findall(r"\w+", word)} <= {*re.findall(r"\w+", told)}


@pytest.mark.parametrize(
    ("said", "event"),
    [
        ({"date": "5 March 2024"}, {"date": "2024-03-05", "precision": "day"}),
        ({"date": "März 2024"}, {"date": "2024-03-01", "precision": "month"}),
        ({"date": "1999"}, {"date": "1999-01-01", "precision": "year"}),
        ({"date": "Monday"}, {"label": "Monday"}),
        ({"date": "Week of January 7"}, {"label": "Week of January 7"}),
        (
            {"date": "Monday", "date_iso": "2026-01-05T10:00:00Z"},
            {"date": "2026-01-05", "precision": "day"},
        ),
        ({"date": "Ides", "date_iso": "-0043-03-15"}, {"label": "-0043-03-15"}),
        ({"date": "Monday", "date_iso": "2026-13"}, {"label": "Monday"}),
    ],
)
def test_a_day_is_as_exact_as_it_is_said(said, event):
    made, _item = story_of(MUSEUM | {"timeline": [said | {"content": "It was."}]})

    assert made.story["timeline"] == [event | {"text": "It was."}]
