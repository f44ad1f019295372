"""Where names begin, and each of their words: what somebody types leads to a name.

Derived from the names of entries and their aliases, by whoever saves one.
"""

import json

from django.db import connection, models, transaction

from explainer.folding import key, units

LONGEST = 60  # letters that are compared
# Names, those of entries and their aliases, in which a word begins with any of some
# letters: (start, key of the entry, key of the alias, the entry's name).
BEGUN = (
    "SELECT own.start, own.entity_id, own.alias_id, entity.name FROM {said}"
    " CROSS JOIN {own} AS own"
    " JOIN entities_entity AS entity ON entity.id = own.entity_id"
    "{begins} LIMIT %s"
)
# In the order of their bytes, so that an index knows what lies between two. PostgreSQL
# looks through all starts, if it isn't told to look for the letters one after another.
BEGUN_SQL = {
    "sqlite": BEGUN.format(
        said="json_each(%s) AS said",
        own="entities_namestart",
        begins=" WHERE own.start >= said.value"
        " AND own.start < said.value || char(1114111)",
    ),
    "postgresql": BEGUN.format(
        said="unnest(%s::text[]) AS said",
        own="LATERAL (SELECT * FROM entities_namestart WHERE start ~>=~ said"
        " AND start ~<~ (said || chr(1114111)) LIMIT %s)",
        begins="",
    ),
}


def starts_of(name):
    """The letters of a name from its beginning on, and from each of its words on."""
    places = [start for start, _end in units(name)]
    return sorted({key(name[start:])[:LONGEST] for start in places} - {""})


def beginning(starts, most):
    """Rows of `BEGUN`, `most` of them: one query, the same for however many starts."""
    is_sqlite = connection.vendor == "sqlite"
    said = json.dumps(starts) if is_sqlite else starts
    with connection.cursor() as cursor:
        limits = [most] if is_sqlite else [most, most]
        cursor.execute(BEGUN_SQL[connection.vendor], [said, *limits])
        return cursor.fetchall()


class NamedQuerySet(models.QuerySet):
    @transaction.atomic(savepoint=False)
    def bulk_create(self, rows, *args, **options):
        made = super().bulk_create(rows, *args, **options)
        starts = self.model._meta.get_field("starts").related_model
        starts.objects.follow(made, new=True)
        return made


class NameStartQuerySet(models.QuerySet):
    def follow(self, rows, *, new=False):
        """Make the starts of the names of these rows anew, all entries or all aliases.

        Rows that are `new` have none to take away.
        """
        if not new:
            for row in rows:
                self.filter(**row.named).delete()
        self.bulk_create(
            self.model(start=start, **row.named)
            for row in rows
            for start in starts_of(row.name)
        )


class Begins(models.Lookup):
    """`field__begins=text`, by an index on both engines; `text` has no signs in it."""

    lookup_name = "begins"

    def as_sql(self, compiler, connection, template):
        left, params = self.process_lhs(compiler, connection)
        right, more = self.process_rhs(compiler, connection)
        return template.format(left, right), (*params, *more)

    def as_sqlite(self, compiler, connection):
        # An index says what lies between two texts.
        template = "{0} >= {1} AND {0} < {1} || char(1114111)"
        sql, params = self.as_sql(compiler, connection, template)
        return sql, (*params, *params)

    def as_postgresql(self, compiler, connection):
        # Not by LIKE, of which it finds the two texts only where it knows the value.
        template = "{0} ~>=~ {1} AND {0} ~<~ ({1} || chr(1114111))"
        sql, params = self.as_sql(compiler, connection, template)
        return sql, (*params, *params)


models.CharField.register_lookup(Begins)
