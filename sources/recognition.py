"""Makes a source of a pasted address, or recognises one that we have."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from explainer.addresses import host_of
from explainer.slugs import slug_of
from people.audit import values
from people.models import AuditEvent
from sources import discovery, limits
from sources.agencies import canonical, hint
from sources.models import Outlet, Source
from sources.network import FetchError
from sources.ownership import doubt, outlet_at
from sources.page_text import line

RECENT = dt.timedelta(days=30)


@dataclass
class Recognition:
    """A source, and what its taker should know of it."""

    source: Source
    is_new: bool
    warnings: list[str]
    agency: str = ""  # whose text it is, or may be


def source_for(url, by, *, title="", wait=0):
    """A saved source for an address, found or made, and what there is to say of it.

    A fault of the web's is a warning on a bare source; only what is no address at all
    raises NoAddressError. Whether the person may add sources is the caller's to ask.
    """
    address = discovery.address_of(url)
    if known := known_by(discovery.bare_look(address)):
        return known
    try:
        limits.count(by)
        found = discovery.look(address, wait)
    except FetchError as fault:
        found = discovery.bare_look(address, str(fault))
    return take(found, by, title)


def known_by(found):
    """The source that we have of what was looked at, with its outlet as known today."""
    source = Source.objects.known_by(*found.urls).first()
    if source is None:
        return None
    host = host_of(source.url)
    source.outlet = source.outlet or outlet_at(host)
    unclear = source.claimed and not source.outlet
    warnings = [doubt(host, source.claimed, None)] if unclear else []
    agency = str(source.syndicated_from or "")
    return Recognition(source, is_new=False, warnings=warnings, agency=agency)


def take(found, by, title=""):
    """Keep what was looked at; `title` is the taker's word, if the page has none."""
    if known := known_by(found):
        return known
    source = source_from(found, title)
    agency, about_agency = agency_of(source, found.reading)
    source.clean()
    try:
        with transaction.atomic():
            source.save()
            AuditEvent.objects.record("add", by=by, of=source, after=values(source))
    except IntegrityError:  # Somebody else's request was a moment quicker.
        return known_by(found)
    about_outlet = doubt(host_of(found.url), source.claimed, source.outlet)
    warnings = [*found.warnings, about_outlet, about_agency, same_words(source)]
    return Recognition(source, True, [*filter(None, warnings)], agency)


def source_from(found, title):
    """An unsaved source. Whose it is comes from its host, or was said by an editor.

    That it calls itself somebody's, or its text an agency's, is kept or told as no more
    than its own word.
    """
    said = found.reading
    outlet = outlet_at(host_of(found.url)) or found.outlet
    day = timezone.localdate() + dt.timedelta(days=1)
    return Source(
        url=found.url,
        kind="wire" if outlet and outlet.wire else said.kind,
        title=said.title or line(title),
        outlet=outlet,
        author=line(", ".join(said.authors), 300),
        language=said.language,
        published=said.published if said.published and said.published <= day else None,
        accessed=timezone.localdate() if found.is_fetched else None,
        archive_url=found.archived,
        claimed=line(said.site, 200),
    )


def agency_of(source, said):
    """The agency whose text this is by the page's word, and what to say of that."""
    wires = Outlet.objects.filter(wire=True).values_list("name", flat=True)
    found = hint(said, wires)
    own = source.outlet and canonical(source.outlet.name)
    if found is None or own == canonical(found.agency):
        return "", ""
    if not found.is_sure:
        text = _("Part of this may be %(agency)s text: look at its foot.")
        return found.agency, text % {"agency": found.agency}
    text = _("This looks like %(agency)s text.")
    return found.agency, text % {"agency": found.agency}


def same_words(source):
    """That another outlet prints the same headline: it may be one text."""
    if len(source.title) < 20:
        return ""
    since = timezone.localdate() - RECENT
    recent = Q(accessed__gte=since) | Q(published__gte=since)
    others = Source.objects.filter(recent, title__iexact=source.title)
    others = others.exclude(pk=source.pk)
    if source.outlet:
        others = others.exclude(outlet=source.outlet)
    if other := others.select_related("outlet").first():
        where = other.outlet or host_of(other.url)
        said = _("%(where)s has the same headline: is it one agency's text?")
        return said % {"where": where}
    return ""


def key_for(source, taken=()):
    """A short key for citing it, which is none of those taken."""
    name = source.outlet.slug if source.outlet else host_of(source.url).split(".")[0]
    name = slug_of(name, 50) or "source"
    numbers = range(1, len(taken) + 2)
    return next(f"{name}-{n}" for n in numbers if f"{name}-{n}" not in taken)
