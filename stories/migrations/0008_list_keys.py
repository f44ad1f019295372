import datetime
from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery


def fill(apps, schema_editor):
    """What the rows that are there would have, had they been published today."""
    Showing = apps.get_model("stories", "Showing")
    Mention = apps.get_model("stories", "Mention")
    updated = Showing.objects.filter(pk=OuterRef("showing")).values("updated_at")
    Mention.objects.update(updated_at=Subquery(updated[:1]))
    Showing.objects.update(original_id=F("story_id"))
    for named in Mention.objects.filter(kind="original"):
        stories = Showing.objects.filter(slug=named.slug, story_id__isnull=False)
        original = stories.values_list("story_id", flat=True).first()
        if original:
            Showing.objects.filter(pk=named.showing_id).update(original_id=original)


def settle(apps, schema_editor):
    """PostgreSQL makes no index while a foreign key is still to be looked at."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("entities", "0002_merging"),
        ("stories", "0007_prose_limit"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="dated",
            name="dated_of_entity",
        ),
        migrations.RemoveIndex(
            model_name="dated",
            name="dated_by_day",
        ),
        migrations.RemoveIndex(
            model_name="mention",
            name="mention_of",
        ),
        migrations.RemoveIndex(
            model_name="mention",
            name="mention_of_entity",
        ),
        migrations.RemoveIndex(
            model_name="showing",
            name="showing_story",
        ),
        migrations.RemoveIndex(
            model_name="showing",
            name="showing_question",
        ),
        migrations.RemoveIndex(
            model_name="showing",
            name="showing_newest_first",
        ),
        migrations.RemoveIndex(
            model_name="showing",
            name="showing_desk",
        ),
        migrations.AddField(
            model_name="mention",
            name="updated_at",
            field=models.DateTimeField(
                default=datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="showing",
            name="original_id",
            field=models.UUIDField(null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(settle, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="dated",
            index=models.Index(
                models.F("entity"),
                models.F("kind"),
                models.OrderBy(models.F("day"), descending=True),
                name="dated_of_entity",
            ),
        ),
        migrations.AddIndex(
            model_name="dated",
            index=models.Index(models.F("day"), models.F("kind"), name="dated_by_day"),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(
                models.F("kind"),
                models.F("slug"),
                models.OrderBy(models.F("updated_at"), descending=True),
                name="mention_of",
            ),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(
                models.F("entity"),
                models.F("kind"),
                models.F("prominence"),
                models.OrderBy(models.F("updated_at"), descending=True),
                name="mention_of_entity",
            ),
        ),
        migrations.AddIndex(
            model_name="showing",
            index=models.Index(
                models.F("story_id"),
                models.F("live_from"),
                condition=models.Q(("story_id__isnull", False)),
                name="showing_story",
            ),
        ),
        migrations.AddIndex(
            model_name="showing",
            index=models.Index(
                models.F("question_id"),
                models.F("live_from"),
                condition=models.Q(("question_id__isnull", False)),
                name="showing_question",
            ),
        ),
        migrations.AddIndex(
            model_name="showing",
            index=models.Index(
                models.F("original_id"), models.F("desk"), name="showing_original"
            ),
        ),
        migrations.AddIndex(
            model_name="showing",
            index=models.Index(
                models.OrderBy(models.F("updated_at"), descending=True),
                name="showing_newest_first",
            ),
        ),
        migrations.AddIndex(
            model_name="showing",
            index=models.Index(
                models.OrderBy(models.F("updated_at"), descending=True),
                condition=models.Q(("story_id__isnull", False)),
                name="showing_newest_stories",
            ),
        ),
        migrations.AddIndex(
            model_name="showing",
            index=models.Index(
                models.F("desk"),
                models.OrderBy(models.F("updated_at"), descending=True),
                name="showing_desk",
            ),
        ),
        migrations.AddIndex(
            model_name="showing",
            index=models.Index(
                models.F("status"),
                models.OrderBy(models.F("updated_at"), descending=True),
                name="showing_status",
            ),
        ),
        migrations.AddIndex(
            model_name="showing",
            index=models.Index(
                models.F("live_from"),
                condition=models.Q(("kind__in", ("clarification", "correction"))),
                name="showing_amended",
            ),
        ),
    ]
