"""The paper on any day, in the paper's zone, from frozen fields alone."""

import datetime as dt
import random
import re

import pytest
import time_machine
from django.http import Http404
from django.utils import timezone

from paper.editions import archive
from paper.editions.archive import was_added_later
from stories.models import Showing
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]

MONDAY = dt.datetime(2026, 1, 19, 12, tzinfo=dt.UTC)
TUESDAY = MONDAY + dt.timedelta(days=1)


def at(moment, story, **options):
    with time_machine.travel(moment, tick=False):
        return make.edition(story, **options)


@pytest.fixture
def ports():
    """Published on Monday, corrected twice on Tuesday."""
    story = make.story(slug="ports", headline="Ports close")
    at(MONDAY, story)
    for hour, headline in ((1, "Ports shut"), (2, "Ports reopen")):
        story.headline = headline
        story.save()
        moment = TUESDAY + dt.timedelta(hours=hour)
        at(moment, story, kind="development", note=f"Now: {headline}.")
    return story


def text(client, address):
    page = client.get(address)
    assert page.status_code == 200, address
    return page.content.decode()


def test_a_day_shows_the_headlines_of_that_day(client, ports):
    page = text(client, "/archive/2026/1/19/")

    assert "Ports close" in page
    assert "Ports reopen" not in page
    assert "/stories/ports/editions/1/" in page


def test_of_several_editions_in_a_day_the_newest_is_listed(client, ports):
    page = text(client, "/archive/2026/1/20/")

    assert "Ports reopen" in page
    assert "Ports shut" not in page


def test_what_stood_already_is_listed_below(client, ports):
    at(TUESDAY, make.story(headline="Rivers"))

    page = text(client, "/archive/2026/1/21/")

    assert "Nothing came out." in page
    assert page.index("Also on the paper") < page.index("Rivers")


def test_a_day_begins_at_midnight_in_the_paper_s_zone(client, settings):
    settings.TIME_ZONE = "Pacific/Auckland"
    at(MONDAY, make.story(headline="Ports close"))  # 01:00 on Tuesday there

    out = "New or changed on this day"
    page = text(client, "/archive/2026/1/20/")

    assert page.index(out) < page.index("Ports close")
    assert client.get("/archive/2026/1/19/").status_code == 404


def test_of_what_is_down_now_only_the_note_is_shown(client, ports):
    ports.withdraw(note="Taken down for good.")

    page = text(client, "/archive/2026/1/19/")

    assert "<h3>A story that we have withdrawn</h3>" in page
    assert "Taken down for good." in page
    assert "Ports" not in page
    assert "/stories/ports/" not in page


@pytest.mark.once
@pytest.mark.parametrize(
    "address",
    [
        "/archive/2026/1/18/",
        "/archive/9999/12/31/",
        "/archive/2026/2/30/",
        "/archive/2026/13/",
        "/archive/0/1/",
        "/archive/2025/12/",
        "/archive/99999999999/1/1/",
        "/since/9999-12-31/",
        "/since/2026-2-30/",
        "/since/1-1-1/",
        "/archive/1799/12/31/",
    ],
)
def test_days_that_never_were_are_not_found(client, ports, address):
    assert client.get(address).status_code == 404


def test_today_is_so_far(client):
    make.published_story()
    today = dt.datetime.now(dt.UTC).date()

    page = text(client, f"/archive/{today.year}/{today.month}/{today.day}/")

    assert "so far" in page


def test_a_month_counts_the_editions_of_its_days(client, ports):
    page = text(client, "/archive/2026/1/")

    assert "3 editions came out" in page
    assert '/archive/2026/1/20/">20' in page
    assert "/archive/2026/1/21/" not in page


def test_the_archive_lists_its_months(client, ports):
    assert "/archive/2026/1/" in text(client, "/archive/")


def test_a_new_paper_has_an_empty_archive(client):
    assert "Nothing has been published yet" in text(client, "/archive/")


def test_who_comes_back_is_told_what_changed_in_fact(client, ports):
    page = text(client, "/since/2026-1-20/")

    assert "Now: Ports reopen." in page
    assert "Now: Ports shut." in page


