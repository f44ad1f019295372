"""What the record says of one text, of a day, and of all that was put right."""

import datetime as dt

import pytest
import time_machine
from django.test import RequestFactory
from django.utils import timezone

from paper.editions import queries as record
from paper.editions import reading, views
from paper.queries import page_rows
from paper.queries.keyset import START
from stories.models import Kind, Showing
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]

DAY = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)


def at(day, verb, *args, **options):
    with time_machine.travel(DAY.replace(day=day), tick=False):
        return verb(*args, **options)


def moved_on(owner, day, kind, name="summary"):
    """A later edition of a story or question; a correction says of which day."""
    setattr(owner, name, f"As of {day}.")
    owner.save()
    note = "" if kind == "wording" else f"Note of {day}."
    return at(day, make.edition, owner, kind=kind, note=note)


@pytest.fixture
def ports():
    """Edition after edition: first, wording, correction, down, up, clarified."""
    texts = {"report": "So.", "background": "So."}
    story = make.story(slug="ports", headline="Ports", **texts)
    at(1, make.edition, story)
    moved_on(story, 2, "wording")
    moved_on(story, 3, "correction", "report")
    at(4, story.withdraw, note="We look into it.")
    at(5, story.reinstate, note="It is right.")
    moved_on(story, 6, "clarification", "background")
    at(1, make.published_story, slug="rivers")
    with time_machine.travel(DAY, tick=False):
        story.summary = "Tomorrow."
        story.save()
        make.edition(story, kind="development", at=make.soon())
    return story


def history(day=15):
    now = DAY.replace(day=day)
    current = Showing.objects.live(now, now).get(slug="ports")
    return record.history("story", current, now)


def numbers(rows):
    return [row.number for row in rows]


def test_a_history_has_what_readers_have_met_of_one_text(ports):
    past = history()

    assert numbers(past.rows) == [1, 2, 3, 4, 5, 6]
    assert numbers(past.texts) == [1, 2, 3, 5, 6]
    assert (past.current.number, numbers(history(day=3).rows)) == (6, [1, 2, 3])
    assert numbers(past.up_to(3)) == [1, 2, 3]
    assert numbers(past.between(2, 5)) == [3, 4, 5]
    assert [getattr(past.before(n), "number", None) for n in (1, 2, 5, 6)] == [
        *(None, 1, 3, 5)
    ]
    assert [getattr(past.text(n), "number", None) for n in (1, 4, 6, 7)] == [
        *(1, None, 6, None)
    ]
    assert {row.story_id for row in past.rows} == {ports.pk}


def test_the_past_of_a_question_is_its_own():
    question = make.question(slug="why", intro="So.")
    at(1, make.edition, question)
    moved_on(question, 2, "correction", "intro")
    at(1, make.published_question, slug="when")
    current = Showing.objects.live(timezone.now()).get(slug="why")

    past = record.history("question", current, timezone.now())

    assert numbers(past.rows) == [1, 2]
    assert {row.question_id for row in past.rows} == {question.pk}
    texts = record.documents(*past.rows[::-1])
    assert [text["intro"] for text in texts] == ["As of 2.", "So."]


def around(day=15):
    """What a story's page needs, on a day."""
    now = DAY.replace(day=day)
    showing = page_rows.text_at("story", "ports", now)
    return page_rows.surroundings(page_rows.cached_references(showing), now, showing)


@pytest.mark.once
def test_who_read_an_edition_with_a_text_is_told_what_is_new(ports):
    since = record.since(around(), "3", only=True)

    assert (since.number, since.only) == (3, True)
    assert record.since(around(), "3").only is False
    assert record.since(around(), "6").number == 6
    assert [
        record.since(around(), n) for n in ("4", "7", "0", "", "03", "1000000")
    ] == [None] * 6


