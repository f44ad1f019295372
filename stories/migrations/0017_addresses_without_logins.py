"""What was derived from older texts no longer has the passwords of their addresses."""

from django.db import migrations

from stories.document import without_passwords


def take_out(apps, schema_editor):
    rows = apps.get_model("stories", "Dated").objects
    for row in rows.only("said").iterator():
        said = without_passwords(row.said)
        if said != row.said:
            rows.filter(pk=row.pk).update(said=said)


class Migration(migrations.Migration):
    dependencies = [("stories", "0016_half_filled_drafts")]
    operations = [migrations.RunPython(take_out, migrations.RunPython.noop)]
