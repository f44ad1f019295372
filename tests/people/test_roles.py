"""The table of roles is what the database has, and leaves nothing out."""

from itertools import pairwise

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission

from people import roles

pytestmark = pytest.mark.django_db


def every():
    found = Permission.objects.values_list("content_type__app_label", "codename")
    return {f"{app}.{codename}" for app, codename in found}


def test_every_permission_of_the_table_exists():
    assert roles.permission_names(roles.ADMIN) - every() == set()


def test_every_model_at_the_desk_is_in_the_table():
    shown = {model._meta.label_lower for model in admin.site._registry}
    parts = {
        inline.model._meta.label_lower
        for page in admin.site._registry.values()
        for inline in page.inlines
        if not hasattr(inline.model, "OWNER")
    }

    assert shown | parts == {*roles.table()}


@pytest.mark.parametrize("role", roles.NAMES)
def test_a_migration_gives_each_role_exactly_what_the_table_says(role):
    rows = Group.objects.get(name=role).permissions.values_list(
        "content_type__app_label", "codename"
    )

    assert {f"{app}.{codename}" for app, codename in rows} == roles.permission_names(
        role
    )


def test_each_role_may_do_more_than_the_one_before():
    ranks = [roles.permission_names(role) for role in roles.NAMES]

    assert all(less < more for less, more in pairwise(ranks))


def test_what_was_taken_from_a_role_comes_back_with_the_next_migration():
    Group.objects.get(name="editor").permissions.clear()

    roles.grant()

    editor = Group.objects.get(name="editor")
    assert editor.permissions.count() == len(roles.permission_names("editor"))
