"""What an answer costs, as work that is counted: the same on every machine, every time.

SQLite says how many steps its machine takes, PostgreSQL how many rows each part of a
plan goes through and how many pages of tables it looks at.
"""

import json
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection
from django.db.models import Model
from django.db.models.sql.compiler import SQLCompiler
from django.test.signals import template_rendered

from newsroom.template_texts import Part
from people.compiled_rows import ModelRows

EVERY = 10  # SQLite is asked so seldom how far it is.


@dataclass
class Work:
    """The engine's `steps`, our `queries` to it, those whose SQL was `built` for this,
    the `rows` made into objects, the `templates` rendered, with each of their includes,
    and the `parts` of readers' pages, which are Jinja's macros.
    """

    steps: int = 0
    queries: int = 0
    built: int = 0
    rows: int = 0
    templates: int = 0
    parts: int = 0


@contextmanager
def counted():
    """The work that the database and the ORM do inside of this."""
    work = Work()

    def rendered(**signal):
        work.templates += 1

    def built(compiler, *args, **options):
        work.built += not compiler.query.subquery
        return plain(compiler, *args, **options)

    def asked(execute, sql, params, many, context):
        work.queries += 1
        if connection.vendor == "postgresql" and sql.startswith("SELECT"):
            is_prepared = type(context["cursor"].cursor).__name__ == "PreparedCursor"
            work.steps += planned(sql, params, is_prepared)
        return execute(sql, params, many, context)

    plain = SQLCompiler.as_sql
    SQLCompiler.as_sql = built
    template_rendered.connect(rendered)
    try:
        with (
            connection.execute_wrapper(asked),
            machine(work),
            objects(work),
            macros(work),
        ):
            yield work
    finally:
        SQLCompiler.as_sql = plain
        template_rendered.disconnect(rendered)


@contextmanager
def objects(work):
    """Rows become objects by Django's own way, or by that of compiled queries."""

    def by_django(model, *row, **options):
        work.rows += 1
        return plain(model, *row, **options)

    def by_plan(rows, *row):
        made = compiled(rows, *row)
        work.rows += made is not None
        return made

    plain, compiled = Model.from_db.__func__, ModelRows.make
    Model.from_db, ModelRows.make = classmethod(by_django), by_plan
    try:
        yield
    finally:
        Model.from_db, ModelRows.make = classmethod(plain), compiled


@contextmanager
def macros(work):
    def printed(part, *args, **named):
        work.parts += 1
        return plain(part, *args, **named)

    plain, Part.__call__ = Part.__call__, printed
    try:
        yield
    finally:
        Part.__call__ = plain


@contextmanager
def machine(work):
    if connection.vendor != "sqlite":
        yield
        return

    def tick():
        work.steps += EVERY

    connection.ensure_connection()
    connection.connection.set_progress_handler(tick, EVERY)
    try:
        yield
    finally:
        connection.connection.set_progress_handler(None, 0)


def planned(sql, params, is_prepared):
    """The work of a query by the better of two plans: small tables hide which it is."""
    if not is_prepared:
        return min(planned_with(bitmaps, sql, params) for bitmaps in ("on", "off"))
    # The plan that it has for whatever values.
    names = [*params]
    places = {name: f"${place}" for place, name in enumerate(names, start=1)}
    given = ", ".join(f"%({name})s" for name in names)
    prepared = f"PREPARE counted AS {sql % places}"
    ask = f"EXECUTE counted ({given})" if names else "EXECUTE counted"
    found = []
    for bitmaps in ("on", "off"):
        with connection.connection.cursor() as cursor:
            cursor.execute(prepared)
            found.append(planned_with(bitmaps, ask, params))
            cursor.execute("DEALLOCATE counted")
    return min(found)


def planned_with(bitmaps, sql, params):
    """Rows that each part of a query's plan went through, and pages that it touched."""
    with connection.connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL enable_bitmapscan = {bitmaps}")
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params)
        (found,) = cursor.fetchone()
    plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    pages = plan.get("Shared Hit Blocks", 0) + plan.get("Shared Read Blocks", 0)
    return pages + through(plan)


def through(plan):
    """Rows given and rows left out, by this part of a plan and those under it."""
    times = plan["Actual Loops"]
    left = sum(value for name, value in plan.items() if name.startswith("Rows Removed"))
    here = (plan["Actual Rows"] + left) * times
    return round(here) + sum(through(part) for part in plan.get("Plans", ()))
