"""What could be linked to a draft: names, roles, questions, and stories like it.

Nothing is done by itself: each is an offer (`offers`) that an editor takes up, or does
not want to hear again.
"""

import datetime as dt
from functools import cached_property

from django.utils.translation import gettext as _

from desk.suggesting import queries
from desk.suggesting.kinship import SOURCE, Nearness, is_similar, rare, stems
from desk.suggesting.offers import KinOffer, RoleOffer, unlinked_names
from explainer.blocks import named_entities
from explainer.checks.context import Office
from explainer.checks.lines import lines as lines_of

MOST = 6
TWINS_WITHIN = dt.timedelta(days=7)


class Suggestions:
    """The offers for one document of a story or question, saved or not."""

    def __init__(self, owner, document, now):
        self.owner, self.document, self.now = owner, document, now
        self.gone = queries.dismissed_keys(owner)
        self.names_of_all, self.entries = queries.whos_who()

    def wanted(self, offers):
        return [offer for offer in offers if offer.key not in self.gone][:MOST]

    @cached_property
    def unlinked(self):
        return unlinked_names(self.document, self.names_of_all, self.entries)

    @cached_property
    def names(self):
        """Who is named and not linked."""
        return self.wanted(self.unlinked)

    @cached_property
    def roles(self):
        """What a speaker was on the day of the quote, where the quote doesn't say."""
        quotes = [
            (f"quotes[{number}].role", quote)
            for number, quote in enumerate(self.document.get("quotes", []))
            if quote.get("entity") in self.entries and quote.get("said_on")
        ]
        slugs = {self.standing(quote["entity"]) for _place, quote in quotes}
        offices = queries.offices(slugs)
        return self.wanted(
            offer
            for place, quote in quotes
            for role in offices.get(self.standing(quote["entity"]), ())
            if (offer := role_offer(place, quote, role))
        )

    @cached_property
    def kin(self):
        """Stories that share sources, names or rare words with this one."""
        if self.owner.path_kind != "story":
            return []
        slugs = {self.standing(slug) for slug in named_entities(self.document)}
        sure = (offer.entries for offer in self.unlinked if len(offer.entries) == 1)
        slugs |= {entry.slug for (entry,) in sure}
        shared = queries.shared_counts(self.owner, self.document, slugs)
        rows = queries.stories(self.owner, shared, self.now)
        own = self.document.get("headline", "")
        unusual = stems(own) & rare([own, *(row.headline for row in rows)])
        listed = {item.get("slug") for item in self.document.get("related", [])}
        offers = [
            self.story_offer(row, shared.get(row.pk, {}), unusual)
            for row in rows
            if row.slug not in listed
        ]
        return self.wanted(rank(filter(None, offers)))

    def standing(self, slug):
        """Whoever stands for an entity now."""
        return self.entries[slug].slug if slug in self.entries else slug

    def story_offer(self, row, shared, unusual):
        """The offer of one story, or None if it is not near. `shared` has the number of
        common sources and names by kind, `unusual` the rare stems of our headline."""
        words = len(unusual & stems(row.headline))
        near = Nearness(shared.get("source", 0), shared.get("entity", 0), words)
        if not near.is_near:
            return None
        return KinOffer(
            key=f"story:{row.pk}",
            part="related",
            pk=str(row.pk),
            slug=row.slug,
            title=row.headline,
            reasons=near.reasons,
            score=near.score,
            live=row.is_live,
            by=row.wrote or "",
            since=row.created_at,
            duplicate=near.tells_the_same and row.saved_at > self.now - TWINS_WITHIN,
        )

    @cached_property
    def questions(self):
        """Questions that readers of this would ask next, or that it leaves open."""
        listed = {item.get("slug") for item in self.document.get("questions", [])}
        lines = [self.document.get("headline") or self.document.get("title", "")]
        lines += [line.words for line in lines_of(self.document.get("unknowns", ""))]
        rows = queries.questions(self.owner, self.document, self.now)
        part = "questions" if self.owner.path_kind == "story" else ""
        offers = [
            question_offer(row, lines, part) for row in rows if row.slug not in listed
        ]
        return self.wanted(rank(filter(None, offers)))

    @property
    def all(self):
        return [*self.kin, *self.names, *self.roles, *self.questions]

    def find(self, key):
        return next((offer for offer in self.all if offer.key == key), None)


def role_offer(place, quote, role):
    """The role as an offer, if it was held on the day and the quote doesn't say so."""
    office = Office(role.title, role.since, role.until)
    if not office.held(dt.date.fromisoformat(quote["said_on"])):
        return None
    if role.title.casefold() in quote.get("role", "").casefold():
        return None
    who = quote.get("speaker") or role.entity.name
    key = f"role:{quote.get('uid', place)}:{role.title}"[:200]
    return RoleOffer(key, place, who, role.title)


def question_offer(row, lines, part):
    """The offer of one question, or None if it neither asks what one of `lines` asks
    nor shares enough sources."""
    asks_alike = any(is_similar(line, row.title) for line in lines)
    near = Nearness(sources=row.shared)
    if not (asks_alike or near.is_near):
        return None
    why = [_("asks something alike")] if asks_alike else []
    return KinOffer(
        key=f"question:{row.pk}",
        part=part,
        pk=str(row.pk),
        slug=row.slug,
        title=row.title,
        reasons=(*why, *near.reasons),
        score=near.score + SOURCE * asks_alike,
        live=row.is_live,
    )


def rank(offers):
    """Those that tell the same first, then the nearest."""
    return sorted(offers, key=lambda offer: (not offer.duplicate, -offer.score))
