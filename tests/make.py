"""Builders: each returns a valid, saved object with boring defaults.

Say only what the test is about; the rest is made up.
"""

import datetime as dt
import json
import uuid
from importlib import import_module
from itertools import count

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from desk.models import Buffer, Comment, Contact, Handover, LockNote, ShareLink
from desk.models.buffers import digest_of
from entities.models import Entity
from explainer.addresses import normalise_url
from images.models import Image
from pages.models import FlatPage, ReaderMessage
from paper.models import Follower
from people.desks import Desk
from sources.models import Feed, FeedItem, Outlet, Source
from stories import models
from stories.models.freezing import part_models
from tests.support import photos

numbers = count(1)


def editor(**fields):
    number = next(numbers)
    return get_user_model().objects.create(
        **{"username": f"editor-{number}", "is_staff": True, "is_superuser": True}
        | fields
    )


def person(role="", desk=None, **fields):
    """Somebody on the staff who is no superuser, with a role at a desk, or at all."""
    name = f"{role or 'person'}-{next(numbers)}"
    made = editor(**{"username": name, "is_superuser": False} | fields)
    if role:
        made.memberships.create(group=Group.objects.get(name=role), desk=desk)
    return made


def viewer():
    """Somebody on the staff who may look at everything and change nothing."""
    made = editor(is_superuser=False)
    may = Permission.objects.filter(codename__startswith="view_")
    made.user_permissions.set(may)
    return made


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
    return Desk.objects.create(
        **{"name": f"Desk {number}", "slug": f"desk-{number}"} | fields
    )


def story(parts=None, **fields):
    """A saved story; `parts` maps a document's list to the fields of its items.

    It says what happened and has a source, as a first edition has to.
    """
    number = next(numbers)
    made = models.Story.objects.create(
        **{
            "slug": f"story-{number}",
            "headline": f"Headline {number}",
            "summary": "Something happened.",
        }
        | fields
    )
    add_parts(made, {"sources": [{"key": "notes", "kind": "own"}]} | (parts or {}))
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
    """Publish what the working copy says; `of` is a new story if there is none.

    As with imports, no desk's rule is in the way.
    """
    of = of or story()
    return of.publish(revision=of.save_revision(), **{"desk_rules": False} | options)


def published_story(**fields):
    made = story(**fields)
    edition(made)
    return made


def published_question(**fields):
    made = question(**fields)
    edition(made)
    return made


def rewrite(owner, by=None, **fields):
    """Save other words for a story or question; returns their revision."""
    for name, value in fields.items():
        setattr(owner, name, value)
    owner.save()
    return owner.save_revision(by=by)


def soon(**later):
    """A moment ahead, an hour from now unless told otherwise."""
    return timezone.now() + dt.timedelta(**later or {"hours": 1})


def comment(owner, by=None, body="Is that so?", **options):
    by = by or editor()
    return Comment.objects.write(owner, by=by, body=body, **options)


def handover(owner, to=None, by=None, **options):
    to, by = to or editor(), by or editor()
    return Handover.objects.hand_over(owner, to=to, by=by, **options)


def lock_note(owner, words="Lawyered, ask Ruth first.", **fields):
    return LockNote.objects.create(
        **owner.as_owner, **{"by": editor(), "words": words} | fields
    )


def contact(owner, who="The ministry", **fields):
    return Contact.objects.create(
        **owner.as_owner, **{"by": editor(), "who": who} | fields
    )


def share_link(owner, by=None, label="The lawyer", revision=None, **said):
    """A link that somebody outside was given, with its secret."""
    said = {"until": soon(days=7)} | said
    by = by or editor()
    if not owner.revisions.exists():
        owner.save_revision()
    return ShareLink.objects.share(owner, by=by, label=label, revision=revision, **said)


def outlet(**fields):
    number = next(numbers)
    return Outlet.objects.create(
        **{"name": f"Outlet {number}", "slug": f"outlet-{number}"} | fields
    )


def source(**fields):
    number = next(numbers)
    made = Source(
        **{"url": f"https://paper.example/{number}", "title": f"Report {number}"}
        | fields
    )
    made.clean()
    made.save()
    return made


