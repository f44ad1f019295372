"""A paper of any size, quickly: rows of the record, and the derived rows from them.

A larger paper is a smaller one with older stories behind it: what a page shows is the
same, so what it costs has to be the same.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from entities.models import Entity
from explainer.addresses import normalise_url
from explainer.document import canonical, digest
from images.models import Image
from sources.models import Source
from stories import models
from stories.database import update_statistics
from stories.models.rebuild import rebuild
from tests import make

APART = dt.timedelta(hours=3)
# The newest stories of every paper, and how long before them the older ones came out.
NEWEST, BEFORE = 80, dt.timedelta(days=60)
BEGAN = dt.timedelta(days=400)
DESKS, TAGS, OUTLETS, NAMES = 2, 3, 4, 5
WORDS = ("harbour", "tunnel", "council", "vote", "budget", "bridge", "storm", "ferry")


@dataclass(frozen=True)
class Told:
    """An edition to be written: what kind it is, when, and its document, if any."""

    kind: str
    at: dt.datetime
    document: dict | None
    note: str = ""


def build(size, now=None):
    """A paper of so many stories and questions, the newest of them an hour old."""
    now = now or timezone.now()
    standing()
    moments = [moment(number, now) for number in range(size - 1)] + [now - BEGAN]
    write(models.Question, [question(*each) for each in enumerate(moments)])
    write(models.Story, [story(*each, now) for each in enumerate(moments)])
    write_shared(range(size))
    rebuild()
    update_statistics()


def write_shared(numbers):
    """What stories share and the desk has lists of: sources, pictures, names."""
    cites = [cited(name, number, "") for number in numbers for name in ("k1", "k2")]
    Source.objects.bulk_create(
        Source(
            url=item["url"],
            normalised_url=normalise_url(item["url"]),
            title=item["title"],
            published=item["published"],
        )
        for item in cites
    )
    said = {"width": 6, "height": 4, "alt": "A harbour.", "credit": "Ana Ruiz"}
    Image.objects.bulk_create(
        Image(name=f"images/{n}.png", file=f"images/{n}.png", **said) for n in numbers
    )
    Entity.objects.bulk_create(
        Entity(name=f"Place {n}", slug=f"place-{n}", kind="place", open=True)
        for n in range(2 * len(numbers))
    )


def moment(number, now):
    gap = BEFORE if number >= NEWEST else dt.timedelta(0)
    return now - dt.timedelta(hours=1) - number * APART - gap


def standing():
    """Desks, tags, outlets and the who's who, as many in every paper."""
    for number in range(DESKS):
        make.desk(name=f"Desk {number}", slug=f"d{number}")
    for number in range(TAGS):
        models.Tag.objects.create(name=f"tag {number}", slug=f"tag-{number}")
    for number in range(OUTLETS):
        make.outlet(name=f"Outlet {number}", slug=f"outlet-{number}")
    kinds = [kind for kind in Entity.Kind if kind != "person"]
    for number in range(NAMES):
        kind = kinds[number % len(kinds)]
        make.entity(name=f"Name {number}", slug=f"name-{number}", kind=kind)


def key(kind, number):
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{kind}-{number}")


def story(number, at, now):
    """Its key and its editions; number 0 is the newest."""
    document = explainer(number, at)
    told = [
        Told("first", at - 2 * APART, document | {"headline": "As it was at first"})
    ]
    told.append(Told("development", at, document, "More is known."))
    if number % 10 in (1, 2, 3, 4, 6, 9):
        corrected = document | {"standfirst": "Nine, not twelve."}
        told.append(Told("correction", at + APART / 4, corrected, "It is nine."))
    if number % 10 == 5:
        told.append(Told("withdrawal", at + APART / 4, None, "It was wrong."))
    if number % 10 == 7 and number < NEWEST:
        ahead = document | {"headline": f"What comes of {number}"}
        told.append(Told("development", now + APART * (number + 1), ahead, "Soon."))
    return key("story", number), told


