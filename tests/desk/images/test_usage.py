"""What the desk is told of a picture: its marks, its rights, and where it is used."""

import datetime as dt

import pytest
from django.utils import timezone

from desk.images import admin, image_filters, usage
from images.models import Image
from paper.queries.paging import COUNTED
from tests import make
from tests.support.reader import picture

NOW = dt.datetime(2026, 3, 9, 12, 0, tzinfo=dt.UTC)
FULL = {"alt": "A port", "credit": "A. Ruiz"}


def lasting(days, **fields):
    return Image(rights_until=NOW.date() + dt.timedelta(days=days), **FULL | fields)


ENDED = ("gone", "Our rights have ended")
KILLED = ("gone", "Killed 11:00 today: no reader sees it")


@pytest.mark.parametrize(
    ("image", "marks"),
    [
        (Image(**FULL), []),
        (Image(decorative=True, credit="B"), []),
        (Image(), [("open", "No alternative text"), ("open", "No credit")]),
        (Image(keep_whole=True, **FULL), [("quiet", "Never crop")]),
        (lasting(15), [("quiet", "Expires in 15 days")]),
        (lasting(14), [("open", "Expires in 14 days")]),
        (lasting(1), [("open", "Expires in 1 day")]),
        (lasting(0), [("open", "Our rights end tonight")]),
        (lasting(-1), [ENDED]),
        (lasting(9, killed_at=NOW - dt.timedelta(hours=1)), [KILLED]),
        (Image(killed_at=NOW - dt.timedelta(hours=1), **FULL), [KILLED]),
        (
            lasting(-1, alt="", keep_whole=True),
            [ENDED, ("open", "No alternative text"), ("quiet", "Never crop")],
        ),
    ],
)
def test_a_picture_wears_a_mark_for_each_thing_to_see_to(image, marks):
    assert image_filters.marks(image, NOW) == marks


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "in no live story"),
        (1, "used in 1 story"),
        (2, "used in 2 stories"),
        (COUNTED, f"used in {COUNTED} stories"),
        (COUNTED + 1, f"used in more than {COUNTED} stories"),
    ],
)
def test_how_often_a_picture_is_used_is_said_as_far_as_it_is_counted(count, said):
    assert usage.use_in_words(count) == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"alt": "A port", "caption": "B"}, "A port"),
        ({"caption": "The port of Oran"}, "The port of Oran"),
        ({"name": "images/e649efe8.png"}, "e649efe8.png"),
        ({"alt": "x" * 90}, "x" * 90),
        ({"alt": "x" * 91}, "x" * 89 + "…"),
    ],
)
def test_a_list_calls_a_picture_by_what_it_shows(fields, said):
    assert admin.title(Image(**fields)) == said


@pytest.mark.parametrize(
    ("credit", "restrictions", "said"),
    [
        ("A. Ruiz", "", "A. Ruiz"),
        ("", "Once", "Once"),
        ("A. Ruiz", "Once", "A. Ruiz · Once"),
        ("", "", "–"),
        ("", "x" * 201, "x" * 200),
    ],
)
def test_a_list_says_whose_a_picture_is_and_what_was_agreed(credit, restrictions, said):
    image = Image(credit=credit, restrictions=restrictions)

    assert admin.credit_shown(image) == said


def replaced(story, **changes):
    """Publish it again, without its picture and under another address."""
    story.heroimage_set.all().delete()
    for name, value in changes.items():
        setattr(story, name, value)
    story.save()
    make.edition(story)


def at_top(image, headline, kind="image", **part):
    return make.story({kind: [{"image": image, **part}]}, headline=headline)


def used(found):
    """A usage by headlines; of old editions also their numbers and address."""
    by_headline = [
        [row.headline for row in rows]
        for rows in (found.live, found.ahead, found.drafts)
    ]
    past = [
        (one.headline, [row.number for row in one.editions], one.slug)
        for one in found.past
    ]
    return *by_headline, sorted(past)


def out_again(*stories):
    """Publish each as it stands; its draft then has another headline."""
    for story in stories:
        make.edition(story)
        story.headline += " again"
        story.save()


@pytest.fixture
def shown(db):
    """A picture in use everywhere, and two stories that had it once."""
    image = make.image()
    first, second, third = (at_top(image, f"Live {number}") for number in (1, 2, 3))
    out_again(first, second, third, second)
    for number, days in ((2, 2), (1, 1), (3, 3)):
        make.edition(at_top(image, f"Ahead {number}"), at=make.soon(days=days))
    at_top(image, "Draft", "figures", key="a")
    moved, gone = (at_top(image, headline) for headline in ("Moved", "Gone"))
    out_again(moved, gone, gone, moved)
    replaced(moved, headline="Moved at last", slug="moved")
    gone.withdraw(note="Over.")
    picture(make.story(headline="Another picture's"))
    return image, second, moved, gone


@pytest.mark.once
def test_where_a_picture_is_used_is_told_apart(
    shown, monkeypatch, django_assert_num_queries
):
    (image, again, moved, gone), now = shown, timezone.now()

    with django_assert_num_queries(6):  # one more for each story that has it no more
        found = usage.usage(image, now)

    lives = ["Live 2 again", "Live 3", "Live 1"]
    drafts = ["Gone again again", "Draft", "Ahead 3", "Ahead 1", "Ahead 2"]
    drafts += ["Live 2 again again", "Live 3 again", "Live 1 again"]
    assert used(found) == (
        lives,
        ["Ahead 1", "Ahead 2", "Ahead 3"],
        drafts,
        [
            ("Gone again", [1, 2], ""),
            ("Live 2", [1], again.slug),
            ("Moved again", [1, 2], "moved"),
        ],
    )
    assert {one.story_id for one in found.past} == {again.pk, moved.pk, gone.pk}
    monkeypatch.setattr(usage, "MOST", 1)
    live, ahead, drafts, past = used(usage.usage(image, now))
    assert [*live, *ahead, *drafts] == [lives[0], "Ahead 1", "Gone again again"]
    assert sum(len(numbers) for _headline, numbers, _slug in past) == 4


@pytest.mark.parametrize("part", ["live", "ahead", "drafts", "past"])
def test_a_picture_is_used_if_any_story_has_or_had_it(part):
    none = {name: [] for name in ("live", "ahead", "drafts", "past")}

    assert usage.Usage(**none | {part: [1]})
    assert not usage.Usage(**none)
