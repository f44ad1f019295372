"""The generation of the paper: which state of it a page was made from.

No row here is written by Python: triggers do it (`paper/generation.py`), for whoever
changes what readers see, by whatever way. Nothing hangs on what is in these tables but
caches, and what programs are told of as new.
"""

from django.db import models

from stories.models import Showing


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


class Arrival(models.Model):
    """The generation in which an edition was committed, or words were last taken out of
    it by order.

    Whoever has read all up to a number has missed none that was begun before and
    committed after. Its moment may still be ahead.
    """

    showing = models.OneToOneField(
        Showing,
        on_delete=models.DO_NOTHING,
        primary_key=True,
        db_column="edition_id",
        db_constraint=False,  # A showing is made anew at any time.
        related_name="arrival",
    )
    n = models.BigIntegerField()

    class Meta:
        indexes = [models.Index("n", "showing", name="arrivals_in_order")]

    def __str__(self):
        return f"{self.showing_id} {self.n}"


class Footprint(models.Model):
    """The keys that one statement changed; gone when its transaction ends."""

    keys = models.TextField()

    def __str__(self):
        return self.keys
