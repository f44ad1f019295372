"""Mentions say which story a text tells, and what it says of authors and outlets.

All that is in the record is there already: after `migrate` everything derived is made
anew where the index of words is empty, so it is emptied here.
"""

import django.db.models.deletion
from django.db import migrations, models


INDEX = ("stories_search_3", "stories_search_3_places")


def empty_index(apps, schema_editor):
    connection = schema_editor.connection
    for name in {*INDEX} & {*connection.introspection.table_names()}:
        schema_editor.execute(f"DELETE FROM {name}")


class Migration(migrations.Migration):
    dependencies = [
        ("entities", "0001_initial"),
        ("stories", "0003_statistics_of_mentions"),
    ]

    operations = [
        migrations.AddField(
            model_name="mention",
            name="original_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="mention",
            name="said",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="showing",
            name="lengths",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AlterField(
            model_name="mention",
            name="entity",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mentions",
                to="entities.entity",
            ),
        ),
        migrations.RunPython(empty_index, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(
                models.F("entity"),
                models.F("kind"),
                models.F("original_id"),
                models.F("live_until"),
                models.F("live_from"),
                name="mention_of_stories",
            ),
        ),
    ]
