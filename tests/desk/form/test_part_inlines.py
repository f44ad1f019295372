"""Kinds of parts: one class of formsets for all who have the same rights."""

import gc
import weakref

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import RequestFactory
from django.utils import translation

from desk.draft.inlines import inline
from desk.form import part_inlines
from explainer.story_blocks import STORY_BLOCKS
from stories.models import Story
from tests import make
from tests.support import desk

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def asked(user, address="/", scripts=""):
    request = RequestFactory().get(address)
    request.user, request.COOKIES["desk-scripts"] = user, scripts
    return request


@pytest.fixture
def quotes():
    block = next(block for block in STORY_BLOCKS if block.parts == "quotes")
    return inline(Story, block)(Story, admin.site)


def test_who_has_the_same_rights_has_the_same_class_of_rows(quotes):
    editor, other, viewer = make.editor(), make.editor(), make.viewer()
    story, another = make.story(), make.story()
    made = quotes.get_formset(asked(editor), story)

    assert quotes.get_formset(asked(other), another) is made
    others = [
        quotes.get_formset(asked(viewer), story),
        quotes.get_formset(asked(editor, "/?add=quote"), story),
        quotes.get_formset(asked(editor, scripts="1"), story),
        quotes.get_formset(asked(editor)),
        quotes.get_formset(asked(editor)),
    ]
    with translation.override("de"):
        others.append(quotes.get_formset(asked(editor), story))
    assert len({made, *others}) == 7
    assert not others[0].has_scripts
    assert others[2].has_scripts


def test_who_may_add_no_entity_has_rows_without_a_link_to_add_one(quotes):
    story = make.story()
    links = []
    writer = make.editor(is_superuser=False)
    names = ("change_story", "view_story")
    writer.user_permissions.set(Permission.objects.filter(codename__in=names))
    for who in (make.editor(), writer, make.editor()):
        made = quotes.get_formset(asked(who), story)
        links.append(made.form.base_fields["entity"].widget.can_add_related)

    assert links == [True, False, True]


def test_a_class_of_rows_keeps_no_request(quotes):
    request = asked(make.editor())
    quotes.get_formset(request, make.story())
    kept = weakref.ref(request)

    del request
    gc.collect()

    assert kept() is None


def test_no_more_classes_are_kept_than_a_number(quotes, monkeypatch):
    monkeypatch.setattr(part_inlines, "KEPT", 2)
    part_inlines.formsets.clear()
    editor, story = make.editor(), make.story()

    for scripts in ("", "1"):
        quotes.get_formset(asked(editor, scripts=scripts), story)
    assert len(part_inlines.formsets) == 2

    quotes.get_formset(asked(make.viewer()), story)
    assert len(part_inlines.formsets) == 1


@pytest.mark.parametrize("scripts", ["", "1"])
def test_what_one_draft_names_is_in_no_other_form(client, editor, scripts):
    client.cookies["desk-scripts"] = scripts
    names = ("Ana Ruiz", "Tom Weber")
    stories = [
        make.story({"quotes": [{"text": "Yes.", "entity": make.entity(name=name)}]})
        for name in names
    ]

    pages = [client.get(desk.address("change", each)) for each in [*stories, *stories]]

    found = [[name in page.content.decode() for name in names] for page in pages]
    assert found == [[True, False], [False, True]] * 2
