"""The generation of the paper: which state of it a page was made from.

No row here is written by Python: triggers do it (`paper/generation.py`), for whoever
changes what readers see, by whatever way. Nothing hangs on what is in these tables but
caches.
"""

from django.db import models


class Generation(models.Model):
    """One row. `n` is another, larger number after every commit that changes pages."""

    n = models.BigIntegerField()
    moved_at = models.DateTimeField()

    def __str__(self):
        return str(self.n)


class KeyChange(models.Model):
    """The generation in which what a key stands for was changed last."""

    key = models.TextField(primary_key=True)
    n = models.BigIntegerField()

    class Meta:
        # Purges read what changed since a generation.
        indexes = [models.Index(fields=["n"], name="key_changes_by_number")]

    def __str__(self):
        return f"{self.key} {self.n}"


class Footprint(models.Model):
    """The keys that one statement changed; gone when its transaction ends."""

    keys = models.TextField()

    def __str__(self):
        return self.keys