@pytest.mark.once
def test_what_was_put_right_is_told_of_the_last_corrections(ports, monkeypatch):
    def steps(day=15):
        found = around(day)
        document = found.showing.edition.revision.content
        made = record.amendments_of(found, document)
        steps = [box.step for boxes in made.boxes.values() for box in boxes]
        return [(step.before.number, step.after.number) for step in steps]

    assert steps() == [(2, 3), (5, 6)]
    assert steps(day=3) == [(2, 3)]
    now = around(day=2)
    assert record.amendments_of(now, now.showing.edition.revision.content) is None
    monkeypatch.setattr(record, "REMEMBERED", 1)
    assert steps() == [(5, 6)]


def test_what_is_down_is_known_by_its_newest_withdrawal(ports):
    other = at(2, make.published_story)
    at(7, other.withdraw, note="It was wrong.")
    rows = Showing.objects.filter(number=1).order_by("pk")

    def down(day):
        found = record.down_now(rows, DAY.replace(day=day))
        return {key: row.note for key, row in found.items()}

    assert down(15) == {other.pk: "It was wrong."}
    assert down(4) == {ports.pk: "We look into it."}
    assert record.down_now([], timezone.now()) == {}
    assert [row.note for row in record.withdrawn(DAY)] == ["It was wrong."]


def test_corrections_are_of_what_is_up_the_newest_first(ports):
    question = make.question(slug="why", intro="So.")
    at(1, make.edition, question)
    moved_on(question, 5, "correction", "intro")
    for build, name in ((make.story, "summary"), (make.question, "intro")):
        gone = build()
        at(1, make.edition, gone)
        moved_on(gone, 2, "correction", name)
        at(8, gone.withdraw, note="It was wrong.")

    def notes(day):
        rows = record.recent_amendments(False, 9, now=DAY.replace(day=day), **START)
        return [row.note for row in rows]

    assert notes(15) == ["Note of 6.", "Note of 5.", "Note of 3."]
    assert notes(5) == ["Note of 5.", "Note of 3.", "Note of 2.", "Note of 2."]
    assert notes(4) == ["Note of 2.", "Note of 2."]


@pytest.mark.once
def test_each_correction_leads_to_the_text_that_stands_now(client, ports):
    question = at(1, make.published_question, slug="why", intro="So.")
    moved_on(question, 16, "correction", "intro")

    with time_machine.travel(DAY.replace(day=17), tick=False):
        items = client.get("/corrections/").context["items"]

    assert [(row.number, current.number, current.slug) for row, current in items] == [
        *((2, 2, "why"), (6, 7, "ports"), (3, 7, "ports"))
    ]


def test_editions_of_a_time_are_counted_by_their_moments(ports):
    begin, end = DAY.replace(day=2), DAY.replace(day=6)

    def days(begin, end, now=DAY):
        moments = record.days_of(begin, end, now)
        return sorted(moment.day for moment in moments)

    at(3, make.published_question)
    assert days(begin, end) == [2, 3, 4, 5]
    assert days(begin, end + dt.timedelta(microseconds=1)) == [2, 3, 4, 5, 6]
    assert days(DAY, DAY.replace(day=20)) == []
    assert days(begin, end, now=DAY.replace(day=3)) == [2, 3]


def test_months_with_editions_are_found_a_few_at_a_time(ports, monkeypatch):
    monkeypatch.setattr(record, "IN_ONE", 2)
    months = [dt.date(2026, 3, 1), dt.date(2026, 2, 1), dt.date(2026, 1, 1)]

    assert record.with_editions(months, DAY) == {months[2]}
    assert record.with_editions(months, DAY.replace(month=1, day=1, hour=11)) == set()
    assert record.with_editions([], DAY) == set()


def test_the_first_day_is_that_of_the_oldest_edition(settings):
    assert record.first_day(DAY) is None
    settings.TIME_ZONE = "Pacific/Auckland"
    for day in (3, 2):
        at(day, make.published_story)

    assert record.first_day(DAY) == dt.date(2026, 1, 3)
    assert record.first_day(DAY.replace(day=2)) == dt.date(2026, 1, 3)
    assert record.first_day(DAY.replace(day=1)) is None


