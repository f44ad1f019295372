"""The entries of the who's who and the authors that texts name, asked for together."""

from functools import cached_property
from typing import NamedTuple

from entities.models import Entity
from explainer.blocks import named_entities
from explainer.identity import identity
from stories.models.authors import Author
from stories.models.ledger_queries import named_rows
from stories.models.redactions import Redaction


class NamedRows(NamedTuple):
    """What a text names: entries by slug, and addresses of authors by identity."""

    entities: dict
    authors: dict


class WhosWho:
    """Entries and authors by what texts call them, each asked for once in a
    transaction."""

    def __init__(self):
        self.rows, self.authors = {}, {}
        self.is_any_redacted = None  # Whether an order took anything out, once asked.
        self.of = {}  # What texts name, by the identity of documents, which are kept.

    def look_again(self, known=()):
        """Forget what wasn't there: somebody may have made it since.

        `known` has entries by slug that the caller knows by now.
        """
        found = (*self.rows.items(), *dict(known).items())
        self.rows = {slug: row for slug, row in found if row}
        self.of.clear()

    @cached_property
    def redactions(self):
        """What orders took out and no text may say again."""
        return [] if self.is_any_redacted is False else [*Redaction.objects.all()]

    def entities(self, document):
        """The entries that a text names, by slug; known by no more than that."""
        named, _printed = self.names(document)
        return {slug: row for slug in named if (row := self.rows[slug])}

    def named(self, document):
        """What a text names; authors who are new are made."""
        found = self.entities(document)
        _named, printed = self.names(document)
        for key, name in printed.items():
            if key and self.authors[key] is None:
                self.authors[key] = Author.objects.make(name).slug
        authors = {key: slug for key in printed if (slug := self.authors[key])}
        return NamedRows(found, authors)

    def names(self, document):
        """(slugs, printed names by identity) of a text, whose rows are looked up."""
        if (known := self.of.get(id(document))) is None:
            people = document.get("byline", [])
            printed = {
                identity(one["name"]): one["name"] for one in people if one.get("name")
            }
            known = named_entities(document), printed, document
            self.of[id(document)] = known
        named, printed, _document = known
        self.learn(named - self.rows.keys(), printed.keys() - self.authors.keys())
        return named, printed

    def learn(self, slugs, identities):
        """Look up what nobody asked for yet."""
        if not (slugs or identities):
            return
        self.rows |= dict.fromkeys(slugs)
        self.authors |= dict.fromkeys(identities)
        found = named_rows(slugs=slugs, identities=identities)
        self.is_any_redacted = any(kind == "redaction" for kind, *_row in found)
        for kind, name, key, slug in found:
            if kind == "author":
                self.authors[name] = slug
            elif kind == "entity":
                self.rows[name] = Entity.from_db("default", ["id", "slug"], [key, slug])
