"""Makes a paper of any size in bulk: what importing it by its editions would leave.

    python -m benchmarks paper 2000      into the empty database of DATABASE_URL

`tests/benchmarks/test_paper.py` proves it the same as what the verbs make, row by row.
"""

import datetime as dt
from dataclasses import dataclass, field
from itertools import batched, chain
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from benchmarks import documents
from benchmarks.insertion import insert
from entities.models import Alias, Entity
from explainer.addresses import normalise_url
from explainer.document import canonical, digest
from images.models import Image
from people.desks import Desk
from sources.models import Outlet, Source
from stories import models
from stories.database import update_statistics
from stories.index import word_index
from stories.models import dates, derived_rows, freezing, rebuild, translations

SEED = 1
AT_ONCE = 100  # Stories of one transaction: memory holds no more of them.
ROWS = 400


@dataclass
class Rows:
    """Rows that documents name, by model and name, as `freezing.Finder` knows them."""

    known: dict = field(default_factory=dict)
    sources: dict = field(default_factory=dict)

    def learn(self, model, rows, name="slug"):
        self.known |= {(model, getattr(row, name)): row for row in rows}

    def finder(self, document):
        made = freezing.Finder(document)
        made.known, made.sources = self.known, self.sources
        return made


def make(size, seed=SEED, now=None):
    """A paper of so many stories, the newest of them 20 minutes old.

    Needs an empty database; memory is the who's who and a batch, whatever the size.
    """
    now = now or dt.datetime.now(dt.UTC)
    rows = standing_rows(size)
    entities = {
        slug: row for (model, slug), row in rows.known.items() if model is Entity
    }
    asked = range(-(-size // documents.TO_A_QUESTION))
    for some in batched(asked, AT_ONCE):
        told = [documents.question(number, seed, now) for number in some]
        write_batch(models.Question, told, rows, entities)
    # The oldest first, as they came out.
    for some in batched(reversed(range(size)), AT_ONCE):
        told = [documents.editions(number, seed, now, size) for number in some]
        write_batch(models.Story, told, rows, entities)
    translations.link_all()
    update_statistics()


def standing_rows(size):
    """Desks, tags, outlets, authors and the who's who."""
    rows = Rows()
    last = size - 1
    desks = [
        Desk(name=f"Desk {n}", slug=f"desk-{n}", position=n)
        for n in range(documents.DESKS)
    ]
    rows.learn(Desk, Desk.objects.bulk_create(desks))
    tags = [
        models.Tag(name=f"tag {n}", slug=f"tag-{n}")
        for n in range(documents.TAGS + last // documents.TO_A_TAG + 1)
    ]
    rows.learn(models.Tag, models.Tag.objects.bulk_create(tags, ROWS))
    outlets = [
        Outlet(name=documents.outlet(n), slug=f"outlet-{n}")
        for n in range(documents.OUTLETS)
    ]
    rows.learn(Outlet, Outlet.objects.bulk_create(outlets), "name")
    for n in range(documents.AUTHORS):
        for first in ("Ana", "Ben"):
            models.Author.objects.make(f"{first} {documents.numeral(n)}")
    rows.learn(Entity, who_is_who(last))
    return rows


def who_is_who(last):
    """Every topic that a story may name; every third has another name."""
    count = max(documents.topics_of(last)) + 1
    made = []
    for number in range(max(count, documents.OFTEN)):
        name, slug = documents.topic(number)
        kind = documents.KINDS[number % len(documents.KINDS)]
        said = {"lead": f"{name} is spoken of.", "public_figure": number % 12 != 2}
        made.append(Entity(name=name, slug=slug, kind=kind, **said))
    made = Entity.objects.bulk_create(made, ROWS)
    others = [Alias(entity=row, name=f"Old {row.name}") for row in made[::3]]
    Alias.objects.bulk_create(others, ROWS)
    return made


@transaction.atomic
def write_batch(model, told, rows, entities):
    """Write some owners' working copies, records and derived rows.

    `told` has for each its editions, oldest first.
    """
    newest = [[d.document for d in drafts if d.document][-1] for drafts in told]
    learn_named(newest, rows)
    owners = [
        write_owner(model, *pair, rows) for pair in zip(newest, told, strict=True)
    ]
    models_of_parts = freezing.part_models(owners[0])
    QuerySet(model).bulk_create(owners, ROWS)
    if model is models.Story:
        tagged = [
            models.StoryTag(content_object=owner, tag=rows.known[models.Tag, slug])
            for owner, document in zip(owners, newest, strict=True)
            for slug in document["tags"]
        ]
        insert(models.StoryTag, tagged)
    for path, part_model in models_of_parts.items():
        found = (
            part
            for owner, document in zip(owners, newest, strict=True)
            for part in parts(owner, part_model, path, document, rows)
        )
        insert(part_model, found)
    paths = [models.Path(slug=o.slug, kind=o.path_kind, **o.as_owner) for o in owners]
    insert(models.Path, paths)
    derive(write_record(owners, told), entities)
    if model is models.Question:
        rows.learn(model, owners)


def learn_named(found, rows):
    """Make the sources and pictures that these texts name, unless they are there."""
    cited = {item["url"]: item for d in found for item in d["sources"]}
    cited = {normalise_url(url): item for url, item in cited.items()}
    rows.sources = {row.normalised_url: row for row in Source.objects.known_by(*cited)}
    names = ("kind", "title", "url", "published")
    new = [
        Source(
            normalised_url=url,
            outlet=rows.known[Outlet, item["outlet"]],
            **{name: item[name] for name in names},
        )
        for url, item in cited.items()
        if url not in rows.sources
    ]
    for row in Source.objects.bulk_create(new, ROWS):
        rows.sources[row.normalised_url] = row
    for old in [place for place in rows.known if place[0] is Image]:
        del rows.known[old]
    said = ("width", "height", "alt", "credit", "licence", "caption")
    pictures = [d["image"] for d in found if "image" in d]
    shown = [
        Image(name=p["src"], file=p["src"], **{name: p[name] for name in said})
        for p in pictures
    ]
    rows.learn(Image, Image.objects.bulk_create(shown, ROWS), "name")


def write_owner(model, document, drafts, rows):
    """The unsaved working copy, level with its newest text."""
    owner = model(pk=UUID(document["id"]))
    freezing.tell(owner, document, rows.finder(document))
    texts = [number for number, draft in enumerate(drafts, 1) if draft.document]
    owner.base_edition = texts[-1]
    return owner


def parts(owner, model, path, document, rows):
    """An owner's unsaved parts of one kind."""
    finder = rows.finder(document)
    for position, item in enumerate(freezing.items_at(document, path)):
        part = model(**{model.OWNER: owner}, position=position)
        part.uid = item.get("uid") or part.uid
        freezing.fill_part(part, item, finder)
        yield part


def write_record(owners, told):
    """Revisions and editions; returns the editions, each owner's oldest first."""
    revisions = [
        revision(owner, number, draft)
        for owner, drafts in zip(owners, told, strict=True)
        for number, draft in enumerate(drafts, 1)
    ]
    # The record's own managers take one row at a time; the database's guards watch.
    QuerySet(models.Revision).bulk_create([*filter(None, revisions)], ROWS)
    written = iter(revisions)
    editions = [
        models.Edition(
            **owner.as_owner,
            number=number,
            kind=draft.kind,
            note=draft.note,
            published_at=draft.at,
            revision=next(written),
        )
        for owner, drafts in zip(owners, told, strict=True)
        for number, draft in enumerate(drafts, 1)
    ]
    return QuerySet(models.Edition).bulk_create(editions, ROWS)


def revision(owner, number, draft):
    if draft.document is None:
        return None
    text = canonical(draft.document)
    return models.Revision(
        **owner.as_owner,
        document=text,
        digest=digest(text),
        base_edition=number - 1,  # It includes all that was out before.
        recorded=True,
    )


def derive(editions, entities):
    """The rows of lists and words, as a rebuild makes them."""
    made = [*rebuild.histories(editions)]
    models.Showing.objects.bulk_create([showing for showing, _document in made], ROWS)
    for model, rows in (
        (models.Mention, derived_rows.mentions),
        (models.Dated, dates.rows),
    ):
        each = (rows(showing, document, entities) for showing, document in made)
        insert(model, chain.from_iterable(each))
    now = timezone.now()
    for showing, document in made:
        if document and showing.live_until > now:
            word_index.index_text(showing, document)
