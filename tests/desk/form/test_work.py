"""Drafts beside what readers have of them: ahead, behind, or waiting."""

import datetime as dt

import pytest

from desk.form import work
from desk.form.work import Work
from stories.models import Edition, Kind, Showing, Story
from tests import make

NOW = dt.datetime(2026, 3, 9, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-03-09T12:00", "12:00"),
        ("2026-03-09T00:00", "00:00"),
        ("2026-03-08T23:59", "yesterday, 23:59"),
        ("2026-03-08T00:00", "yesterday, 00:00"),
        ("2026-03-07T23:59", "7 March"),
        ("2026-01-01T00:00", "1 January"),
        ("2025-12-31T23:59", "31 Dec 2025"),
    ],
)
def test_a_moment_gone_by_is_said_as_short_as_it_can_be(at, said):
    at = dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC)

    assert work.moment(at, NOW) == said


def test_a_moment_gone_by_is_one_of_the_papers_day(settings):
    settings.TIME_ZONE = "Asia/Tokyo"

    assert work.moment(NOW - dt.timedelta(hours=22), NOW) == "yesterday, 23:00"


def row(hours, digest="live", kind=Kind.DEVELOPMENT, number=2):
    """What stands, or will, so many hours from now."""
    at = NOW + dt.timedelta(hours=hours)
    text = number if digest else None
    one = Edition(published_at=at, kind=kind, number=number, revision_id=text)
    one.showing = Showing(digest=digest, kind=kind, number=number)
    return one


def item(*rows, draft="live", base=2, saved=NOW):
    story = Story(base_edition=base, saved_at=saved)
    story.head_digest = draft
    return Work(story, rows)


DOWN, DOWN_LATER = row(-1, "", Kind.WITHDRAWAL), row(1, "", Kind.WITHDRAWAL)


@pytest.mark.parametrize(
    ("of", "ahead", "unscheduled", "behind"),
    [
        (item(), False, False, False),
        (item(row(1)), False, False, False),
        (item(row(-2), DOWN), False, False, False),
        (item(row(0)), False, False, False),
        (item(row(0), draft="new"), True, True, False),
        (item(row(-1), row(1, "new"), draft="new"), True, False, False),
        (item(row(-1), row(1, "other"), draft="new"), True, True, False),
        (item(row(-1), DOWN_LATER, draft="new"), True, True, False),
        (item(row(-2, "new"), row(-1), draft="new"), True, True, False),
        (item(row(-1), base=1), False, False, True),
        (item(row(-1), base=3), False, False, False),
        (item(row(-1, number=1), row(1, number=2), base=1), False, False, False),
        (item(DOWN, base=0), False, False, False),
    ],
)
def test_a_draft_is_ahead_of_its_readers_or_behind(of, ahead, unscheduled, behind):
    said = of.is_ahead(NOW), of.is_unscheduled(NOW), of.is_behind(NOW)

    assert said == (ahead, unscheduled, behind)


def test_what_readers_have_and_what_comes_is_told_apart():
    older, live, text, later = row(-2), row(-1), row(1), row(2)
    status = item(older, live, text, later, DOWN_LATER).standing(NOW)
    other = item(older, live, DOWN_LATER, later).standing(NOW)
    none = item().standing(NOW)

    assert (status.newest, status.waiting, status.takedown) == (
        *(live, later, DOWN_LATER),
    )
    assert (other.waiting, other.takedown) == (later, DOWN_LATER)
    assert (none.newest, none.waiting, none.takedown) == (None,) * 3
    assert status.now == NOW
    just = item(row(0)).standing(NOW)
    assert (just.newest.published_at, just.waiting) == (NOW, None)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Kind.CORRECTION, "A correction is not in the draft yet"),
        (Kind.CLARIFICATION, "A correction is not in the draft yet"),
        (Kind.DEVELOPMENT, "Readers have new text that the draft does not"),
    ],
)
def test_what_a_draft_lacks_is_a_correction_or_news(kind, said):
    assert item(row(-1, kind=kind)).lack(NOW) == said


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (item(row(-1)), "Live: edition 2 · saved 12:00"),
        (
            item(row(-1), draft="x"),
            "Live: edition 2 · changes not public · saved 12:00",
        ),
        (
            item(saved=NOW - dt.timedelta(days=1)),
            "Not published · saved yesterday, 12:00",
        ),
    ],
)
def test_a_draft_says_what_readers_have_and_when_it_was_saved(of, said):
    assert of.state(NOW) == said


