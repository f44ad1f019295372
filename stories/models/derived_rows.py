"""Writes the derived rows of an edition; `rebuild.py` makes them all anew."""

import datetime as dt

from django.utils import timezone

from entities.models import Entity
from explainer import prose
from explainer.checks.structure import named_entities
from explainer.identity import identity
from explainer.url_syntax import without_logins
from images.renditions import MIDDLE
from stories.index import word_index
from stories.models import dates, translations
from stories.models.authors import Author
from stories.models.dates import Dated
from stories.models.record import MATERIAL, Kind
from stories.models.showing import FOREVER, Mention, Showing

# Named in passing: behind every entity that the editors listed.
IN_PASSING = 99
# An author by an entry in the who's who that their printed name doesn't give away.
UNPRINTED = 1
RELATIONS = (Mention.Kind.FOLLOWS, Mention.Kind.PART)


def show(edition, previous):
    """Add the rows of the newest edition, and make its words be found."""
    document = derive(edition, previous)
    if document:
        word_index.index_text(edition.showing, document)
    word_index.drop([*expired_keys(edition)])


def expired_keys(edition):
    """Keys of the texts of an edition's owner that nobody will be shown again."""
    owner = {"story_id": edition.story_id, "question_id": edition.question_id}
    rows = Showing.objects.filter(**owner, live_until__lte=timezone.now())
    return rows.values_list("pk", flat=True)


def derive(edition, previous):
    """Add the rows of the newest edition and end those of the one before."""
    before = None
    if previous is not None:
        before = Showing.objects.get(pk=previous.pk)
        end(before, edition.published_at)
    document = edition.revision.content if edition.revision_id else {}
    showing = row(edition, document, before)
    showing.save(force_insert=True)
    if before is None or before.slug != showing.slug:
        translations.link(showing)
    entities = named_in(document)
    Mention.objects.bulk_create(mentions(showing, document, entities))
    Dated.objects.bulk_create(dates.rows(showing, document, entities))
    return document


def forget(edition, previous):
    """Remove the rows of a pending edition and reopen those of the one before."""
    gone = Showing.objects.get(pk=edition.pk)
    gone.delete()
    translations.unlink(gone)
    word_index.drop([edition.pk])
    if previous is not None:
        end(Showing.objects.get(pk=previous.pk), FOREVER)


def end(showing, at):
    Showing.objects.filter(pk=showing.pk).update(live_until=at)
    Mention.objects.filter(showing=showing.pk).update(live_until=at)
    Dated.objects.filter(showing=showing.pk).update(live_until=at)


def slugs(owner):
    """Every slug that an edition of this owner has."""
    name = f"{owner.path_kind}_id"
    return Showing.objects.filter(**{name: owner.pk}).values_list("slug", flat=True)


def row(edition, document, before):
    """The unsaved row of one edition, after the row of the edition before it."""
    at = edition.published_at
    material = edition.kind in MATERIAL
    dates = before is None or material
    return Showing(
        edition=edition,
        story_id=edition.story_id,
        question_id=edition.question_id,
        original_id=translations.original(edition, document),
        number=edition.number,
        kind=edition.kind,
        material=material,
        note=without_logins(edition.note),
        live_from=at,
        first_published_at=before.first_published_at if before else at,
        updated_at=at if dates else before.updated_at,
        updated_kind=edition.kind if dates else before.updated_kind,
        checked_at=at if edition.kind == Kind.CHECKED else None,
        corrections=(before.corrections if before else 0)
        + (edition.kind == Kind.CORRECTION),
        **(list_fields(document, edition) if document else {"slug": before.slug}),
    )


def list_fields(document, edition):
    """What lists show of a text. A withdrawal has none of it, so nothing can leak."""
    picture = document.get("image", {})
    focal_x, focal_y = picture.get("focal", MIDDLE)
    return {
        "slug": document["slug"],
        "headline": document.get("headline") or document.get("title", ""),
        "short_headline": document.get("short_headline", ""),
        "kicker": document.get("kicker", ""),
        "standfirst": document.get("standfirst", ""),
        "summary": prose.plain(document.get("summary") or document.get("intro", "")),
        "desk": document.get("desk", ""),
        "language": document.get("language", ""),
        "byline": byline(people(document)),
        "image": picture.get("src", ""),
        "focal_x": focal_x,
        "focal_y": focal_y,
        "status": document.get("status", ""),
        "developing_until": moment(document.get("developing_until")),
        "digest": edition.revision.digest,
    }


def moment(text):
    return dt.datetime.fromisoformat(text) if text else None


def byline(names):
    """Names as printed; editors and translators come after the authors."""
    return ", ".join(
        person["name"] for person in names if person.get("role", "by") == "by"
    )


def named_in(document):
    """The entities that a text names, by the slug that it has for each."""
    return Entity.objects.in_bulk(named_entities(document), field_name="slug")


def mentions(showing, document, entities):
    """Unsaved rows for everything that a text names, each once."""
    found = {}
    authors = Author.objects.of_names(person["name"] for person in people(document))
    for kind, slug, prominence in iter_mentions(document, authors):
        if slug:
            found.setdefault((kind, slug), prominence)
    # An author who isn't in the who's who may be called like someone who is.
    credited = {person.get("entity") for person in people(document)}

    def who(kind, slug):
        named = kind == "entity" or (kind == "author" and slug in credited)
        return entities.get(slug) if named else None

    return [
        Mention(
            showing=showing,
            kind=kind,
            slug=slug,
            entity=who(kind, slug),
            prominence=prominence,
            updated_at=showing.updated_at,
            live_from=showing.live_from,
            live_until=showing.live_until,
        )
        for (kind, slug), prominence in found.items()
    ]


def iter_mentions(document, authors):
    """(kind, slug, prominence) of everything a text names, the listed before others.

    An outlet is mentioned by the identity of its name.
    """
    for item in document.get("entities", []):
        yield "entity", item["slug"], item.get("prominence", IN_PASSING)
    for slug in sorted(named_entities(document)):
        yield "entity", slug, IN_PASSING
    for person in people(document):
        if author := authors.get(identity(person["name"])):
            yield "author", author.slug, 0
    for person in people(document):
        yield "author", person.get("entity", ""), UNPRINTED
    for kind, slugs in named_things(document).items():
        yield from ((kind, slug, 0) for slug in slugs)


def named_things(document):
    """Slugs of what is not in the who's who, by kind."""

    def listed(part, key="slug"):
        return [item.get(key, "") for item in document.get(part, [])]

    return {
        "tag": document.get("tags", []),
        "outlet": [identity(name) for name in outlets(document)],
        "image": [document.get("image", {}).get("src"), *listed("figures", "src")],
        "question": listed("questions"),
        **relations(document),
        "original": [document.get("translation_of")],
    }


def relations(document):
    """Slugs of related stories, by what this one says that it is to them."""
    found = {}
    for item in document.get("related", []):
        kind = item.get("kind", "")
        kind = kind if kind in RELATIONS else Mention.Kind.RELATED
        found.setdefault(kind, []).append(item["slug"])
    return found


def outlets(document):
    """Names of those whose pieces a text cites, and of those whose text these print."""
    for name in ("outlet", "syndicated_from"):
        yield from (source.get(name, "") for source in document.get("sources", []))


def people(document):
    return document.get("byline", [])
