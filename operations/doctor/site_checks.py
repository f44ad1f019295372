"""What readers meet: the address, its certificate, and the proxy before the paper."""

import datetime as dt
import socket
import ssl
import time
from urllib.parse import urlsplit

from django.conf import settings

from operations import shared_pages
from operations.doctor.diagnosis import fault, warning
from operations.doctor.visits import CLAIMED_ADDRESS, claimed_scheme

SKEW = 5  # seconds; the record's guards take ten
DAY = 24 * 3600
EARLY = 14 * DAY  # before a certificate ends


def reached(case):
    """Whether the public address leads to web processes of this paper."""
    url, found = settings.SITE_URL, case.visits
    if found.failure is not None:
        yield unreachable(url, found.failure)
    elif found.status in (301, 302, 307, 308):
        yield fault(
            f"{url} sends readers elsewhere (status {found.status}).",
            "Set SITE_URL to the address that readers end at, https:// if the proxy "
            "sends them there, and start anew.",
            "settings.md#the-paper",
            ends=True,
        )
    elif found.status >= 500:
        yield fault(
            f"{url} answers {found.status}: the proxy is there, the web server isn't.",
            "Look at its log: `docker compose logs --tail 50 web-a` or "
            "`journalctl -u newsroom-web`.",
            "incidents/readers_see_503.md",
            ends=True,
        )
    elif not found.seen:
        yield fault(
            f"{url} is answered by what doesn't know this paper's key (status "
            f"{found.status}): another program, another version or another SECRET_KEY.",
            "Give all processes the same SECRET_KEY and the same version, and look "
            "where the proxy sends requests.",
            "settings.md#a-new-secret-key",
            ends=True,
        )


def unreachable(url, failure):
    if isinstance(failure, ssl.SSLCertVerificationError):
        return fault(
            f"The certificate of {url} isn't trusted: {failure.verify_message}.",
            "Look at the proxy's log why it has none for this name: its port 80 must "
            "be reached from outside, and the name must lead to it.",
            "proxy.md#caddy",
            ends=True,
        )
    if isinstance(failure, socket.gaierror):
        return fault(
            f"SITE_URL names {url}, and that name leads nowhere.",
            "Mend SITE_URL, or make the name at your domain's provider.",
            "settings.md#the-paper",
            ends=True,
        )
    said = getattr(failure, "strerror", None) or str(failure) or "no answer"
    return fault(
        f"{url} doesn't answer from here: {said}.",
        "Start the web server and the proxy (`docker compose ps` shows them). From "
        "inside of a container name the proxy: `--proxy HOST`.",
        "incidents/readers_see_503.md",
        ends=True,
    )


def host_answered(case):
    """Of the paper's own name the settings tell."""
    refused = {seen["host"] for seen in case.visits.seen if not seen["is_answered"]}
    for host in sorted(refused - {urlsplit(settings.SITE_URL).netloc}):
        yield fault(
            f"The proxy asks for {host}, which is not in ALLOWED_HOSTS: every page is "
            "an error 400.",
            "Let the proxy pass on the Host that readers ask for, or add the name to "
            "ALLOWED_HOSTS.",
            "settings.md#the-paper",
        )


def proxy(case):
    """Whether the proxy says what it should, and lets nobody else say it."""
    seen = case.visits.seen[0]
    is_there = seen["hops"] not in ("", CLAIMED_ADDRESS)
    if not settings.BEHIND_PROXY:
        if is_there and not settings.HTTPS:  # of which the settings tell
            yield warning(
                "A proxy stands before the paper, and BEHIND_PROXY is 0: all readers "
                "have its address, so one who guesses passwords pauses everybody.",
                "Set BEHIND_PROXY=1 and start anew.",
                "proxy.md",
            )
    elif seen["address"] == CLAIMED_ADDRESS:
        yield fault(
            "BEHIND_PROXY is 1, and a visitor's own X-Forwarded-For is believed: there "
            "is no proxy, or it passes that on unchanged.",
            "Let the proxy add the address to X-Forwarded-For; without a proxy set "
            "BEHIND_PROXY=0.",
            "proxy.md",
        )
    else:
        yield from scheme(seen)


def scheme(seen):
    if seen["scheme"] == claimed_scheme():
        yield fault(
            "A visitor's own X-Forwarded-Proto is believed: the proxy passes it on.",
            "Let the proxy set X-Forwarded-Proto itself, whatever was sent.",
            "proxy.md",
        )
    elif settings.HTTPS and not seen["is_secure"]:
        yield fault(
            "The proxy doesn't say that readers come by https (X-Forwarded-Proto is "
            f"{seen['scheme'] or 'absent'}): each page sends them to itself.",
            "Let the proxy set X-Forwarded-Proto to https.",
            "proxy.md",
        )


def certificate(case):
    """One is renewed at a third of its life; at a fifth that has failed."""
    found = case.visits
    left = found.expires_at - time.time()
    if found.expires_at and left < min(EARLY, found.lifetime / 5):
        day = dt.datetime.fromtimestamp(found.expires_at, dt.UTC)
        yield warning(
            f"The certificate of {settings.SITE_URL} ends on {day:%-d %B %Y}, in "
            f"{left / DAY:.1f} days, and wasn't renewed.",
            "Look at the proxy's log why: its port 80 must be reached from outside.",
            "proxy.md#caddy",
        )


def clock(case):
    """The clock of whoever answers for the paper, by its Date."""
    ahead = case.visits.ahead
    if abs(ahead) > SKEW:
        yield fault(
            f"The clock of {settings.SITE_URL} is {abs(ahead):.0f} seconds "
            f"{'ahead of' if ahead > 0 else 'behind'} this machine's.",
            "Set both by the network: `timedatectl set-ntp true`.",
            "incidents/scheduled_story.md",
        )


def pages_shared(case):
    """Whether the web processes that were met have the same pages."""
    said = [(seen["process"], seen["pages"]) for seen in case.visits.seen]
    lost = [(name, pages) for name, pages in said if pages.startswith("out of")]
    if lost and lost[0][1] != shared_pages.name():  # else that is told of by itself
        yield fault(
            f"Web process {lost[0][0]} doesn't reach PAGE_CACHE: {lost[0][1]}.",
            "Start the Redis, or mend the address in PAGE_CACHE; until then each "
            "process makes its own pages.",
            "processes.md",
        )
    elif len(places := {pages for _name, pages in said}) > 1:
        yield warning(
            f"Web processes keep their pages in {len(places)} places: each page is "
            "made that often.",
            "Give all of them the same PAGE_CACHE: one volume on one machine, a Redis "
            "for several.",
            "processes.md",
        )
