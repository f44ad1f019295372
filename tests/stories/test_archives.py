"""Archives of other systems as entries: what each says, and what broken ones end in."""

import datetime as dt
import io

import pytest

from explainer.checks import structure
from explainer.file import Reader
from explainer.hypertext import HypertextError
from stories.archives.entry import ArchiveError, LeftOut, entry
from stories.archives.formats import READERS, Source, recognise
from stories.archives.media_folder import candidates
from stories.archives.ninjs_items import without_head
from stories.archives.shortcodes import without_shortcodes
from tests.support.archive_files import ARCHIVES, WORDPRESS, WXR, item, mutant

pytestmark = pytest.mark.once
BY_ITSELF = '<!DOCTYPE x [<!ATTLIST item a CDATA "b">]>'
BOMB = '<!DOCTYPE x [<!ENTITY a "b">]>'


def source(name, data):
    return Source(name, io.BytesIO(data), dt.UTC)


def read(form, data=None, name=""):
    """The entries of an archive and what it leaves out."""
    known, text = ARCHIVES[form]
    given = source(name or known, text.encode() if data is None else data)
    found = [*READERS[form](given)]
    left = [item for item in found if isinstance(item, LeftOut)]
    texts = [item for item in found if not isinstance(item, LeftOut)]
    return [entry(item, lambda address: address[-60:]) for item in texts], left


def faults(made):
    found = []
    story = Reader(found).story(made.story, made.place)
    have = {thing["slug"] for thing in story.get("entities", [])}
    return found or structure.findings(story, have)


@pytest.mark.parametrize("form", ARCHIVES)
def test_a_format_is_recognised_and_its_texts_are_whole(form):
    name, text = ARCHIVES[form]

    assert recognise(source(name, text.encode())) == form
    entries, _left = read(form)
    assert [fault for made in entries for fault in faults(made)] == []
    again, _left = read(form)
    assert [made.story for made in again] == [made.story for made in entries]


def test_wordpress_says_what_it_was():
    entries, left = read("wordpress")
    bridge, ferry = entries[0].story, entries[1].story

    assert (bridge["headline"], bridge["slug"]) == ("Bridge shut", "bridge-shut")
    assert bridge["byline"] == [{"name": "Ana Ruiz"}]
    assert bridge["published_at"] == "2020-03-04T05:06:07+00:00"
    assert bridge["language"] == "en-GB"
    assert (bridge["standfirst"], bridge["tags"]) == ("No way across.", ["Steel"])
    assert entries[0].categories == ["World", "Bridges"]
    assert bridge["image"]["alt"] == "A bridge"
    assert bridge["timeline"] == [
        {"date": "2019-05-12", "precision": "day", "text": "Cracks were found."},
        {"date": "2019-06-01", "precision": "month", "text": "Repairs."},
    ]
    assert bridge["questions"][0]["title"] == "When will it open?"
    assert bridge["quotes"][0]["speaker"] == "Tom Weber"
    assert bridge["figures"][0]["caption"] == "The bridge, shut"
    assert "shut**.\\\nIt stays so.\n\nNobody crosses." in bridge["report"]
    assert "[sic] and [gallery]" in bridge["report"]
    assert ferry["sources"] == [{"key": "note-1", "title": "As the board says."}]
    assert "| Monday | a\\|b |" in ferry["report"]
    assert entries[0].notes == [
        "comments: 1",
        'shortcode: [contact-form-7 id="3" title="Write"]',
        "iframe: https://maps.example/embed",
        "heading became timeline: Timeline",
        "heading became questions: Q&A",
    ]
    assert entries[1].notes == ['block: latest-posts {"postsToShow":3}']
    assert [str(item.why) for item in left] == [
        "is a “product”, which has no place here",
        "was in the state “trash”",
        "1 left out",
    ]


def test_what_readers_did_not_have_is_a_draft():
    whys = {made.story["headline"]: made.why for made in read("wordpress")[0]}
    whys |= {made.story["headline"]: made.why for made in read("ghost")[0]}

    assert {name: why for name, why in whys.items() if why} == {
        "A draft": "was a draft",
        "Behind a password": "was behind a password",
        "Private": "was private",
        "About us": "is a page, not a post",
        "Post 3": "was for “paid” alone",
        "Post 4": "is a page, not a post",
        "Post 5": "was a draft",
    }


def test_two_posts_of_one_name_are_two_and_a_letter_of_any_script_is_an_address():
    stories = [made.story for made in read("wordpress")[0]]

    assert len({story["id"] for story in stories}) == len(stories) == 9
    nameless = next(story for story in stories if "headline." in story["report"])
    assert (nameless["headline"], nameless["slug"]) == (
        "Words without a headline.",
        "most",
    )


def test_ghost_says_what_it_was():
    first, second = (made.story for made in read("ghost")[0][:2])

    assert first["report"] == (
        "**Bold** words. [More](/second/)\n\n::figure figure-1\n\n"
        "[The notice](https://board.example/notice)\n\nOf the board"
    )
    assert first["key_points"] == [{"text": "One"}]
    assert first["byline"] == [{"name": "Ana Ruiz"}]
    assert second["report"] == (
        "**Strong** and [linked](https://board.example)\n\n*Set* so\n\n"
        "- first\n- second"
    )
    assert read("ghost")[0][0].notes[:2] == [
        "internal tag: #internal",
        "card: signup signup Join us",
    ]


def test_markdown_says_what_it_was():
    made = read("markdown")[0][0]

    assert made.story["report"] == (
        "The *bridge* is shut.[^note-1]\n\n::figure figure-1\n\n::figure figure-2"
    )
    assert made.story["background"] == "Cracks."
    assert made.story["published_at"] == "2022-03-04T04:06:07+00:00"
    assert made.story["tags"] == ["steel", "road works"]
    assert made.notes == [
        "front matter: mood: sad",
        "shortcode: {% include map.html %}",
        "heading became background: How we got here",
    ]


