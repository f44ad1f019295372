"""Who may do what. A role may do all that the roles before it may.

Each app says it of its own models, in `roles` of its AppConfig: model, as `app.model`,
to what contributor, editor, chief and administrator may do with it, each more than the
one before. `manage.py migrate` gives each role's group exactly this, every time.
"""

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

CONTRIBUTOR, EDITOR, CHIEF, ADMIN = NAMES = ("contributor", "editor", "chief", "admin")
LABELS = {
    CONTRIBUTOR: _("Contributor"),
    EDITOR: _("Editor"),
    CHIEF: _("Chief"),
    ADMIN: _("Administrator"),
}

# Whoever may do one of these can give anybody any role, themselves too.
APPOINTING = (
    "auth.add_user",
    "auth.change_user",
    "people.add_membership",
    "people.change_membership",
)


def table():
    """All that the apps say: `app.model` to four texts of verbs, one for each role."""
    rows = {}
    for config in apps.get_app_configs():
        rows |= getattr(config, "roles", {})
    return rows


def publishing_permissions():
    """The permissions of whoever speaks for the paper, as `app.codename`."""
    return sorted(name for name in permission_names(ADMIN) if ".publish_" in name)


def label(name):
    """A role as one says it."""
    return LABELS.get(name, name)


def permission_names(role):
    """The permissions of a role, as `app.codename`."""
    rank = NAMES.index(role)
    return {
        f"{app}.{verb}_{model}"
        for (app, _dot, model), columns in (
            (name.partition("."), columns) for name, columns in table().items()
        )
        for verb in " ".join(columns[: rank + 1]).split()
    }


def permissions(names):
    """The database's rows of permissions."""
    asked = Q(pk=None)
    for name in names:
        app, _dot, codename = name.partition(".")
        asked |= Q(content_type__app_label=app, codename=codename)
    return Permission.objects.filter(asked)


@transaction.atomic
def grant(**kwargs):
    """Make the four groups, and give each exactly what the table says: by hand, or when
    everything is migrated and the rows of permissions are there."""
    for name in NAMES:
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set(permissions(permission_names(name)))
