"""A reading list as Markdown."""

from markdown_it import MarkdownIt

from paper.discovery.reading_list import Link, reading_list


def test_a_reading_list_is_a_heading_a_quotation_and_lists_of_links():
    links = [Link("Why [so]?", "https://a.example/b.md", "Because *it* is.\nSo.")]

    text = reading_list("The_Lantern", "It <explains>.", [("Stories", links)])

    kinds = [token.type for token in MarkdownIt().parse(text) if token.nesting == 1]
    assert kinds == [
        *("heading_open", "blockquote_open", "paragraph_open", "heading_open"),
        *("bullet_list_open", "list_item_open", "paragraph_open"),
    ]
    html = MarkdownIt().render(text)
    assert "<h1>The_Lantern</h1>" in html
    assert "<p>It &lt;explains&gt;.</p>" in html
    assert (
        '<a href="https://a.example/b.md">Why [so]?</a>: Because *it* is. So.' in html
    )


def test_what_has_nothing_under_it_is_no_heading():
    assert "Questions" not in reading_list("A", "B", [("Questions", [])])
