import django.db.models.deletion
from django.db import migrations, models

from paper.arrivals import number_first


def fill(apps, schema_editor):
    schema_editor.execute(number_first(schema_editor.connection.vendor))


class Migration(migrations.Migration):
    dependencies = [
        ("paper", "0002_key_changes_by_number"),
        ("stories", "0005_redactions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Arrival",
            fields=[
                (
                    "showing",
                    models.OneToOneField(
                        db_column="edition_id",
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="arrival",
                        serialize=False,
                        to="stories.showing",
                    ),
                ),
                ("n", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("n"), models.F("showing"), name="arrivals_in_order"
                    )
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
