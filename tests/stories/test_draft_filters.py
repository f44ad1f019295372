"""What lists of drafts are narrowed to: questions as well, and to the very moment."""

import datetime as dt

import pytest
from django.contrib import admin
from django.test import RequestFactory

from stories.admin import draftfilters
from stories.models import Handover, Question, Story
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
    narrowing = filtered(draftfilters.DueFilter, model, value, make.editor())

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
        owner.submit(
            revision=owner.save_revision(), by=make.editor(), reviewer=reviewer
        )
    rows = model.objects.all()

    def narrowed(kind, value):
        return {*filtered(kind, model, value, ana).queryset(None, rows)}

    held, read = draftfilters.HolderFilter, draftfilters.ReviewFilter
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

    found = filtered(draftfilters.HolderFilter, Story, "", ana).lookup_choices

    assert [(key, str(said)) for key, said in found] == [
        *(("me", "Me"), ("ben", "ben"), ("zoe", "zoe"), ("-", "Nobody")),
    ]


def test_each_language_that_stories_are_in_can_be_chosen_once():
    for language in ("fr", "en", "fr", "de"):
        make.story(language=language)
    page = admin.site._registry[Story]

    def narrowing(value):
        asked = {"language": [value]} if value else {}
        return draftfilters.LanguageFilter(None, asked, Story, page)

    codes = [code for code, _name in narrowing("").lookup_choices]
    assert codes == ["de", "en", "fr"]
    rows = Story.objects.all()
    counts = [narrowing(value).queryset(None, rows).count() for value in ("fr", "")]
    assert counts == [2, 4]
