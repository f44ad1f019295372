"""Names are found by their letters alone: these letters beside each, made from those there are."""

from django.db import migrations

import entities.fields
from entities.folding import key


def fill(apps, schema_editor):
    for name in ("Entity", "Alias"):
        rows = apps.get_model("entities", name).objects.only("name")
        for row in rows.iterator():
            rows.filter(pk=row.pk).update(letters=key(row.name)[:400])


class Migration(migrations.Migration):
    dependencies = [("entities", "0004_prose_limit")]
    operations = [
        *(
            migrations.AddField(
                name,
                "letters",
                entities.fields.NameLetters(default=""),
                preserve_default=False,
            )
            for name in ("entity", "alias")
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
