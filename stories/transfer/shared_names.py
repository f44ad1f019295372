"""Desks, tags and outlets by the name that a file gives them: the whole name."""

import re

from django.utils.translation import gettext as _

from explainer.identity import identity
from explainer.slugs import slug_of

SLUG = re.compile(r"[-\w]+")


class Names:
    """The rows of one model, as an import finds or makes them.

    Two names that are only nearly alike are two rows, with a word about it: whether one
    was meant is an editor's to say.
    """

    def __init__(self, model, notices):
        self.model = model
        self.notices = notices
        self.rows, self.alike, self.by_slug = {}, {}, {}
        for row in model.objects.all():
            self.add(row)

    def add(self, row):
        self.rows[row.identity] = self.by_slug[row.slug] = row
        self.alike |= dict.fromkeys(map(confusable_key, (row.slug, row.name)), row)

    def __contains__(self, name):
        return identity(name) in self.rows

    def get(self, name, slug=""):
        """The row of a name, made if there is none: at this address if it is free."""
        if not name:
            return None
        return self.rows.get(identity(name)) or self.make(name, slug)

    def labelled(self, label, named):
        """The row that a label means: a name, or the slug of one that `named` has."""
        return self.get(named[label], label) if label in named else self.get(label)

    def make(self, name, slug):
        if near := confusable_key(name) and self.alike.get(confusable_key(name)):
            said = _("%(kind)s “%(name)s” is new; there is “%(near)s” too")
            kind = self.model._meta.verbose_name
            self.notices.append(said % {"kind": kind, "name": name, "near": near})
        if not SLUG.fullmatch(slug) or self.model.objects.filter(slug=slug).exists():
            slug = self.model.objects.free_slug(name)
        row = self.model.objects.make(name, slug=slug)
        self.add(row)
        return row


def confusable_key(name):
    """A name as a hurried reader may take it for another one."""
    return slug_of(name).removeprefix("the-").replace("-", "")