def test_ninjs_feeds_and_pages_say_what_they_were():
    item, feed, page = (read(form)[0][0] for form in ("ninjs", "feed", "html"))

    assert item.story["entities"] == [
        {"slug": "ana-ruiz", "name": "Ana Ruiz", "kind": "person"}
    ]
    assert item.story["sources"][0]["title"] == "The board"
    assert item.notes == ["ednote: Checked."]
    assert feed.story["report"] == "One **two** three *four* five"
    assert feed.story["slug"] == "bridge-shut"
    assert page.story["headline"] == "Die Brücke"
    assert page.story["published_at"] == "2021-02-03T03:05:06+00:00"
    assert "Start" not in page.story["report"]


def test_what_stands_above_a_text_of_ours_is_not_told_twice():
    html = "<article lang='en'><header><h1>A</h1></header><p>Text.</p></article>"

    assert without_head(html) == "<p>Text.</p></article>"
    assert without_head("<p>A <header></p>") == "<p>A <header></p>"


@pytest.mark.parametrize("form", ARCHIVES)
def test_a_broken_archive_is_read_or_refused(form):
    """`scripts/break_archives.py` does so a thousand times, to the database."""
    _name, text = ARCHIVES[form]
    read_whole = 0
    for seed in range(60):
        try:
            entries, _left = read(form, mutant(text, seed))
        except (ArchiveError, HypertextError):
            continue
        read_whole += 1
        for made in entries:
            assert all(fault.place for fault in faults(made))
    assert read_whole > 5


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (WORDPRESS[:-40].encode(), "unclosed token"),
        (
            WORDPRESS.replace("<rss", '<!DOCTYPE x [<!ENTITY a "b">]><rss', 1).encode(),
            "entity",
        ),
        (WORDPRESS.replace("<rss", f"{BY_ITSELF}<rss", 1).encode(), "by itself"),
        (b'<?xml version="1.0"?><rss>' + b"<a>" * 200, "too deep"),
        (WORDPRESS.encode().replace(b"Ana", b"\xff\xfe"), "line"),
        (WORDPRESS.encode("utf-16")[:-3], "line"),
    ],
    ids=["cut", "entity", "default", "deep", "letters", "half"],
)
def test_a_file_that_is_no_whole_xml_is_refused_by_its_line(data, why):
    with pytest.raises(ArchiveError, match=why) as refusal:
        read("wordpress", data)

    assert str(refusal.value).startswith("line ")


def test_what_a_text_shows_a_thousand_times_fills_no_memory():
    """An export that would be a text of ten million letters, or of a billion."""
    reused = item(8, "R", f"<p>Reused. {'x' * 50_000}</p>", type="wp_block")
    shown = '<!-- wp:block {"ref":8} /-->\n[gallery]' * 200
    text = WXR % (reused + item(9, "T", shown))

    entries, _left = read("wordpress", text.encode())

    said = str(entries[0].story)
    assert "Reused." in said
    assert len(said) < 2_000_000
    assert any("block" in note for note in entries[0].notes)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1252"])
def test_an_export_is_read_in_its_letters(codec):
    text = WORDPRESS.replace("UTF-8", codec.removesuffix("-sig")).replace(
        "Ruiz", "Ruíz"
    )
    # Control signs are no XML, and many databases hold them.
    text = text.replace("Nobody crosses", "Nobody\x0b crosses")

    entries, _left = read("wordpress", text.encode(codec))

    assert entries[0].story["byline"] == [{"name": "Ana Ruíz"}]


@pytest.mark.parametrize(
    ("matter", "why"),
    [
        ("---\na: [\n---\n", "no YAML"),
        ("---\na: b\n", "no end"),
        ("+++\na = \n+++\n", "no TOML"),
        ("---\n- a\n---\n", "no list of keys"),
        ("---\nformat: explainer/1\n---\n", "import_stories"),
        ('{"a": \n', "no JSON"),
    ],
)
def test_front_matter_that_is_none_is_refused(matter, why):
    with pytest.raises(ArchiveError, match=why):
        read("markdown", matter.encode())


def test_a_number_that_nobody_can_write_out_is_no_text():
    number = "0x" + "f" * 5000
    entries, _left = read("markdown", f"---\ntitle: {number}\n---\nIt rises.".encode())
    assert entries[0].story["headline"] == "It rises."

    with pytest.raises(ArchiveError, match="no YAML"):
        read("markdown", f"---\n{number}: a\n---\n".encode())


@pytest.mark.parametrize(
    ("text", "made", "said"),
    [
        ("[sic] [1] [see below]", "[sic] [1] [see below]", []),
        ("[[gallery]]", "[gallery]", []),
        ("a [button url='x']b[/button] c", "a b c", 2),
        ("[gallery ids='1']", '<div><img src="p.jpg"></div>', []),
        ("[caption]no picture[/caption]", "no picture", []),
    ],
)
def test_a_shortcode_is_read_or_said(text, made, said):
    notes = []

    assert without_shortcodes(text, lambda asked: ["p.jpg"], notes) == made
    assert len(notes) == (said or 0)


def test_a_picture_is_looked_for_where_sites_keep_theirs():
    address = "https://old.example/blog/wp-content/uploads/2020/03/a%20b-300x200.jpg"

    assert "2020/03/a b.jpg" in candidates(address, "")
    assert "2024/01/a.jpg" in candidates("/content/images/size/w600/2024/01/a.jpg", "")
    assert candidates("a.jpg", "posts")[0] == "posts/a.jpg"
    assert candidates("http://[", "") == []
