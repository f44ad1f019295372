"""The shared rows that some files name, looked up together.

What wasn't looked up is asked for alone, when it is needed.
"""

from entities.models import Entity
from explainer.addresses import normalise_url
from explainer.blocks import named_entities
from explainer.file import with_slug
from sources.models import Source


class KnownRows:
    """Entries of the who's who by slug, and sources by their normal address."""

    def __init__(self):
        self.forget()

    def forget(self):
        self.entities, self.sources = {}, {}

    def learn(self, items):
        """Look up what files name, in place of what was known; None is no row."""
        asked = [part for item in items for part in item.get("questions", [])]
        parts = [*items, *asked]
        urls = (s.get("url") for part in parts for s in part.get("sources", []))
        keys = {normalise_url(url) for url in urls if url} - {""}
        slugs = {
            entity["slug"]
            for item in items
            for name in ("mentioned", "entities")
            for entity in with_slug(item.get(name, []))
        }
        slugs = slugs.union(*map(named_entities, items))
        rows = Entity.objects.prefetch_related("aliases", "roles")
        self.entities = dict.fromkeys(slugs) | rows.in_bulk(slugs, field_name="slug")
        rows = Source.objects.select_related("outlet", "syndicated_from")
        found = rows.filter(normalised_url__in=keys)
        self.sources = dict.fromkeys(keys) | {row.normalised_url: row for row in found}

    def entity(self, slug):
        """The entry of this slug, or None."""
        if slug not in self.entities:
            self.entities[slug] = Entity.objects.filter(slug=slug).first()
        return self.entities[slug]

    def source(self, url, title="", outlet=None):
        """The source of a citation, or None: by address, else by title and outlet."""
        if not url:
            rows = Source.objects.filter(normalised_url="", title=title, outlet=outlet)
            return rows.order_by("pk").first()
        key = normalise_url(url)
        if key and key not in self.sources:
            self.sources[key] = Source.objects.known_by(url).first()
        return self.sources.get(key)