def test_a_day_lists_one_edition_of_a_story_and_first_what_came_out(ports):
    at(5, make.published_story, slug="lakes")
    at(5, make.published_question)

    def of_day(number, now):
        values = record.of_day(DAY.replace(day=number).date(), DAY.replace(day=now))
        return record.stories_of_day(False, 9, **values, **START)

    def day(number):
        rows = of_day(number, 20)
        return [(row.slug, row.number, row.came_out) for row in rows]

    assert day(4) == [("ports", 4, True), ("rivers", 1, False)]
    assert {*day(5)} == {
        *(("ports", 5, True), ("lakes", 1, True), ("rivers", 1, False))
    }
    assert day(6)[0] == ("ports", 6, True)
    later = of_day(5, 3)
    assert [(row.slug, row.number) for row in later] == [("ports", 3), ("rivers", 1)]


def about(kind, slug, page="editions", *more):
    request = RequestFactory().get("/")
    request.now = timezone.now()
    return *views.about(request, kind, slug, page, *more), request.due


@pytest.mark.once
def test_what_stands_at_an_address_is_read_moved_or_gone(ports):
    waiting = make.published_story(slug="lakes", headline="Lakes")
    waiting.headline = "Later"
    waiting.save()
    due = make.edition(waiting, at=make.soon()).published_at
    renamed = make.published_question(slug="why")
    renamed.slug = "what"
    renamed.save()
    make.edition(renamed)
    make.published_story(slug="gone").withdraw(note="It was wrong.")

    reading, other, until = about("story", "lakes")
    assert (reading.kind, reading.current.slug, other, until) == (
        *("story", "lakes", None, due),
    )
    assert reading.address("changes", 1, 2) == "/stories/lakes/changes/1..2/"
    none, moved, _until = about("question", "why", "edition", 1)
    assert (none, moved.status_code) == (None, 301)
    assert moved["Location"] == "/questions/what/editions/1/"
    none, gone, _until = about("story", "gone")
    assert (none, gone.status_code) == (None, 410)
    for kind, slug in (("question", "lakes"), ("story", "why"), ("story", "nowhere")):
        with pytest.raises(views.Http404):
            about(kind, slug)


@pytest.mark.once
def test_each_edition_is_listed_beside_the_text_that_it_took_the_place_of(
    client, ports
):
    with time_machine.travel(DAY, tick=False):
        rows = client.get("/stories/ports/editions/").context["rows"]
        changes = client.get("/stories/ports/changes/2..5/").context
        wrong = [
            client.get(f"/stories/ports/changes/{pair}/").status_code
            for pair in ("2..2", "3..2", "2..4", "4..5", "2..7", "0..1")
        ]

    assert [(row.number, before and before.number) for row, before in rows] == [
        *((6, 5), (5, 3), (4, 3), (3, 2), (2, 1), (1, None))
    ]
    assert [changes["old"].number, changes["new"].number] == [2, 5]
    assert numbers(changes["notes"]) == [3, 4, 5]
    assert wrong == [404] * 6
    assert {row.kind for row in changes["notes"]} == {
        *(Kind.CORRECTION, Kind.WITHDRAWAL, Kind.REINSTATEMENT)
    }


@pytest.mark.once
def test_an_older_edition_knows_nothing_of_what_came_after(client, ports):
    make.published_story(
        parts={"related": [{"slug": "ports", "kind": "follows", "label": "Ports"}]}
    )
    row, past = history().text(3), history()
    asked = reading.Reading("story", past, DAY)
    found = reading.past(around(), asked, row)

    assert (found.address, found.canonical) == (
        *("/stories/ports/editions/3/", "/stories/ports/"),
    )
    assert (found.twin, found.pointing) == ("/stories/ports/editions/3.json", ())
    assert numbers(found.editions) == [1, 2, 3]
