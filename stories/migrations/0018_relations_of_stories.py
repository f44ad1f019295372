"""A text's mentions of related stories say what it is to them."""

import json

from django.db import migrations, models

KINDS = [
    *("entity", "author", "tag", "outlet", "image", "question"),
    *("related", "follows", "part of", "original"),
]
LABELS = {"part of": "Part"}
TOLD = ("follows", "part of")


def tell_apart(apps, schema_editor):
    mentions = apps.get_model("stories", "Mention").objects
    named = mentions.filter(kind="related")
    for row in named.select_related("showing__edition__revision").iterator():
        document = json.loads(row.showing.edition.revision.document)
        kinds = {part["slug"]: part.get("kind") for part in document["related"]}
        if kinds.get(row.slug) in TOLD:
            mentions.filter(pk=row.pk).update(kind=kinds[row.slug])


def forget(apps, schema_editor):
    apps.get_model("stories", "Mention").objects.filter(kind__in=TOLD).update(
        kind="related"
    )


class Migration(migrations.Migration):
    dependencies = [("stories", "0017_addresses_without_logins")]

    operations = [
        migrations.AlterField(
            model_name="mention",
            name="kind",
            field=models.CharField(
                choices=[(kind, LABELS.get(kind, kind.capitalize())) for kind in KINDS],
                max_length=8,
            ),
        ),
        migrations.RunPython(tell_apart, forget),
    ]
