"""What an import did, and how one ends that did less than it was asked."""

from dataclasses import dataclass, field

from explainer.file import FaultyFileError


@dataclass
class Outcome:
    """What an import did, by slug."""

    made: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)
    kept: list = field(default_factory=list)  # What people have worked on since.
    published: list = field(default_factory=list)
    notices: list = field(default_factory=list)
    stored: list = field(default_factory=list)  # Pictures that weren't there before.

    def add(self, other):
        """Add what another import did."""
        for name, found in vars(other).items():
            getattr(self, name).extend(found)


class PartlyImportedError(FaultyFileError):
    """Some stories of an import were refused, and the others are in."""

    def __init__(self, faults, outcome):
        super().__init__(faults)
        self.outcome = outcome


class DryRunError(Exception):
    """Ends a rehearsal: everything it wrote is rolled back."""
