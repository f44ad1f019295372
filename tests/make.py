"""Builders: each returns a valid, saved object with boring defaults.

Say only what the test is about; the rest is made up.
"""

import datetime as dt
from itertools import count

from django.contrib.auth import get_user_model
from django.utils import timezone

from entities.models import Entity
from stories import models
from stories.models.freezing import part_models

numbers = count(1)


def editor(**fields):
    number = next(numbers)
    return get_user_model().objects.create(
        **{"username": f"editor-{number}", "is_staff": True, "is_superuser": True}
        | fields
    )


def entity(**fields):
    number = next(numbers)
    return Entity.objects.create(
        **{
            "name": f"Entity {number}",
            "slug": f"entity-{number}",
            "kind": "organisation",
        }
        | fields
    )


def desk(**fields):
    number = next(numbers)
    return models.Desk.objects.create(
        **{"name": f"Desk {number}", "slug": f"desk-{number}"} | fields
    )


def story(parts=None, **fields):
    """A saved story; `parts` maps a document's list to the fields of its items."""
    number = next(numbers)
    made = models.Story.objects.create(
        **{"slug": f"story-{number}", "headline": f"Headline {number}"} | fields
    )
    add_parts(made, parts)
    return made


def question(parts=None, **fields):
    number = next(numbers)
    made = models.Question.objects.create(
        **{"slug": f"question-{number}", "title": f"Question {number}?"} | fields
    )
    add_parts(made, parts)
    return made


def add_parts(owner, parts):
    found = part_models(owner)
    for path, items in (parts or {}).items():
        for position, item in enumerate(items):
            link = {found[path].OWNER: owner}
            found[path].objects.create(**link, position=position, **item)


def edition(of=None, **options):
    """Publish what the working copy says; `of` is a new story if there is none."""
    of = of or story()
    return of.publish(revision=of.save_revision(), **options)


def published_story(**fields):
    made = story(**fields)
    edition(made)
    return made


def soon(**later):
    """A moment ahead, an hour from now unless told otherwise."""
    return timezone.now() + dt.timedelta(**later or {"hours": 1})
