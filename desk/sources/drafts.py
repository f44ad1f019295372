"""Drafts that somebody may want to put a source into, and those that cite one."""

from django.core.exceptions import ValidationError

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
