"""Tables of a text, for eyes, ears and whoever takes the words alone."""

from explainer import prose
from explainer.prose import Context, render

TEXT = """\
Before.

| Year | Votes |
|------|------:|
| 1994 | **12** [^ap] |
| 1998 |
: Who *voted*

After."""
HTML = """\
<p>Before.</p>
<div class="table" role="region" tabindex="0" aria-label="Who voted">
<table>
<caption>Who <em>voted</em></caption>
<thead>
<tr>
<th scope="col">Year</th>
<th scope="col" class="end">Votes</th>
</tr>
</thead>
<tbody>
<tr>
<td>1994</td>
<td class="end"><strong>12</strong></td>
</tr>
<tr>
<td>1998</td>
<td class="end"></td>
</tr>
</tbody>
</table>
</div>
<p>After.</p>"""


def faults(text):
    found = prose.faults(text, sources=["ap"], entities=[])
    return [(fault.line, fault.column, fault.message.split(";")[0]) for fault in found]


def test_a_table_has_a_head_a_caption_and_can_be_scrolled_by_keyboard():
    assert render(TEXT.replace(" [^ap]", ""), Context()) == HTML
    assert faults(TEXT) == []


def test_a_table_is_one_block_and_its_words_are_lines():
    assert [block.partition("\n")[0] for block in prose.blocks(TEXT)] == [
        *("Before.", "| Year | Votes |", "After.")
    ]
    assert prose.plain(TEXT) == (
        "Before.\n\nWho voted\nYear\tVotes\n1994\t12\n1998\n\nAfter."
    )
    assert prose.citations(TEXT) == [("ap", "")]


def test_a_table_has_an_address_like_any_block():
    html = render("a\n\n| b |\n|---|\n| c |", Context(block="report"))

    assert '<p id="report-1">' in html
    assert '<div class="table" role="region" tabindex="0" aria-label="Table" ' in html
    assert 'id="report-2"' in html


def test_without_a_word_in_the_corner_the_first_column_names_the_rows():
    html = render("| | 2024 |\n|---|:-:|\n| Yes | 3 |", Context())

    assert "<tr>\n<td></td>\n<th" in html
    assert '<th scope="row">Yes</th>\n<td class="centre">3</td>' in html


def test_a_table_may_be_a_head_and_a_caption_and_words_may_hold_a_pipe():
    html = render("| a \\| b |\n|---|\n: c", Context())

    assert "<caption>c</caption>" in html
    assert '<th scope="col">a | b</th>' in html
    assert "<tbody>" not in html


def test_a_row_that_would_lose_a_word_leaves_all_of_it_text():
    text = "a\n\nb | c\n--- | ---\n1 | 2 | 3\n\n| d |"

    assert prose.plain(text) == "a\n\nb | c --- | --- 1 | 2 | 3\n\n| d |"
    assert faults(text) == [
        (4, 1, "this is not a table"),
        (7, 1, "this is not a table"),
    ]


def test_a_caption_with_a_pipe_is_a_row():
    html = render("| a | b |\n|---|---|\n: c | d", Context())

    assert "<td>: c</td>\n<td>d</td>" in html
