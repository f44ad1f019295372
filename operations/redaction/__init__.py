"""A court's order: a sentence is taken out of everything that the paper keeps."""

from operations.redaction.eraser import Eraser, KnownAddresses
from operations.redaction.execution import carry_out_again, models_of
from operations.redaction.traces import (
    LEDGER,
    backup_folder,
    forget_addresses,
    forget_pages,
    read_slips,
    wipe,
)
from stories.models import Redaction


def redact_again(path=None):
    """After a backup was restored: take out what every order took out that we know of.

    `path` is a list of slips; without one it is that beside the backups. Returns a
    sentence for each redaction that found something, or that the backup did not know.
    """
    folder = backup_folder()
    if path is None and folder is not None:
        path = folder / LEDGER
    slips = read_slips(path) if path else []
    if not slips and not Redaction.objects.exists():
        return []
    done = carry_out_again(slips)
    every = Redaction.objects.all()
    forget_addresses(Eraser(every.seals(), KnownAddresses(every)))
    forget_pages()
    faults = wipe({model for _one, places in done for model in models_of(places)})
    said = [f"{redaction}: {len(places)} places" for redaction, places in done]
    return said + faults
