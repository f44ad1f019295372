"""Whose page an address is: an outlet that we know, or a new one."""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from people.audit import difference, values
from people.models import AuditEvent
from stories.addresses import host_of
from stories.models import Outlet


def outlet_at(host):
    """The outlet whose domain this is, or the nearest domain above it."""
    above = host.split(".")
    names = [".".join(above[start:]) for start in range(len(above) - 1)]
    if not names:
        return None
    asked = Q()
    for name in names:
        asked |= Q(domains__icontains=name)
    found = {}
    for outlet in Outlet.objects.filter(asked):
        for domain in outlet.domains.split():
            found.setdefault(host_of(f"https://{domain}") or domain, outlet)
    return next((found[name] for name in names if name in found), None)


def outlet_of(url, site, by):
    """The outlet of a page, and what there is to say about that.

    A page may call itself what it likes, so a name alone proves nothing: only an outlet
    whose domains nobody has noted yet is taken at its word.
    """
    host = host_of(url)
    if known := outlet_at(host):
        return known, ""
    namesake = Outlet.objects.named(site) if site else None
    if namesake and not namesake.domains.strip():
        said = _("By its own word this is %(name)s: see whether that is so.")
        return with_domain(namesake, host, by), said % {"name": namesake}
    if namesake:
        said = _("The page calls itself %(name)s, but we know %(name)s elsewhere.")
        return None, said % {"name": namesake}
    if not site or not by.has_perm("stories.add_outlet"):
        return None, _("We have no outlet for %(host)s yet.") % {"host": host}
    return made(site, host, by)


def with_domain(outlet, host, by):
    """The outlet, whose domain is now known if this person may note it."""
    if by.has_perm("stories.change_outlet"):
        before = values(outlet)
        outlet.domains = host
        outlet.save(update_fields=["domains"])
        said = difference(before, values(outlet))
        AuditEvent.objects.record("change", by=by, of=outlet, **said)
    return outlet


def made(name, host, by):
    slug = Outlet.objects.free_slug(name)
    outlet = Outlet(name=name[:200], slug=slug, domains=host)
    try:
        with transaction.atomic():
            outlet.save()
            AuditEvent.objects.record("add", by=by, of=outlet, after=values(outlet))
    except IntegrityError:  # Somebody else's request was a moment quicker.
        return outlet_at(host), ""
    said = _("New outlet: %(name)s. Look at its name, and whether it is a wire.")
    return outlet, said % {"name": outlet}
