"""Columns that follow another one, whoever saves the row."""

from django.db import models

from explainer.folding import key


class NameLetters(models.CharField):
    """The row's name with nothing but its letters, by which words lead to it."""

    def __init__(self, **options):
        super().__init__(
            **{"max_length": 400, "editable": False, "db_index": True} | options
        )

    def pre_save(self, row, add):
        setattr(row, self.attname, key(row.name)[: self.max_length])
        return super().pre_save(row, add)
