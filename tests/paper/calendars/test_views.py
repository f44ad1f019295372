"""Calendars that readers keep: what is in them, and when they change by themselves."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests import make
from tests.support.ical import checked, events

pytestmark = [pytest.mark.django_db]


def calendar(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Access-Control-Allow-Origin"] == "*"
    return checked(answer.content)


def summaries(client, path):
    return [str(event["SUMMARY"]) for event in events(calendar(client, path))]


def day(ahead):
    return (timezone.localdate() + dt.timedelta(days=ahead)).isoformat()


def parts(name, entity=None):
    """Something expected soon, long ago, and without a day; days past and to come."""
    found = {
        "expectations": [
            {"text": f"{name} opens.[^k1]", "due": day(5)},
            {"text": f"{name} opened long ago.", "due": day(-40)},
            {"text": f"{name} was told.", "due": day(-3), "outcome": "It came."},
            {"text": f"{name} some day."},
        ],
        "timeline": [
            {"date": day(-1), "text": f"{name} began."},
            {"date": day(9), "text": f"{name} votes."},
            {"label": "Later", "text": f"{name} ends."},
        ],
        "sources": [{"key": "k1", "url": f"https://paper.example/{name}"}],
    }
    if entity:
        found["entities"] = [{"entity": entity, "name": entity.name}]
    return found


@pytest.fixture
def paper():
    """A story of a desk and a topic, one of none, one that waits, one that is gone."""
    desk, entity = make.desk(name="City", slug="city"), make.entity(slug="orsa")
    ports = make.story(parts("Port", entity), slug="ports", desk=desk, headline="Ports")
    make.edition(ports)
    make.edition(make.story(parts("Rate"), slug="rates", language="de"))
    make.edition(make.story(parts("Secret", entity), desk=desk), at=make.soon())
    gone = make.story(parts("Gone", entity), slug="gone", desk=desk)
    make.edition(gone)
    gone.withdraw(note="It was wrong.")
    return ports


OF_PORT = ["Port was told.", "Port opens.", "Port votes."]


def test_each_calendar_has_what_lies_ahead_of_its_stories(client, paper):
    assert summaries(client, "/stories/ports.ics") == OF_PORT
    assert summaries(client, "/desks/city.ics") == OF_PORT
    assert summaries(client, "/topics/orsa.ics") == OF_PORT
    days = [event["DTSTART"].dt for event in events(calendar(client, "/calendar.ics"))]
    assert days == sorted(days)
    assert {*summaries(client, "/calendar.ics")} == {
        *("Port was told.", "Rate was told.", "Port opens.", "Rate opens."),
        *("Port votes.", "Rate votes."),
    }


def test_an_event_says_where_it_is_from(client, paper):
    told, opens, _votes = events(calendar(client, "/topics/orsa.ics"))

    key = paper.revisions.head().content["expectations"][0]["uid"]
    assert opens["UID"] == f"{key}.{paper.pk}@testserver"
    assert opens["URL"] == "http://testserver/stories/ports/"
    assert [event["STATUS"] for event in (told, opens)] == ["CONFIRMED", "TENTATIVE"]
    assert "It came." in told["DESCRIPTION"]
    assert opens["CATEGORIES"].cats == ["City"]


def test_an_event_is_the_same_one_in_every_calendar_and_edition(client, paper):
    before = [event["UID"] for event in events(calendar(client, "/calendar.ics"))]
    make.rewrite(paper, headline="Ports again")
    make.edition(paper, kind="wording")

    after = events(calendar(client, "/calendar.ics"))
    assert [event["UID"] for event in after] == before
    mine = [event for event in after if "/ports/" in event["URL"]]
    assert {event["SEQUENCE"] for event in mine} == {2}
    own = events(calendar(client, "/stories/ports.ics"))
    assert {event["UID"] for event in own} == {event["UID"] for event in mine}


@pytest.mark.once
def test_a_calendar_is_in_the_language_of_its_story(client, paper):
    made = calendar(client, "/stories/rates.ics")

    assert made["NAME"].params["LANGUAGE"] == "de"
    assert {event["SUMMARY"].params["LANGUAGE"] for event in events(made)} == {"de"}
    assert made["NAME"] != calendar(client, "/stories/ports.ics")["NAME"]


@pytest.mark.once
def test_a_translation_says_nothing_twice_in_the_papers_calendar(client, paper):
    told = make.story(
        parts("Hafen"), slug="haefen", language="de", translation_of="ports"
    )
    make.edition(told)

    assert not [text for text in summaries(client, "/calendar.ics") if "Hafen" in text]
    assert "Hafen opens." in summaries(client, "/stories/haefen.ics")


@pytest.mark.once
def test_a_calendar_changes_with_the_day_and_at_an_embargos_moment(
    client, paper, time_machine
):
    answer = client.get("/calendar.ics")
    assert int(answer["X-Accel-Expires"]) <= 60

    time_machine.move_to(timezone.now() + dt.timedelta(hours=2))
    cache.clear()

    assert "Secret opens." in summaries(client, "/calendar.ics")
    time_machine.move_to(timezone.now() + dt.timedelta(days=20))
    cache.clear()
    assert "Port votes." not in summaries(client, "/calendar.ics")
    assert "Port opens." in summaries(client, "/calendar.ics")


@pytest.mark.once
def test_a_story_that_moved_or_is_gone_says_so(client, paper):
    paper.slug = "harbours"
    paper.save()
    make.edition(paper)

    moved, gone = client.get("/stories/ports.ics"), client.get("/stories/gone.ics")

    assert (moved.status_code, moved["Location"]) == (301, "/stories/harbours.ics")
    assert gone.status_code == 410
    assert "It was wrong." in gone.content.decode()
    assert gone["Content-Type"] == "text/plain; charset=utf-8"
    for path in ("/stories/coming.ics", "/topics/nope.ics", "/desks/nope.ics"):
        assert client.get(path).status_code == 404
        assert client.get(path)["Content-Type"] == "text/plain; charset=utf-8"
        assert client.get(path)["Access-Control-Allow-Origin"] == "*"


@pytest.mark.once
def test_a_topic_that_became_another_leads_there(client, paper):
    old, new = make.entity(slug="old", open=True), make.entity(slug="new", open=True)
    old.merge_into(new)

    answer = client.get("/topics/old.ics")

    assert (answer.status_code, answer["Location"]) == (301, "/topics/new.ics")


@pytest.mark.once
def test_readers_are_led_to_a_calendar_where_something_is_to_come(client, paper):
    make.published_story(slug="quiet")
    make.entity(slug="calm", open=True)

    def leads(page):
        html = client.get(page).content.decode()
        body = html.partition("</head>")[2]
        return [path for path in CALENDARS.values() if f'href="{path}"' in body]

    assert [leads(page) for page in CALENDARS] == [
        [path] for path in CALENDARS.values()
    ]
    assert leads("/stories/quiet/") == leads("/topics/calm/") == []
    assert leads("/stories/ports/editions/1/") == []


CALENDARS = {
    "/": "/calendar.ics",
    "/stories/ports/": "/stories/ports.ics",
    "/topics/orsa/": "/topics/orsa.ics",
}


@pytest.mark.once
@pytest.mark.parametrize(
    ("page", "path"), [*CALENDARS.items(), ("/desks/city/", "/desks/city.ics")]
)
def test_programs_are_led_there_from_the_head(client, paper, page, path):
    answer = client.get(page)

    link = f'<link rel="alternate" type="text/calendar" href="{path}"'
    assert link in answer.content.decode()
    assert f'<{path}>; rel="alternate"; type="text/calendar"' in answer["Link"]