def explainer(number, at):
    """A document with something of everything that lists are made of."""
    word, other = WORDS[number % 8], WORDS[number // 8 % 8]
    day = at.date().isoformat()
    due = (at + dt.timedelta(days=30)).date().isoformat()
    made = {
        "format": "explainer/1",
        "id": str(key("story", number)),
        "slug": f"story-{number}",
        "headline": f"The {word} and the {other}, part {number}",
        "standfirst": f"Of the {word} and the {other}: piece{number}.",
        "summary": f"The {word} is here.[^k1] So is the @[Name 0](name-0).",
        "report": f"It began with the {word}.[^k1]\n\nThen the {other}.[^k2]",
        "language": "de" if number % 10 == 8 else "en",
        "desk": f"d{number % DESKS}",
        "tags": ["tag-0", f"tag-{1 + number % (TAGS - 1)}"],
        "byline": [{"name": "Ana Ruiz", "role": "by"}, {"name": f"Ben {number % 2}"}],
        "entities": [
            {"slug": f"name-{n}", "name": f"Name {n}", "prominence": 1 + n % 3}
            for n in range(NAMES)
        ],
        "quotes": [
            {
                "key": "q1",
                "text": f"We did not expect the {word} in week {number}.",
                "speaker": "Name 0",
                "entity": "name-0",
                "source": "k1",
                "said_on": day,
            }
        ],
        "timeline": [
            {"date": day, "precision": "day", "text": f"Name 0 sees {word} {number}."}
        ],
        "expectations": [{"text": f"The {word} will open.", "due": due}],
        "sources": [
            cited("k1", number, "Outlet 0"),
            cited("k2", number, f"Outlet {1 + number % (OUTLETS - 1)}"),
        ],
        "questions": [{"slug": "question-0", "title": "Question 0?"}],
        "related": [{"slug": f"story-{number + 1}", "kind": "follows"}],
    }
    if number % 10 == 8:
        made["translation_of"] = f"story-{number + 1}"
    return with_uids(made)


def cited(name, number, outlet):
    return {
        "key": name,
        "kind": "report",
        "outlet": outlet,
        "title": f"Report {name} of {number}",
        "url": f"https://paper.example/{name}/{number}",
        "published": "2026-01-15",
    }


def with_uids(document):
    for name, items in document.items():
        for place, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, dict):
                item["uid"] = str(key(f"{document['slug']}-{name}", place))
    return document


def question(number, at):
    document = {
        "format": "question/1",
        "id": str(key("question", number)),
        "slug": f"question-{number}",
        "title": f"Question {number}?",
        "intro": f"About the {WORDS[number % 8]}.",
        "status": ("open", "answered")[number % 2],
    }
    return key("question", number), [Told("first", at, document)]


def write(model, owners):
    """The working copies, revisions and editions, in few statements."""
    kind = model.path_kind
    drafts = []
    for pk, told in owners:
        newest = [item.document for item in told if item.document][-1]
        title = {"headline" if kind == "story" else "title"}
        names = {"slug", "summary", "standfirst", "language", "status", *title}
        fields = {name: newest[name] for name in names & {*newest}}
        numbers = [n for n, item in enumerate(told, 1) if item.document]
        saved = min(told[-1].at, timezone.now())
        drafts.append(model(pk=pk, saved_at=saved, base_edition=numbers[-1], **fields))
    model.objects.bulk_create(drafts, batch_size=100)
    paths = [models.Path(slug=row.slug, kind=kind, **row.as_owner) for row in drafts]
    models.Path.objects.bulk_create(paths, batch_size=100)
    revisions = [revision(kind, pk, item) for pk, told in owners for item in told]
    # The record's own managers take one row at a time; the database's guards watch.
    QuerySet(models.Revision).bulk_create([*filter(None, revisions)], batch_size=100)
    rows, written = [], iter(revisions)
    for pk, told in owners:
        for number, item in enumerate(told, 1):
            fields = {f"{kind}_id": pk, "number": number, "kind": item.kind}
            fields |= {"note": item.note, "published_at": item.at}
            rows.append(models.Edition(revision=next(written), **fields))
    QuerySet(models.Edition).bulk_create(rows, batch_size=100)


def revision(kind, pk, item):
    if item.document is None:
        return None
    text = canonical(item.document)
    fields = {f"{kind}_id": pk, "document": text, "digest": digest(text)}
    return models.Revision(
        recorded=True, created_at=min(item.at, timezone.now()), **fields
    )
