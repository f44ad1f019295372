"""What migrations make for everybody stays when a test's own rows are emptied: to make
every permission and every role's anew takes ten times as long as the rest."""

from contextlib import contextmanager, nullcontext

import pytest
from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.management import create_contenttypes
from django.contrib.contenttypes.models import ContentType
from django.core.management.commands import flush
from django.db.models.signals import post_migrate

from people import roles

LASTING = (ContentType, Permission, Group, Group.permissions.through)
PERMISSIONS = "django.contrib.auth.management.create_permissions"


def rows():
    return [{*model.objects.values_list(flat=False)} for model in LASTING]


def keep():
    """Have Django's flush, which ends a test of several transactions, leave them; where
    a test changed any, all is made anew as ever."""
    had, plain_sql, plain_emit = rows(), flush.sql_flush, flush.emit_post_migrate_signal
    lasting = {model._meta.db_table for model in LASTING}
    are_whole = False

    def sql_flush(style, connection, **said):
        nonlocal are_whole
        are_whole = rows() == had
        tables = connection.introspection.django_table_names
        names = tables(only_existing=True, include_views=False)
        emptied = [name for name in names if not (are_whole and name in lasting)]
        with pytest.MonkeyPatch.context() as patch:
            there = connection.introspection
            patch.setattr(there, "django_table_names", lambda **_said: emptied)
            return plain_sql(style, connection, **said)

    def emit(*args, **said):
        with muted() if are_whole else nullcontext():
            plain_emit(*args, **said)

    flush.sql_flush, flush.emit_post_migrate_signal = sql_flush, emit


@contextmanager
def muted():
    """What makes the lasting rows hears of no migration."""
    people = apps.get_app_config("people")
    post_migrate.disconnect(dispatch_uid=PERMISSIONS)
    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(roles.grant, sender=people)
    try:
        yield
    finally:
        post_migrate.connect(create_permissions, dispatch_uid=PERMISSIONS)
        post_migrate.connect(create_contenttypes)
        post_migrate.connect(roles.grant, sender=people)