def test_who_missed_nothing_is_up_to_date(client, ports):
    today = dt.datetime.now(dt.UTC).date()

    page = text(client, f"/since/{today.year}-{today.month}-{today.day}/")

    assert "You are up to date" in page


def test_a_day_costs_five_queries_at_most(client, ports, django_assert_max_num_queries):
    for number in range(8):
        at(MONDAY, make.story(headline=f"Story {number}"))

    with django_assert_max_num_queries(8):
        client.get("/archive/2026/1/19/")


def story_of(page):
    """The frozen fields of a page that lists also show."""
    headline = re.search(r"<h1>(.*?)</h1>", page)[1]
    standfirst = re.search(r'<p class="standfirst">(.*?)</p>', page)
    return headline, standfirst[1] if standfirst else ""


def listed_on(client, day):
    """Edition's address to what a day of the archive shows of it, on all its pages."""
    found, number = {}, 1
    while True:
        page = text(client, f"/archive/{day.year}/{day.month}/{day.day}/?page={number}")
        for piece in page.split("<h3")[1:]:
            address, headline = re.search(r'<a href="(.*?)">(.*?)</a>', piece).groups()
            standfirst = re.match(r"\s*<p>(.*?)</p>", piece.partition("</h3>")[2])
            assert address not in found
            words = re.sub("<.*?>", "", standfirst[1]) if standfirst else ""
            found[address] = (headline, words)
        if 'rel="next" href="?' not in page:
            return found
        number += 1


def test_a_day_in_the_archive_is_what_a_reader_met_that_evening(client, monkeypatch):
    """Stories move on at random for three days; each evening somebody reads all."""
    monkeypatch.setattr("paper.editions.archive.A_PAGE", 5)
    chance = random.Random(7)
    stories = [make.story(slug=f"story-{n}", headline=f"Now {n}") for n in range(14)]
    evenings = {}
    for days in range(3):
        morning = MONDAY.replace(hour=6) + dt.timedelta(days=days)
        for minutes, story in enumerate(chance.sample(stories, 8)):
            story.headline = f"{story.slug} on day {days}"
            story.standfirst = chance.choice(["", f"What day {days} knew."])
            story.save()
            at(morning + dt.timedelta(minutes=minutes), story)
        with time_machine.travel(morning.replace(hour=23), tick=False):
            evenings[morning.date()] = {
                f"{row.get_absolute_url()}editions/{row.number}/": story_of(
                    text(client, row.get_absolute_url())
                )
                for row in Showing.objects.live(timezone.now())
            }

    with time_machine.travel(MONDAY + dt.timedelta(days=40), tick=False):
        for day, met in evenings.items():
            assert len(met) >= 8
            assert listed_on(client, day) == met


def test_what_was_down_for_a_time_shows_its_note_on_that_day_alone(client, ports):
    evening = TUESDAY + dt.timedelta(hours=6)
    with time_machine.travel(evening, tick=False):
        ports.withdraw(note="We are looking into it.")
    with time_machine.travel(evening + dt.timedelta(days=2), tick=False):
        ports.reinstate(note="It is right.")

    down = text(client, "/archive/2026/1/20/")
    day_after = text(client, "/archive/2026/1/21/")

    assert "<h3>A story that we withdrew for a time</h3>" in down
    assert "We are looking into it." in down
    assert "Ports" not in down
    assert "We are looking into it." not in day_after


def test_what_was_dated_back_says_so(client):
    story = make.story(headline="From the attic")
    at(MONDAY, make.story(headline="On the day"))
    with time_machine.travel(TUESDAY + dt.timedelta(days=9), tick=False):
        make.edition(story, dated=MONDAY)

    page = text(client, "/archive/2026/1/19/")

    assert page.count("added later") == 1
    assert page.index("From the attic") < page.index("added later")


def test_a_story_in_two_languages_has_changed_once(client):
    at(MONDAY, make.story(slug="rates", headline="Rates"))
    german = {"headline": "Zinsen", "language": "de", "translation_of": "rates"}
    at(MONDAY, make.story(slug="zinsen", **german))

    page = text(client, "/since/2026-1-19/")

    assert ">1 story<" in page
    assert "Zinsen" not in page
    assert '<a href="/stories/zinsen/" hreflang="de">' in page


