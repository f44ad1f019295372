"""Sources are known by their address as browsers read it; see `stories/addresses.py`."""

from django.db import migrations

from stories.addresses import normalised


def normalise(apps, schema_editor):
    """Two rows that come to one address stay two: the later keeps its old form."""
    sources = apps.get_model("stories", "Source").objects
    rows = sources.exclude(url="").order_by("pk").values_list("pk", "url")
    for pk, url in rows.iterator(500):
        form = normalised(url)
        if not sources.filter(normalised_url=form).exists():
            sources.filter(pk=pk).update(normalised_url=form)


class Migration(migrations.Migration):
    dependencies = [("stories", "0008_list_keys")]
    operations = [migrations.RunPython(normalise, migrations.RunPython.noop)]
