"""Looks at a pasted address: what it is, what is found there. Writes nothing."""

import re
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from explainer.addresses import (
    MOST,
    address_in,
    fault_of,
    host_of,
    normalise_scheme,
    normalise_url,
    original,
    same_site,
    tidy_url,
)
from sources import fetcher, page_claims
from sources.models import Outlet
from sources.network import FetchError
from sources.page_claims import Reading

# Where sites send those whom they do not know.
GATE = re.compile(
    r"^https?://(consent|login|accounts?|auth|sso|idp)\.|"
    r"/(sign-?in|log-?in|consent|register|auth|paywall)(/|$|\?|\.)",
    re.IGNORECASE,
)


class NoAddressError(ValueError):
    """What was given is no address of a web page; the message says so."""

    def __init__(self, fault=""):
        super().__init__(fault or _("This is no address of a web page."))


@dataclass(frozen=True)
class Look:
    """What there is at an address, before anybody keeps it."""

    given: str
    url: str  # its own address, as far as we know
    archived: str = ""
    reading: Reading = field(default_factory=Reading)
    warnings: tuple[str, ...] = ()
    is_fetched: bool = False
    outlet: Outlet | None = None  # Whose it is by an editor's word, if not by its host.

    @property
    def urls(self):
        """Every address that this page goes by."""
        return [url for url in (self.given, self.url, self.reading.canonical) if url]


def address_of(text):
    """The address that was meant, if it is one at all."""
    address = normalise_scheme(address_in(text))
    if fault := fault_of(address):
        raise NoAddressError(fault)
    size = max(len(address.encode()), len(normalise_url(address).encode()))
    if not address.isprintable() or size > MOST:
        raise NoAddressError
    return address


def look(address, wait=0):
    """Fetch and read; FetchError says why there is nothing to read."""
    given, archived = original(address)
    page = fetcher.fetch(given, wait=wait)
    if GATE.search(page.address) and not GATE.search(given):
        raise FetchError(_("The site asks us to sign in or to agree to something."))
    found = claims_of(page)
    return Look(
        given=given,
        url=found.canonical or tidy_url(page.address),
        archived=archived,
        reading=found,
        warnings=tuple(doubts(page, found, given)),
        is_fetched=True,
    )


def claims_of(page):
    """What a fetched page claims, its days as the paper's own calendar has them."""
    zone = timezone.get_default_timezone()
    return page_claims.read_page(page.body, page.address, page.kind, page.charset, zone)


def bare_look(address, why=""):
    """All that is known without asking: the address, and its host."""
    given, archived = original(address)
    warnings = (_("Not read: %(why)s") % {"why": why},) if why else ()
    kind = page_claims.kind_of("", given)
    return Look(given, tidy_url(given), archived, Reading(kind=kind), warnings)


def doubts(page, found, given):
    """What an editor should know of how it was read."""
    if not same_site(page.address, given):
        said = _("The address leads to another site: %(site)s.")
        yield said % {"site": host_of(page.address)}
    if page.is_downgraded:
        yield _("The site sends us on without encryption: anybody may have changed it.")
    if page.kind == "application/pdf":
        yield _("This is a PDF: its title is for you to write.")
    elif page.kind not in fetcher.READ:
        yield _("This is no page but a file (%(kind)s).") % {"kind": page.kind[:60]}
    elif not found.title:
        yield _("The page has no title that we can read.")
    if found.is_paywalled:
        yield _("Readers may need a subscription.")
