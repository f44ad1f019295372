"""Where the words of a long name begin, after the twelfth as well."""

from itertools import chain

from django.db import migrations

from entities.name_starts import starts_of

BEFORE = 12


def fill(apps, schema_editor):
    NameStart = apps.get_model("entities", "NameStart")
    own = apps.get_model("entities", "Entity").objects.values_list("pk", "name")
    other = apps.get_model("entities", "Alias").objects.values_list(
        "entity", "pk", "name"
    )
    named = chain(((pk, None, name) for pk, name in own.order_by()), other.order_by())
    for entity, alias, name in [row for row in named if len(row[2]) > BEFORE]:
        starts = starts_of(name)
        if len(starts) > BEFORE:
            rows = NameStart.objects.filter(entity=entity, alias=alias)
            there = {*rows.values_list("start", flat=True)}
            NameStart.objects.bulk_create(
                NameStart(entity_id=entity, alias_id=alias, start=start)
                for start in starts
                if start not in there
            )


class Migration(migrations.Migration):
    dependencies = [
        ("entities", "0002_name_starts"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
