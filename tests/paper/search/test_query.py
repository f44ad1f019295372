"""What a query asks for, word by word: phrases, forms, a beginning, days, names."""

import pytest

from paper.search.query import LONGEST, MOST, MOST_NAMES, Term, parse_query


def said(query):
    """Of each word: its text, phrases, forms, and what may go on."""
    return [
        (
            word.text,
            [" ".join(phrase) for phrase in word.term.phrases],
            " ".join(sorted(word.term.forms)),
            " ".join(word.term.begun),
        )
        for word in parse_query(query).words
    ]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("ports tal", [("ports", [], "port ports", ""), ("tal", [], "tal", "tal")]),
        ("ta", [("ta", [], "ta", "")]),
        ("e-mails", [("e-mails", ["e mails"], "email emails", "e mails")]),
        ("of", [("of", ["of"], "of", "")]),
        ('"Dead end"', [("Dead end", ["dead end"], "", "")]),
        ('"" «tal»', [("tal", ["tal"], "", "")]),
        ("tal”", [("tal", [], "tal", "")]),
        ("a\0tal", [("a", ["a"], "a", ""), ("tal", [], "tal", "tal")]),
        (
            "3,5 1,200",
            [("3,5", ["3 5"], "", ""), ("1,200", ["1 200"], "1200", "1 200")],
        ),
        ("習近平", [("習近平", ["習近 近平"], "", "")]),
        ("習", [("習", [], "", "習")]),
    ],
)
def test_a_word_is_sought_by_its_forms_a_phrase_as_it_stands(query, words):
    assert said(query) == words


@pytest.mark.parametrize(
    ("query", "text", "phrase", "form"),
    [
        ("ports 15 January 2026", "15 January 2026", "15 january 2026", "d2026x01x15"),
        ("15 January ports", "15 January", "15 january", "dx01x15"),
        ("ports May 2025", "May 2025", "may 2025", "d2025x05x"),
        ("4 May ports 4 June 2026", "4 June 2026", "4 june 2026", "d2026x06x04"),
    ],
)
def test_a_day_or_the_month_of_a_year_is_sought_as_the_index_has_it(
    query, text, phrase, form
):
    found = parse_query(query)

    assert said(query)[-1] == (text, [phrase], form, "")
    assert found.words[-1].tokens == tuple(phrase.split())
    assert [word.text for word in found.words[:-1]] == query.replace(text, "").split()
    assert not any(text.casefold() in name for name in found.names)


@pytest.mark.parametrize("query", ["2025 ports", "May ports"])
def test_a_year_or_a_month_alone_is_a_word(query):
    assert [text for text, *_ in said(query)] == query.split()


@pytest.mark.parametrize(
    ("query", "common"),
    [
        ("the US and us", "the and us"),
        ("THE US", "THE US"),
        ("Is IS", "Is"),
        ("A ports", "A"),
    ],
)
def test_common_words_in_capitals_are_names_among_small_letters(query, common):
    found = parse_query(query).words

    assert [word.text for word in found if word.is_common] == common.split()


def test_only_rare_words_are_sought_and_each_once():
    forms = [sorted(term.forms) for term in parse_query("the ports of ports ").terms]

    assert forms[0] == ["port", "ports"]
    assert len(forms) == 2  # The last one may go on.
    assert [sorted(term.forms) for term in parse_query("of the").terms] == [
        ["of"],
        ["the"],
    ]
    assert len(parse_query('"the end" the end "the end"').terms) == 2


def test_a_query_is_read_so_far_and_no_further():
    words = [f"w{n}" for n in range(MOST + 1)]
    found = parse_query(" ".join([*words, "15 January 2026"]))

    assert [word.text for word in found.words] == [*words[:-1], "15 January 2026"]
    assert parse_query(" a  b ").text == "a b"
    assert parse_query("x" * (LONGEST + 1)).text == "x" * LONGEST


