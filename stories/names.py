"""Desks, tags and outlets by the label that a file gives them: a name, or a slug."""

import re
import uuid

from django.utils.text import slugify

from stories.explainer import NAMESPACE


def slug_of(model, name):
    """The slug that a row of this name gets; the same name always gets the same."""
    size = model._meta.get_field("slug").max_length
    slug = slugify(name)[:size].strip("-_")
    return slug or uuid.uuid5(NAMESPACE, name).hex[:12]


class Names:
    """The rows of one model. Letters are compared in Python: databases differ."""

    def __init__(self, model):
        self.model = model
        self.by_name, self.by_letters, self.by_slug = {}, {}, {}
        for row in model.objects.order_by("-pk"):
            self.add(row)

    def add(self, row):
        self.by_name[row.name] = row
        self.by_letters[row.name.casefold()] = row
        self.by_slug[row.slug] = row

    def find(self, label):
        """The row with this name, in whatever capitals, or with this slug."""
        found = self.by_name.get(label) or self.by_letters.get(label.casefold())
        found = found or self.by_slug.get(label)
        return found or self.by_slug.get(slug_of(self.model, label))

    def get(self, label):
        """The row of a label, made if there is none."""
        return self.find(label) or self.make(label, slug_of(self.model, label))

    def exact(self, slug, name):
        """The row with exactly this slug; the name is for one that has to be made."""
        if not re.fullmatch(r"[-\w]+", slug):
            return self.get(slug)
        free = name not in self.by_name
        return self.by_slug.get(slug) or self.make(name if free else slug, slug)

    def make(self, name, slug):
        row = self.model.objects.create(name=name, slug=slug)
        self.add(row)
        return row
