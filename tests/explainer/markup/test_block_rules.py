"""Numbers that open a line: what was typed is what readers see."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer import prose
from explainer.prose import Context, render
from tests.support.strict import Reader

some = settings(max_examples=60, deadline=None, database=None)
SOURCES = {"ap": "AP"}

KEPT = {
    "days": ("3. März: a\n5. April: b\n9. Mai: c", ["3. März: a", "5. April: b"]),
    "years": ("1815. A\n\n1914. B", ["1815. A", "1914. B"]),
    "years in a row": ("1815. A\n1816. B", ["1815. A", "1816. B"]),
    "one day": ("12. března 1999 v", ["12. března 1999 v"]),
    "one number for all": ("1. a\n1. b", ["1. a", "1. b"]),
    "number with a nought": ("01. a\n02. b", ["01. a", "02. b"]),
    "other mark": ("3) a\n5) b", ["3) a", "5) b"]),
    "words on the next line": ("3.\n   a\n5. b", ["3.\n   a", "5. b"]),
    "number alone": ("3.\n5. b", ["3.", "5. b"]),
}


@pytest.mark.parametrize(("text", "blocks"), KEPT.values(), ids=KEPT)
def test_numbers_out_of_sequence_stay_as_typed(text, blocks):
    html = render(text, Context())

    assert "<ol" not in html
    assert html.count("<p>") == len(prose.blocks(text))
    assert prose.blocks(text)[:2] == blocks
    for block in blocks:
        assert " ".join(block.split()) in " ".join(html.split())


def test_numbers_in_sequence_are_a_list_from_their_start():
    assert render("9. a\n10. b\n\n    3. c\n    5. d", Context()) == (
        '<ol start="9">\n<li><p>a</p>\n</li>\n<li><p>b</p>\n<p>3. c</p>\n'
        "<p>5. d</p>\n</li>\n</ol>"
    )


def test_a_quotation_behind_a_number_is_one_block_with_it():
    text = "3. > a\n   > b\n5. c"

    assert prose.blocks(text) == ["3. > a\n   > b", "5. c"]
    assert prose.plain(text) == "3.\n\na b\n\n5. c"


def test_faults_are_found_behind_a_number():
    (fault,) = prose.faults("a\n\n3. b [^no]\n5. c", sources=[], entities=[])

    assert (fault.line, fault.column) == (3, 6)


word = st.text("abzäßЖ中7205", min_size=1, max_size=6)
piece = st.one_of(
    word.map(lambda w: (w, w)),
    word.map(lambda w: (f"**{w}**", w)),
    word.map(lambda w: (f"[{w}](/x)", w)),
    word.map(lambda w: (f"@[{w}](ana)", w)),
    word.map(lambda w: (f"{w} [^ap]", w)),
)


def joined(pairs, between):
    return between.join(p[0] for p in pairs), "".join(p[1] for p in pairs)


line = st.lists(piece, min_size=1, max_size=4).map(lambda found: joined(found, " "))
number = st.integers(0, 2100)


def marked(mark, pair):
    """A block behind a mark, its other lines as far to the right."""
    typed, read = pair
    return mark + typed.replace("\n", "\n" + " " * len(mark)), read


def numbered(n, pair):
    typed, read = marked(f"{n}. ", pair)
    return typed, f"{n}{read}"


def listed(inner):
    run = st.tuples(st.integers(0, 12), st.lists(inner, min_size=1, max_size=4)).map(
        lambda found: [numbered(found[0] + n, pair) for n, pair in enumerate(found[1])]
    )
    wild = st.lists(st.tuples(number, inner).map(lambda f: numbered(*f)), min_size=1)
    plain = st.lists(inner.map(lambda pair: marked("- ", pair)), min_size=1)
    items = (run | wild | plain).flatmap(
        lambda found: st.sampled_from(["\n", "\n\n"]).map(lambda b: joined(found, b))
    )
    quoted = inner.map(lambda p: ("> " + p[0].replace("\n", "\n> "), p[1]))
    return items | quoted


table = st.lists(st.tuples(line, line), min_size=2, max_size=3).map(
    lambda rows: joined(
        [
            (f"| {a[0]} | {b[0]} |" + ("\n|---|---|" * (not n)), a[1] + b[1])
            for n, (a, b) in enumerate(rows)
        ],
        "\n",
    )
)
block = st.recursive(line, listed, max_leaves=6) | table
text = st.lists(block, min_size=1, max_size=4).map(lambda found: joined(found, "\n\n"))


def letters(words):
    return "".join(sign for sign in words if sign.isalnum())


@some
@given(text)
def test_every_letter_and_digit_typed_is_on_the_page_in_order(found):
    typed, read = found
    page = Reader(render(typed, Context(sources=SOURCES)))

    assert letters("".join(page.words)) == letters(read)
    assert letters(prose.plain(typed)) == letters(read)
