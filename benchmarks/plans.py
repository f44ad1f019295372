"""The ten heaviest queries of the pages, each with how the engine goes about it."""

import json
import time
from dataclasses import dataclass

from django.db import connection

MOST = 10
LONGEST, LINES = 700, 40  # Of a query and of its plan, as they are printed.


@dataclass
class Query:
    """The longest that a query took, where, and with what."""

    page: str
    sql: str
    params: object
    seconds: float


def heaviest(pages):
    """The queries that took longest; `pages` has by name what asks for each."""
    found = {}
    for name, ask in pages.items():
        ask()

        def watch(execute, sql, params, many, context, name=name):
            began = time.perf_counter()
            try:
                return execute(sql, params, many, context)
            finally:
                took = time.perf_counter() - began
                if sql.startswith(("SELECT", "WITH", "(")) and not many:
                    known = found.get(sql)
                    if known is None or took > known.seconds:
                        found[sql] = Query(name, sql, params, took)

        with connection.execute_wrapper(watch):
            ask()
    return sorted(found.values(), key=lambda query: -query.seconds)[:MOST]


def plan(query):
    """The lines of the engine's plan."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {query.sql}", query.params)
            return indented(cursor.fetchall())
        cursor.execute(
            f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) {query.sql}",
            query.params,
        )
        return [line for (line,) in cursor.fetchall()]


def indented(rows):
    """SQLite's plan, a step under the one that it belongs to."""
    depths = {0: -1}
    lines = []
    for key, parent, _unused, words in rows:
        depths[key] = depths.get(parent, -1) + 1
        lines.append("  " * depths[key] + words)
    return lines


def described(pages):
    """For each of the heaviest: page, milliseconds, query and plan."""
    return [
        {
            "page": query.page,
            "milliseconds": round(1000 * query.seconds, 2),
            "sql": query.sql[:LONGEST],
            "params": json.dumps(query.params, default=str)[:300],
            "plan": plan(query)[:LINES],
        }
        for query in heaviest(pages)
    ]
