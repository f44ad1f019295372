"""A source under embargo keeps every text that cites it from going live."""

import pytest

from sources.models import Source
from stories.models.verb_refusals import EmbargoedError
from tests import make

pytestmark = pytest.mark.django_db

NOTE = {"note": "Under review."}


def embargoed(**fields):
    source = Source(
        **{"title": "Health report", "url": "https://example.org/report"} | fields,
        embargoed_until=make.soon(days=2),
        embargo_zone="Europe/Brussels",
    )
    source.clean()
    source.save()
    return source


def citing(**cited):
    return make.story(parts={"sources": [{"key": "report", **cited}]})


def test_a_source_that_was_picked_holds_the_story_back():
    story = citing(source=embargoed(), title="As we call it")

    with pytest.raises(EmbargoedError, match="Europe/Brussels"):
        make.edition(story)


@pytest.mark.parametrize(
    ("source", "cited"),
    [
        ({}, {"url": "https://EXAMPLE.org/report?utm_source=mail#top"}),
        ({"url": ""}, {"title": "Health report"}),
    ],
    ids=["by its address", "by its title"],
)
def test_a_source_that_was_typed_holds_the_story_back(source, cited):
    embargoed(**source)

    with pytest.raises(EmbargoedError):
        make.edition(citing(**cited))


def test_a_story_may_be_scheduled_for_after_the_embargo_and_not_before():
    story = citing(source=embargoed())

    with pytest.raises(EmbargoedError):
        make.edition(story, at=make.soon(days=1))
    make.edition(story, at=make.soon(days=3))


def test_a_waiting_text_cannot_be_let_out_early_by_a_change_to_the_draft():
    embargoed()
    story = citing(url="https://example.org/report")
    make.edition(story, at=make.soon(days=3))
    story.storysource_set.all().delete()
    story.save_revision()

    with pytest.raises(EmbargoedError):
        story.reschedule()


def test_a_withdrawn_page_does_not_come_back_before_the_embargo():
    story = citing(url="https://example.org/report")
    make.edition(story)
    story.withdraw(**NOTE)
    embargoed()

    with pytest.raises(EmbargoedError):
        story.reinstate(**NOTE)


def test_a_source_that_is_not_cited_holds_nothing_back():
    embargoed()

    make.edition(citing(url="https://example.org/another"))
