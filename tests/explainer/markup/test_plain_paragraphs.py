"""Texts that need no parser have the tokens that it would give them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from explainer.markup import MARKUP, tidy_lines
from explainer.markup.plain_paragraphs import outline, plain_paragraphs

# What rules of the parser look at, in pieces that meet one another.
PIECES = [
    *("[^a]", "[^a p. 4]", "[^a", "[^", "@[Board](board)", "@[", "[x](/y)", "]("),
    *("::figure map", "::quote q ", "::figure", "::", "\n", "\n\n", "\n \n", "  \n"),
    *(" ", "  ", "\t", "\u00a0", "\u3000", "word", "Wörter", "3. May", "3) x"),
    *(
        "**b**",
        "**B.** ",
        "\n- ",
        "\n* ",
        "* a\n\n* b",
        "- a\n- b\n",
        "- ",
        "-",
        "+ ",
        "> ",
        "# ",
        "## x",
        ": ",
        ":-",
        "|",
        "| - |",
        "---",
        "==",
    ),
    *("**", "*", "_", "`", "~~", "<", "<https://a.example>", "&", "&amp;", "&#12;"),
    *("!", "![", "\\", "]", "[", "“", "(", ".", "?", "$", "%", "{", "^", "@", "中"),
    *("http://a.example/", "a@b.example", "\x0b", "\x1e", "\u2029", "\u200b", "\r\n"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
PLAIN = [
    "",
    "The ports are shut.",
    "One line\nand another.\n\nA second paragraph.",
    "It is said [^a] [^b p. 4],  [^c] and so.\n[^a]",
    "@[The board](board) met @[Ana](ana)[^a], R&D said; so 4 or 3",
    "\n\nBehind blank lines.\n\n\n",
    "Text.\n::figure map\nMore.\n\n::quote strand  \n",
    "- One.\n- Two [^a].\n\n\nBehind a list.\n\n- **Three.** Four.\n",
    "**Leading in.** Words, **more bold**, and [^a] **others**\nto the end **too**.",
    "Ana Ba (in her own words: [Ana], so [she] says)",
    "Prices: 4–5 % (net), “so” – 12.5 or $3 at ana@ports.example!",
]


@pytest.mark.parametrize("text", PLAIN)
def test_plain_paragraphs_are_read_without_the_parser(text):
    assert plain_paragraphs(tidy_lines(text)) == MARKUP.parse(tidy_lines(text))


@given(TEXTS)
@example("a@[Board](board)")
@example("x\n[^a] [^b]\n")
@example("[^a](b)")
@example("Table\n:-")
def test_what_may_be_more_is_left_to_the_parser(text):
    text = tidy_lines(text)
    found = plain_paragraphs(text)

    assert found is None or found == MARKUP.parse(text)


@given(TEXTS | st.text(alphabet="a *-\n[^]:", max_size=20))
@example("- a\n\n\nb")
@example("a\n- b")
@example("* a\n\n* b\n\nEnd")
@example("Words.\n* b\n\nc")
@example("*\na")
@example("a\n* * *\nb")
@example("a\n***\nb")
@example("** *")
@example("a [b\n::figure map\n*c")
def test_an_outline_has_the_blocks_that_the_parser_finds(text):
    text = tidy_lines(text)
    lines, found = text.split("\n"), outline(text)
    spans = [
        (token.map, token.meta) for token in MARKUP.parse(text) if opens_block(token)
    ]

    assert found is None or [
        (lines[start:end], placed) for start, end, placed in found
    ] == [
        (without_end(lines[start:end]), placed_by(meta)) for (start, end), meta in spans
    ]


def opens_block(token):
    return token.level == 0 and token.nesting >= 0 and token.map


def without_end(lines):
    while lines and not lines[-1]:
        lines = lines[:-1]
    return lines


def placed_by(meta):
    return (meta["kind"], meta["key"]) if "key" in meta else None


@given(st.text(alphabet="a [^]()@:\n-*|1.&;é\u00a0", max_size=30))
def test_signs_in_any_order_are_read_alike(text):
    text = tidy_lines(text)
    found = plain_paragraphs(text)

    assert found is None or found == MARKUP.parse(text)


@pytest.mark.parametrize(
    "text", ["*a*", "- a\n\n- b", "a [b](/c)", "a\n=", " a", "1. a"]
)
def test_markup_takes_the_parser(text):
    assert plain_paragraphs(text) is None
