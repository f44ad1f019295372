"""What writing costs is told by queries: as many for a long text as for a short one."""

from contextlib import contextmanager

import pytest
from django.db import connection
from django.utils import timezone

from entities.models import Entity
from sources.models import Source
from stories.models import (
    Dated,
    Edition,
    Mention,
    Path,
    Revision,
    Showing,
    StorySource,
    freezing,
)
from stories.transfer.story_import import PublishOptions
from tests import archive, make
from tests.support.files import take

pytestmark = pytest.mark.django_db

FEW, MANY = 1, 10
FEW_FILES, MANY_FILES = 5, 50
STAYS = (Revision, Edition, Path, Showing, Mention, Dated, Source, Entity, StorySource)
SAVEPOINTS = ("SAVEPOINT", "RELEASE")


@contextmanager
def asked():
    """What the database is asked for, beside where a transaction begins and ends."""
    found = []

    def ask(execute, sql, params, many, context):
        if not sql.startswith(SAVEPOINTS):
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(ask):
        yield found


def told(size):
    """A draft with so many parts of those kinds that have rows of their own."""
    numbers = range(size)
    entities = [make.entity() for _number in numbers]
    questions = [make.published_question(slug=f"q{size}-{n}") for n in numbers]
    return make.story(
        {
            "byline": [{"name": f"Author {number}"} for number in numbers],
            "quotes": [
                {
                    "text": "So it is.",
                    "speaker": "Ana",
                    "source": "notes",
                    "entity": one,
                }
                for one in entities
            ],
            "entities": [{"entity": one, "name": one.name} for one in entities],
            "questions": [{"question": one, "title": one.title} for one in questions],
            "timeline": [{"date": "2026-01-02", "text": f"{n}."} for n in numbers],
        },
        slug=f"told-{size}",
    )


def published(story):
    """How many queries it takes to publish what the draft says."""
    revision = story.save_revision()
    with asked() as found:
        story.publish(revision=revision, by=make.editor())
    return len(found) - 1  # to make the editor


@pytest.mark.parametrize("paper", [0, archive.NEWEST])
def test_publishing_takes_as_many_queries_for_a_long_story_as_for_a_short_one(paper):
    if paper:
        archive.build(paper)
    stories = [told(FEW), told(MANY)]
    for number in range(MANY):  # Authors are made once, when they are printed first.
        by = {"byline": [{"name": f"Author {number}"}]}
        make.published_story(parts=by, slug=f"by-{number}")
    rows = Mention.objects.count() + Dated.objects.count()

    assert [published(story) for story in stories] == [18, 18]

    assert Mention.objects.count() + Dated.objects.count() - rows == 55
    for story in stories:
        make.rewrite(story, headline="As it is now")
    assert [published(story) for story in stories] == [15, 15]


def file_of(size):
    """A file of so many stories, of which each lists a question of its own."""
    return [
        {
            "format": "explainer/1",
            "slug": f"brought-{number}",
            "headline": f"Brought {number}",
            "summary": "It came.[^report]",
            "sources": [
                {"key": "report", "url": f"https://paper.example/{number}"},
                {"key": "other", "url": f"https://paper.example/other-{number}"},
            ],
            "quotes": [{"text": "So.", "speaker": "Ana", "source": "report"}] * 3,
            "entities": [
                {"slug": f"name-{number}-{n}", "name": f"Name {n}", "kind": "place"}
                for n in range(3)
            ],
            "questions": [{"slug": f"asked-{number}", "title": "What came?"}],
        }
        for number in range(size)
    ]


@pytest.mark.parametrize("paper", [0, archive.NEWEST])
def test_an_edit_takes_as_many_queries_for_a_long_story_as_for_a_short_one(paper):
    """The text as the form has it is saved, and published: nothing is read twice."""
    if paper:
        archive.build(paper)
    stories = [told(FEW), told(MANY)]
    for story in stories:
        make.edition(story)

    assert [edited(story) for story in stories] == [15, 15]

    live = Showing.objects.live(timezone.now())
    words = live.filter(story_id__in=[story.pk for story in stories])
    assert {*words.values_list("standfirst", flat=True)} == {"Other words."}


def edited(story):
    document = freezing.freeze(story) | {"standfirst": "Other words."}
    with asked() as found:
        revision = story.save_revision(document=document)
        story.publish(revision=revision, kind="wording", desk_rules=False)
    return len(found)


@pytest.mark.parametrize("paper", [0, archive.NEWEST])
def test_a_story_of_a_file_takes_as_many_queries_however_many_it_has(paper):
    if paper:
        archive.build(paper)
    files = file_of(FEW_FILES + MANY_FILES)
    few, many = files[:FEW_FILES], files[FEW_FILES:]

    assert [queries_of_import(some) for some in (few, many)] == [252, 2266]

    before = record()
    assert [queries_of_import(some) for some in (few, many)] == [214, 1874]
    assert record() == before


def queries_of_import(files):
    with asked() as found:
        take(*files, publishing=PublishOptions(kind="development"))
    return len(found)


def record():
    """What no second import of the same files may change."""
    return [[*model.objects.order_by("pk").values()] for model in STAYS]
