"""Events of any age come in by file, and a story says of each as much as is known."""

import json
import re

import jsonschema
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from explainer.blocks import Change
from explainer.file import Reader
from explainer.schema import schema
from people.refusals import RefusedError
from stories.models import Dated, Story
from stories.transfer.story_import import PublishOptions
from tests import make
from tests.support import desk
from tests.support.files import faults, take

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ROME = {
    "format": "explainer/1",
    "slug": "rome",
    "headline": "From Caesar to Odoacer",
    "summary": "How it began, and how it ended.",
    "timeline": [
        {"date": "-0043-03-15", "text": "Caesar is killed."},
        {"date": "-0026-01-01", "precision": "year", "text": "Augustus rules."},
        {"date": "0000-12-25", "precision": "day", "text": "Nobody counted."},
        {"date": "0476-09-04", "precision": "day", "text": "Romulus is deposed."},
        {"date": "0800-12-01", "precision": "month", "text": "Charles is crowned."},
        {"date": "2016-01-01", "precision": "year", "text": "Somebody wrote of it."},
    ],
    "sources": [{"key": "notes", "kind": "own"}],
}
SAID = ("15 March 44 BCE", "27 BCE", "25 December 1 BCE", "4 September 476")
SAID += ("December 800", "2016")
KNOWN = ["-0043-03-15", "-0026", "0000-12-25", "0476-09-04", "0800-12", "2016"]


@pytest.fixture
def rome():
    make.published_story(slug="other")
    return take(ROME, publishing=PublishOptions())


def page(address):
    return Client().get(address).content.decode()


def whens(html):
    """When each event of a timeline was, as words."""
    found = re.findall(r'<p class="when">(.*?)</p>', html)
    return [re.sub("<[^>]+>", "", words) for words in found]


def test_readers_see_days_of_any_age_as_precisely_as_they_are_known(rome):
    html = page("/stories/rome/")

    assert whens(html) == [words.replace("September", "Sep") for words in SAID]
    stamps = re.findall(r'<p class="when"><time datetime="([^"]*)">', html)
    assert stamps == KNOWN[3:]  # A <time> has no years before the first.


def test_an_import_says_how_it_counts_years_before_the_first(rome):
    assert [n for n in rome.notices if "BCE" in n] == [
        f"stories[0].timeline[{n}].label: {KNOWN[n]} is {SAID[n]}" for n in range(3)
    ]


def test_days_of_old_are_said_in_the_language_of_their_story():
    take(ROME | {"language": "de"}, publishing=PublishOptions())

    assert whens(page("/stories/rome/"))[3:] == ["4. Sep 476", "Dezember 800", "2016"]


def test_what_is_exported_is_the_same_again(rome, capsys):
    call_command("export_stories", "rome", "--whole")
    told = json.loads(capsys.readouterr().out)
    text = Story.objects.get(slug="rome").revisions.head().document

    again = take(*told, publishing=PublishOptions())
    first = take(ROME, publishing=PublishOptions())

    assert (again.unchanged, again.published) == (["rome"], [])
    assert (first.unchanged, first.published) == (["rome"], [])
    assert Story.objects.get(slug="rome").revisions.head().document == text


@pytest.mark.parametrize(
    ("event", "fault"),
    [
        ({"date": "-0043-02-30"}, 'date: "-0043-02-30" isn\'t a day like 2026-01-15'),
        ({"date": "476-09-04"}, 'date: "476-09-04" isn\'t a day like 2026-01-15'),
        (
            {"date": "-0043-03-15", "label": "The Ides"},
            "label: a day before the year 1 takes the place of the label",
        ),
        (
            {"date": "1914/1918", "label": "The war"},
            "label: such a date takes the place of the label",
        ),
    ],
)
def test_a_day_that_is_none_is_refused(event, fault):
    found = faults(ROME | {"timeline": [event | {"text": "It was."}]})

    assert found == [f"stories[0].timeline[0].{fault}"]


def test_an_archive_tells_days_of_old_of_every_edition():
    earlier = {name: ROME[name] for name in ROME if name != "sources"}
    first = {"kind": "first", "published_at": "2026-01-15T10:00:00+00:00"}
    told = [first | {"text": earlier | {"sources": ROME["sources"]}}]
    told.append(
        first | {"kind": "wording", "published_at": "2026-01-16T10:00:00+00:00"}
    )
    take(ROME | {"headline": "Rome", "editions": told}, publishing=PublishOptions())

    assert [whens(page(f"/stories/rome/editions/{n}/")) for n in (1, 2)] == [
        [words.replace("September", "Sep") for words in SAID]
    ] * 2


def test_no_correction_brings_a_day_that_no_database_keeps(rome):
    story = Story.objects.get(slug="rome")
    uid = str(story.timelineevent_set.get(precision="year").uid)
    change = {"op": "replace", "uid": uid, "field": "date"}
    change |= {"old": "2016-01-01", "new": "-0043-03-15"}

    with pytest.raises(RefusedError):
        story.correct(changes=[Change(**change)], note="It was earlier.")

    assert story.editions.count() == 1


