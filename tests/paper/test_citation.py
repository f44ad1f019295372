"""Citations: one edition as a line, in BibTeX and in RIS, whatever it is called."""

import datetime as dt
import re

from hypothesis import example, given
from hypothesis import strategies as st

from paper.citation import TEX, Citation, flat, tex, tex_name

SPECIAL = st.sampled_from([*TEX, '"', "@", ",", " and ", "*", "\n", "\r", "\u2028"])
TEXTS = st.lists(st.one_of(SPECIAL, st.text(max_size=5)), max_size=8).map("".join)
BACK = {sign: plain for plain, sign in TEX.items()}
COMMANDS = re.compile("|".join(re.escape(sign) for sign in sorted(BACK, key=len)[::-1]))


def citation(**fields):
    said = {"slug": "barrier", "headline": "A barrier breaks", "names": ["Ana Ruiz"]}
    said |= {"paper": "The Lantern", "day": dt.date(2026, 1, 20), "number": 6}
    said |= {"written": "20 January 2026", "site": "https://lantern.example"}
    said |= {"place": "/stories/barrier/editions/6/", "language": "en"}
    return Citation(**said | fields)


def read_tex(text):
    return COMMANDS.sub(lambda found: BACK[found[0]], text)


def test_a_citation_names_who_what_where_when_and_the_edition():
    assert citation(names=["Ana Ruiz", "Tom Weber"]).text == (
        "Ana Ruiz, Tom Weber: “A barrier breaks”. The Lantern, 20 January 2026, "
        "edition 6. https://lantern.example/stories/barrier/editions/6/"
    )


def test_a_page_without_authors_is_cited_by_its_headline():
    cited = citation(names=[])

    assert cited.text.startswith("“A barrier breaks”")
    assert "author" not in cited.bibtex
    assert "AU  -" not in cited.ris


def test_bibtex_has_a_field_a_line():
    assert citation().bibtex.splitlines() == [
        "@misc{barrier-6,",
        "  author = {Ana Ruiz},",
        "  title = {{A barrier breaks}},",
        "  publisher = {{The Lantern}},",
        "  year = {2026},",
        "  note = {Edition 6},",
        "  url = {https://lantern.example/stories/barrier/editions/6/},",
        "  langid = {en},",
        "  month = jan,",
        "  day = 20,",
        "}",
    ]


def test_ris_opens_with_its_type_and_ends_with_er():
    assert citation().ris.split("\r\n") == [
        "TY  - NEWS",
        "AU  - Ana Ruiz",
        "TI  - A barrier breaks",
        "T2  - The Lantern",
        "PY  - 2026",
        "DA  - 2026/01/20",
        "ET  - 6",
        "LA  - en",
        "UR  - https://lantern.example/stories/barrier/editions/6/",
        "ER  - ",
        "",
    ]


@given(TEXTS)
@example(r"\{}$&%#_~^")
def test_tex_prints_every_text_as_it_was(text):
    assert read_tex(tex(text)) == flat(text)


@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_bibtex_is_one_entry_whose_braces_meet(headline, names):
    bibtex = citation(headline=headline, names=names).bibtex
    depths, depth = [], 0
    for sign in bibtex:
        depth += (sign == "{") - (sign == "}")
        depths.append(depth)

    assert min(depths) >= 0
    assert depths.index(0, bibtex.index("{")) == len(bibtex) - 2  # the closing brace
    assert len(bibtex.splitlines()) == len(
        citation(names=names or []).bibtex.splitlines()
    )


@given(TEXTS)
def test_bibtex_never_parts_a_name(name):
    told = re.sub(r"\{.*\}", "", tex_name(name), flags=re.DOTALL)

    assert not re.search(r"\sand\s|,", f" {told} ", re.IGNORECASE)


@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_ris_has_no_line_that_is_not_a_field(headline, names):
    lines = (
        citation(headline=headline, names=names).ris.removesuffix("\r\n").split("\r\n")
    )

    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - [^\r\n]*", line) for line in lines)
    assert all(len(line.splitlines()) == 1 for line in lines)
    assert sum(line.startswith("ER  - ") for line in lines) == 1
    assert not [line for line in lines if line.startswith("AU") and "*" in line]
