"""Every page of the desk, as a browser with a strict policy gets it."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from desk.verbs.views import VERBS
from people.models import AuditEvent
from stories import models
from stories.models import Tag
from tests import make
from tests.desk.draft.test_story_admin import everything
from tests.support import desk

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# Data about a page (ld+json) isn't run, and the policy lets it be.
INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+\s*=|javascript:"
    r"|<script(?![^>]*\ssrc=)(?![^>]*ld\+json)",
    re.I,
)

# What lacks what makes it what it is.
UNFINISHED = re.compile(
    r"<(?:a(?!\S)(?![^>]*\s(?:href|role|data-href-template)=)|time(?![^>]*\sdatetime=)"
    r"|img(?![^>]*\salt=)|img(?![^>]*\ssrc)|select(?![^>]*\sname=)"
    r"|[a-z-]+(?=[^>]*\sdata-address=\"\")|html(?![^>]*\slang=)"
    r"|iframe(?![^>]*\stitle=)|link(?![^>]*\shref=))[^>]*>"
)
POINTER = re.compile(
    r'\s(?:for|aria-labelledby|aria-describedby|aria-controls|list|form)="([^"]+)"'
    r'|\shref="#([^"]+)"'
)
TRAIL = re.compile(r'<ol class="breadcrumbs">.*?</ol>', re.DOTALL)


def dangling(page):
    """What is pointed at within a page, and isn't on it."""
    ids = {*re.findall(r'\sid="([^"]*)"', page)} | {"top"}
    return {n for found in POINTER.findall(page) for n in "".join(found).split()} - ids


HEADED = re.compile(r"<h[1-6]|aria-label|<caption")


def faults_of(page):
    sections = re.findall(r"<section\b.*?</section>", page, re.DOTALL)
    yield from (part[:80] for part in sections if not HEADED.search(part))
    yield from INLINE.findall(page)
    yield from (found[0] for found in UNFINISHED.finditer(page))
    yield from dangling(page)


def has_a_way_up(page):
    trail = TRAIL.search(page)
    return bool(trail and '<a href="/admin/">' in trail[0])


@pytest.fixture
def paper():
    """One row of everything that has a page at the desk."""
    parts = everything()
    story = make.story(parts)
    make.edition(story)
    make.edition(make.question())
    make.desk()
    make.announced()
    make.page()
    make.pick(story)
    make.message(story=story)
    make.telling(story)
    Tag.objects.create(name="Budget", slug="budget")
    make.editor().groups.create(name="Editors")
    AuditEvent.objects.record("sign-in", of=make.editor())
    make.redaction()
    models.Rule.objects.create(code="quote-source", level="block")
    return story


def pages_of(model):
    """Addresses of a model's stock pages, as far as somebody may see them."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = model._default_manager.order_by("pk").first()
    yield reverse(f"{name}_changelist")
    yield reverse(f"{name}_add")
    for page in ("change", "history", "delete"):
        yield reverse(f"{name}_{page}", args=[row.pk])


def test_every_page_is_whole_and_has_neither_style_nor_script(client, paper):
    client.force_login(make.editor())
    pages = [reverse("admin:index"), reverse("admin:password_change")]
    for model in admin.site._registry:
        pages += pages_of(model)
    own = [*VERBS, "compare", "preview", "suggestions", "talk", "checks", "sharing"]
    pages += [desk.address(page, paper) for page in own]
    pages.append(desk.address("revision", paper, paper.revisions.head().pk))

    found, on_top = {}, (pages[0], desk.address("preview", paper))
    for page in pages:
        response = client.get(page, follow=True)
        # Nobody may delete an entity, or what readers have had.
        assert response.status_code in (200, 403), page
        if faults := [*faults_of(response.content.decode())]:
            found[page] = faults
        if response.status_code == 200 and page not in on_top:
            assert has_a_way_up(response.content.decode()), page

    assert found == {}, found


def test_what_is_wrong_with_a_form_is_said_without_style_or_script(client, paper):
    client.force_login(make.editor())
    sent = desk.open_form(client, paper)
    broken = {"headline": "", "timelineevent_set-0-date": "x", "loaded_version": "0"}

    page = client.post(desk.address("change", paper), sent | broken)

    assert page.status_code == 200
    assert not INLINE.search(page.content.decode())


def test_the_login_has_neither(client):
    page = client.get(reverse("admin:login"))

    assert not INLINE.search(page.content.decode())


def test_the_desk_is_headed_by_the_papers_name(client, settings):
    page = client.get(reverse("admin:login")).content.decode()

    assert settings.SITE_NAME in page
    assert "Django" not in page


def test_every_column_that_is_no_field_has_a_name_of_its_own():
    own = [
        name if callable(name) else getattr(lists, name)
        for model, lists in admin.site._registry.items()
        for name in lists.list_display
        if callable(name) or hasattr(lists, name)
        if name not in {"__str__", *(field.name for field in model._meta.get_fields())}
    ]

    assert len(own) > 20
    assert [
        str(column) for column in own if not hasattr(column, "short_description")
    ] == []


def test_every_part_of_a_story_is_in_its_form():
    parts = {
        link.related_model
        for owner in (models.Story, models.Question)
        for link in owner._meta.related_objects
        if hasattr(link.related_model, "OWNER") and link.field.name != "question"
    } | {models.QuestionSource}
    shown = {
        inline.model
        for owner in (models.Story, models.Question)
        for inline in admin.site._registry[owner].inlines
    }

    assert shown == parts | {models.StoryQuestion}


def names(lines):
    """The fields of an admin's lines, some of which hold several."""
    return {n for line in lines for n in (line if isinstance(line, tuple) else [line])}


def test_every_field_that_the_document_has_can_be_edited():
    for owner in (models.Story, models.Question):
        page = admin.site._registry[owner]
        lines = [line for _title, block in page.fieldsets for line in block["fields"]]
        assert names(lines) == {*owner.FROZEN, *owner.SHAPED}
        for inline in page.inlines:
            split = {"focal": {"focal_x", "focal_y"}}
            frozen = set().union(*(split.get(n, {n}) for n in inline.model.FROZEN))
            assert frozen <= names(inline.fields), inline
