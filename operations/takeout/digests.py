"""How it is known that two papers hold the same: a digest of each table, and of all.

They are made of the lines of a take-out, so engines, versions of Python and numbers
that a database gives itself make no difference.
"""

import hashlib
from dataclasses import dataclass, field

from operations.takeout.holdings import holdings
from operations.takeout.row_lines import Lines


@dataclass
class Digest:
    """Of one table, while its lines go by."""

    rows: int = 0
    digest: object = field(default_factory=hashlib.sha256)

    def add(self, line):
        self.rows += 1
        self.digest.update(line)

    @property
    def entry(self):
        return [self.rows, self.digest.hexdigest()]


def digest_of(model, *, keys):
    made = Digest()
    for line in Lines(model, keys=keys):
        made.add(line)
    return made.entry


def tables(*, keys):
    """Table to (rows, digest), of the paper as it is."""
    return {
        model._meta.db_table: digest_of(model, keys=keys)
        for model in holdings(keys=keys)
    }


def of_all(entries):
    """One digest of all tables."""
    whole = hashlib.sha256()
    for table, (rows, digest) in sorted(entries.items()):
        whole.update(f"{table} {rows} {digest}\n".encode())
    return whole.hexdigest()


def lines(entries):
    """As a command prints them."""
    for table, (rows, digest) in sorted(entries.items()):
        yield f"{digest}  {rows:>8}  {table}"
    yield f"{of_all(entries)}  {sum(rows for rows, _ in entries.values()):>8}  all"
