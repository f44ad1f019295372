"""Quotes, events and expectations by day: derived from editions, gone when they are."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from stories import record_audit
from stories.models import Dated
from tests import make
from tests.support import derived

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    speaker = make.entity(slug="ana", kind="person", public_figure=True)
    return make.published_story(
        parts={
            "sources": [
                {"key": "paper", "title": "The interview", "url": "https://a.example/1"}
            ],
            "quotes": [
                {
                    "text": "We will open.",
                    "speaker": "Ana",
                    "entity": speaker,
                    "role": "harbour master",
                    "source": "paper",
                    "said_on": dt.date(2026, 1, 15),
                }
            ],
            "timeline": [
                {
                    "text": "Work begins.[^paper]",
                    "date": dt.date(2025, 3, 1),
                    "precision": "month",
                }
            ],
            "expectations": [{"text": "It opens.", "due": dt.date(2026, 2, 1)}],
        }
    )


def standing(kind):
    return Dated.objects.live(timezone.now()).filter(kind=kind)


def test_a_quote_keeps_its_day_its_speaker_and_what_is_cited(story):
    quote = standing("quote").get()

    assert (quote.day, quote.entity.slug) == (dt.date(2026, 1, 15), "ana")
    assert quote.said["role"] == "harbour master"
    assert quote.said["source"]["title"] == "The interview"


def test_an_event_is_as_precise_as_it_is_known(story):
    event = standing("event").get()

    assert (event.day, event.precision) == (dt.date(2025, 3, 1), "month")
    assert [source["key"] for source in event.said["sources"]] == ["paper"]


def test_an_expectation_is_dated_by_when_it_is_due(story):
    assert standing("expectation").get().day == dt.date(2026, 2, 1)


def test_the_rows_of_an_ended_edition_end_with_it(story):
    part = story.quote_set.get()
    part.text = "We have opened."
    part.save()

    make.edition(story, kind="wording")

    assert [row.text for row in standing("quote")] == ["We have opened."]


def test_a_withdrawn_story_says_nothing_any_more(story):
    story.withdraw(note="Gone.")

    assert not Dated.objects.live(timezone.now()).exists()


def test_what_waits_is_not_live_and_leaves_nothing_when_it_is_cancelled(story):
    story.quote_set.all().delete()
    make.edition(story, at=make.soon(), kind="wording")
    before = [(row.uid, row.live_until.year) for row in standing("quote")]

    story.cancel()

    assert before[0][1] < 9999
    assert [row.live_until.year for row in standing("quote")] == [9999]


def test_a_rebuild_changes_no_dated_row(story):
    story.check_again()
    before = derived.rows()

    call_command("rebuild_derived", verbosity=0)

    assert any("quote" in place for place in before)
    assert derived.rows() == before


def test_a_dated_row_that_was_altered_is_found(story):
    Dated.objects.update(text="Never said.")

    assert len([*record_audit.faults()]) == 3


def test_lost_dated_rows_come_back(story):
    Dated.objects.all().delete()

    call_command("rebuild_derived", verbosity=0)

    assert Dated.objects.count() == 3
