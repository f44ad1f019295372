"""Rows of forms without scripts: what the page has is all that can be sent."""

import pytest
from django.contrib import admin
from django.forms.models import _get_foreign_key
from django.urls import reverse
from django.utils.text import capfirst

from tests import make
from tests.samples import sample
from tests.visitor import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.once]

MADE = {
    "story": make.story,
    "question": make.question,
    "entity": make.entity,
    "user": make.person,
}
OWNERS = [made for made in admin.site._registry.values() if made.inlines]


@pytest.fixture
def visitor(client):
    client.force_login(make.editor())
    return Visitor(client)


def filled_row(visitor, prefix):
    """What a hand writes into the row that is new."""
    controls = visitor.form("Save")[0].controls
    number = int(controls[f"{prefix}-TOTAL_FORMS"].values[0]) - 1
    row = {}
    for name, control in controls.items():
        if not name.startswith(f"{prefix}-{number}-"):
            continue
        if control.kind == "select":
            row[name] = next(filter(None, control.offered))
        elif not any(control.values) and (value := sample(name, control.kind)):
            row[name] = value
    visitor.fill(**row)
    return {name.rpartition("-")[2]: [value] for name, value in row.items()}


def keys(inline):
    return inline.model._default_manager.values_list("pk", flat=True)


def row_of(controls, prefix, key):
    """What the page has in the row with this key."""
    (number,) = [
        name.removesuffix("-id")
        for name, control in controls.items()
        if name.startswith(f"{prefix}-") and name.endswith("-id")
        if control.values == [key]
    ]
    return {
        name.rpartition("-")[2]: control.values
        for name, control in controls.items()
        if name.rpartition("-")[0] == number
    }


def said(page, owner):
    """All that a row and the rows of its groups have in the database."""
    found = [(page.model, "pk")]
    for inline in page.inlines:
        link = _get_foreign_key(page.model, inline.model, inline.fk_name)
        found.append((inline.model, link.name))
    return [
        [*model._default_manager.filter(**{name: owner.pk}).order_by("pk").values()]
        for model, name in found
    ]


@pytest.mark.parametrize("page", OWNERS, ids=lambda page: page.opts.model_name)
def test_a_row_is_added_to_each_group_without_scripts(visitor, page):
    make.edition(make.question())
    for thing in (make.entity, make.source, make.image, make.desk):
        thing()
    opts = page.opts
    made, other = MADE[opts.model_name](), MADE[opts.model_name]()
    untouched = said(page, other)
    change = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[made.pk])
    had = [{*keys(inline)} for inline in page.inlines]
    rows = []
    visitor.open(change)
    for inline in page.inlines:  # Each button saves the row that the last one made.
        name = capfirst(inline.model._meta.verbose_name)
        visitor.press(f"Save first, then add: {name}")
        prefix = visitor.address.partition("#")[2].removesuffix("-group")
        rows.append((prefix, filled_row(visitor, prefix)))
    assert visitor.press("Save", follow=False).response.status_code == 302
    new = [{*keys(inline)} - old for inline, old in zip(page.inlines, had, strict=True)]
    kept = [(*row, str(*key)) for row, key in zip(rows, new, strict=True)]

    controls = visitor.open(change).form("Save")[0].controls

    for prefix, row, key in kept:
        assert row.items() <= row_of(controls, prefix, key).items()
    assert said(page, other) == untouched


def test_a_new_row_costs_nothing_that_was_typed(visitor):
    story, other = make.story(headline="Before"), make.story(headline="Before")
    visitor.open(reverse("admin:stories_story_change", args=[story.pk]))

    visitor.fill(headline="Typed").press("Save first, then add: Key point")

    assert [one.headline for one in refreshed(story, other)] == ["Typed", "Before"]
    controls = visitor.form("Save")[0].controls
    assert controls["headline"].values == ["Typed"]
    assert controls["keypoint_set-TOTAL_FORMS"].values == ["1"]


def refreshed(*rows):
    for row in rows:
        row.refresh_from_db()
    return rows
