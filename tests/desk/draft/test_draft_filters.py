"""Lists of drafts: what each row says, and what they are narrowed to."""

import datetime as dt

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.utils import timezone

from desk.draft import draft_filters
from desk.draft.changelist import verdicts
from desk.form import work
from desk.form.status import when
from desk.models import Handover
from stories.models import Question, Story
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 9, 12, 0, tzinfo=dt.UTC)


def filtered(kind, model, value, user):
    request = RequestFactory().get("/")
    request.user = user
    page = admin.site._registry[model]
    return kind(request, {kind.parameter_name: [value]}, model, page)


def due(model, at):
    owner = make.story() if model is Story else make.question()
    handover = make.handover(owner)
    Handover.objects.filter(pk=handover.pk).update(due_at=at)
    return owner


@pytest.mark.parametrize("model", [Story, Question])
@pytest.mark.parametrize(
    ("value", "hours"),
    [
        ("late", [-36, -12, 0]),
        ("today", [-12, 0, 11.9]),
        ("week", [11.9, 12, 167.9]),
        ("some", [-36, -12, 0, 11.9, 12, 167.9, 168]),
    ],
)
def test_what_is_due_is_told_to_the_moment(model, value, hours):
    moments = [-36, -12, 0, 11.9, 12, 167.9, 168]
    made = {due(model, NOW + dt.timedelta(hours=h)).pk: h for h in moments}
    due(model, None)
    due(Story if model is Question else Question, NOW)
    narrowing = filtered(draft_filters.DueFilter, model, value, make.editor())

    found = getattr(narrowing, f"by_{value}")(model.objects.all(), NOW)

    assert sorted(made[row.pk] for row in found) == hours


@pytest.mark.parametrize("model", [Story, Question])
def test_a_list_is_narrowed_to_who_has_or_reads_it(model):
    new = make.story if model is Story else make.question
    ana, ben = make.editor(username="ana"), make.editor(username="ben")
    mine, theirs, nobodys = new(), new(), new()
    make.handover(mine, to=ana, by=ben)
    make.handover(theirs, to=ben, by=ana)
    for owner, reviewer in ((mine, ben), (theirs, ana)):
        owner.reviews.submit(
            revision=owner.save_revision(), by=make.editor(), reviewer=reviewer
        )
    rows = model.objects.all()

    def narrowed(kind, value):
        return {*filtered(kind, model, value, ana).queryset(None, rows)}

    held, read = draft_filters.HolderFilter, draft_filters.ReviewFilter
    assert narrowed(held, "me") == {mine}
    assert narrowed(held, "ben") == {theirs}
    assert narrowed(held, "-") == {nobodys}
    assert narrowed(held, "") == {mine, theirs, nobodys}
    assert narrowed(read, "mine") == {theirs}
    assert narrowed(read, "asked") == {mine, theirs}
    assert narrowed(read, "none") == {nobodys}
    assert narrowed(read, "other") == {mine, theirs, nobodys}


def test_who_has_something_can_be_chosen_by_name():
    ana = make.editor(username="ana")
    for name in ("zoe", "ben"):
        make.handover(make.story(), to=make.editor(username=name))
    make.handover(make.story(), to=ana)
    make.handover(make.question(), to=make.editor(username="cem"))

    found = filtered(draft_filters.HolderFilter, Story, "", ana).lookup_choices

    assert [(key, str(said)) for key, said in found] == [
        *(("me", "Me"), ("ben", "ben"), ("zoe", "zoe"), ("-", "Nobody")),
    ]


def test_each_language_that_stories_are_in_can_be_chosen_once():
    for language in ("fr", "en", "fr", "de"):
        make.story(language=language)
    page = admin.site._registry[Story]

    def narrowing(value):
        asked = {"language": [value]} if value else {}
        return draft_filters.LanguageFilter(None, asked, Story, page)

    codes = [code for code, _name in narrowing("").lookup_choices]
    assert codes == ["de", "en", "fr"]
    rows = Story.objects.all()
    counts = [narrowing(value).queryset(None, rows).count() for value in ("fr", "")]
    assert counts == [2, 4]


def row(**held):
    """A row of the list, as it comes with what stands beside it."""
    story = make.story()
    story.save_revision()
    (story.work,) = work.by_keys([story.pk])
    story.held, story.verdict = Handover(**held) if held else None, None
    return story


@pytest.mark.once
def test_a_row_says_who_has_it_and_by_when():
    page = admin.site._registry[Story]
    ana, now = make.editor(username="ana"), timezone.now()
    nobody, undated = row(), row(to=ana)
    soon, late = now + dt.timedelta(days=3), now - dt.timedelta(days=40)
    rows = nobody, undated, row(to=ana, due_at=soon), row(to=ana, due_at=late)

    assert [page.holder(each) for each in rows] == [None, ana, ana, ana]
    overdue = f"overdue since {work.moment(late, now)}"
    assert [page.due(each) for each in rows] == [
        *(None, None, f"due {when(soon, now)}"),
        f'<strong class="late">{overdue}</strong>',
    ]


@pytest.mark.once
def test_a_row_says_when_it_was_saved(settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    story = make.story()
    story.saved_at = dt.datetime(2020, 5, 4, 20, 30, 9, 5, tzinfo=dt.UTC)

    assert admin.site._registry[Story].saved(story) == (
        '<time datetime="2020-05-05T05:30:09+09:00" title="5 May 2020, 05:30">'
        "5 May 2020</time>"
    )


@pytest.mark.once
def test_a_row_says_what_was_decided_of_these_very_words():
    page = admin.site._registry[Story]
    ana, ben = make.editor(username="ana"), make.editor(username="ben")
    made = {
        name: make.story() for name in ("read", "back", "moved", "live", "out", "asked")
    }
    for name, story in made.items():
        revision = story.save_revision(by=ben)
        if name == "asked":
            story.reviews.submit(revision=revision, by=ben, reviewer=ana)
        elif name == "back":
            story.reviews.submit(revision=revision, by=ben, reviewer=None)
            story.reviews.send_back(revision=revision, by=ana, answer="No.")
        else:
            story.reviews.approve(revision=revision, by=ana)
    for name in ("moved", "live"):
        made[name].headline += "!"
        made[name].save()
        made[name].save_revision(by=ben)
    for name in ("live", "out"):
        make.edition(made[name])
    read = verdicts("story", [story.pk for story in made.values()])
    works = {one.owner.pk: one for one in work.by_keys([s.pk for s in made.values()])}
    for story in made.values():
        story.work, story.verdict = works[story.pk], read.get(story.pk)

    assert {name: page.review(story) for name, story in made.items()} == {
        "read": "Approved by ana",
        "back": "Sent back by ana",
        "moved": None,
        "live": None,
        "out": None,
        "asked": "In review by ana",
    }


@pytest.mark.once
def test_the_newest_verdict_counts():
    ana, story, other = make.editor(), make.story(), make.story()
    revision = story.save_revision()
    for _twice in range(2):
        story.reviews.submit(revision=revision, by=make.editor(), reviewer=ana)
        story.reviews.send_back(revision=revision, by=ana, answer="No.")
    story.reviews.approve(revision=revision, by=ana)
    other.reviews.approve(revision=other.save_revision(), by=ana)

    found = verdicts("story", [story.pk])

    assert {key: one.verdict for key, one in found.items()} == {story.pk: "approved"}
