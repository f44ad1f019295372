"""The text of a page about the paper: its sections, its faults, its links."""

from hypothesis import given
from hypothesis import strategies as st

from pages.text import OUR_IDS, faults, own_links, sections


def test_a_text_is_cut_at_its_headings():
    text = "Before.\n\n## One *thing*\n\nA.\n\n### Below\n\nB.\n\n## Two\n\nC."

    assert [(s.anchor, s.heading) for s in sections(text)] == [
        ("part", ""),
        ("one-thing", "One thing"),
        ("two", "Two"),
    ]
    assert "<h3>Below</h3>" in sections(text)[1].html


@given(st.lists(st.sampled_from(["A", "main", "Write", "Привіт", "¡!", "a-2"])))
def test_no_two_sections_have_one_anchor(headings):
    found = sections("\n\n".join(f"## {heading}\n\nText." for heading in headings))
    anchors = [section.anchor for section in found]

    assert len({*anchors}) == len(headings)
    assert not {*anchors} & {*OUR_IDS}


@given(st.text(alphabet="ab#*[]()@^:-/\n <>", max_size=80))
def test_no_text_breaks_a_page(text):
    printed = "".join(section.html for section in sections(text))

    assert "<script" not in printed
    assert all(fault.strip() for fault in faults(text))


def test_a_link_that_no_browser_opens_or_that_holds_a_secret_is_a_fault():
    text = "[One](https://ed:secret@a.example/), [two](/about/), [three](https://a.b/)"

    assert [*faults(text)] == [
        "The link “One” is faulty: The address holds a name or a password: take it out."
    ]


def test_plain_words_have_no_faults():
    assert [*faults("## Heading\n\n- [Link](/about/)\n\n> **So.**")] == []


def test_what_only_a_story_has_is_named_with_what_to_do():
    said = " ".join(faults("See [^key] and @[EU](eu).\n\n::figure map\n\n# Big"))

    assert "make a link of [^key]" in said
    assert "@[…](eu)" in said
    assert "take out ::figure map" in said
    assert "Line 5: a heading starts with ## or ###" in said


def test_only_links_of_our_own_are_looked_up():
    text = "[A](/a/?x=1#y) [B](https://news.example/b/) [C](https://c.example/c)"

    assert own_links(text, "https://news.example") == ["/a/", "/b/"]