def test_a_day_names_the_language_of_a_text_that_is_not_in_the_papers(client):
    at(MONDAY, make.story(headline="Rates", language="en"))
    at(MONDAY, make.story(headline="Zinsen", language="de"))

    page = text(client, "/archive/2026/1/19/")

    assert page.count(">Deutsch</span>") == 1
    assert "English</span>" not in page.partition('id="out"')[2].partition("</sec")[0]


@pytest.mark.parametrize("address", ["/since/2026-1-20/", "/archive/2026/1/20/"])
def test_a_note_that_says_that_it_is_new_is_not_told_so_once_more(
    client, ports, address
):
    ports.headline = "Ports again"
    ports.save()
    note = "New: they are open."
    at(TUESDAY + dt.timedelta(hours=3), ports, kind="development", note=note)

    page = text(client, address)

    assert "New: they are open." in page
    assert "<b>New facts" not in page


def test_a_month_without_editions_is_no_link(client, ports):
    with time_machine.travel(MONDAY + dt.timedelta(days=70), tick=False):
        page = text(client, "/archive/")

    assert 'href="/archive/2026/1/"' in page
    assert "March 2026" in page
    assert 'href="/archive/2026/3/"' not in page


def test_only_a_day_with_an_edition_of_its_own_asks_to_be_found(client, ports):
    with time_machine.travel(TUESDAY + dt.timedelta(days=2), tick=False):
        asks = {
            day: "max-image-preview" in text(client, f"/archive/2026/1/{day}/")
            for day in (19, 20, 21, 22)
        }
        quiet = text(client, "/archive/2026/1/21/")

    assert asks == {19: True, 20: True, 21: False, 22: False}
    assert '<meta name="robots" content="noindex">' in quiet
    assert '/archive/2026/1/21/">' in quiet.partition('rel="canonical"')[2]


def test_only_a_month_with_an_edition_asks_to_be_found(client, ports):
    with time_machine.travel(TUESDAY + dt.timedelta(days=40), tick=False):
        months = [text(client, f"/archive/2026/{month}/") for month in (1, 2)]

    assert ["noindex" in page for page in months] == [False, True]


LATER = dt.datetime(2026, 2, 10, 12, tzinfo=dt.UTC)


def asked(client, address):
    """What a page of the archive is made of, on a day in February."""
    with time_machine.travel(LATER, tick=False):
        page = client.get(address)
    assert page.status_code == 200, address
    return page.context


def months(*pairs):
    return [dt.date(year, month, 1) for year, month in pairs]


@pytest.fixture
def november():
    """The paper's first edition, and the last and the first moments of two months."""
    at(dt.datetime(2025, 11, 30, 12, tzinfo=dt.UTC), make.story(headline="First"))
    begin = dt.datetime(2026, 2, 1, tzinfo=dt.UTC)
    at(begin - dt.timedelta(microseconds=1), make.story(headline="Last"))
    at(begin, make.story(headline="Next"))
    at(begin, make.question())


@pytest.mark.once
def test_the_archive_has_every_month_and_knows_which_are_full(client, ports, november):
    whole = asked(client, "/archive/")

    assert whole["years"] == [
        (2026, months((2026, 2), (2026, 1))),
        (2025, months((2025, 12), (2025, 11))),
    ]
    assert whole["full"] == {*months((2026, 2), (2026, 1), (2025, 11))}


@pytest.mark.once
def test_a_month_is_whole_weeks_with_the_editions_of_its_own_days(
    client, ports, november
):
    january = asked(client, "/archive/2026/1/")

    weeks = january["weeks"]
    assert {len(week) for week in weeks} == {7}
    assert (weeks[0][:3], weeks[-1][-1]) == ([None] * 3, None)
    counted = {day: count for week in weeks for day, count in filter(None, week)}
    assert [*counted] == [dt.date(2026, 1, day) for day in range(1, 32)]
    assert {day.day: count for day, count in counted.items() if count} == {
        **{19: 1, 20: 2, 31: 1}
    }
    assert (january["total"], january["begin"]) == (4, dt.date(2026, 1, 1))
    assert [january["before"], january["after"]] == months((2025, 12), (2026, 2))
    ends = [asked(client, f"/archive/{end}/") for end in ("2025/11", "2026/2")]
    assert [(end["total"], end["before"], end["after"]) for end in ends] == [
        (1, None, dt.date(2025, 12, 1)),
        (1, dt.date(2026, 1, 1), None),
    ]
    for month in ("2025/10", "2026/3"):
        with time_machine.travel(LATER, tick=False):
            assert client.get(f"/archive/{month}/").status_code == 404


