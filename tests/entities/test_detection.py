"""What a text names of the who's who, told without asking the database."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entities.detection import Names, find, link_mention

WHO = [
    ("Kaja Kallas", "kaja-kallas"),
    ("Kallas", "kaja-kallas"),
    ("Kallas", "siim-kallas"),
    ("European Union", "eu"),
    ("EU", "eu"),
    ("Union", "union"),
    ("Bank of England", "bank-of-england"),
    ("England", "england"),
    ("Reform", "reform-party"),
    ("Jean-Luc Mélenchon", "melenchon"),
    ("Sinn O'Hara", "ohara"),
    ("rent cap", "rent-cap"),
    ("US", "us"),
    ("Берлін", "berlin"),
]
NAMES = Names(WHO)


def named(text):
    return [(span.words, *span.slugs) for span in find(text, NAMES)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kaja Kallas spoke.", [("Kaja Kallas", "kaja-kallas")]),
        ("Then Kallas spoke.", [("Kallas", "kaja-kallas", "siim-kallas")]),
        ("the Bank of England", [("Bank of England", "bank-of-england")]),
        ("in England", [("England", "england")]),
        ("Kaja\nKallas", [("Kaja\nKallas", "kaja-kallas")]),
        ("Kallas’s office", [("Kallas", "kaja-kallas", "siim-kallas")]),
        ("**Kaja Kallas:** no.", [("Kaja Kallas", "kaja-kallas")]),
        ("Sinn O’Hara", [("Sinn O’Hara", "ohara")]),
        ("Jean-Luc Melenchon", [("Jean-Luc Melenchon", "melenchon")]),
        ("Rent cap, again.", [("Rent cap", "rent-cap")]),
        ("Берлін мовчить.", [("Берлін", "berlin")]),
    ],
)
def test_a_name_is_found(text, found):
    assert named(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "kaja kallas",  # a name has its capitals
        "Kaja said, Kallases",  # whole words only
        "they told us",  # not the country
        "Kaja\n\nKallas-Street",
        "Reform is hard. Any reform is.",  # the sentence's capital, not the party's
        "the England Football Association",  # a piece of a longer name
        "@[Kallas](kaja-kallas)",
        "[what Kaja Kallas said](https://a.example/)",
        "[^reuters Kaja Kallas]",
        "::quote Kallas",
        "https://a.example/Kallas",
        r"\Kallas",
        "the Kallas_ file",
    ],
)
def test_what_is_no_name_or_linked_already_is_left_alone(text):
    assert [one for one in named(text) if one[0] != "Kaja"] == []


def test_a_party_is_found_where_no_sentence_lends_its_capital():
    assert named("He left Reform.") == [("Reform", "reform-party")]


def test_of_two_names_that_begin_alike_the_longer_is_meant():
    assert named("the European Union") == [("European Union", "eu")]


def test_linking_keeps_the_words():
    text = "Then Kaja\nKallas spoke."

    made = link_mention(text, *find(text, NAMES), "kaja-kallas")

    assert made == "Then @[Kaja Kallas](kaja-kallas) spoke."
    assert find(made, NAMES) == []


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("नरेन्द्र मोदी", "हिन्दी में नरेन्द्र मोदी ने कहा।", "नरेन्द्र मोदी"),
        ("习近平", "国家主席习近平周一在北京发表讲话。", "习近平"),
        ("مُحَمَّد علي", "سافر محمد علي إلى القاهرة.", "محمد علي"),
        ("محمد علي", "سافر مُحَمَّد عليّ إلى", "مُحَمَّد عليّ"),
        ("ประยุทธ์ จันทร์โอชา", "นายประยุทธ์ จันทร์โอชากล่าว", "ประยุทธ์ จันทร์โอชา"),
        ("岸田文雄", "首相の岸田文雄は", "岸田文雄"),
        (
            "Šefčovič",
            "met S\u030cefc\u030covic\u030c there",
            "S\u030cefc\u030covic\u030c",
        ),
        ("Bundesrat", "im Bundes\u00adrat heute", "Bundes\u00adrat"),
        ("Лук'яненко", "Лукʼяненко сказав", "Лукʼяненко"),
    ],
)
def test_a_name_is_found_whole_in_every_script(name, text, words):
    found = find(text, Names([(name, "who"), ("Someone Else", "else")]))

    assert [(span.words, span.slugs) for span in found] == [(words, ("who",))]


MARKS = ("the", "of", "said", ".", "\n\n", "\n", "- ", "**", "_", "@", "[", "](", "’s")
LINKED = ("@[Kallas](kaja-kallas)", "[^a p. 1]", "\u0301", "é")
pieces = st.sampled_from([*(name for name, _slug in WHO), *MARKS, *LINKED])
texts = st.lists(st.one_of(pieces, st.text(max_size=4)), max_size=30).map(" ".join)


@given(texts)
def test_spans_are_in_order_and_never_overlap(text):
    found = find(text, NAMES)

    ends = [0, *(span.end for span in found)]
    assert all(span.start >= end for span, end in zip(found, ends, strict=False))
    assert all(text[span.start : span.end] == span.words for span in found)


@given(texts)
def test_what_was_linked_is_not_found_again(text):
    found = find(text, NAMES)
    for span in reversed(found):
        text = link_mention(text, span, span.slugs[0])

    assert find(text, NAMES) == []
    assert len(re.findall(r"@\[[^\[\]]+\]\([a-z-]+\)", text)) >= len(found)
