"""The one table of who may do what. A role may do all that the roles before it may.

`manage.py migrate` gives each role's group exactly this, every time.
"""

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

# model: what contributor, editor, chief and administrator may do with it, each more.
TABLE = {
    "stories.story": ("view add change", "publish", "withdraw delete", ""),
    "stories.question": ("view add change", "publish", "withdraw delete", ""),
    "stories.source": ("view add", "change", "delete", ""),
    "stories.outlet": ("view", "add change", "delete", ""),
    "stories.feed": ("view", "add change", "delete", ""),
    "stories.feeditem": ("view", "", "", ""),
    "stories.image": ("view add", "change", "delete revive", ""),
    "stories.pick": ("view", "add change delete", "", ""),
    "stories.flatpage": ("view", "", "add change delete", ""),
    "stories.readermessage": ("", "view change", "delete", ""),
    "stories.desk": ("view", "", "add change delete", ""),
    "stories.rule": ("view", "", "change", ""),
    "stories.tag": ("view", "add change", "delete", ""),
    "entities.entity": ("view add", "change", "merge", ""),
    "entities.alias": ("view add", "change delete", "", ""),
    "entities.role": ("view add", "change delete", "", ""),
    "people.auditevent": ("", "", "view", ""),
    "people.membership": ("", "", "", "view add change delete"),
    "auth.user": ("", "", "", "view add change delete"),
    "auth.group": ("", "", "", "view"),
}

# Whoever may do one of these speaks for the paper.
PUBLISHING = ("stories.publish_story", "stories.publish_question")
# Whoever may do one of these can give anybody any role, themselves too.
APPOINTING = (
    "auth.add_user",
    "auth.change_user",
    "people.add_membership",
    "people.change_membership",
)


def label(name):
    """A role as one says it."""
    return LABELS.get(name, name)


def granted(role):
    """The permissions of a role, as `app.codename`."""
    rank = NAMES.index(role)
    return {
        f"{app}.{verb}_{model}"
        for (app, _dot, model), columns in (
            (name.partition("."), columns) for name, columns in TABLE.items()
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
def grant():
    """Make the four groups, and give each exactly what the table says."""
    for name in NAMES:
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set(permissions(granted(name)))


def grant_after_migrations(**kwargs):
    """The rows of permissions are made when everything is migrated, and not before."""
    grant()
