"""Writes the derived rows of an edition; `rebuild.py` makes them all anew."""

import datetime as dt

from django.utils import timezone

from explainer import prose
from explainer.addresses import without_logins
from explainer.blocks import named_entities
from explainer.identity import identity
from images.renditions import MIDDLE
from stories.index import word_index
from stories.models import dates, translations
from stories.models.authors import Author
from stories.models.dates import Dated
from stories.models.record import Kind
from stories.models.showing import FOREVER, Mention, Showing

# Named in passing: behind every entity that the editors listed.
IN_PASSING = 99
# An author by an entry in the who's who that their printed name doesn't give away.
UNPRINTED = 1
# What lists show under the document's own name for it.
LISTED = (
    *("slug", "short_headline", "kicker", "standfirst"),
    *("desk", "language", "status"),
)
RELATIONS = (Mention.Kind.FOLLOWS, Mention.Kind.PART)


def show(edition, previous, entities):
    """Add the rows of the newest edition, end those of the one before, index it.

    `entities` are those that it names, by slug.
    """
    before = None
    if previous is not None:
        before = previous.showing
        end(previous.pk, edition.published_at)
    document = edition.revision.content if edition.revision_id else {}
    showing = row(edition, document, before)
    showing.save(force_insert=True)
    if before is None or before.slug != showing.slug:
        translations.link(showing)
    Mention.objects.bulk_create(mentions(showing, document, entities))
    Dated.objects.bulk_create(dates.rows(showing, document, entities))
    if document:
        word_index.index_text(showing, document)
    if before is not None:
        owner = {"story_id": edition.story_id, "question_id": edition.question_id}
        ended = Showing.objects.filter(**owner, live_until__lte=timezone.now())
        word_index.drop_those_of(ended)


def forget(edition, previous):
    """Remove the rows of a pending edition and reopen those of the one before."""
    gone = Showing.objects.get(pk=edition.pk)
    gone.delete()
    translations.unlink(gone)
    word_index.drop([edition.pk])
    if previous is not None:
        end(previous.pk, FOREVER)


def end(key, at):
    Showing.objects.filter(pk=key).update(live_until=at)
    Mention.objects.filter(showing=key).update(live_until=at)
    Dated.objects.filter(showing=key).update(live_until=at)


def slugs(owner):
    """Every slug that an edition of this owner has."""
    name = f"{owner.path_kind}_id"
    return Showing.objects.filter(**{name: owner.pk}).values_list("slug", flat=True)


def row(edition, document, before):
    """The unsaved row of one edition, after the row of the edition before it."""
    at = edition.published_at
    is_news = before is None or edition.material
    return Showing(
        edition=edition,
        story_id=edition.story_id,
        question_id=edition.question_id,
        original_id=translations.original(edition, document),
        number=edition.number,
        kind=edition.kind,
        material=edition.material,
        note=without_logins(edition.note),
        live_from=at,
        first_published_at=before.first_published_at if before else at,
        updated_at=at if is_news else before.updated_at,
        updated_kind=edition.kind if is_news else before.updated_kind,
        checked_at=at if edition.kind == Kind.CHECKED else None,
        corrections=(before.corrections if before else 0)
        + (edition.kind == Kind.CORRECTION),
        **(list_fields(document, edition) if document else {"slug": before.slug}),
    )


def list_fields(document, edition):
    """What lists show of a text. A withdrawal has none of it, so nothing can leak."""
    picture = document.get("image", {})
    focal_x, focal_y = picture.get("focal", MIDDLE)
    return {name: document.get(name, "") for name in LISTED} | {
        "headline": document.get("headline") or document.get("title", ""),
        "summary": prose.plain(document.get("summary") or document.get("intro", "")),
        "byline": byline(document),
        "image": picture.get("src", ""),
        "focal_x": focal_x,
        "focal_y": focal_y,
        "developing_until": moment(document.get("developing_until")),
        "digest": edition.revision.digest,
    }


def moment(text):
    return dt.datetime.fromisoformat(text) if text else None


def byline(document):
    """Authors as printed; editors and translators stand on the page alone."""
    people = document.get("byline", [])
    return ", ".join(one["name"] for one in people if one.get("role", "by") == "by")


def mentions(showing, document, entities):
    """Unsaved rows for everything that a text names, each once."""
    found = {}
    people = document.get("byline", [])
    authors = Author.objects.of_names(person["name"] for person in people)
    for kind, slug, prominence in iter_mentions(document, authors):
        if slug:
            found.setdefault((kind, slug), prominence)
    # An author who isn't in the who's who may be called like someone who is.
    credited = {person.get("entity") for person in people} & entities.keys()
    known = {"entity": entities, "author": {slug: entities[slug] for slug in credited}}
    return [
        Mention(
            showing=showing,
            kind=kind,
            slug=slug,
            entity=known.get(kind, {}).get(slug),
            prominence=prominence,
            updated_at=showing.updated_at,
            live_from=showing.live_from,
            live_until=showing.live_until,
        )
        for (kind, slug), prominence in found.items()
    ]


def iter_mentions(document, authors):
    """(kind, slug, prominence) of everything a text names, the listed before others."""
    people = document.get("byline", [])
    for item in document.get("entities", []):
        yield "entity", item["slug"], item.get("prominence", IN_PASSING)
    for slug in sorted(named_entities(document)):
        yield "entity", slug, IN_PASSING
    for person in people:
        if author := authors.get(identity(person["name"])):
            yield "author", author.slug, 0
    for person in people:
        yield "author", person.get("entity", ""), UNPRINTED
    for kind, slug in named_things(document):
        yield kind, slug, 0


def named_things(document):
    """(kind, slug) of what is not in the who's who; an outlet's is its identity."""
    yield from (("tag", slug) for slug in document.get("tags", []))
    yield from (("outlet", identity(name)) for name in outlets(document))
    for picture in (document.get("image", {}), *document.get("figures", [])):
        yield "image", picture.get("src")
    for item in document.get("questions", []):
        yield "question", item.get("slug")
    for item in document.get("related", []):
        kind = item.get("kind", "")
        yield kind if kind in RELATIONS else Mention.Kind.RELATED, item["slug"]
    yield "original", document.get("translation_of")


def outlets(document):
    """Names of those whose pieces a text cites, and of those whose text these print."""
    for name in ("outlet", "syndicated_from"):
        yield from (source.get(name, "") for source in document.get("sources", []))