def rows_of(items):
    return [(row.headline, down and down.note, late) for row, down, late in items]


@pytest.mark.once
def test_a_day_is_what_came_out_on_it_and_what_stood_already(client, ports, november):
    with time_machine.travel(TUESDAY + dt.timedelta(days=3), tick=False):
        at(TUESDAY - dt.timedelta(days=2), make.story(headline="Gone")).story.withdraw(
            note="It was wrong."
        )
        make.edition(make.story(headline="Found"), dated=TUESDAY)

    tuesday = asked(client, "/archive/2026/1/20/")

    assert rows_of(tuesday["out"]) == [
        ("Ports reopen", None, False),
        ("Found", None, True),
    ]
    assert rows_of(tuesday["rest"]) == [
        ("Gone", "It was wrong.", False),
        ("First", None, False),
    ]
    assert (tuesday["asked"], tuesday["is_today"]) == (dt.date(2026, 1, 20), False)
    assert [tuesday["before"].day, tuesday["after"].day] == [19, 21]
    first, today = (
        asked(client, f"/archive/{day}/") for day in ("2025/11/30", "2026/2/10")
    )
    assert (first["before"], first["after"]) == (None, dt.date(2025, 12, 1))
    assert (today["before"], today["after"]) == (dt.date(2026, 2, 9), None)
    assert today["is_today"]
    assert {day: len(today[day]) for day in ("out", "rest")} == {"out": 0, "rest": 5}
    for day in ("2025/11/29", "2026/2/11"):
        with time_machine.travel(LATER, tick=False):
            assert client.get(f"/archive/{day}/").status_code == 404


def test_an_edition_is_added_later_if_it_came_more_than_a_day_after_its_own():
    day = dt.timedelta(days=1)
    row = at(MONDAY, make.story()).showing
    row.edition.recorded_at = row.live_from + day
    assert not was_added_later(row)

    row.edition.recorded_at += dt.timedelta(microseconds=1)

    assert was_added_later(row)


@pytest.mark.once
def test_since_a_day_each_story_has_its_changes_of_fact_the_newest_first(
    client, ports, november
):
    rivers = make.story(headline="Rivers")
    at(MONDAY, rivers)
    rivers.headline = "Rivers rise"
    rivers.save()
    at(TUESDAY, rivers, kind="wording", note="A comma.")
    with time_machine.travel(LATER, tick=False):
        ports.headline = "Ports tomorrow"
        ports.save()
        make.edition(ports, kind="development", note="New: later.", at=make.soon())

    def told(day):
        items = asked(client, f"/since/{day}/")["items"]
        return [(row.headline, [one.note for one in notes]) for row, notes in items]

    notes = ["Now: Ports reopen.", "Now: Ports shut."]
    ends = [("Next", [""]), ("Last", [""])]
    assert told("2026-1-20") == [*ends, ("Ports reopen", notes)]
    assert told("2026-1-19") == [
        *ends,
        ("Ports reopen", [*notes, ""]),
        ("Rivers rise", [""]),
    ]
    assert told("2026-2-1") == ends[:1]
    assert told("2026-2-10") == []
    with time_machine.travel(LATER, tick=False):
        assert client.get("/since/2026-2-11/").status_code == 404


def test_a_calendar_has_every_month_from_the_first_to_the_last():
    first, last = dt.date(2025, 11, 30), dt.date(2026, 1, 1)

    assert archive.months(first, last) == months((2026, 1), (2025, 12), (2025, 11))
    assert archive.months(first, first) == months((2025, 11))


def test_days_before_the_first_year_and_after_the_last_are_none():
    assert archive.asked_for(1800, 1) == dt.date(1800, 1, 1)
    for wrong in ((1799, 12), (2026, 13), (10**9, 1), (10**30, 1)):
        with pytest.raises(Http404):
            archive.asked_for(*wrong)
