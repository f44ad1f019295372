"""Notes that readers have lose the passwords of their addresses, as texts did."""

from django.db import migrations

from entities.links import without_logins


def take_out(apps, schema_editor):
    rows = apps.get_model("stories", "Showing").objects
    noted = rows.filter(note__contains="@").only("note")
    for row in noted.iterator():
        note = without_logins(row.note)
        if note != row.note:
            rows.filter(pk=row.pk).update(note=note)


class Migration(migrations.Migration):
    dependencies = [("stories", "0018_relations_of_stories")]
    operations = [migrations.RunPython(take_out, migrations.RunPython.noop)]
