"""What every verb asks of the record first, when it has the lock: compiled queries."""

from django.db.models import CharField, Exists, F, QuerySet, Subquery, Value

from entities.models import Entity
from people.compiled_query import KEY, MOMENT, NUMBER, TEXT, Many, compile_once
from people.compiled_writing import compile_update
from sources.models.source import Source
from stories.models.authors import Author
from stories.models.record import Edition, Path, Revision
from stories.models.redactions import Redaction
from stories.models.reviews import Review

# A pending text and take-down, a withdrawal and the text before it: never more.
COUNTING = 5


@compile_once(key=KEY)
def locked(model, key):
    """The row of one owner with its desk. On SQLite the transaction is the lock.

    The weaker lock: a row that only refers to the owner needn't wait for it.
    """
    rows = model.objects.with_desk().filter(pk=key).order_by()
    return rows.select_for_update(no_key=True, of=("self",))


@compile_once(key=KEY, now=MOMENT)
def newest_editions(kind, key, now):
    """The editions that count, the newest first, each beside what verbs ask as well.

    That is the newest save, whether somebody was asked to read a text, and whether
    there is a source under embargo.
    """
    rows = Edition.objects.filter(**{kind: key}).order_by("-number")
    rows = rows.select_related("revision", "showing").defer("revision__document")
    asked = reviews_asked(kind, key).order_by()
    return rows.annotate(
        head_key=Subquery(saves(kind, key).values("pk")[:1]),
        head_digest=Subquery(saves(kind, key).values("digest")[:1]),
        is_review_asked=Exists(asked),
        is_any_embargoed=Exists(Source.objects.filter(embargoed_until__gt=now)),
    )[:COUNTING]


def saves(kind, key):
    return Revision.objects.filter(**{kind: key}).order_by("-pk")


@compile_once(key=KEY)
def newest_save(kind, key):
    """(key, digest) of the newest save, of which no edition came out yet."""
    return saves(kind, key).values_list("pk", "digest")[:1]


def reviews_asked(kind, key):
    return Review.objects.filter(**{f"revision__{kind}": key}).asked()


@compile_once(key=KEY)
def review_asked(kind, key):
    return reviews_asked(kind, key).reverse()[:1]


@compile_once(at=MOMENT)
def embargoed_sources(at):
    held = Source.objects.filter(embargoed_until__gt=at).select_related("outlet")
    return held.order_by("-embargoed_until")


@compile_once(slugs=Many(TEXT), identities=Many(TEXT))
def named_rows(slugs, identities):
    """("entity", slug, key, slug) of some entries of the who's who, ("author",
    identity, key, slug) of some authors, and ("redaction", …) of each order that took
    something out."""
    entities = Entity.objects.filter(slug__among=slugs)
    authors = Author.objects.filter(identity__among=identities)
    found = [
        rows.annotate(said=Value(kind, CharField()), known_as=F(name), lives=F(address))
        .order_by()
        .values_list("said", "known_as", "pk", "lives")
        for rows, kind, name, address in (
            (entities, "entity", "slug", "slug"),
            (authors, "author", "identity", "slug"),
            (Redaction.objects.all(), "redaction", "salt", "seal"),
        )
    ]
    return found[0].union(*found[1:], all=True).order_by()


@compile_once(slug=TEXT)
def owner_of_path(kind, slug):
    """The key of the owner for whom an address is kept."""
    kept = Path.objects.filter(slug=slug, kind=kind).order_by()
    return kept.values_list(f"{kind}_id", flat=True)


@compile_update(key=NUMBER)
def keep(key):
    """A revision becomes part of the record: the guards hold it from now on."""
    return QuerySet(Revision).filter(pk=key, recorded=False), {"recorded": True}


@compile_update(key=KEY, number=NUMBER)
def set_base(model, key, number):
    return model.objects.filter(pk=key), {"base_edition": number}
