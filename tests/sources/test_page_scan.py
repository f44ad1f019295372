"""What of a page's text is kept, how much of it, and in which letters it is read."""

import json

import pytest

from sources import page_scan
from sources.json_ld import article, as_list, names, nodes, parse_json, text
from sources.page_scan import Scan
from sources.page_text import line, text_of


def scan(page):
    return Scan().look(page)


def test_a_page_is_looked_through_for_what_its_head_says():
    found = scan(
        '<HTML lang=de><meta name=" Author " property=b itemprop=c content=" A  B ">'
        "<meta name=author content=C><meta name=author><meta content=D>"
        "<link rel=a href=/1><a rel=b href=/2><a href=/3>x</a><link rel>"
        "<time>now</time><time datetime=2026><time datetime=2027>"
    )

    assert found.metas == {"author": ["A B", "C"], "b": ["A B"], "c": ["A B"]}
    assert found.links == [{"rel": "a", "href": "/1"}, {"rel": "b", "href": "/2"}]
    assert (found.language, found.time) == ("de", "2026")
    assert (found.said("none", "author"), found.said("none")) == ("A B", "")
    assert scan("<html a=1 lang=en lang=fr>").language == "en"


def test_text_is_kept_of_what_it_belongs_to_alone():
    found = scan(
        "a<svg><svg></svg><title>Logo</title></svg><title>One <b>two</b></title>b"
        "<title>Three</title><h1>Four</h1>c<h1>Five</h1>"
        "<p>Six <i>seven</i><p>Eight<style>nine</style><script>ten</script></p>d"
        '<script type="application/ld+json">{"a": 1}</script>'
        '<script type="application/ld+json">{"b": 2}</script>e'
    )

    assert (found.title, found.heading) == ("One two", "Four")
    assert (found.opening, found.data) == (
        "\nSix seven\nEight",
        ['{"a": 1}', '{"b": 2}'],
    )


def test_of_a_page_only_so_much_is_kept(monkeypatch):
    monkeypatch.setattr(page_scan, "MOST_DATA", 5)
    found = scan(
        "<meta name=a content=b>" * 31
        + "<link rel=a>" * 201
        + f"<title>{'t' * 4001}</title><p>{'o' * 298}<p>{'o' * 9}<p>x"
        + f"<time datetime={'1' * 101}><script type=ld+json>123456</script>"
    )

    assert (len(found.metas["a"]), len(found.links)) == (30, 200)
    assert (len(found.title), found.data) == (4000, ["12345"])
    assert found.opening == "\n" + "o" * 298 + "\n"
    assert found.time == "1" * 99 + "…"


def test_a_long_page_is_read_piece_by_piece_until_its_time_is_over(monkeypatch):
    monkeypatch.setattr(page_scan, "PIECE", 10)
    page = "<title>One</title><h1>Two</h1>"

    assert (scan(page).title, scan(page).heading) == ("One", "Two")
    monkeypatch.setattr(page_scan, "SECONDS", -1)
    assert (scan(page).title, scan(page).heading) == ("One", "")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (" a \n\t b ", "a b"),
        (None, ""),
        (7, ""),
        ("a\u202eb\u202a\u2066\u2069c", "abc"),
        ("a\0b\x85c\ue000d\u0378e", "ab cde"),
        ("x" * 20, "x" * 20),
        ("x" * 21, "x" * 19 + "…"),
        ("x" * 18 + " yy", "x" * 18 + "…"),
        ("\0" * 60 + "x" * 20 + "y", "x" * 20),
    ],
)
def test_a_line_has_signs_that_can_be_printed_and_so_many(said, shown):
    assert line(said, 20) == shown


@pytest.mark.parametrize(
    ("body", "declared", "shown"),
    [
        ("ä".encode("utf-16-le"), "utf-16-le", "ä"),
        (b"\xff\xfe" + "ä".encode("utf-16-le"), "", "ä"),
        (b"\xfe\xff" + "ä".encode("utf-16-be"), "ascii", "ä"),
        (b"\x80", "ascii", "€"),
        (b"\x80", "latin-1", "€"),
        ("𠀀".encode("gb18030"), "gb2312", "𠀀"),
        ("𠀀".encode("gb18030"), "gbk", "𠀀"),
        ("ä".encode("mac-roman"), " Macintosh ", "ä"),
        ("й".encode("koi8-u"), "koi8-u", "й"),
        ("я".encode("cp1251"), "windows-1251", "я"),
        ("č".encode("iso8859-16"), "iso-8859-16", "č"),
        (b"caf\xc3\xa9 \xe2\x82", "", "café \ufffd"),  # The last letter is cut.
        (b"caf\xe9 ab", "", "café ab"),
        (b"caf\xe9 a", "", "caf\ufffd a"),
        (
            b"<meta charset=koi8-r>\xc1" + b" " * 9,
            "",
            "\u0430" + " " * 9,
        ),
        (b"<meta charset=koi8-r".rjust(4096) + b">\xc1", "", "\u0430"),
        (b"<meta charset=koi8-r".rjust(4097) + b">\xc1abc", "", "Áabc"),
    ],
)
def test_bytes_are_read_as_they_or_the_page_say(body, declared, shown):
    assert text_of(body, declared).rpartition(">")[2] == shown


def test_linked_data_is_gone_through_from_its_top():
    inner = {"@graph": [{"n": 2}, {"item": {"n": 4}}], "mainEntity": {"n": 3}, "n": 1}
    found = [node.get("n") for node in nodes(['[{"n": 0}]', "nonsense", str(7)])]

    assert found == [0]
    texts = [json.dumps(inner)]
    assert [node.get("n") for node in nodes(texts)] == [1, 3, 2, None, 4]


@pytest.mark.parametrize(
    ("kind", "is_taken"),
    [
        *(("NewsArticle", True), ("BlogPosting", True), ("Report", True)),
        *((["Thing", "Article"], True), ("WebPage", False), ([5], False)),
    ],
)
def test_the_pages_own_node_is_an_article_or_has_a_headline(kind, is_taken):
    other, own = {"headline": "Other"}, {"@type": kind, "name": "Own"}
    taken = article([json.dumps(other), json.dumps(own)])

    assert taken == (own if is_taken else other)
    assert article([json.dumps({"name": "Own"})]) == {}


def test_names_and_texts_are_read_however_they_are_written():
    said = ["Ana", {"name": "Bo"}, {"name": 5}, "https://a.example", "", None]

    assert names(said) == ["Ana", "Bo"]
    assert names("Cy") == ["Cy"]
    assert names(["x" * 301]) == ["x" * 299 + "…"]
    assert text(["", 5, "A", "B"]) == "A"
    assert (text(None), as_list(None), as_list(0)) == ("", [], [0])
    assert as_list([*range(51)]) == [*range(50)]
    assert parse_json('\ufeff{"a": 1}') == {"a": 1}
    digits = "9" * 18
    assert parse_json(f"[{digits}, {digits}9]") == [int(digits), 0.0]
