"""What stands in the way of a backup, or of its way back: one line for an operator."""

from contextlib import contextmanager


class BackupError(Exception):
    """Nothing was changed, and nothing half-made is left; the message says why."""


class DamagedError(BackupError):
    """The file is not, byte for byte, a backup as it was made."""


@contextmanager
def one_line(doing, *kinds):
    """Faults of these kinds as one line: what could not be done, and what was said."""
    try:
        yield
    except kinds as fault:
        said = " ".join(str(fault).split()) or type(fault).__name__
        raise BackupError(f"{doing}: {said}") from fault
