"""Drafts that somebody may put a source into, and sources as a draft cites them."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from desk.sources import drafts
from desk.sources.draft_citations import cite, rows_for
from people.models import AuditEvent
from stories.models import Story
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def saved_by(by, count, **fields):
    """Stories that somebody saved, one a minute, the newest last."""
    made = []
    for number in range(count):
        story = make.story(**fields)
        story.save_revision(by=by)
        story.save_revision(by=by)
        at = timezone.now() + dt.timedelta(minutes=number)
        Story.objects.filter(pk=story.pk).update(saved_at=at)
        made.append(story)
    return made


def test_the_eight_stories_that_somebody_saved_last_are_offered():
    by = make.editor()
    saved_by(make.editor(), 1)
    mine = saved_by(by, 9)

    assert drafts.recent(by) == mine[:0:-1]


def test_only_stories_that_one_may_still_change_are_offered():
    here, away = make.desk(), make.desk()
    by = make.person("editor", here)
    mine = saved_by(by, 3, desk=here)
    saved_by(by, 12, desk=away)

    # So many are looked at as twice of what is shown.
    assert drafts.recent(by) == mine[::-1]
    saved_by(by, 2, desk=away)
    Story.objects.filter(desk=away).update(saved_at=make.soon(days=1))
    assert drafts.recent(by) == mine[:0:-1]


def test_a_draft_is_had_by_its_key_by_who_may_change_it():
    here = make.desk()
    story, other = make.story(desk=here), make.story(desk=make.desk())
    by = make.person("editor", here)

    assert drafts.draft_of(str(story.pk), by) == story
    found = [drafts.draft_of(key, by) for key in (other.pk, uuid.UUID(int=1), "x")]
    assert found == [None] * 3


def test_of_stories_those_are_seen_that_one_may_look_at():
    story = make.story()

    assert drafts.seen_by(make.person("contributor"), [story]) == [story]
    assert drafts.seen_by(make.editor(is_superuser=False), [story]) == []


def told(part):
    return part.position, part.key, part.kind, part.title, part.url


def test_new_sources_stand_behind_the_others_each_under_a_key_of_its_own():
    paper = make.outlet(name="Paper", slug="paper")
    have = make.source(outlet=paper, url="https://paper.example/had")
    bystander = make.story({"sources": [{"key": "paper-2"}]})
    parts = [{"key": "paper-1", "source": have}, {"key": "x", "position": 4}]
    story = make.story({"sources": []}, lock_version=5)
    for part in parts:
        story.storysource_set.create(**{"position": 0} | part)
    new = [
        make.source(outlet=paper, url="https://paper.example/a", title="A"),
        make.source(url="https://www.b.example/b", title="B", kind="data"),
        make.source(outlet=paper, url="https://paper.example/c", title="C"),
    ]
    saved_at = story.saved_at

    made = cite(story, [have, *new, new[0]], by := make.editor())

    assert [told(part) for part in made] == [
        (5, "paper-2", "report", "A", "https://paper.example/a"),
        (6, "b-1", "data", "B", "https://www.b.example/b"),
        (7, "paper-3", "report", "C", "https://paper.example/c"),
    ]
    assert [*story.storysource_set.order_by("position")][2:] == made
    now, head = Story.objects.get(pk=story.pk), story.revisions.head()
    assert (now.lock_version, now.saved_at > saved_at) == (6, True)
    assert (head.created_by, len(head.content["sources"])) == (by, 5)
    events = AuditEvent.objects.values_list("verb", "by", "key", "note")
    assert [*events] == [("sources", by.pk, str(story.pk), "paper-2, b-1, paper-3")]
    left = Story.objects.get(pk=bystander.pk)
    assert (left.lock_version, left.storysource_set.count()) == (1, 1)


def test_a_first_source_stands_at_the_beginning():
    story = make.story({"sources": []})

    (part,) = cite(story, [make.source()], make.editor())

    assert (part.position, part.key) == (0, "paper-1")


def test_where_nothing_is_new_nothing_is_saved():
    have = make.source()
    story = make.story({"sources": [{"key": "a", "source": have}]}, lock_version=5)

    head, saved_at = story.save_revision(), story.saved_at

    assert cite(story, [have], make.editor()) == []

    now = Story.objects.get(pk=story.pk)
    assert (now.lock_version, now.saved_at) == (5, saved_at)
    assert now.revisions.head() == head
    assert not AuditEvent.objects.exists()


def test_a_new_drafts_rows_say_all_that_is_known_of_their_sources():
    paper, wire = make.outlet(name="Paper", slug="paper"), make.outlet(name="Wire")
    day = dt.date(2026, 1, 15)
    whole = make.source(
        kind="wire",
        title="Rates rise",
        outlet=paper,
        author="Jo Doe",
        url="https://paper.example/a",
        archive_url="https://archive.example/a",
        published=day,
        accessed=day + dt.timedelta(days=1),
        language="en",
        syndicated_from=wire,
    )
    bare = make.source(url="https://paper.example/b", title="")

    assert rows_for([whole, bare, bare]) == [
        {
            "source": whole.pk,
            "key": "paper-1",
            "kind": "wire",
            "title": "Rates rise",
            "outlet": "Paper",
            "author": "Jo Doe",
            "url": "https://paper.example/a",
            "archive_url": "https://archive.example/a",
            "published": day,
            "accessed": day + dt.timedelta(days=1),
            "language": "en",
            "syndicated_from": "Wire",
        },
        *(
            {
                "source": bare.pk,
                "key": key,
                "kind": "report",
                "title": "",
                "outlet": "",
                "author": "",
                "url": "https://paper.example/b",
                "archive_url": "",
                "published": None,
                "accessed": None,
                "language": "",
                "syndicated_from": "",
            }
            for key in ("paper-2", "paper-3")
        ),
    ]