def image(**fields):
    """A picture with a file of its own."""
    number = next(numbers)
    file = ContentFile(photos.drawn(colour=f"#{number:06x}"), name=f"{number}.png")
    said = {"name": f"images/{number}.png", "file": file, "width": 6, "height": 4}
    return Image.objects.create(**said | fields)


def feed(**fields):
    number = next(numbers)
    return Feed.objects.create(
        **{"url": f"https://paper.example/feed-{number}", "name": f"Feed {number}"}
        | fields
    )


def announced(**fields):
    """A piece that a feed announced."""
    number = next(numbers)
    said = {"url": f"https://paper.example/{number}", "title": f"Report {number}"}
    said |= {"feed": fields.pop("feed", None) or feed()}
    said |= {"published": timezone.now(), "seen_at": timezone.now()} | fields
    said.setdefault("normalised_url", normalise_url(said["url"]))
    return FeedItem.objects.create(**said)


def buffer(of=None, **fields):
    """A text that somebody typed and didn't save; `of` is its story or question."""
    pairs = fields.pop("pairs", [["headline", "Typed, not saved"]])
    said = {"user": fields.pop("user", None) or editor(), "tab": uuid.uuid4()}
    said |= {"kind": of.path_kind if of else "story", "sequence": 1}
    said |= {"owner_key": of.pk if of else uuid.uuid4(), "data": json.dumps(pairs)}
    said |= {"digest": digest_of(pairs), "title": dict(pairs).get("headline", "")}
    return Buffer.objects.create(**said | fields)


def page(**fields):
    """A page about the paper, which readers can see unless told otherwise."""
    number = next(numbers)
    said = {"title": f"Page {number}", "slug": f"page-{number}", "published": True}
    return FlatPage.objects.create(**said | {"body": "Words."} | fields)


def first_pages():
    """What a new paper begins with, in place of whatever pages there are."""
    FlatPage.objects.all().delete()
    begins = import_module("pages.migrations.0002_first_pages")
    begins.write(apps, connection.schema_editor())


def message(**fields):
    """What a reader wrote."""
    number = f"AAAAA-{next(numbers):05}"
    said = {"number": number, "kind": "mistake", "text": "That is wrong."}
    return ReaderMessage.objects.create(**said | fields)


def pick(story, position=None, **fields):
    """A story put on top of the front page, after those that are there."""
    position = position or models.Pick.objects.count() + 1
    said = {"story_id": story.pk, "position": position}
    return models.Pick.objects.create(**said | fields)


def telling(candidate, **fields):
    """A text from outside that may tell of a story, and waits at the desk."""
    number = next(numbers)
    sources = [{"key": "source-1", "title": "Cracks", "url": "https://a.example/1"}]
    entry = {"name": f"kite:{number}", "place": "", "title": f"Telling {number}"}
    entry["published_at"] = "2026-01-02T03:04:05+00:00"
    entry["fields"] = {"summary": "It happened again.", "sources": sources}
    said = {"name": entry["name"], "headline": entry["title"], "entry": entry}
    said |= {"batch": "batch", "seal": "0" * 64, "score": 40}
    said["at"] = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
    said["signs"] = {"articles": 0.25, "names": 0.6, "words": 0.5}
    return models.Telling.objects.create(**said | {"candidate": candidate} | fields)


def redaction(**fields):
    """A row that says that an order was carried out; nothing was taken out by it."""
    said = {"order": "Court of Almarra, 4 O 17/26", "reason": "A private matter."}
    said |= {"length": 40, "seal": "0" * 40}
    return models.Redaction.objects.create(**said | fields)


def follower(*things, address="", **fields):
    """An address that follows stories, questions, entities or desks, and said so."""
    made = Follower(**fields)
    made.seal(address or f"reader-{next(numbers)}@place.example")
    made.save()
    for thing in things:
        kind, key = followed_as(thing)
        said = {"kind": kind, "key": key, "confirmed_at": timezone.now()}
        made.subscriptions.create(**said)
    return made


def followed_as(thing):
    if isinstance(thing, Entity):
        return "topic", str(thing.pk)
    return ("desk", thing.slug) if isinstance(thing, Desk) else path_of(thing)


def path_of(owner):
    return owner.path_kind, str(owner.pk)
