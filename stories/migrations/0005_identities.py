"""Names are compared whole: tags get a table of our own, printed names an address each."""

import json
from collections import defaultdict

import django.db.models.deletion
from django.core.management.color import no_style
from django.db import migrations, models
from django.utils.text import slugify
from taggit.managers import TaggableManager

from entities.identity import identity
from entities.slugs import slugs_for
from stories.models.identities import IdentityField

IN_ONE = 500


def copy_tags(apps, schema_editor):
    """Every tag under its old key and slug, which links and documents have."""
    Tag = apps.get_model("stories", "Tag")
    old = apps.get_model("taggit", "Tag").objects.order_by("pk")
    Tag.objects.bulk_create(
        [Tag(pk=tag.pk, name=tag.name, slug=tag.slug) for tag in old]
    )
    name_rows(Tag)
    reset = schema_editor.connection.ops.sequence_reset_sql(no_style(), [Tag])
    for sql in reset:
        schema_editor.execute(sql)


def name_standing_rows(apps, schema_editor):
    for name in ("Desk", "Outlet"):
        name_rows(apps.get_model("stories", name))


def name_rows(model):
    """Give rows their identity. Of two that had one name, the later keeps its own row.

    It is found by no name until somebody gives it another one.
    """
    taken = set()
    for row in model.objects.order_by("pk"):
        key = identity(row.name)
        key = f"{key[:180]} ({row.pk})" if key in taken else key
        taken.add(key)
        model.objects.filter(pk=row.pk).update(identity=key)


def address_authors(apps, schema_editor):
    """An address for every printed name: the old one, where it was nobody else's."""
    names, claims = {}, defaultdict(set)
    for document in documents(apps):
        for person in document.get("byline", []):
            if key := identity(person["name"]):
                names.setdefault(key, person["name"])
                claims[old_slug(person["name"])].add(key)
    Entity = apps.get_model("entities", "Entity")
    entries = {row.slug: identity(row.name) for row in Entity.objects.all()}
    own = {
        key: slug
        for slug, keys in claims.items()
        for key in keys
        if slug and len(keys) == 1 and entries.get(slug, key) == key
    }
    taken = {*entries, *own.values()}
    Author = apps.get_model("stories", "Author")
    for key, name in names.items():
        slug = own.get(key) or next(s for s in slugs_for(name, 200) if s not in taken)
        taken.add(slug)
        Author.objects.create(name=name, identity=key, slug=slug)


def old_slug(name):
    return (slugify(name) or slugify(name, allow_unicode=True))[:200]


def documents(apps):
    revisions = apps.get_model("stories", "Revision").objects
    found = revisions.filter(recorded=True).values_list("document")
    for (text,) in found.order_by("pk").iterator(IN_ONE):
        yield json.loads(text)


def mention_anew(apps, schema_editor):
    """Authors by their addresses, outlets by their identities."""
    Mention = apps.get_model("stories", "Mention")
    Showing = apps.get_model("stories", "Showing")
    Entity = apps.get_model("entities", "Entity")
    entries = dict(Entity.objects.values_list("slug", "pk"))
    Author = apps.get_model("stories", "Author")
    authors = dict(Author.objects.values_list("identity", "slug"))
    Mention.objects.filter(kind__in=("author", "outlet")).delete()
    texts = Showing.objects.exclude(edition__revision=None)
    texts = texts.select_related("edition__revision").order_by("pk")
    for showing in texts.iterator(IN_ONE):
        document = json.loads(showing.edition.revision.document)
        Mention.objects.bulk_create(
            Mention(
                showing=showing,
                kind=kind,
                slug=slug,
                entity_id=entry,
                prominence=prominence,
                live_from=showing.live_from,
                live_until=showing.live_until,
            )
            for (kind, slug), (entry, prominence) in named(
                document, authors, entries
            ).items()
        )


def named(document, authors, entries):
    """(kind, slug): (entity, prominence), each once, the printed names first."""
    people = document.get("byline", [])
    credited = {person.get("entity") for person in people}
    found = {}
    for person in people:
        if slug := authors.get(identity(person["name"])):
            entry = entries.get(slug) if slug in credited else None
            found.setdefault(("author", slug), (entry, 0))
    for slug in filter(None, (person.get("entity") for person in people)):
        found.setdefault(("author", slug), (entries.get(slug), 1))
    for source in document.get("sources", []):
        for part in ("outlet", "syndicated_from"):
            if key := identity(source.get(part, "")):
                found.setdefault(("outlet", key), (None, 0))
    return found


def unnamed():
    return models.CharField(max_length=200, default="", editable=False)


def row_number():
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("entities", "0002_merging"),
        ("stories", "0004_first_pages"),
        ("taggit", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", row_number()),
                ("name", models.CharField("name", max_length=100, unique=True)),
                (
                    "slug",
                    models.SlugField(
                        "slug", allow_unicode=True, max_length=100, unique=True
                    ),
                ),
                ("identity", unnamed()),
            ],
            options={
                "verbose_name": "tag",
                "verbose_name_plural": "tags",
                "ordering": ["name"],
            },
        ),
        migrations.RunPython(copy_tags, migrations.RunPython.noop),
        migrations.AlterField("tag", "identity", IdentityField(of="name")),
        migrations.AlterField(
            "storytag",
            "tag",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="stories.tag",
            ),
        ),
        migrations.AlterField(
            "story",
            "tags",
            TaggableManager(
                blank=True,
                help_text="Separated by commas.",
                through="stories.StoryTag",
                to="stories.Tag",
                verbose_name="tags",
            ),
        ),
        migrations.AddField("desk", "identity", unnamed()),
        migrations.AddField("outlet", "identity", unnamed()),
        migrations.RunPython(name_standing_rows, migrations.RunPython.noop),
        migrations.AlterField("desk", "identity", IdentityField(of="name")),
        migrations.AlterField("outlet", "identity", IdentityField(of="name")),
        migrations.CreateModel(
            name="Author",
            fields=[
                ("id", row_number()),
                ("name", models.CharField("name", max_length=300)),
                ("identity", IdentityField(of="name")),
                (
                    "slug",
                    models.SlugField(
                        "slug", allow_unicode=True, max_length=200, unique=True
                    ),
                ),
            ],
            options={"verbose_name": "author", "verbose_name_plural": "authors"},
        ),
        migrations.RunPython(address_authors, migrations.RunPython.noop),
        migrations.RunPython(mention_anew, migrations.RunPython.noop),
    ]
