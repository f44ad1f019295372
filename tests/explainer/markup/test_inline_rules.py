"""Bold and italics beside other alphabets and within words."""

import pytest

from explainer import prose
from explainer.prose import Context, render

READ = {
    "bold quotation": ("是**「重点」**内容", "是<strong>「重点」</strong>内容"),
    "wide colon": ("你**要点\uff1a**他", "你<strong>要点\uff1a</strong>他"),
    "narrow mark before a wide sign": ("a **中(b)**文", "a <strong>中(b)</strong>文"),
    "end of a word": ("x **„wichtig“**er", "x <strong>„wichtig“</strong>er"),
    "ending of a word": ("x Word**’s** y", "x Word<strong>’s</strong> y"),
    "both": (
        "x **„a“**b c Word**’s** y",
        "x <strong>„a“</strong>b c Word<strong>’s</strong> y",
    ),
    "italics in a word": ("x *„a“*b", "x <em>„a“</em>b"),
    "wide italics": ("中*「文」*中", "中<em>「文」</em>中"),
    "star of a word": ("Leser*innen und Autor*innen", "Leser*innen und Autor*innen"),
    "times": ("3*4*5", "3*4*5"),
    "footnotes": ("Preis*, Wert* (*netto)", "Preis*, Wert* (*netto)"),
    "neighbours": (
        "x **a**/**b**, (*c*)",
        "x <strong>a</strong>/<strong>b</strong>, (<em>c</em>)",
    ),
    "nested": ("x **a *b* c**", "x <strong>a <em>b</em> c</strong>"),
    "both at once": ("x ***a***", "x <em><strong>a</strong></em>"),
    "underscores": ("x __a__ b_c_d", "x <strong>a</strong> b_c_d"),
}


@pytest.mark.parametrize(("text", "html"), READ.values(), ids=READ)
def test_marks_become(text, html):
    assert render(text, Context()) == f"<p>{html}</p>"
    assert prose.faults(text, sources=[], entities=[]) == []


def test_marks_without_a_partner_stay_and_are_a_fault():
    text = "a **b ** c [d **e](/x) __f"

    assert render(text, Context()) == ('<p>a **b ** c <a href="/x">d **e</a> __f</p>')
    found = prose.faults(text, sources=[], entities=[])
    assert [fault.column for fault in found] == [3, 7, 15, 24]
