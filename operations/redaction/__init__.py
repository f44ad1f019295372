"""A court's order: a sentence is taken out of everything that the paper keeps."""

from contextlib import suppress

from django.db import DatabaseError

from operations.redaction.eraser import Eraser, KnownAddresses
from operations.redaction.execution import carry_out_again, models_of, slip_of
from operations.redaction.traces import (
    LEDGER,
    backup_folder,
    forget_addresses,
    forget_pages,
    read_slips,
    wipe,
)
from stories.models import Redaction


def orders_on_record():
    """Slips of what the paper knows now, before another takes its place."""
    with suppress(DatabaseError):  # there may be no paper yet, or a broken one
        return [*map(slip_of, Redaction.objects.select_related("by"))]
    return []


def redact_again(path=None, more=()):
    """After a backup was restored: take out what every order took out that we know of.

    `path` is a list of slips; without one it is that beside the backups. `more` are
    slips that are known otherwise. Returns a sentence for each redaction that found
    something, or that the backup did not know.
    """
    folder = backup_folder()
    if path is None and folder is not None:
        path = folder / LEDGER
    listed = read_slips(path) if path else []
    slips = [*{slip["salt"]: slip for slip in [*listed, *more]}.values()]
    if not slips and not Redaction.objects.exists():
        return []
    done = carry_out_again(slips)
    every = Redaction.objects.all()
    forget_addresses(Eraser(every.seals(), KnownAddresses(every)))
    forget_pages()
    faults = wipe({model for _one, places in done for model in models_of(places)})
    said = [f"{redaction}: {len(places)} places" for redaction, places in done]
    return said + faults
