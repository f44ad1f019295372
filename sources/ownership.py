"""Whose page an address is. Only an editor says so: a fetch writes nothing here.

What a page calls itself is kept with its source as a claim, and shown beside its host.
"""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from explainer.addresses import host_of
from people.audit import difference, values
from people.models import AuditEvent
from sources.models import Outlet


class HostTakenError(ValueError):
    """The host is another outlet's already; the message says whose."""


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
        for domain in outlet.hosts:
            found.setdefault(domain, outlet)
    return next((found[name] for name in names if name in found), None)


def doubt(host, claim, outlet):
    """Words on whose page it is, by its host and by what it calls itself, if any."""
    namesake = Outlet.objects.named(claim)
    said = {"host": host, "name": namesake or claim, "outlet": outlet}
    if outlet:
        differs = namesake and namesake != outlet
        words = _("The page calls itself %(name)s, but %(host)s is %(outlet)s's.")
        return words % said if differs else ""
    if not claim:
        return _("We have no outlet for %(host)s yet.") % said
    if namesake and namesake.hosts:
        words = _("The page calls itself %(name)s, but we know %(name)s elsewhere.")
        return words % said
    words = _("%(host)s calls itself “%(name)s”: nobody has confirmed that yet.")
    return words % said


def confirm(source, by):
    """An editor says that a source's host is the outlet's that its page claims to be.

    Returns the outlet, found by its whole name or made. Raises HostTakenError.
    """
    host = host_of(source.url)
    with transaction.atomic():
        outlet = Outlet.objects.named(source.claimed) or create_outlet(
            source.claimed, by
        )
        bind(outlet, host, by)
        before = values(source)
        source.outlet, source.vouched = outlet, False
        source.save(update_fields=["outlet", "vouched"])
        said = difference(before, values(source))
        if any(said.values()):
            AuditEvent.objects.record("change", by=by, of=source, **said)
    return outlet


def check_free(host, outlet):
    """The host is no other outlet's own."""
    if other := outlet.rival(host):
        words = _("%(host)s is %(outlet)s's: take it away there first.")
        raise HostTakenError(words % {"host": host, "outlet": other})


def bind(outlet, host, by):
    """Note a host as an outlet's own, because an editor says so."""
    with transaction.atomic():
        outlet = Outlet.objects.select_for_update(no_key=True).get(pk=outlet.pk)
        check_free(host, outlet)
        if host in outlet.hosts:
            return
        before = values(outlet)
        outlet.domains = "\n".join([*outlet.domains.split(), host])
        outlet.save(update_fields=["domains"])
        said = difference(before, values(outlet))
        AuditEvent.objects.record("change", by=by, of=outlet, **said)


def create_outlet(name, by):
    """A new outlet of this name; somebody else's, if they were a moment quicker."""
    outlet = Outlet(name=name[:200], slug=Outlet.objects.free_slug(name))
    try:
        with transaction.atomic():
            outlet.save()
            AuditEvent.objects.record("add", by=by, of=outlet, after=values(outlet))
    except IntegrityError:
        return Outlet.objects.named(name)
    return outlet
