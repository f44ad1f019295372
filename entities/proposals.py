"""What Wikidata says of an entry, kept beside it, and taken field by field.

Nothing is written over: what the entry says of itself stays, and is not offered.
"""

import datetime as dt
import re
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from entities.models import Alias, Entity, Proposal, Role
from entities.wikidata_items import ID, LANGUAGES
from explainer.folding import key

SITE = "https://www.wikidata.org"
ADDRESS = re.compile(rf"https?://(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/({ID})\b")
WHOSE, LICENCE = "Wikidata", "CC0 1.0"


@dataclass
class Offer:
    """One thing that an editor may take; `note` is what it can't say here."""

    name: str
    value: str
    language: str = ""
    note: str = ""

    @property
    def field(self):
        return self.name.partition("-")[0]

    @property
    def label(self):
        """What the desk calls the field that it would go into."""
        row = {"alias": Alias, "role": Role}.get(self.field)
        found = row._meta if row else Entity._meta.get_field(self.field)
        return found.verbose_name

    @property
    def words(self):
        is_kind = self.field == "kind"
        return Entity.Kind(self.value).label if is_kind else self.value


def item_of(entity):
    """The id under which Wikidata knows an entry, by its addresses elsewhere."""
    found = ADDRESS.search(entity.same_as)
    return found[1] if found else ""


def known():
    """Entries by the ids that Wikidata has for them."""
    rows = Entity.objects.filter(same_as__icontains="wikidata.org", merged_into=None)
    return {key: row for row in rows if (key := item_of(row))}


def propose(entity, item, now=None):
    """Keep what an item says beside an entry; returns whether that is new."""
    said = item.said()
    kept = Proposal.objects.filter(entity=entity).first()
    if kept and (kept.item, kept.said) == (item.id, said):
        return False
    fresh = {"item": item.id, "said": said, "at": now or timezone.now()}
    Proposal.objects.update_or_create(entity=entity, defaults=fresh)
    return True


def offers(entity, said):
    """What an entry lacks of what is said, in the order of the page."""
    made = []
    address = f"{SITE}/wiki/{said['id']}"
    if item_of(entity) != said["id"]:
        made.append(Offer("same_as", address))
    if said["kind"] and not entity.kind:
        made.append(Offer("kind", said["kind"]))
    if not entity.lead:
        made += [
            Offer(f"lead-{language}", said["descriptions"][language], language)
            for language in LANGUAGES
            if said["descriptions"].get(language)
        ]
    return [*made, *other_names(entity, said), *roles(entity, said)]


def other_names(entity, said):
    """Labels and aliases in the paper's languages that the entry doesn't have."""
    seen = {key(entity.name), *(key(alias.name) for alias in entity.aliases.all())}
    for language in (*LANGUAGES, "mul"):
        own = [said["labels"].get(language, ""), *said["aliases"].get(language, ())]
        for name in own:
            if name and key(name) and key(name) not in seen:
                seen.add(key(name))
                yield Offer(f"alias-{language}-{key(name)[:80]}", name, language)


def roles(entity, said):
    """Offices that the entry doesn't have; of what no day can say there is a note."""
    has = {(key(role.title), role.since) for role in entity.roles.all()}
    for number, office in enumerate(said["offices"]):
        since = day_of(office["since"])
        if office["title"] and (key(office["title"]), since) not in has:
            moments = (office["since"], office["until"])
            spans = [m["words"] for m in moments if m["words"] and not m["day"]]
            dates = [iso_of(m) for m in moments]
            span = " – ".join(dates) if any(dates) else ""
            value = f"{office['title']} ({span})" if span else office["title"]
            name = f"role-{number}-{office['item']}"
            yield Offer(name, value, note=", ".join(spans))


def iso_of(moment):
    """The ISO form of a day as far as it is known."""
    kept = {"year": 4, "month": 7}.get(moment["precision"], 10)
    return moment["day"][:kept]


def day_of(moment):
    return dt.date.fromisoformat(moment["day"]) if moment["day"] else None


@transaction.atomic
def take(entity, names):
    """Write what was chosen into an entry; returns what that was.

    What the entry has got since it was offered stays as it is.
    """
    entity = Entity.objects.select_for_update(of=("self",)).get(pk=entity.pk)
    proposal = Proposal.objects.get(entity=entity)
    offered = {offer.name: offer for offer in offers(entity, proposal.said)}
    taken = [offered[name] for name in names if name in offered]
    for offer in taken:
        take_one(entity, offer, proposal.said)
    if taken:
        entity.save()
    return taken


def take_one(entity, offer, said):
    field = offer.field
    if field == "same_as":
        entity.same_as = "\n".join(filter(None, (entity.same_as, offer.value)))
    elif field == "kind":
        entity.kind = offer.value
    elif field == "lead" and not entity.lead:
        entity.lead = offer.value
        entity.attribution, entity.licence = WHOSE, LICENCE
    elif field == "alias":
        Alias.objects.get_or_create(entity=entity, name=offer.value)
    elif field == "role":
        take_role(entity, said["offices"][int(offer.name.split("-")[1])])


def take_role(entity, office):
    since, until = day_of(office["since"]), day_of(office["until"])
    if since and until and until < since:
        # Within the year or month of which the end is known; else it is a slip there,
        # and no reason to lose the beginning.
        is_within = since.isoformat().startswith(iso_of(office["until"]))
        until = since if is_within else None
    Role.objects.create(
        entity=entity,
        title=office["title"],
        since=since,
        since_precision=office["since"]["precision"],
        until=until,
        until_precision=office["until"]["precision"] if until else "",
    )
