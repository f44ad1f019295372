"""Whose piece a source is, what it is called, which publishers are newsrooms. Pure.

By name a paper and its site would be two newsrooms, and a forum or a ministry one each.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from explainer.addresses import host_of
from explainer.identity import identity
from explainer.prose import shorten

Part = Mapping[str, Any]

# Where anybody publishes: the site is nobody's newsroom.
SITES = """
bsky.app facebook.com github.com instagram.com linkedin.com mastodon.social medium.com
quora.com redd.it reddit.com scribd.com substack.com t.me telegram.org threads.net
tiktok.com twitter.com vk.com weibo.com wikimedia.org wikipedia.org x.com youtu.be
youtube.com
"""
PLATFORMS = frozenset(SITES.split())
# States, armies and bodies of states, by how their addresses are given out.
OFFICIAL = re.compile(
    r"(^|\.)(gov|mil|int)$|"
    r"(^|\.)(gov\.[a-z]+|(gob|gouv|govt|go|gv|gub|gc|mil|mod|parliament)\.[a-z]{2})$|"
    r"(^|\.)(europa\.eu|bund\.de|bundestag\.de|admin\.ch|regeringen\.se|un\.org)$"
)
# What kinds of sources are called.
KINDS = {
    "report": _("report"),
    "wire": _("agency report"),
    "document": _("primary document"),
    "data": _("primary data"),
    "statement": _("primary statement"),
    "broadcast": _("broadcast"),
    "interview": _("our interview"),
    "own": _("our own reporting"),
    "unnamed": _("unnamed person"),
}
SHORT = 60  # Letters of a title.


@dataclass(frozen=True)
class Publisher:
    """An outlet as its row has it today; `newsroom` is None where nobody has said."""

    name: str
    hosts: frozenset[str] = frozenset()
    owner: str = ""
    newsroom: bool | None = None
    paywalled: bool = False


class Publishers:
    """The outlets around one document, by name and by host."""

    def __init__(self, rows: Iterable[Publisher] = ()) -> None:
        self.rows = tuple(rows)
        self.by_name = {identity(row.name): row for row in self.rows}
        self.by_host = {host: row for row in self.rows for host in row.hosts}

    def called(self, name: str) -> Publisher | None:
        return self.by_name.get(identity(name)) if name else None

    def at(self, host: str) -> Publisher | None:
        """Whose host it is, or the nearest host above it."""
        found = (self.by_host.get(name) for name in parent_hosts(host))
        return next(filter(None, found), None)

    def of(self, source: Part) -> Publisher | None:
        """Whose piece it is: by the name that the story gives, else by its host."""
        named = self.called(source.get("outlet", ""))
        return named or self.at(host_of(source.get("url", "")))


def parent_hosts(host: str) -> list[str]:
    """A host and those above it, without the last label alone."""
    labels = host.split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]


def is_newsroom(source: Part, publisher: Publisher | None) -> bool:
    """Whether reporters made it, as far as the outlet's row or the address tells.

    A source of which neither name nor address is known counts as nobody's.
    """
    if publisher and publisher.newsroom is not None:
        return publisher.newsroom
    own = publisher.hosts if publisher else frozenset[str]()
    hosts = own or {host_of(source.get("url", ""))} - {""}
    if not (hosts or source.get("outlet")):
        return False
    return not any(is_platform(host) or OFFICIAL.search(host) for host in hosts)


def count(press: Sequence[Part], known: Publishers) -> int:
    """How many newsrooms wrote these: one name, one site or one owner is one."""
    sites = {host_of(source.get("url", "")) for source in press}
    found: list[set[str]] = []
    for source in press:
        marks = marks_of(source, known, sites)
        same = [group for group in found if group & marks]
        found = [group for group in found if not group & marks]
        found.append(marks.union(*same))
    return len(found)


def author_of(source: Part) -> Part:
    """The source as whose text it is: a copy is its agency's, wherever it stands."""
    copied = source.get("syndicated_from")
    return {"outlet": copied} if copied else source


def marks_of(source: Part, known: Publishers, sites: Collection[str]) -> set[str]:
    """Everything by which two pieces show that they are of one newsroom."""
    part = author_of(source)
    publisher = known.of(part)
    names = {part.get("outlet", ""), publisher.name if publisher else ""} - {""}
    marks = {f"name {identity(name)}" for name in names}
    if publisher and publisher.owner:
        marks.add(f"owner {identity(publisher.owner)}")
    if publisher:
        marks |= {f"site {host}" for host in publisher.hosts}
    host = host_of(part.get("url", ""))
    if host and not is_platform(host) and not (publisher and publisher.hosts):
        marks.add(f"site {[name for name in parent_hosts(host) if name in sites][-1]}")
    return marks


def is_platform(host: str) -> bool:
    return not PLATFORMS.isdisjoint(parent_hosts(host))


def label(source: Part) -> str:
    """What a source is called for short: its outlet, else the start of its title.

    One that has neither, as old editions may, is called by its site, else by what kind
    of source it is; our key for it tells a reader nothing.
    """
    return str(source.get("outlet")) if source.get("outlet") else title_label(source)


def title_label(source: Part) -> str:
    title = shorten(source.get("title", ""), SHORT)
    return title or host_of(source.get("url", "")) or kind_name(source)


def kind_name(source: Part) -> str:
    return str(KINDS[source.get("kind", "report")])
