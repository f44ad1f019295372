"""Drafts that somebody may want to put a source into, and those that cite one."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stories.models import Story

RECENT = 8


def recent(user):
    """The stories that somebody saved last and may still change."""
    mine = Story.objects.filter(revisions__created_by=user).distinct()
    found = mine[: RECENT * 2]
    return [story for story in found if may_change(user, story)][:RECENT]


def may_change(user, story):
    return user.has_perm("stories.change_story", story)


def draft_of(key, user):
    """The story with this key, if somebody may change it."""
    try:
        story = Story.objects.filter(pk=key).first()
    except ValidationError:
        return None
    return story if story and may_change(user, story) else None


def seen_by(user, stories):
    """Those that somebody may look at."""
    return [story for story in stories if user.has_perm("stories.view_story", story)]


def stories_of(source):
    """The stories whose drafts cite it."""
    return Story.objects.filter(storysource__source=source).distinct()


def acquaintance(taking):
    """That we have it, in words; nothing if it is new."""
    if taking.is_new:
        return ""
    count = stories_of(taking.source).count()
    if not count:
        return _("We have this already.")
    return ngettext(
        "We have this already, cited in %(count)d story.",
        "We have this already, cited in %(count)d stories.",
        count,
    ) % {"count": count}
