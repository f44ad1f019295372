"""Carries out an order in the database: all of it in one transaction, or nothing."""

from collections import defaultdict

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import F
from django.utils.dateparse import parse_datetime

from desk.models import Buffer
from desk.models.buffers import digest_of
from entities.models import Entity
from explainer.document import digest
from explainer.erasure import seal
from operations.redaction.eraser import Eraser, KnownAddresses, NewAddresses
from operations.redaction.sweep import REVISION, SESSION, Sweep
from operations.redaction.text_columns import TextColumns, swept
from operations.redaction.writers_lock import hold_writers
from paper import arrivals, generation
from people.models import AuditEvent
from stories import doorkeeper
from stories.models import (
    Question,
    Redaction,
    Removal,
    Revision,
    Story,
    translations,
)
from stories.models.rebuild import AT_ONCE, turn

EDITION, DEED = "stories.Edition", "people.AuditEvent"
NAMED = {"story": Story, "question": Question}
SLIP = ("order", "reason", "salt", "length", "seal", "addresses")


def rehearse(sentence):
    """All places, as they are now; nothing is written and nobody waits."""
    number = Redaction.objects.count() + 1
    return [*Sweep(Eraser([sentence], NewAddresses(sentence.text, number)))]


def carry_out(sentence, *, order, reason, by=None):
    """Take the sentence out of every text; returns the redaction and its places.

    None, where there is nothing to take out and the record tells of it already.
    """
    with doorkeeper.aside(), transaction.atomic():
        hold_writers()
        redaction = Redaction(order=order, reason=reason, by=by)
        redaction.close(sentence)
        new = NewAddresses(sentence.text, Redaction.objects.count() + 1)
        places = [*Sweep(Eraser([sentence], new))]
        if not places and is_known(sentence):
            return None, []
        key = redaction.keys[0]
        redaction.addresses = [[seal(slug, key), to] for slug, to in new.found.items()]
        record(redaction, places)
    return redaction, places


def is_known(sentence):
    """Whether a redaction of this very sentence is on record."""
    said = sentence.letters
    return any(wanted.fits(said) for wanted in Redaction.objects.all().seals())


def carry_out_again(slips=()):
    """Take out what has come back, as by a backup of before: by the seals alone.

    `slips` tell of redactions that the database may not know. Returns pairs of a
    redaction and its places; of one that it knew and that found nothing there is none.
    """
    done = []
    with doorkeeper.aside(), transaction.atomic():
        hold_writers()
        known = {row.salt: row for row in Redaction.objects.order_by("-pk")}
        new = [slip for slip in slips if slip["salt"] not in known]
        for slip in [*new, *map(slip_of, reversed(known.values()))]:
            redaction = redaction_of(slip, is_new=slip["salt"] not in known)
            eraser = Eraser(redaction.wanted, KnownAddresses([redaction]))
            places = [*Sweep(eraser)]
            if places or slip["salt"] not in known:
                record(redaction, places)
                done.append((redaction, places))
    return done


def slip_of(redaction):
    """What to keep of a redaction beside the backups: none of its words."""
    said = {name: getattr(redaction, name) for name in SLIP}
    by = redaction.by.get_username() if redaction.by else ""
    return said | {"at": redaction.at.isoformat(), "by": by}


def redaction_of(slip, *, is_new):
    """An unsaved row: of a slip that the database doesn't know as it was then, else
    one more of today."""
    made = Redaction(**{name: slip[name] for name in SLIP})
    if is_new:
        made.at = parse_datetime(slip["at"])
        people = get_user_model().objects.filter(username=slip["by"])
        made.by = people.first()
    return made


def record(redaction, places):
    """Write the redaction and what it changes, and derive anew what hangs on it."""
    redaction.places = [place.entry for place in places]
    redaction.save()
    rows = defaultdict(list)
    for place in places:
        rows[place.label, place.key].append(place)
    for (label, key), found in rows.items():
        WAYS.get(label, change_row)(redaction, label, key, found)
    follow(places)
    AuditEvent.objects.record(
        "redact", by=redaction.by, of=redaction, note=redaction.reason
    )
    others = arrivals.OF_REDACTION.format(pk=redaction.pk)
    generation.touch(generation.EVERYTHING, come=others)


def models_of(places):
    """The models whose rows hold it."""
    return {apps.get_model(place.label) for place in places}


def change(label, key, /, **values):
    """Write columns of one row, past the rules of its manager but not of the guards."""
    model = apps.get_model(label)
    models.QuerySet(model).filter(pk=key).update(**values)


def change_row(redaction, label, key, places):
    values = {place.column: place.new for place in places}
    change(label, key, **values)
    columns = TextColumns(apps.get_model(label))
    if columns.derived and "name" in values:
        row = columns.model._base_manager.get(pk=key)
        row.save(update_fields=["name", *columns.derived])


def change_revision(redaction, label, key, places):
    (place,) = places
    before = Revision.objects.values_list("digest", flat=True).get(pk=key)
    after = digest(place.new)
    change(label, key, document=place.new, digest=after, redaction=redaction)
    of = Removal.REVISION
    redaction.removals.create(of=of, key=key, before=before, after=after)


def change_edition(redaction, label, key, places):
    """Of its note nobody may guess the words by trying their hash: that is sealed."""
    (place,) = places
    change(label, key, note=place.new, redaction=redaction)
    before, after = seal(place.old, redaction.keys[0]), digest(place.new)
    of = Removal.EDITION
    redaction.removals.create(of=of, key=key, before=before, after=after)


def change_deed(redaction, label, key, places):
    values = {place.column: place.new for place in places}
    change(label, key, redaction=redaction.pk, **values)


def change_buffer(redaction, label, key, places):
    change_row(redaction, label, key, places)
    kept = Buffer.objects.get(pk=key)
    change(label, key, digest=digest_of(kept.pairs) if kept.data else "")


def end_session(redaction, label, key, places):
    Session.objects.filter(pk=key).delete()


WAYS = {
    REVISION: change_revision,
    EDITION: change_edition,
    DEED: change_deed,
    "desk.Buffer": change_buffer,
    SESSION: end_session,
}


def follow(places):
    """Rows that are derived of the record, and drafts whose text is another now."""
    parts = {"stories.Story", "stories.Question"}
    parts |= {
        columns.label for columns in swept() if getattr(columns.model, "OWNER", "")
    }
    owners = {place.owner for place in places if place.label in parts}
    for kind, model in NAMED.items():
        drafts = [key for name, key in owners if name == kind]
        told = {REVISION, EDITION}
        keys = [p.owner[1] for p in places if p.label in told and p.owner[0] == kind]
        entities = Entity.objects.only("slug").in_bulk(field_name="slug")
        keys = [*dict.fromkeys(keys)]
        for at in range(0, len(keys), AT_ONCE):
            turn(model, kind, keys[at : at + AT_ONCE], entities)
        # A form that is open now meets a conflict, and brings nothing back unseen.
        moved = models.QuerySet(model).filter(pk__in={*drafts, *keys})
        moved.update(lock_version=F("lock_version") + 1)
        for owner in model.objects.filter(pk__in=drafts):
            owner.save_revision()
    # An address may be another one; and a story whose rows are made anew may have had
    # none for a moment, in which its translation was looked at.
    translations.link_all()