@pytest.mark.parametrize("timeline", ["x", ["x"], [{"date": 1}], [{"date": ["0000"]}]])
def test_what_is_no_timeline_is_refused(timeline):
    assert faults(ROME | {"timeline": timeline, "editions": ["x", {"text": "x"}]})


def test_two_digits_are_no_year_of_anything_but_history():
    source = {"key": "a", "published": "0026-01-15"}

    assert faults(ROME | {"sources": [source]}) == [
        'stories[0].sources[0].published: "0026-01-15" isn\'t a day between the years '
        "1000 and 2999"
    ]


def test_a_topic_tells_events_of_any_age_the_youngest_first():
    thing = {"slug": "empire", "name": "The empire", "kind": "place", "prominence": 1}
    events = [*ROME["timeline"], {"label": "long ago", "text": "A wolf."}]
    take(ROME | {"timeline": events, "entities": [thing]}, publishing=PublishOptions())
    dates = [event | {"text": f"Again: {event['text']}"} for event in events[1:3]]
    other = {"slug": "other", "timeline": dates, "entities": [thing]}
    take(ROME | other, publishing=PublishOptions())

    found = whens(page("/topics/empire/"))

    right = [words.replace("September", "Sep") for words in SAID][::-1]
    assert [*dict.fromkeys(found)] == [*right, "long ago"]
    assert len(found) == len(events) + 2


def test_a_comparison_says_no_more_than_was_known(rome):
    story = Story.objects.get(slug="rome")
    event = story.timelineevent_set.get(precision="year")
    event.date = event.date.replace(year=2017)
    event.save()
    story.timelineevent_set.filter(precision="month").delete()
    make.edition(story, kind="wording")

    html = re.sub("<[^>]+>", " ", page("/stories/rome/changes/1..2/"))

    assert "December 800" in html
    assert "1 December 800" not in html
    assert re.search(r"2016\s+2017|2016.{0,40}2017", html, re.DOTALL)
    assert "January" not in html


def test_the_desk_opens_and_saves_a_day_of_three_digits(client, rome):
    client.force_login(make.editor())
    story = Story.objects.get(slug="rome")
    sent = desk.open_form(client, story)
    before = story.revisions.head().document
    days = [
        sent[name] for name in sent if re.fullmatch(r"timelineevent_set-\d-date", name)
    ]

    assert "0476-09-04" in days
    answer = client.post(
        reverse("admin:stories_story_change", args=[story.pk]),
        sent | {"headline": "Otherwise"},
    )
    assert answer.status_code == 302
    story = Story.objects.get(slug="rome")
    assert story.revisions.head().document == before.replace(
        ROME["headline"], "Otherwise"
    )


SPANS = {
    "-0500~": "about 501 BCE",
    "../1450": "before 1450",
    "1450-03/..": "after March 1450",
    "1914-07-28/1918": "28 July 1914 – 1918",
}
HELD = [
    {"title": "Guard", "since": "2010-01-01", "since_precision": "year"},
    {"title": "Head", "until": "2018-03-01", "until_precision": "month"},
]


def test_what_is_no_one_day_is_said_so_and_comes_back_the_same(capsys):
    timeline = [{"date": span, "text": "It was."} for span in SPANS]
    timeline.append({"date": "1916-01-01", "text": "Amid it."})
    entity = {"slug": "guard", "name": "Guard", "kind": "person", "roles": HELD}
    entity |= {"public_figure": True}
    spans = ROME | {"timeline": timeline, "entities": [entity]}
    take(spans, publishing=PublishOptions())
    said = [*SPANS.values(), "1 Jan 1916"]
    assert whens(page("/stories/rome/")) == said
    text = Story.objects.get(slug="rome").revisions.head().document
    days = (
        Dated.objects.filter(kind="event").order_by("pk").values_list("day", flat=True)
    )
    assert [str(day) for day in days] == [
        *("None", "1450-01-01", "1450-03-01", "1914-07-28", "1916-01-01")
    ]
    assert "2010 –" in " ".join(re.sub("<[^>]+>", " ", page("/topics/guard/")).split())

    call_command("export_stories", "rome", "--whole")
    told = json.loads(capsys.readouterr().out)
    [guard] = [one for one in told[0]["entities"] if one["slug"] == "guard"]
    assert sorted(guard["roles"], key=lambda role: role["title"]) == HELD
    again = take(*told, publishing=PublishOptions())

    assert (again.unchanged, again.published) == (["rome"], [])
    assert not [notice for notice in again.notices if "roles" in notice]
    assert Story.objects.get(slug="rome").revisions.head().document == text


@pytest.mark.parametrize(
    "day", [*SPANS, *KNOWN[:1], "0476-09-04", "about 1914", "1914"]
)
def test_the_schema_says_which_days_a_file_may_name(day):
    text = ROME | {"timeline": [{"date": day, "text": "It was."}]}
    said = not [*jsonschema.Draft202012Validator(schema()).iter_errors(text)]

    found = []
    Reader(found).story(text, "rome")
    assert said == (not found)
