"""A word is found in every script, however it was typed, on both engines."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from paper.search.highlight import highlight_runs
from paper.search.query import parse_query
from stories.index import word_index
from stories.index.searchable_text import title
from tests import make

pytestmark = pytest.mark.django_db

# What was written, in which language, and how readers type it.
WRITTEN = [
    ("Der Bundes\u00adkanzler wartet", "de", ["Bundeskanzler", "BUNDESKANZLER"]),
    ("Die Groß\u00adstadt", "de", ["Grossstadt", "großstadt"]),
    ("Müller klagt", "de", ["Muller", "Mueller", "Müller", "Mu\u0308ller"]),
    ("قال مُحَمَّد إن الحـــرب انتهت", "ar", ["محمد", "الحرب", "مُحَمَّد"]),
    ("أعلنت الحُكُومَة", "ar", ["اعلنت", "الحكومة"]),
    ("دانش\u200cآموزان آمدند", "fa", ["دانش آموزان", "دانش\u200cآموزان", "دانشآموزان"]),
    ("המֶמְשָׁלָה נאמה", "he", ["הממשלה", "המֶמְשָׁלָה"]),
    ("यह हिन्दी समाचार", "hi", ["हिन्दी", "हिंदी"]),
    ("รัฐบาลไทยประกาศงบประมาณ", "th", ["รัฐบาล", "งบประมาณ", "ประกาศ"]),
    ("北京宣布新的气候政策", "zh", ["北京", "气候", "气候政策", "气"]),
    ("東京で電車が止まる", "ja", ["電車", "東京"]),
    ("П’ять запитань, сімʼя", "uk", ["п'ять", "п’ять", "пʼять", "сім'я", "сім’я"]),
    ("İstanbul’da IŞIK", "tr", ["istanbul", "ışık", "isik"]),
    ("Said [meˈloːni]", "en", ["meloni", "meˈloːni"]),
    (
        "Nguyễn, Māori, Ọlámidé",
        "en",
        ["nguyen", "Maori", "olamide", "Nguye\u0302\u0303n"],
    ),
    ("O’Brien, COVID‑19, F-16s", "en", ["O'Brien", "obrien", "covid-19", "F-16"]),
    ("1,234,567 people", "en", ["1,234,567", "1234567"]),
]


@pytest.mark.parametrize(("text", "language", "typed"), WRITTEN)
def test_a_word_is_found_however_it_is_typed(client, text, language, typed):
    make.edition(make.story(headline=text, language=language))
    make.edition(make.story(headline="Elsewhere, अन्य 別 อื่น"))

    for words in typed:
        page = client.get("/search/", {"q": words})
        assert [hit.showing.headline for hit in page.context["hits"]] == [text], words
        assert "<mark>" in page.content.decode(), words


def test_letters_that_make_another_word_are_not_lost(client):
    make.edition(make.story(headline="हिन्दी में", language="hi"))

    assert not client.get("/search/", {"q": "हद"}).context["hits"]


@pytest.mark.parametrize(
    ("text", "typed", "words"),
    [
        ("新的气候政策，专家", "气候政策", "气候政策"),
        ("新的气候政策，专家", "气", "气"),
        ("نقل مُحَمَّد إن", "محمد", "مُحَمَّد"),
        ("Der Bundes\u00adkanzler", "bundeskanzler", "Bundes\u00adkanzler"),
        ("ที่รัฐบาลไทย", "รัฐบาล", "รัฐบาล"),
        ("The Tunnel opens", "tunnels", "Tunnel"),
        ("Herr Müller", "mueller", "Müller"),
        ("The O’Brien case", "obrien", "O’Brien"),
    ],
)
def test_the_words_are_marked_as_they_stand_in_the_text(text, typed, words):
    runs = highlight_runs(text, parse_query(typed), "en")

    assert [run for run, is_sought in runs if is_sought] == [words]


LETTERS = "abcßöéіïжґѓαώבוּحأيนี่รก新的政ガか한글हिन्1２'’- ."


def said(text):
    """What the database at hand finds a title of these words by."""
    showing = make.edition(make.story(headline="x")).showing
    with connection.cursor() as cursor:
        table, places = word_index.TABLE, "%s::tsvector"
        if word_index.is_sqlite():
            table, places = word_index.TITLES, "%s"
        cursor.execute(
            f"UPDATE {table} SET title = {places} WHERE rowid = %s",
            [
                word_index.encode_tokens(title({"headline": text}, "en")),
                word_index.place_of(showing),
            ],
        )
    return showing


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.text(LETTERS, min_size=1, max_size=12),
    st.text(LETTERS, max_size=12),
    st.text(LETTERS, max_size=12),
)
@example("新的", "政", "政新")
@example("o’brien", "c", "é")
def test_a_text_is_found_by_every_run_of_its_words(word, before, after):
    """As both engines run this and neither reads the text, their sets are the same."""
    query = parse_query(f"{word} ")
    if not query:
        return
    showing = said(f"{before} {word} {after}")
    other = make.edition(make.story(headline="Elsewhere")).showing

    found = word_index.places_with(query.terms, 1000, 1000).titles

    assert word_index.place_of(showing) in found
    assert word_index.place_of(other) not in found
