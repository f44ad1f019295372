"""The stories, or the questions, that some files are about, looked up together.

What wasn't looked up is asked for alone, when it is needed.
"""

from stories.models import Path


class KnownOwners:
    """Rows of one model by id, by slug, and by a slug that one once had."""

    def __init__(self, model):
        self.model = model
        self.forget()

    def forget(self):
        self.by_id, self.by_slug, self.by_path = {}, {}, {}

    def learn(self, keys, slugs):
        """Look up what files name, in place of what was known; None is no row."""
        self.forget()
        rows, name = self.model.objects, f"{self.model.path_kind}_id"
        paths = Path.objects.filter(kind=self.model.path_kind, slug__in=slugs)
        owners = dict(paths.values_list("slug", name))
        found = rows.in_bulk({*keys, *owners.values()})
        other = {row.pk: row for row in rows.filter(slug__in=slugs)}
        found = other | found
        self.by_id = dict.fromkeys(keys) | found
        self.by_slug = dict.fromkeys(slugs) | {
            found[key].slug: found[key] for key in other
        }
        self.by_path = {slug: found.get(owners.get(slug)) for slug in slugs}

    def add(self, row):
        """Know a row that is there now, or by another slug."""
        self.by_id[row.pk] = self.by_slug[row.slug] = row

    def with_id(self, key):
        if key not in self.by_id:
            self.by_id[key] = self.model.objects.filter(pk=key).first()
        return self.by_id[key]

    def with_slug(self, slug):
        row = self.by_slug.get(slug)
        # A file may have given it another slug since.
        if slug not in self.by_slug or (row and row.slug != slug):
            self.by_slug[slug] = self.model.objects.filter(slug=slug).first()
        return self.by_slug[slug]

    def with_path(self, slug):
        if slug not in self.by_path:
            rows = self.model.objects.filter(paths__slug=slug)
            self.by_path[slug] = rows.first()
        return self.by_path[slug]
