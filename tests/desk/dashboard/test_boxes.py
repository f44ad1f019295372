"""The boxes of the desk's first page: what each line says and where it leads."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from desk.dashboard import boxes
from desk.form import work
from desk.form.status import when
from explainer.blocks import Change
from stories.models import Resolution
from tests import make
from tests.support import desk

pytestmark = [pytest.mark.django_db, pytest.mark.once]

OLD = dt.datetime(2020, 5, 4, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def short(monkeypatch):
    """Boxes that hold one line."""
    monkeypatch.setattr(boxes, "MOST", 1)


def told(box):
    """A box, each of its lines as a tuple."""
    lines = [(line.title, line.said, line.address, line.act) for line in box.lines]
    return box.name, box.title, lines


def moved_on(headline, **changed):
    """A published story whose draft says something else."""
    story = make.published_story(headline=f"{headline} before")
    for name, value in {"headline": headline, **changed}.items():
        setattr(story, name, value)
    story.save()
    story.save_revision()
    return story


def all_saved_at(*stories):
    """The first of them saved first, a day apart from the next."""
    for days, story in enumerate(stories):
        at = OLD + dt.timedelta(days=days)
        type(story).objects.filter(pk=story.pk).update(saved_at=at)


def test_my_stories_say_what_readers_have_and_when_i_saved(ana, ben, short):
    first, second, others = (make.story(headline=h) for h in ("A", "B", "C"))
    for story, by in ((first, ana), (second, ana), (others, ben)):
        story.save_revision(by=by)
    all_saved_at(second, first, others)
    now = timezone.now()

    box = boxes.own_stories(*work.works(work.worked_on(ana, 5)), now)

    line = ("A", "Not published · saved 5 May 2020", desk.address("change", first))
    assert told(box) == ("mine", "My stories", [(*line, "Go on")])
    assert box.empty == "Nothing in the works. Paste a link to start."
    assert box.more == ("All stories", reverse("admin:stories_story_changelist"))
    assert boxes.own_stories([], now).is_shown


def test_what_readers_have_not_seen_is_to_be_compared(short):
    newer, older = moved_on("B"), moved_on("A")
    behind, same = moved_on("C"), make.published_story(headline="D")
    make.story(headline="E").save_revision()
    type(behind).objects.filter(pk=behind.pk).update(base_edition=0)
    all_saved_at(older, newer, behind, same)
    now = timezone.now()

    box = boxes.unseen_changes(*work.works(work.recent()), now)

    said = "Live: edition 1 · changes not public · saved 5 May 2020"
    line = "B", said, desk.address("compare", newer), "Compare"
    assert told(box) == ("unseen", "Changes readers have not seen", [line])
    assert not boxes.unseen_changes([], now).is_shown


def test_what_waits_says_when_by_two_clocks_and_what_it_lacks(settings, monkeypatch):
    settings.TIME_ZONE = "Asia/Tokyo"
    at = timezone.now().replace(hour=3, minute=5, second=0) + dt.timedelta(days=3)
    question = make.question(title="Why?")
    minute = dt.timedelta(minutes=1)
    make.edition(make.story(), at=at + 2 * minute)
    make.edition(question, at=at + minute)
    story = make.published_story(headline="A", summary="Twelve met.")
    story.summary = "A dozen met."
    story.save()
    make.edition(story, at=at)
    nine = Change("replace", field="summary", index=0, new="Nine met.")
    story.correct(changes=[nine], note="Nine.", waiting=Resolution(why="It is old."))
    make.published_story()
    monkeypatch.setattr(boxes, "MOST", 2)

    box = boxes.pending_editions(timezone.now())

    said = f"New facts, {at:%-d %b %Y}, 12:05 (03:05 UTC)"
    said = f"{said}; it does not have what edition 2 changed"
    other = f"First published, {at:%-d %b %Y}, 12:06 (03:06 UTC)"
    assert told(box) == (
        "tonight",
        "Waiting for their time",
        [
            ("A", said, desk.address("change", story), "Open"),
            ("Why?", other, desk.address("change", question), "Open"),
        ],
    )
    assert box.empty == "Nothing is waiting for its time."


def expecting(headline, due, **fields):
    item = {"text": "The *court* rules", "due": due}
    return make.story({"expectations": [item]}, headline=headline, **fields)


def test_what_is_due_is_asked_about_the_latest_first(monkeypatch):
    now = timezone.now()
    today = timezone.localdate(now)
    days = [today - dt.timedelta(days=n) for n in (400, 0, 1)]
    long_ago, due, late = (
        expecting(h, day) for h, day in zip("ABC", days, strict=True)
    )
    closing = expecting("D", today, closed_at=now + dt.timedelta(hours=1))
    over = expecting("E", today, closed_at=now)
    told_of = expecting("F", today)
    told_of.expectation_set.update(outcome="It did.")
    for story in (long_ago, due, late, closing, over, told_of):
        make.edition(story)
    expecting("Never published", today)
    ahead = expecting("H", today + dt.timedelta(days=1))
    make.edition(ahead)

    monkeypatch.setattr(boxes, "MOST", 3)
    box = boxes.due(now)
    monkeypatch.setattr(boxes, "MOST", 9)

    assert [line.title for line in boxes.due(now).lines][2:] == ["C", "A"]
    assert {line.title for line in boxes.due(now).lines[:2]} == {"B", "D"}
    assert told(box)[:2] == ("due", "Due")
    where = desk.address("change", late) + "#expectation_set-group"
    said = f"Overdue since {days[2]:%-d %b %Y}: The court rules"
    assert told(box)[2][2:] == [("C", said, where, "What happened?")]
    (first,) = [line for line in box.lines if line.title == "B"]
    assert first.said == "Expected today: The court rules"
    assert box.empty == "Nothing is due today."


def test_what_develops_is_listed_by_its_end(short):
    _later, sooner, _last = (
        make.published_story(headline=h, developing_until=make.soon(days=days))
        for h, days in (("A", 2), ("B", 1), ("C", 3))
    )
    ends = sooner.developing_until
    make.published_story(headline="D")
    now = timezone.now()

    box = boxes.developing_stories(now)

    line = "B", f"until {when(ends, now)}", desk.address("change", sooner), "Open"
    assert told(box) == ("developing", "Developing", [line])
    assert box.is_shown
    assert not boxes.developing_stories(ends + dt.timedelta(days=9)).is_shown


def test_the_paper_is_listed_with_its_editions(ana, monkeypatch):
    monkeypatch.setattr(boxes, "ON_PAPER", 2)
    third, second, first = (make.published_story(headline=h) for h in "CBA")
    moved_on("D")
    for story in (first, second, third):
        make.pick(story)
    second.short_headline = "B in short"
    second.save()
    make.edition(second)
    first.headline = "A moved on"
    first.save()
    first.save_revision()
    now = timezone.now()

    box = boxes.on_paper(ana, now)

    ats = [
        work.moment(o.editions.latest("number").published_at, now)
        for o in (first, second)
    ]
    assert told(box) == (
        "paper",
        "On the paper now",
        [
            (
                "A",
                f"edition 1, {ats[0]} · draft ahead",
                desk.address("change", first),
                "",
            ),
            ("B in short", f"edition 2, {ats[1]}", desk.address("change", second), ""),
        ],
    )
    assert box.empty == "Nothing has been published yet."
    assert box.links == (
        ("Arrange the front page", "/admin/stories/pick/"),
        ("Read the paper", "/"),
    )


def test_an_empty_paper_says_so(ana):
    assert boxes.on_paper(ana, timezone.now()).lines == []


def test_who_may_not_arrange_the_front_page_is_led_to_yesterdays():
    reader = make.editor(is_superuser=False)

    links = [*boxes.front_page_links(reader, dt.date(2026, 3, 9))]

    assert links == [
        ("Read the paper", "/"),
        ("Yesterday's front page", "/archive/2026/3/9/"),
    ]
