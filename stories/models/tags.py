"""Tags: what stories are filed under. Found by their whole name, never by a slug."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import _TaggableManager
from taggit.models import ItemBase, TagBase

from people.identities import IdentityField, UniqueNameModel


class Tag(UniqueNameModel, TagBase):
    identity = IdentityField()

    class Meta:
        ordering = ["name"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def slugify(self, tag, i=None):
        """What taggit asks for a tag without a slug; it asks once."""
        return type(self).objects.free_slug(tag)


class StoryTag(ItemBase):
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="items")
    content_object = models.ForeignKey("Story", on_delete=models.CASCADE)


class StoryTags(_TaggableManager):
    """The tags of one story; names that are given become rows by their identity."""

    def _to_tag_model_instances(self, tags, tag_kwargs):
        found = {}
        for tag in tags:
            row = tag if isinstance(tag, Tag) else Tag.objects.named(tag)
            row = row or Tag.objects.make(tag)
            found[row.pk] = row
        return [*found.values()]  # as they were typed

    def replace(self, tags):
        """Make these rows the story's tags: taggit asks for each alone."""
        story, rows = (
            self.instance,
            StoryTag.objects.filter(content_object=self.instance),
        )
        had = {*rows.values_list("tag", flat=True)}
        wanted = {tag.pk for tag in tags}
        if had - wanted:
            rows.filter(tag__in=had - wanted).delete()
        new = (tag for tag in tags if tag.pk not in had)
        made = [StoryTag(tag=tag, content_object=story) for tag in new]
        StoryTag.objects.bulk_create(made)

    def slugs(self):
        """Their addresses, in one order on either engine."""
        return super().slugs().order_by("slug")
