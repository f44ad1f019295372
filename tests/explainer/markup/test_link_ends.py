"""What is taken for a link's end without the parser is what the parser takes for it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.erasure import CLOSED, Sentence, letters, without
from explainer.markup import tokens_of
from explainer.markup.link_ends import links_and_asides

WORD = st.sampled_from(["ann", "took", "money", "a1", "é", "&#109;", "&amp;", "&x;"])
SIGNS = st.sampled_from([*"[]()<>!^@*_\\\"' ", "](", "\\[", "\\]", "[^", "](/", "&"])
GAP = st.sampled_from(["", " ", " ", "  ", "\n", "\t", " \n> "])
ADDRESS = st.sampled_from(
    [
        *(
            "https://a.org/x",
            "/b(c(d))",
            "/b(c",
            r"/\(x",
            r"/\)",
            "<https://a.org/x y>",
        ),
        *("</a>", "<//b>", "", "<>", "javascript:x", "mailto:a@b.org", "//a", "a b"),
        *("<https://a.org/b>c", r"</a\>b>", "</a\nb>", "&#47;x", "/x\\", "https://?"),
        *("/[x", "/x]", '/x"y"', "/a&amp;b", "/" + "(" * 33 + ")" * 33),
    ]
)
TITLE = st.sampled_from(
    [
        *("", "", '"the books"', "'the books'", "(the books)", '"a"b"', '""'),
        *(r'"a \"b\" c"', r"'a \'b'", r"(a \) b)", "(a (b) c)", '"a', '"x\ny"', "zzz"),
        *('"x\n\ny"', "'x\n- y'", '"x [a](/b) y"'),
    ]
)
CITED = st.sampled_from(["[^a]", "[^a p. 3]", "[^ a]", "[^]", "[^a b]c]", r"\[^a]"])
MENTIONED = st.sampled_from(["@[ann](ann)", "@[ann]( x)", "@[a b](c)", "@[](c)", "x@["])
ALONE = st.just("<https://a.org/[x](/y)>")
OTHER = st.sampled_from(["<https://a.org/%41nn>", "\n", "\n\n", "\n- ", "\n> ", "a|b"])


def linked(inner):
    parts = st.tuples(inner, GAP, ADDRESS, GAP, TITLE, GAP)
    return parts.map(lambda part: "[{}]({}{}{}{}{})".format(*part))


PIECES = st.recursive(
    st.one_of(WORD, WORD, SIGNS, CITED, MENTIONED, OTHER),
    lambda inner: st.one_of(linked(inner), st.lists(inner, max_size=6).map(" ".join)),
    max_leaves=12,
)

TEXTS = st.lists(st.one_of(PIECES, ALONE), max_size=4).map("".join)


def parsed(text):
    """The letters of all that the parser hands on to readers."""
    spans = (span for token in tokens_of(text) for span in token.children or ())
    said = (span.meta.get("label") or span.content for span in spans)
    return "".join(said).translate(CLOSED)


@settings(max_examples=200, derandomize=True)
@given(TEXTS)
def test_the_letters_of_a_text_are_those_that_the_parser_reads(text):
    assert letters(text) == parsed(text)


@pytest.mark.parametrize(
    "link",
    [
        "[money](https://en.wikipedia.org/wiki/A_(b_(c)))",
        r"[money](https://a.org/\(x)",
        "[money]( https://a.org/x )",
        "[money](<https://a.org/x y>)",
        "[money](https://a.org/x 'The books')",
        "[money](https://a.org/x (The books))",
        r'[money](https://a.org/x "The \"books\"")',
        '[money](https://a.org/x\n"The\nbooks")',
        "[mo[ne]y](https://a.org/x)",
        "[@[money](money)](https://a.org/x)",
    ],
)
def test_a_sentence_is_found_across_a_link_of_whatever_form_and_goes_with_it(link):
    wanted = Sentence("She took the money home.")
    text = f"So. She took the {link} home. Yes."

    assert without(text, wanted, "@") == "So. @. Yes."


def test_what_is_no_link_stays_a_text():
    text = "a](https://a.org 'Ann took it') [b](Ann-took-it) [c](/d"

    assert links_and_asides(text) == ([], [])


SPOKEN = st.tuples(
    *(
        st.one_of(st.just(word), st.just(f"**{word}**"), linked(st.just(word)))
        for word in ("Ann", "took", "the", "money")
    )
).map(" ".join)


@settings(max_examples=100, derandomize=True)
@given(TEXTS, SPOKEN, TEXTS)
def test_whatever_links_are_in_it_and_around_it_none_of_it_is_left(
    before, spoken, after
):
    wanted = Sentence("Ann took the money")
    text = f"{before} {spoken} {after}"

    left = without(text, wanted, "[@]")

    assert wanted.letters not in parsed(left)
    assert not wanted.is_in(left)
