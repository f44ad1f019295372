"""An entity's page: who it is, as of when, and which live texts name it."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entities.models import Entity

PLURALS = {
    "person": _("People"),
    "organisation": _("Organisations"),
    "place": _("Places"),
    "event": _("Events"),
    "work": _("Works"),
    "concept": _("Ideas"),
}


@dataclass(frozen=True)
class EntityPage:
    entity: Any
    roles: list[Any]
    also: list[str]
    stories: list[Any]
    questions: list[Any]
    written: list[Any]
    due: datetime | None = None

    @property
    def role(self):
        """The office held now."""
        return next((role for role in self.roles if role.until is None), None)


def find(slug, now):
    """The public entity that answers to a slug: its own, or one merged into it."""
    answering = Q(slug=slug) | Q(absorbed__slug=slug)
    public = Entity.objects.public(now).filter(answering).distinct()
    return public.prefetch_related("aliases", "roles", "absorbed").first()


def build(entity, now):
    absorbed = list(entity.absorbed.all())
    live = entity.mentions.model.objects.live(now).with_next_due(now)
    mentions = live.select_related("showing")
    # Most prominent first, then what changed last; each text once.
    naming = mentions.filter(entity__in=[entity, *absorbed]).order_by(
        "prominence", "-showing__updated_at"
    )
    named, written, moments = {}, {}, []
    for mention in naming:
        texts = written if mention.kind == "author" else named
        texts.setdefault(mention.showing_id, mention.showing)
        moments += [mention.live_until, mention.next_due]
    names = [alias.name for alias in entity.aliases.all()]
    names += [other.name for other in absorbed]
    return EntityPage(
        entity=entity,
        roles=list(entity.roles.all()),
        also=[name for name in dict.fromkeys(names) if name != entity.name],
        stories=[row for row in named.values() if row.story_id],
        questions=[row for row in named.values() if row.question_id],
        written=list(written.values()),
        due=min(filter(None, moments), default=None),
    )


def grouped(entities):
    """By kind, in the order of the kinds, and by name within each."""
    kinds = list(PLURALS)
    by_kind = sorted(entities, key=lambda item: (kinds.index(item.kind), item.name))
    return [
        (PLURALS[kind], list(items))
        for kind, items in groupby(by_kind, key=lambda item: item.kind)
    ]
