"""Writes the derived rows of an edition; `rebuild.py` makes them all anew."""

import datetime as dt
from collections import defaultdict

from django.utils import timezone

from explainer import prose
from explainer.addresses import without_logins
from explainer.blocks import named_entities
from explainer.depth_texts import lengths
from explainer.identity import identity
from images.renditions import MIDDLE
from people.compiled_query import MOMENT, NUMBER
from people.compiled_writing import compile_update, insert, insert_one
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
# What pages of an outlet say of a piece, and pages of an author of a credit.
PIECE = ("key", "title", "url", "outlet", "published", "syndicated_from")
CREDIT = ("name", "role", "entity")
PUBLISHERS = ("outlet", "syndicated_from")


def show(edition, previous, named):
    """Add the rows of the newest edition, end those of the one before, index it.

    `named` are the entries and authors that it names, as the who's who has them.
    """
    before = previous.showing if previous else None
    document = edition.revision.content if edition.revision_id else {}
    showing = row(edition, document, before)
    if before is None:
        insert_one(showing)
    else:
        before.live_until = showing.live_from
        insert(Showing, [before, showing], known=["live_until"])
        for ended in (ended_mentions, ended_dates):
            ended(showing=previous.pk, at=showing.live_from)
    if before is None or before.slug != showing.slug:
        translations.link(showing)
    insert(Mention, mentions(showing, document, named.entities, named.authors))
    insert(Dated, dates.rows(showing, document, named.entities))
    index(showing, document, previous)


def index(showing, document, previous):
    """Index the words of a text, and let go of those that ended."""
    ended = previous is not None and previous.showing.live_until <= timezone.now()
    gone = previous.pk if ended else None
    if document:
        word_index.index_text(showing, document, instead_of=gone)
    elif gone:
        word_index.drop([gone])
    # The words of what stood before an edition that waited for its time stay until now.
    if previous is not None and previous.published_at > previous.recorded_at:
        owner = {"story_id": showing.story_id, "question_id": showing.question_id}
        ended = Showing.objects.filter(**owner, live_until__lte=timezone.now())
        word_index.drop_those_of(ended)


@compile_update(showing=NUMBER, at=MOMENT)
def ended_mentions(showing, at):
    return Mention.objects.filter(showing=showing), {"live_until": at}


@compile_update(showing=NUMBER, at=MOMENT)
def ended_dates(showing, at):
    return Dated.objects.filter(showing=showing), {"live_until": at}


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
    ended_mentions(showing=key, at=at)
    ended_dates(showing=key, at=at)


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
        "lengths": " ".join(f"{step}:{n}" for step, n in lengths(document).items()),
        "digest": edition.revision.digest,
    }


def moment(text):
    return dt.datetime.fromisoformat(text) if text else None


def byline(document):
    """Authors as printed; editors and translators stand on the page alone."""
    people = document.get("byline", [])
    return ", ".join(one["name"] for one in people if one.get("role", "by") == "by")


def mentions(showing, document, entities, authors=None):
    """Unsaved rows for everything that a text names, each once.

    `entities` are known by slug, and of `authors` the addresses by identity.
    """
    found = {}
    people = document.get("byline", [])
    if authors is None:
        authors = Author.objects.of_names(person["name"] for person in people)
    for kind, slug, prominence in iter_mentions(document, authors):
        if slug:
            found.setdefault((kind, slug), prominence)
    # An author who isn't in the who's who may be called like someone who is.
    credited = {person.get("entity") for person in people} & entities.keys()
    known = {"entity": entities, "author": {slug: entities[slug] for slug in credited}}
    said = credits_and_pieces(document, authors)
    return [
        Mention(
            showing=showing,
            kind=kind,
            slug=slug,
            entity=known.get(kind, {}).get(slug),
            prominence=prominence,
            original_id=showing.original_id if showing.story_id else None,
            said=said.get((kind, slug), []),
            updated_at=showing.updated_at,
            live_from=showing.live_from,
            live_until=showing.live_until,
        )
        for (kind, slug), prominence in found.items()
    ]


def credits_and_pieces(document, authors):
    """By (kind, slug) what a text says of its authors' parts and of outlets' pieces.

    A credit has its place among all, as one author may be found by several slugs.
    """
    found = defaultdict(list)
    for place, part in enumerate(document.get("byline", [])):
        credit = {"place": place, **dates.subset(part, CREDIT)}
        for slug in {authors.get(identity(part["name"])), part.get("entity")}:
            found["author", slug].append(credit)
    for source in document.get("sources", []):
        for slug in {identity(source.get(name, "")) for name in PUBLISHERS}:
            found["outlet", slug].append(dates.subset(source, PIECE))
    return found


def iter_mentions(document, authors):
    """(kind, slug, prominence) of everything a text names, the listed before others."""
    people = document.get("byline", [])
    for item in document.get("entities", []):
        yield "entity", item["slug"], item.get("prominence", IN_PASSING)
    for slug in sorted(named_entities(document)):
        yield "entity", slug, IN_PASSING
    for person in people:
        if author := authors.get(identity(person["name"])):
            yield "author", author, 0
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
    for name in PUBLISHERS:
        yield from (source.get(name, "") for source in document.get("sources", []))
