"""What stands around a text in the database: each thing whole, live and in order."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from images.renditions import Rendition, all_renditions
from paper.lists import queries as lists
from paper.queries import image_rights, page_rows
from paper.queries.keyset import START
from paper.queries.neighbours import relations
from paper.queries.row_data import row_data
from stories.models import Showing
from tests import make
from tests.support.reader import picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]

DAY = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)


def on(day, verb, *args, **options):
    with time_machine.travel(DAY.replace(day=day), tick=False):
        return verb(*args, **options)


def now():
    return timezone.now()


def live(owner):
    shown = Showing.objects.live(now())
    return shown.get(story_id=owner.pk)


def around(slug="ports", at=None):
    at = at or now()
    showing = page_rows.text_at("story", slug, at)
    return page_rows.surroundings(page_rows.cached_references(showing), at, showing)


def slugs(rows):
    return [row.slug for row in rows]


@pytest.fixture
def paper():
    """A story that names all there is to name, and others that name it."""
    board, old = make.entity(slug="board", open=True), make.entity(slug="old")
    jo = make.entity(slug="jo", kind="person")
    old.merge_into(board)
    tides, _locks = (make.published_question(slug=slug) for slug in ("tides", "locks"))
    for slug in ("strike", "rivers"):
        make.published_story(slug=slug)
    parts = {
        "entities": [{"entity": row, "name": row.slug} for row in (board, old, jo)],
        "related": [{"slug": slug, "label": "L"} for slug in ("strike", "nowhere")],
    }
    parts["questions"] = [{"question": tides, "title": "T"}]
    story = make.published_story(parts=parts, slug="ports")
    story.summary = "Other."
    story.save()
    make.edition(story, kind="correction", note="It was other.")
    for slug, kind in (("talks", "follows"), ("tides-of-war", "background")):
        said = {"related": [{"slug": "ports", "kind": kind, "label": "P"}]}
        make.published_story(slug=slug, parts=said)
    for slug, language in (("haefen", "de"), ("ports-fr", "fr")):
        fields = {"language": language, "translation_of": "ports"}
        make.published_story(slug=slug, **fields)
    return story


def test_a_story_stands_among_what_it_names_and_what_names_it(paper):
    found = around()

    assert (found.address, found.twin) == ("/stories/ports/", "/stories/ports.json")
    assert (found.showing.slug, found.showing.number) == ("ports", 2)
    assert [(row.slug, row.number) for row in found.editions] == [
        *(("ports", 1), ("ports", 2))
    ]
    assert {slug: row.slug for slug, row in found.entities.items()} == {
        "board": "board",
        "old": "board",
    }
    assert {slug: row.slug for slug, row in found.stories.items()} == {
        "strike": "strike"
    }
    assert {slug: row.slug for slug, row in found.questions.items()} == {
        "tides": "tides"
    }
    assert [(kind, row.slug) for kind, row in found.pointing] == [
        *(("follows", "talks"), ("related", "tides-of-war"))
    ]
    assert slugs(found.translations) == ["haefen", "ports-fr"]
    assert (found.images, found.publishers.rows) == ({}, ())


def test_a_draft_stands_among_what_it_names_alone(paper):
    document = paper.revisions.head().content

    found = page_rows.surroundings(
        page_rows.references(document), now(), address="/preview/"
    )

    assert (found.address, found.twin, found.showing) == ("/preview/", "", None)
    assert (found.editions, found.pointing, found.translations) == ([], [], [])
    assert ([*found.stories], [*found.questions]) == (["strike"], ["tides"])
    assert (found.tags, found.authors) == ({}, {})
    bare = page_rows.references(make.story(slug="alone").save_revision().content)
    alone = page_rows.surroundings(bare, now())
    assert (alone.address, alone.stories) == ("/stories/alone/", {})


def test_a_text_names_what_is_to_be_looked_up_beside_it():
    document = {"slug": "ports", "translation_of": "haefen", "image": {"src": "a.png"}}
    document["figures"] = [{"src": "b.png"}, {"key": "no picture"}]
    document["related"] = [{"slug": "strike"}]
    document["questions"] = [{"slug": "tides"}]
    document["entities"] = [{"slug": "board"}]

    assert page_rows.references(document) == page_rows.References(
        slug="ports",
        original="haefen",
        related=frozenset({"strike"}),
        questions=frozenset({"tides"}),
        entities=frozenset({"board"}),
        pictures=frozenset({"a.png", "b.png"}),
    )
    assert page_rows.references({"slug": "ports"}).original == "ports"
    assert page_rows.references({"slug": "ports", "image": {}}).pictures == frozenset()


def test_of_what_names_a_story_what_goes_on_comes_first_and_the_newest():
    make.published_story(slug="ports")
    kinds = ("background", "part of", "follows", "background", "part of", "follows")
    for number, kind in enumerate(kinds):
        said = {"related": [{"slug": "ports", "kind": kind, "label": "P"}]}
        make.published_story(slug=f"no-{number}", parts=said)

    assert [(kind, row.slug) for kind, row in around().pointing] == [
        *(("follows", "no-5"), ("follows", "no-2")),
        *(("part of", "no-4"), ("part of", "no-1")),
        *(("related", "no-3"), ("related", "no-0")),
    ]
    assert relations([], None, set()) == []


def test_what_is_known_of_a_texts_names_comes_with_it():
    made = make.outlet(name="Wire", domains="wire.example", owner="A trust")
    made.paywalled, made.newsroom = True, False
    made.save()
    make.outlet(name="Other")
    parts = {
        "sources": [{"key": "a", "outlet": "Wire"}, {"key": "b", "outlet": "Agency"}],
        "byline": [{"name": "Ana Ruiz"}, {"name": "Ben"}],
    }
    make.outlet(name="Agency", newsroom=True)
    story = make.story(parts, slug="ports")
    story.tags.add("Sea salt")
    make.edition(story)
    other = make.story({"byline": [{"name": "Carl"}]})
    other.tags.add("land")
    make.edition(other)

    found, apart = around(), row_data(live(story))

    rows = {
        (r.name, r.hosts, r.owner, r.newsroom, r.paywalled)
        for r in apart["publishers"].rows
    }
    assert rows == {
        ("Wire", frozenset({"wire.example"}), "A trust", False, True),
        ("Agency", frozenset(), "", True, False),
    }
    assert {row.name for row in found.publishers.rows} == {"Wire", "Agency"}
    assert found.tags == apart["tags"] == {"sea-salt": "Sea salt"}
    assert {*found.authors.values()} == {"ana-ruiz", "ben"}
    assert found.authors == apart["authors"]
    assert row_data(None) == {}


def test_at_an_old_address_stands_what_took_its_place_last():
    first = on(1, make.published_story, slug="ports")
    first.slug = "harbours"
    first.save()
    on(2, make.edition, first)
    second = on(3, make.published_story, slug="quays")
    make.published_question(slug="why")

    def stands(slug, day=9):
        row = page_rows.successor("story", slug, DAY.replace(day=day))
        return row and (row.slug, row.number, row.kind)

    assert stands("ports") == ("harbours", 2, "development")
    assert stands("ports", day=1) == ("ports", 1, "first")
    assert (stands("nowhere"), stands("why"), stands("quays", day=2)) == (None,) * 3
    on(4, second.withdraw, note="It was wrong.")
    assert stands("quays") == ("quays", 2, "withdrawal")


def test_a_page_changes_with_its_rows_or_with_the_next_edition():
    first, second = make.published_story(), make.published_story()
    rows = Showing.objects.order_by("pk")
    assert page_rows.next_due(now()) is None
    assert page_rows.next_due(now(), *rows.with_next_due(now())) == rows[0].live_until
    later, soon = make.soon(hours=3), make.soon(hours=2)
    make.edition(make.story(), at=later)
    make.edition(make.story(), at=soon)
    second.withdraw(note="It will be wrong.", at=make.soon(hours=1))
    ends = live(second).live_until

    shown = Showing.objects.live(now()).order_by("pk").with_next_due(now())
    assert page_rows.next_due(now()) == ends
    assert page_rows.next_due(ends) == soon
    assert page_rows.next_due(now(), *shown) == ends
    assert (
        page_rows.next_due(
            ends, *Showing.objects.filter(story_id=first.pk).with_next_due(ends)
        )
        == soon
    )
    assert page_rows.earliest(None, later, soon, None) == soon
    assert page_rows.earliest(None) is None


def test_the_newest_changes_are_of_fact_and_of_what_still_stands():
    story, gone = (
        on(1, make.published_story, slug="a"),
        on(2, make.published_story, slug="b"),
    )
    on(3, make.published_question)
    for day, kind in ((4, "development"), (5, "wording"), (6, "correction")):
        story.summary = f"As of {day}."
        story.save()
        on(day, make.edition, story, kind=kind, note="" if kind == "wording" else "So.")
    on(7, gone.withdraw, note="It was wrong.")
    back = on(8, make.published_story, slug="c")
    on(9, back.withdraw, note="Wrong?")
    on(10, back.reinstate, note="Right.")
    make.edition(make.story(), at=make.soon())

    def changes(day=15, limit=9):
        found = page_rows.changes(limit, now=DAY.replace(day=day))
        return [(row.slug, row.live_from.day) for row in found]

    stood = [("a", 6), ("a", 4), ("a", 1)]
    assert [one for one in changes() if one[0] != "c"] == stood
    assert changes()[0][0] == changes(limit=1)[0][0] == "c"
    assert "withdrawal" not in {row.kind for row in page_rows.changes(9, now=DAY)}
    assert changes(day=3) == [("b", 2), ("a", 1)]


def test_the_stories_that_ask_a_question_are_the_last_changed():
    question = make.published_question(slug="why")
    for number in range(3):
        parts = {"questions": [{"question": question, "title": "Why?"}]}
        make.published_story(slug=f"no-{number}", parts=parts)
    make.published_story()

    assert slugs(page_rows.stories_asking({"why"}, now(), 2)) == ["no-2", "no-1"]
    assert slugs(page_rows.stories_asking({"when"}, now(), 2)) == []


def test_around_a_question_stand_its_editions_and_whom_it_names():
    make.entity(slug="ana", open=True)
    question = make.question(slug="why", intro="@[Hers](ana).")
    make.edition(question)
    question.intro = "@[Hers](ana) again."
    question.save()
    make.edition(question, kind="wording")
    make.published_question()
    showing = page_rows.text_at("question", "why", now())
    document = showing.edition.revision.content

    found = page_rows.question_surroundings(document, now(), showing)

    assert (found.address, found.twin) == ("/questions/why/", "/questions/why.json")
    assert [row.number for row in found.editions] == [1, 2]
    assert [*found.entities] == ["ana"]


def test_questions_of_each_status_are_so_many_of_the_last_changed(monkeypatch):
    monkeypatch.setattr(lists, "SHOWN", 2)
    for status in ("answered", "open", "open", "answered", "open", "partly"):
        make.published_question(
            slug=f"{status}-{Showing.objects.count()}", status=status
        )
    make.published_question(status="open").withdraw(note="It was wrong.")

    found = [
        (one.status, slugs(one.rows), one.more)
        for one in lists.questions_by_status(now())
    ]

    assert found == [
        ("open", ["open-4", "open-2"], True),
        ("partly", ["partly-5"], False),
        ("answered", ["answered-3", "answered-0"], False),
    ]
    assert slugs(
        lists.questions_of_status(False, 9, status="open", now=now(), **START)
    ) == [
        "open-4",
        "open-2",
        "open-1",
    ]


@pytest.fixture
def printed(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    story = make.story()
    return story, picture(story, size=(2400, 1600), focal_x=20, focal_y=80)


def test_a_picture_is_in_print_while_a_story_with_it_is_up(printed):
    story, image = printed
    other = make.image()

    def in_print(name=image.name, at=None):
        return [*image_rights.picture_in_print(name, at or now())]

    began = live(story).live_from
    assert (in_print(), in_print(other.name)) == ([image], [])
    assert in_print(at=began - dt.timedelta(microseconds=1)) == []
    assert image_rights.all_pictures([live(story)]) == {image.name: image}
    story.heroimage_set.all().delete()
    story.save()
    make.edition(story)
    assert in_print() == [image]
    story.withdraw(note="It was wrong.")
    assert in_print() == []


def test_readers_are_offered_the_sizes_of_a_picture_and_its_own_card(printed):
    _story, image = printed
    size, focal = (image.width, image.height), (20, 80)
    whole, card = all_renditions(size, False)[0], all_renditions(size, False, focal)[0]
    elsewhere = all_renditions(size, False, (50, 50))[0]

    def offered(asked, at=None):
        return image_rights.is_offered(image, asked, at or now())

    assert (offered(whole), offered(card)) == (True, True)
    assert (offered(elsewhere), offered(Rendition(7, whole.suffix))) == (False, False)
    assert not image_rights.has_card(image, (20, 50), now())
    assert not image_rights.has_card(image, (50, 80), now())
    assert not image_rights.has_card(make.image(), focal, now())
    image.keep_whole = True
    assert (offered(whole), offered(card)) == (True, False)


def test_the_first_picture_whose_rights_end_says_when():
    moment = now()
    ends = [moment + dt.timedelta(days=n) for n in (2, 1, 0, -1)] + [None]
    pictures = [type("Picture", (), {"ends_at": end}) for end in ends]

    assert image_rights.rights_end(pictures, moment) == ends[1]
    assert image_rights.rights_end(pictures[2:], moment) is None
