"""Let PostgreSQL see which names are mentioned as what.

A name is of one kind. Taken for independent, six rows are expected where an outlet is
cited in thousands, and all of them are read and sorted for the newest. SQLite takes the
index that has the order.
"""

from django.db import migrations

MAKE = (
    "CREATE STATISTICS mention_of_what (ndistinct, dependencies, mcv)"
    " ON kind, slug FROM stories_mention",
    "ANALYZE stories_mention",
)
DROP = ("DROP STATISTICS IF EXISTS mention_of_what",)


def execute(statements):
    def on_postgresql(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return on_postgresql


class Migration(migrations.Migration):
    dependencies = [("stories", "0002_glossary")]
    operations = [migrations.RunPython(execute(MAKE), execute(DROP))]
