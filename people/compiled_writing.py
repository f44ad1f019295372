"""Statements that write, whose SQL is built once: afterwards only values are filled in.

For rows whose columns Django's own `save` would find out anew at each of them. Nothing
is sent or caught on the way, as with `bulk_create`; constraints, guards and triggers
are the database's and hold as ever.
"""

from functools import cache, partial, update_wrapper
from operator import attrgetter

from django.db import connections, models
from django.db.models.sql import UpdateQuery

from people.compiled_query import Parameter

TEXTS = models.CharField, models.TextField, models.SlugField


def insert(model, rows, known=None):
    """Write unsaved rows of one model in one statement; they don't learn their keys.

    Of rows that are there already only the columns `known` are written: with () they
    stay as they are, with None they are an error. Returns how many were written.
    """
    rows = [*rows]
    return statement(model).write(rows, known) if rows else 0


def insert_one(row):
    """Write one unsaved row, which learns its key; returns it."""
    statement(type(row)).write_one(row)
    return row


def statement(model):
    return insertion(model, connections["default"].vendor)


@cache
def insertion(model, vendor):
    """How rows of a model are written on an engine."""
    return Insertion(model, connections["default"])


class Insertion:
    """The columns of a model, and what makes values of a row that its engine takes."""

    def __init__(self, model, connection):
        key, quote = model._meta.pk, connection.ops.quote_name
        self.key = key.attname if isinstance(key, models.AutoField) else ""
        fields = [f for f in model._meta.concrete_fields if f.attname != self.key]
        columns = ", ".join(quote(field.column) for field in fields)
        into = f"INSERT INTO {quote(model._meta.db_table)} ({columns})"
        self.one = f"{into} VALUES ({', '.join(['%s'] * len(fields))})"
        self.with_key = f"{self.one} RETURNING {quote(key.column)}"
        # Without its length, at which a database would cut what is too long.
        types = (field.db_type(connection).partition("(")[0] for field in fields)
        each = ", ".join(f"%s::{kind}[]" for kind in types)
        self.many = f"{into} SELECT * FROM unnest({each})"
        self.takers = [taker(field, connection) for field in fields]
        self.column = {field.attname: quote(field.column) for field in fields}
        self.place = quote(key.column)

    def write(self, rows, known=None):
        connection = connections["default"]
        values = [[take(row) for take in self.takers] for row in rows]
        end = "" if known is None else self.otherwise(known)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                columns = [[*column] for column in zip(*values, strict=True)]
                cursor.execute(self.many + end, columns)
            else:
                cursor.executemany(self.one + end, values)
            count = cursor.rowcount
        for row in rows:
            settle(row, connection)
        return count

    def otherwise(self, known):
        """What becomes of a row that is there already."""
        columns = [self.column[name] for name in known]
        if not columns:
            return " ON CONFLICT DO NOTHING"
        said = ", ".join(f"{name} = excluded.{name}" for name in columns)
        return f" ON CONFLICT ({self.place}) DO UPDATE SET {said}"

    def write_one(self, row):
        connection = connections["default"]
        values = [take(row) for take in self.takers]
        with connection.cursor() as cursor:
            cursor.execute(self.with_key if self.key else self.one, values)
            if self.key:
                setattr(row, self.key, cursor.fetchone()[0])
        settle(row, connection)


def settle(row, connection):
    """The row is there now."""
    row._state.adding, row._state.db = False, connection.alias


def taker(field, connection):
    """What makes of a row the value of a field as the engine takes it."""
    value = attrgetter(field.attname)
    if type(field).pre_save is not models.Field.pre_save and is_filled(field):
        value = partial(field.pre_save, add=True)
    elif type(field) in TEXTS:
        # A choice is a text of a class of its own.
        return lambda row: None if (said := value(row)) is None else str(said)
    elif is_plain(getattr(field, "target_field", field)):
        return value
    alias = connection.alias  # Not the connection, which belongs to its thread.

    def take(row):
        return field.get_db_prep_save(value(row), connection=connections[alias])

    return take


def is_plain(field):
    """Whether both engines take a field's values as Python has them."""
    return isinstance(field, models.IntegerField | models.BooleanField)


def is_filled(field):
    """Whether a field takes its value from elsewhere as its row is saved."""
    return (
        not isinstance(field, models.DateField) or field.auto_now or field.auto_now_add
    )


class CompiledUpdate:
    """A function of (rows, what is set); called, it updates those rows.

    Its values are given by name, as with a `CompiledQuery`; returns how many rows.
    """

    def __init__(self, build, fields):
        self.build, self.fields, self.statements = build, fields, {}
        update_wrapper(self, build)

    def __call__(self, *constants, **values):
        if values.keys() != self.fields.keys():
            raise TypeError(f"{self.__name__} takes {', '.join(self.fields)}")
        connection = connections["default"]
        key = (connection.vendor, *constants)
        if (made := self.statements.get(key)) is None:
            made = self.statements[key] = self.compiled(constants, connection)
        sql, params = made
        bound = [
            p.bound(values, connection) if isinstance(p, Parameter) else p
            for p in params
        ]
        with connection.cursor() as cursor:
            cursor.execute(sql, bound)
            return cursor.rowcount

    def compiled(self, constants, connection):
        places = {name: Parameter(name, kind) for name, kind in self.fields.items()}
        rows, said = self.build(*constants, **places)
        query = rows.query.chain(UpdateQuery)
        query.add_update_values(said)
        return query.get_compiler(connection=connection).as_sql()


def compile_update(**fields):
    """Make a function of (queryset, what is set) a `CompiledUpdate`."""
    return lambda build: CompiledUpdate(build, fields)
