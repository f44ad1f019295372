"""Rows into tables, as fast as each engine takes them.

For rows whose keys nobody asks for, of models without columns that follow others: half
of the time in which a paper was made went into what `bulk_create` finds out anew.
"""

from functools import partial

from django.db import connection, connections, models

TEXTS = models.CharField, models.TextField
PLAIN = models.IntegerField, models.BooleanField


def insert(model, rows):
    """Write unsaved rows of one model; they don't learn their keys."""
    fields = [f for f in model._meta.concrete_fields if not is_counted(f)]
    table, columns = model._meta.db_table, ", ".join(f'"{f.column}"' for f in fields)
    takes = [(field.attname, taker(field)) for field in fields]
    # Whole before the first is written: what makes rows may ask the same connection.
    values = [[take(getattr(row, name)) for name, take in takes] for row in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for line in values:
                    copy.write_row(line)
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(
                f"INSERT INTO {table} ({columns}) VALUES ({places})", values
            )


def is_counted(field):
    return field.primary_key and isinstance(field, models.AutoField)


def taker(field):
    """What makes a row's value one that the engine takes."""
    if isinstance(field, TEXTS):
        return str  # A choice is a text of a class of its own.
    if isinstance(field, PLAIN):
        return lambda value: value
    if connection.vendor == "postgresql" and isinstance(field, models.DateField):
        return lambda value: value
    ready = partial(field.get_db_prep_save, connection=connections["default"])
    return lambda value: None if value is None else ready(value)
