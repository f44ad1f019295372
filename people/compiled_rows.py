"""What rows of an engine become: models, tuples, dictionaries or values.

The same as of Django's own iterables, which find out anew at each asking what they are
to make, and convert each value by itself. Here that is found out once, and what many
rows say, such as a moment, is read once for them all.
"""

from itertools import chain
from operator import itemgetter

from django.db.models import Model
from django.db.models.base import ModelState
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesIterable,
    ValuesListIterable,
)
from django.db.models.signals import post_init, pre_init

# Kinds of values that nobody can change, so that two rows may have the same one.
SHARED = {"DateTimeField", "DateField", "UUIDField"}


class Reading:
    """How the values of an engine are read, column by column."""

    def __init__(self, compiler):
        columns = [column for column, *_more in compiler.select[: compiler.col_count]]
        operations = compiler.connection.ops
        self.steps = []
        for place, (converters, column) in compiler.get_converters(columns).items():
            # An engine's own are methods of a connection, which is one thread's.
            steps = [
                (converter.__name__, None)
                if getattr(converter, "__self__", None) is operations
                else (None, converter)
                for converter in converters
            ]
            kind = column.output_field.get_internal_type()
            shared = kind if kind in SHARED and len(steps) == 1 else None
            self.steps.append((place, steps, column, shared))

    def read(self, rows, connection):
        """The rows with each value as its field has it."""
        if not self.steps:
            return rows
        known = {kind: {} for kind in SHARED}
        own = [
            (
                place,
                [step or getattr(connection.ops, name) for name, step in steps],
                column,
                known.get(shared),
            )
            for place, steps, column, shared in self.steps
        ]
        return [read_row([*row], own, connection) for row in rows]


def read_row(row, steps, connection):
    for place, converters, column, known in steps:
        value = row[place]
        if known is None:
            for converter in converters:
                value = converter(value, column, connection)
        elif value is not None:
            found = known.get(value)
            if found is None:
                found = known[value] = converters[0](value, column, connection)
            value = found
        row[place] = value
    return row


class ModelRows:
    """Models of one kind, with those that come beside them."""

    def __init__(self, described, select, extra):
        self.model, places = described["model"], [*described["select_fields"]]
        refuse_own_ways(self.model, described)
        names = [select[place][0].target.attname for place in places]
        self.key = places[names.index(self.model._meta.pk.attname)]
        self.names = [*names, *extra]
        self.values = itemgetter(*places, *extra.values())
        self.beside = [
            (
                ModelRows(other, select, {}),
                other["local_setter"],
                other["remote_setter"],
            )
            for other in described.get("related_klass_infos", ())
        ]

    def make(self, row, alias, fetch_mode):
        """The model of a row; None if there is none beside another one."""
        if row[self.key] is None:
            return None
        made = self.model.__new__(self.model)
        made._state = state = ModelState()
        state.adding, state.db, state.fetch_mode = False, alias, fetch_mode
        made.__dict__.update(zip(self.names, self.values(row), strict=True))
        for rows, here, there in self.beside:
            other = rows.make(row, alias, fetch_mode)
            here(made, other)
            if other is not None:
                there(other, made)
        return made


def refuse_own_ways(model, described):
    """A model that does something as it is made, or is part of another, is not ours."""
    own = (
        model.__init__ is not Model.__init__
        or model.from_db.__func__ is not Model.from_db.__func__
        or described.get("from_parent")
        or any(signal.has_listeners(model) for signal in (pre_init, post_init))
    )
    if own:
        raise TypeError(f"{model.__name__} is made in a way of its own")


class CompiledRows:
    """What the rows of a queryset become, once its compiler has made its SQL."""

    def __init__(self, queryset, compiler):
        self.reading = Reading(compiler)
        self.fetch_mode = queryset._fetch_mode
        self.columns = compiler.col_count if compiler.has_extra_select else None
        self.iterable, self.models = queryset._iterable_class, None
        if self.iterable is ModelIterable:
            extra = compiler.annotation_col_map or {}
            self.models = ModelRows(compiler.klass_info, compiler.select, extra)
        elif self.iterable is ValuesIterable:
            query = queryset.query
            self.names = [*(query.selected or ())] or [
                *chain(query.extra_select, query.values_select, query.annotation_select)
            ]
        elif self.iterable not in (ValuesListIterable, FlatValuesListIterable):
            raise TypeError(f"Nobody has said what {self.iterable.__name__} makes")

    def make(self, rows, connection):
        """A list of what these rows of the engine become."""
        if self.columns is not None:
            rows = [row[: self.columns] for row in rows]
        rows = self.reading.read(rows, connection)
        if self.models:
            alias, mode = connection.alias, self.fetch_mode
            return [self.models.make(row, alias, mode) for row in rows]
        if self.iterable is ValuesIterable:
            return [dict(zip(self.names, row, strict=True)) for row in rows]
        if self.iterable is ValuesListIterable:
            return [*map(tuple, rows)]
        return [row[0] for row in rows]