@pytest.fixture
def saved_in_turn(db):
    """Make drafts of one person, a day after one another, the newest first."""

    def made(*owners, by):
        for days, owner in enumerate(owners):
            owner.save_revision(by=by)
            at = NOW - dt.timedelta(days=days)
            type(owner).objects.filter(pk=owner.pk).update(saved_at=at)

    return made


def owners(works):
    return [one.owner for one in works]


def test_what_one_works_on_is_what_one_saved_last(saved_in_turn):
    ana, first, question, last = (
        make.editor(),
        make.story(),
        make.question(),
        make.story(),
    )
    saved_in_turn(first, question, last, by=ana)
    saved_in_turn(make.story(), make.question(), by=make.editor())

    found = work.worked_on(ana, 3)

    assert found == [first, question, last]
    assert work.worked_on(ana, 2) == [first, question]
    assert work.worked_on(ana, 1) == [first]
    assert work.worked_on(make.editor(), 3) == []


def test_so_many_saves_tell_what_one_works_on(saved_in_turn, monkeypatch):
    ana, older, newer = make.editor(), make.story(), make.story()
    saved_in_turn(older, newer, by=ana)
    newer.headline = "Again"
    newer.save()
    newer.save_revision(by=make.editor())

    monkeypatch.setattr(work, "SAVES", 1)

    assert work.worked_on(ana, 3) == [newer]


def test_of_late_is_what_anybody_saved(saved_in_turn, monkeypatch):
    made = [make.story(), make.question(), make.story(), make.question()]
    saved_in_turn(*made, by=None)

    assert work.recent() == made
    for most in (1, 3):
        monkeypatch.setattr(work, "RECENT", most)
        assert work.recent() == made[:most]


def test_what_stands_beside_several_lists_is_asked_once(
    saved_in_turn, django_assert_num_queries
):
    question, story, other = make.question(), make.published_story(), make.story()

    with django_assert_num_queries(4):
        one, two, none = work.works([story, question], [other, story], [])

    assert [owners(one), owners(two), none] == [[story, question], [other, story], []]
    assert two[1] == one[0]
    assert one[0].editions == (story.editions.get(),)


def test_drafts_come_with_what_stands_and_waits_of_them_alone(saved_in_turn):
    question, story, other = make.question(), make.story(), make.story()
    saved_in_turn(question, story, other, by=None)
    for owner in (question, story):
        make.edition(owner)
        owner.slug = f"{owner.slug}-again"
        owner.save()
        make.edition(owner)
        owner.slug = f"{owner.slug}-later"
        owner.save()
        make.edition(owner, at=make.soon())
    editor = make.editor()
    story.reviews.submit(revision=story.save_revision(), by=editor, reviewer=None)
    other.reviews.submit(
        revision=other.save_revision(), by=make.editor(), reviewer=None
    )

    asked_of, plain = work.with_editions([story, question])

    for one in (asked_of, plain):
        assert [edition.number for edition in one.editions] == [2, 3]
        assert {edition.showing.slug for edition in one.editions} == {
            one.owner.slug,
            one.owner.slug.removesuffix("-later"),
        }
    assert (asked_of.asked.asked_by, plain.asked) == (editor, None)
    assert work.with_editions([]) == []


def test_drafts_are_named_by_their_keys_with_their_newest_save(saved_in_turn):
    older, newer, other = (make.story() for _ in range(3))
    saved_in_turn(newer, older, other, by=None)
    newer.headline = "Again"
    newer.save()
    head = newer.save_revision()

    found = work.by_keys([older.pk, newer.pk])

    assert owners(found) == [newer, older]
    digests = [owner.head_digest for owner in owners(found)]
    assert digests == [head.digest, older.revisions.head().digest]
    question = make.question()
    assert owners(work.by_keys([question.pk, older.pk], type(question))) == [question]