def test_what_may_be_a_name_stands_in_some_words_side_by_side():
    assert parse_query("the Lake Orsa").names == {
        "thelake": (0, 2),
        "thelakeorsa": (0, 3),
        "lake": (1, 2),
        "lakeorsa": (1, 3),
        "orsa": (2, 3),
    }
    assert parse_query('Lake "dead end" Orsa').names == {
        "lake": (1, 2),
        "lakeorsa": (1, 3),
        "orsa": (2, 3),
    }
    assert parse_query("the").names == {"the": (0, 1)}
    assert parse_query('"Orsa"').names == parse_query("").names == {}
    assert parse_query("習近平 東京").names == {
        **dict.fromkeys(["習近", "習近平", "近平"], (0, 1)),
        "習近平東京": (0, 2),
        "東京": (1, 2),
    }


def test_a_name_has_six_words_or_letters_at_most():
    words = [f"w{n}" for n in range(8)]
    letters = "一二三四五六七"

    names = parse_query(" ".join(words)).names

    assert max(end - start for start, end in names.values()) == 6
    assert names["".join(words[2:])] == (2, 8)
    assert "".join(words) not in names
    assert {letters[:2], letters[:6], letters[1:]} <= {*parse_query(letters).names}
    assert len(parse_query(letters).names) == 21  # The word is a name, too.
    many = parse_query(" ".join(letters * 2 for _ in range(9)))
    assert len(many.names) <= MOST_NAMES


def test_a_name_alone_or_among_common_words_is_all_that_is_asked():
    assert [
        n for n in parse_query("the Orsa").names if parse_query("the Orsa").is_name(n)
    ] == [
        "theorsa",
        "orsa",
    ]
    assert not parse_query("Lake Orsa").is_name("orsa")
    assert not parse_query("Orsa lake").is_name("orsa")
    assert not parse_query("習近平").is_name("習近")


def test_other_names_will_do_in_the_place_of_one():
    query = parse_query("the Lake Orsa ports")

    found = query.with_names({"orsa": ["Orsa (lake)"], "lakeorsa": ["Orsasjön", "us"]})

    parts = tuple(word.term for word in query.words[1:3])
    assert found.terms == (Term((("orsasjon",),), parts=parts), query.words[3].term)
    assert [word.term for word in found.words] == [
        *(query.words[0].term, found.terms[0], Term(), query.words[3].term)
    ]
    assert (found.text, len(found.words)) == (query.text, 4)


def test_of_a_name_with_a_common_word_the_rare_ones_have_to_be_there():
    query = parse_query("the Orsa")

    found = query.with_names({"theorsa": ["Orsa"]})
    nothing = parse_query("of the").with_names({"ofthe": ["us"]})
    other = parse_query("of the").with_names({"ofthe": ["Orsa"]})

    assert found.terms == (Term((("orsa",),), parts=(query.words[1].term,)),)
    assert nothing.terms == (Term(parts=parse_query("of the").terms),)
    assert other.terms == (Term((("orsa",),)),)
    assert not any(word.is_common for word in found.words[:1])


def test_a_term_without_beginnings_has_all_its_other_parts():
    begun = Term((("a",),), frozenset({"b"}), ("c",))
    whole = Term((("a",),), frozenset({"b"}))

    assert Term(begun=("d",), parts=(begun, begun)).whole == Term(parts=(whole, whole))


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("ports tal", r"\bpor|\btal"),
        ("cab", r"\bcab"),
        ("houses", r"\bhou"),
        ('"the harbours"', r"\bharbours"),
        ("習近平", "習近"),
        ("", "(?!)"),
    ],
)
def test_a_hint_is_the_longest_of_a_phrase_and_a_form_but_for_its_last_letter(
    query, hint
):
    assert parse_query(query).hint.pattern == hint


def test_a_hint_has_what_other_names_are_sought_by():
    found = parse_query("Orsa").with_names({"orsa": ["Great Siljan"]})

    assert found.hint.pattern == r"\bors|\bsiljan"
