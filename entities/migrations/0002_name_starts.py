"""Where names begin, and each of their words, of the entries that are there already."""

from itertools import batched, chain

import django.db.models.deletion
from django.db import migrations, models

from entities.name_starts import starts_of

AT_ONCE = 2000


def fill(apps, schema_editor):
    NameStart = apps.get_model("entities", "NameStart")
    entities = apps.get_model("entities", "Entity").objects.order_by("pk")
    aliases = apps.get_model("entities", "Alias").objects.order_by("pk")
    own = ((pk, None, name) for pk, name in entities.values_list("pk", "name"))
    other = aliases.values_list("entity", "pk", "name")
    rows = (
        NameStart(entity_id=entity, alias_id=alias, start=start)
        for entity, alias, name in chain(own, other)
        for start in starts_of(name)
    )
    for some in batched(rows, AT_ONCE):
        NameStart.objects.bulk_create(some)


class Migration(migrations.Migration):
    dependencies = [
        ("entities", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="NameStart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("start", models.CharField(db_index=True, max_length=60)),
                (
                    "alias",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="starts",
                        to="entities.alias",
                    ),
                ),
                (
                    "entity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="starts",
                        to="entities.entity",
                    ),
                ),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
