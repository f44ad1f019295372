"""A page of only what is new: of every kind of block, that and what it cites."""

import re
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from explainer import blocks
from paper.page.marks import Since
from tests.support.folio import NOW, edition, page_of

PROSE = ("summary", "unknowns", "report", "papers", "divergence", "background")
# The field of a part in which a reader sees it.
PARTS = {
    "key_points": "text",
    "quotes": "text",
    "perspectives": "text",
    "sections": "body",
    "timeline": "text",
    "expectations": "text",
    "figures": "table",
    "glossary": "meaning",
    "turns": "text",
    "sources": "title",
    "entities": "name",
    "questions": "title",
    "related": "label",
}
PAGES = SimpleNamespace(policies={}, footer=(), desks=())
PAPER = {"name": "The Paper", "url": "http://testserver", "pages": PAGES}
PAPER |= {"indexing": True, "language": "en", "answers_programs": True}
CITED = ("summary", "key_points", "perspectives", "divergence")


def words(kind, letter):
    """Text with a word by which it is known; some of it cites a source."""
    said = f"{kind.replace('_', '')}-{letter}"
    cited = f" said so.[^sources-{letter}]" if kind in CITED else "."
    return f"| {said} |\n| --- |\n| 1 |" if kind == "figures" else said + cited


def part(kind, number, letter):
    made = {"uid": str(UUID(int=number)), PARTS[kind]: words(kind, letter)}
    if kind in ("figures", "sources"):
        made["key"] = f"{kind}-{letter}"
    if kind in ("questions", "related", "entities"):
        made["slug"] = f"{kind}-{letter}"
    return made


def document():
    """Two of everything; of tables, one is placed in the report."""
    made = {field: f"{words(field, 'a')}\n\n{words(field, 'b')}" for field in PROSE}
    made["report"] = made["report"].replace("\n\n", "\n\n::figure figures-a\n\n")
    for place, kind in enumerate(PARTS):
        made[kind] = [
            part(kind, 9 * place + n, letter) for n, letter in enumerate("ab")
        ]
    made["conversation"] = {"turns": made.pop("turns")}
    made["tags"] = ["tags-a", "tags-b"]
    return made | {"format": "explainer/1", "id": "x", "slug": "s", "headline": "H"}


def live(row):
    title = row.get("title") or row.get("label")
    told = {"headline": title, "summary": "", "updated_at": NOW, "live_until": None}
    return SimpleNamespace(get_absolute_url=lambda: "/", **told)


def shown(old, new, depth="full"):
    """The words of a page of what is new, by which its blocks are known."""
    rows = {row["slug"]: live(row) for row in new["questions"] + new["related"]}
    here = edition(2, slug="s", updated_kind="development", corrections=0, lengths="")
    here.first_published_at, here.material, here.live_until = NOW, True, None
    page = page_of(
        new,
        depth,
        showing=here,
        editions=[here],
        since=Since(1, old, new, only=True),
        stories=rows,
        questions=rows,
        tags={tag: tag for tag in new["tags"]},
    )
    context = {"page": page, "paper": PAPER, "request": RequestFactory().get("/")}
    html = render_to_string("paper/page/story.html", context)
    [article] = re.findall(r"(?s)<article.*</article>", html)
    return {*re.findall(r"\b[a-z]+-[ab]\b", re.sub("<[^>]+>", " ", article))}


def parts_of(document, kind):
    holder = document["conversation"] if kind == "turns" else document
    return holder[kind]


def expected(kind):
    known = {f"{kind.replace('_', '')}-b"}
    return known | ({"sources-b"} if kind in CITED else set())


@pytest.mark.parametrize("field", PROSE)
def test_of_a_text_only_the_changed_paragraph_is_shown(field):
    new, old = document(), document()
    old[field] = old[field].replace("-b", "-b then")

    assert shown(old, new) == expected(field)


@pytest.mark.parametrize("kind", PARTS)
def test_a_part_that_was_added_is_shown_alone(kind):
    new, old = document(), document()
    del parts_of(old, kind)[1]

    assert shown(old, new) == expected(kind)


@pytest.mark.parametrize("kind", PARTS)
def test_a_part_that_was_changed_is_shown_alone(kind):
    new, old = document(), document()
    parts_of(old, kind)[1][PARTS[kind]] += " then"

    assert shown(old, new) == expected(kind)


def test_a_tag_that_was_added_is_shown_alone():
    new, old = document(), document()
    old["tags"].remove("tags-b")

    assert shown(old, new) == {"tags-b"}


def test_what_is_placed_by_a_new_line_is_shown():
    new, old = document(), document()
    old["report"] = old["report"].replace("::figure figures-a\n\n", "")

    assert shown(old, new) == {"figures-a"}


def test_a_heading_is_shown_with_what_is_new_under_it():
    new, old = document(), document()
    new["report"] = "## heads-a\n\nOne.\n\n## heads-b\n\nTwo.\n\nreport-b."
    old["report"] = new["report"].replace("report-b", "report")

    assert shown(old, new) == {"heads-b", "report-b"}


def test_notes_stand_beside_the_paragraph_that_is_shown():
    new = document() | {"report": "A.\n\nB.\n\nC.[^sources-a]"}
    old = new | {"report": "A.\n\nB.\n\nX."}

    telling = page_of(new, since=Since(1, old, new, only=True)).body.telling

    assert [(row.place, len(row.gap)) for row in telling.rows] == [(1, 0)]


@pytest.mark.parametrize("depth", ["glance", "brief", "full"])
def test_where_nothing_is_new_nothing_is_left(depth):
    assert shown(document(), document(), depth) == set()


def test_a_shorter_telling_shows_of_its_own_what_is_new():
    new = document() | {"brief": "brief-a.\n\nbrief-b."}
    old = new | {"brief": "brief-a."}

    assert shown(old, new, "brief") == {"brief-b"}


def test_every_kind_of_part_is_asked_for():
    kinds = {
        path.rpartition(".")[2] for path, _items, _fields in blocks.lists(document())
    }

    assert kinds == {*PARTS, "byline"}
