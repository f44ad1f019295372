"""Queries whose SQL is built once: afterwards only their values are filled in.

To build the SQL of a page's queries takes Django ten times as long as SQLite needs to
answer them. A function that makes a queryset is called once with a `Parameter` in the
place of each value; what Django makes of that is kept, for each engine.
"""

import functools
import json
from dataclasses import dataclass
from operator import itemgetter

from django.conf import settings
from django.db import connections
from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    Field,
    ForeignObject,
    Lookup,
    UUIDField,
    Value,
)

from people.compiled_rows import CompiledRows

TEXT, MOMENT, KEY = CharField(), DateTimeField(), UUIDField()
NUMBER = BigIntegerField()


class Parameter(Value):
    """The place of a value in a query. `change` makes what is sent of what is given."""

    def __init__(self, name, field, change=None):
        super().__init__(None, output_field=field)
        self.name, self.change = name, change

    def changed_by(self, change, field=None):
        """The place of what is made of the same value, once that is known."""
        before = self.change
        after = change if before is None else lambda value: change(before(value))
        return Parameter(self.name, field or self.output_field, after)

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def bound(self, values, connection):
        """What the engine gets. Nothing is equal to NULL, so that is refused."""
        value = values[self.name]
        if value is not None and self.change:
            value = self.change(value)
        if value is None:
            raise ValueError(f"{self.name} is None: ask another query for NULL")
        return self.output_field.get_db_prep_value(value, connection)


def changed(value, change, field=None):
    """What is made of a value: at once, or where it is filled in."""
    if isinstance(value, Parameter):
        return value.changed_by(change, field)
    return change(value)


class Many(Field):
    """Several values of another field, as one: no list makes the SQL another."""

    def __init__(self, field):
        super().__init__()
        self.field = field

    def get_db_prep_value(self, value, connection, prepared=False):
        if None in value:
            raise ValueError("Nothing is equal to NULL: leave None out of a list")
        found = [self.field.get_db_prep_value(each, connection) for each in value]
        return json.dumps(found) if connection.vendor == "sqlite" else found

    def db_type(self, connection):
        return f"{self.field.db_type(connection)}[]"


def padded(values):
    """These values, the last of them again until there are 1, 2, 4, 8 and so on.

    So a query that needs each of them by itself is compiled for few numbers.
    """
    found = [*values]
    return found + found[-1:] * ((1 << (len(found) - 1).bit_length()) - len(found))


def each(values, count):
    """Each of so many values by itself."""
    if not isinstance(values, Parameter):
        return values
    kind = values.output_field.field
    return [values.changed_by(itemgetter(place), kind) for place in range(count)]


@ForeignObject.register_lookup
@Field.register_lookup
class Among(Lookup):
    """`field__among=values`: Django's `__in`, with one placeholder for all of them."""

    lookup_name = "among"
    prepare_rhs = False

    def get_db_prep_lookup(self, value, connection):
        field = self.lhs.output_field
        field = getattr(field, "target_field", field)
        return "%s", [Many(field).get_db_prep_value(value, connection)]

    def as_sql(self, compiler, connection, template="%s = ANY(%s)"):
        left, params = self.process_lhs(compiler, connection)
        right, more = self.process_rhs(compiler, connection)
        return template % (left, right), (*params, *more)

    def as_sqlite(self, compiler, connection):
        template = "%s IN (SELECT value FROM json_each(%s))"
        return self.as_sql(compiler, connection, template)


class Statement:
    """The SQL of one queryset, and what its rows become."""

    def __init__(self, queryset, connection):
        if queryset._prefetch_related_lookups or queryset._known_related_objects:
            raise TypeError("A compiled query asks for nothing beside its rows")
        compiler = queryset.query.get_compiler(connection=connection)
        self.sql, params = compiler.as_sql()
        self.rows = CompiledRows(queryset, compiler)
        # A value that stands in many places is made ready once.
        self.places = {}
        self.params = [self.place_of(param) for param in params]

    def place_of(self, param):
        """(a key of `places`, None) or (None, what the SQL always says there)."""
        if not isinstance(param, Parameter):
            return None, param
        key = param.name, param.change, id(param.output_field)
        self.places[key] = param
        return key, None

    def ask(self, values, connection):
        """The rows of these values."""
        ready = {
            key: param.bound(values, connection) for key, param in self.places.items()
        }
        with self.cursor(connection) as cursor:
            cursor.execute(self.sql, self.bound(ready))
            found = cursor.fetchall()
        return self.rows.make(found, connection)

    def cursor(self, connection):
        return connection.cursor()

    def bound(self, ready):
        """Values as the SQL takes them."""
        return tuple(said if key is None else ready[key] for key, said in self.params)


class ServerStatement(Statement):
    """A statement of PostgreSQL, which gets the values beside it."""

    def __init__(self, queryset, connection, is_prepared):
        super().__init__(queryset, connection)
        # Here, as SQLite has no use for the driver.
        from people import prepared_statement

        self.is_prepared, self.prepared = is_prepared, prepared_statement
        self.names = {key: f"p{place}" for place, key in enumerate(self.places)}
        types = {
            key: param.output_field.db_type(connection)
            for key, param in self.places.items()
        }
        places = [
            (None, said) if key is None else (self.names[key], types[key])
            for key, said in self.params
        ]
        self.sql = prepared_statement.typed(self.sql, places)

    def cursor(self, connection):
        if self.is_prepared:
            return self.prepared.prepared_cursor(connection)
        return connection.cursor()

    def bound(self, ready):
        return {self.names[key]: value for key, value in ready.items()}


@dataclass
class CompiledQuery:
    """A function that makes a queryset; called, it gives that queryset's rows.

    Its values are given by name. What stands before them is part of the SQL, such as
    how many rows there are at most: there have to be few of those.
    """

    build: object
    fields: dict
    is_prepared: bool = True  # else PostgreSQL plans it anew for each asking

    def __post_init__(self):
        self.statements = {}
        functools.update_wrapper(self, self.build)

    def __call__(self, *constants, **values):
        if values.keys() != self.fields.keys():
            raise TypeError(f"{self.__name__} takes {', '.join(self.fields)}")
        connection = connections["default"]
        # What languages come first is in the SQL as well.
        key = (connection.vendor, settings.LANGUAGE_CODE, *constants)
        statement = self.statements.get(key)
        if statement is None:
            places = {name: Parameter(name, kind) for name, kind in self.fields.items()}
            statement = self.compiled(self.build(*constants, **places), connection)
            self.statements[key] = statement  # Two threads may: it is the same.
        return statement.ask(values, connection)

    def compiled(self, queryset, connection):
        if connection.vendor == "postgresql":
            return ServerStatement(queryset, connection, self.is_prepared)
        return Statement(queryset, connection)

    def first(self, *constants, **values):
        """The first row, or None; the query is to give no more than one."""
        return next(iter(self(*constants, **values)), None)


def compile_once(**fields):
    """Make a function of a queryset a `CompiledQuery`, with values of these fields."""
    return lambda build: CompiledQuery(build, fields)


def compile_by_values(**fields):
    """The same of a query whose good plan depends on its values, such as a list of what
    names a thing, which few texts may do or most: PostgreSQL plans it at each asking.
    """
    return lambda build: CompiledQuery(build, fields, is_prepared=False)
