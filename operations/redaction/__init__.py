"""A court's order: a sentence is taken out of everything that the paper keeps."""

from contextlib import suppress

from django.db import DatabaseError

from operations.redaction.eraser import Eraser, KnownAddresses
from operations.redaction.execution import carry_out_again, models_of, slip_of
from operations.redaction.traces import (
    forget_addresses,
    forget_pages,
    known_slips,
    read_slips,
    wipe,
)
from stories.models import Redaction


def orders_that_are_known(path=None):
    """Slips of the list at `path`, or of that beside the backups, and of the record."""
    listed = known_slips() if path is None else read_slips(path)
    with suppress(DatabaseError):  # there may be no paper yet, or a broken one
        listed += map(slip_of, Redaction.objects.select_related("by"))
    return [*{slip["salt"]: slip for slip in listed}.values()]


def without_words(slips):
    """The same; where one says in its order or reason what another took out, a mark."""
    names = ("salt", "length", "seal")
    every = [Redaction(**{name: slip[name] for name in names}) for slip in slips]

    def told(text):
        for redaction in every:
            text = redaction.without(text)
        return text

    return [
        slip | {name: told(slip[name]) for name in ("order", "reason")}
        for slip in slips
    ]


def redact_again(path=None, more=()):
    """After a backup was restored: take out what every order took out that we know of.

    `path` is a list of slips; without one it is that beside the backups. `more` are
    slips that are known otherwise. Returns a sentence for each redaction that found
    something, or that the backup did not know.
    """
    known = orders_that_are_known(path)
    slips = [*{slip["salt"]: slip for slip in [*known, *more]}.values()]
    if not slips:
        return []
    done = carry_out_again(without_words(slips))
    every = Redaction.objects.all()
    forget_addresses(Eraser(every.seals(), KnownAddresses(every)))
    forget_pages()
    faults = wipe({model for _one, places in done for model in models_of(places)})
    said = [f"{redaction}: {len(places)} places" for redaction, places in done]
    return said + faults
