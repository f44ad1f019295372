"""Audits the record: what it says of itself, and what was derived from it."""

from itertools import chain, groupby, pairwise

from django.db import connection
from django.forms.models import model_to_dict

from entities.models import Entity
from explainer import document
from explainer.checks.structure import half_filled, passable
from explainer.file import format_faults
from stories import guards, removal_audit
from stories.database import snapshot
from stories.models import (
    Dated,
    Edition,
    Kind,
    Mention,
    Path,
    Revision,
    Showing,
    dates,
    derived_rows,
)
from stories.models.rebuild import histories, owner_of


def faults():
    """One sentence for each thing that is wrong; none if the record is sound.

    All of it is read as it was at one moment: others may publish meanwhile.
    """
    with snapshot():
        yield from all_faults()


def all_faults():
    yield from (f"The guard {name} is missing." for name in guards.missing(connection))
    yield from revision_faults()
    yield from removal_audit.faults()
    yield from edition_faults()
    yield from derived_row_faults()
    yield from path_faults()


def notices():
    """What isn't wrong with the record itself, and yet for somebody to know."""
    kept = Revision.objects.filter(recorded=True, document__contains="@")
    for revision in kept.order_by("pk").iterator():
        if revision.content != revision.original:
            number = revision.editions.order_by("number").first().number
            whose = revision.story_id or revision.question_id
            yield (
                f"Edition {number} of {whose} has a name or a password in "
                "an address. Readers are not shown it. Change the password; if readers "
                "still have that text, a correction takes it out."
            )
    yield from removal_audit.notices()


def revision_faults():
    """Wrong hashes, texts that no file could hold, texts without their guard."""
    for revision in Revision.objects.order_by("pk").iterator():
        name = f"Revision {revision.pk}"
        if document.digest(revision.document) != revision.digest:
            yield f"{name} doesn't have the hash that it was stored with."
        elif revision.recorded:
            lacks = half_filled(revision.content)
            lacks = (fault for fault in lacks if not passable(fault))
            for fault in (*format_faults(revision.content), *lacks):
                yield f"{name} is one that no file could hold: {fault}"
        if not revision.recorded and revision.editions.exists():
            yield f"{name} is part of the record but isn't guarded."


def edition_faults():
    editions = Edition.objects.select_related("revision")  # by owner and number
    for _owner, group in groupby(editions.iterator(), key=owner_of):
        yield from numbering_faults([*group])


def numbering_faults(editions):
    """What is wrong with one owner's editions, given in order of number."""
    whose = editions[0].story_id or editions[0].question_id
    numbers = [edition.number for edition in editions]
    if numbers != [*range(1, len(numbers) + 1)]:
        yield f"The editions of {whose} are numbered {numbers}."
    for earlier, later in pairwise(editions):
        if later.published_at <= earlier.published_at:
            yield f"Edition {later.number} of {whose} isn't dated after the one before."
    for edition in editions:
        name = f"Edition {edition.number} of {whose}"
        revision = edition.revision
        if (edition.kind == Kind.WITHDRAWAL) != (revision is None):
            yield f"{name} has the wrong kind for its text."
        if revision and owner_of(revision) != owner_of(edition):
            yield f"{name} has another's text."


def derived_row_faults():
    """Differences between the derived rows and what a rebuild would make of them."""
    entities = Entity.objects.only("slug").in_bulk(field_name="slug")
    editions = Edition.objects.select_related("revision")  # by owner and number
    for showing, said in histories(editions.iterator()):
        rows = derived_rows.mentions(showing, said, entities)
        made = values_by_place([showing, *rows, *dates.rows(showing, said, entities)])
        derived = (m.objects.filter(showing=showing.pk) for m in (Mention, Dated))
        stored = Showing.objects.filter(pk=showing.pk)
        there = values_by_place(chain(stored, *derived))
        for place in sorted({*made, *there}):
            if made.get(place) != there.get(place):
                yield f"The derived row of {place} isn't what the record says."


def values_by_place(rows):
    """Values of derived rows, by a name that a rebuild gives them again."""
    found = {}
    for row in rows:
        values = model_to_dict(row)
        values.pop("id", None)
        place = "" if isinstance(row, Showing) else f", {row}"
        found[f"edition {values.get('edition') or values['showing']}{place}"] = values
    return found


def path_faults():
    kept = {(p.kind, p.slug, p.story_id or p.question_id) for p in Path.objects.all()}
    used = {
        ("story" if s.story_id else "question", s.slug, s.story_id or s.question_id)
        for s in Showing.objects.all()
    }
    for kind, slug, _owner in used - kept:
        yield f"The {kind} address {slug} isn't kept for its editions."
    for kind, slug, _owner in kept - used:
        yield f"The {kind} address {slug} is kept for no edition."
