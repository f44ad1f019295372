"""A page's text: its sections, what is wrong with it, and where it leads. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from explainer import prose
from explainer.addresses import link_fault
from explainer.checks.lines import lines
from explainer.renderer import Context
from explainer.slugs import slug_of

HEADING = "## "
OUR_IDS = ("main", "write", "faults")  # what else has an id on such a page


@dataclass(frozen=True)
class Section:
    """What stands under one heading; the first may have none."""

    anchor: str
    heading: str
    html: SafeString


def sections(text: str) -> list[Section]:
    """The text cut at its `##` headings, each with an anchor of its own."""
    groups: list[list[str]] = [[]]
    for block in prose.blocks(text):
        if block.startswith(HEADING):
            groups.append([])
        groups[-1].append(block)
    found: dict[str, Section] = {}
    for blocks in filter(None, groups):
        section = build_section(blocks, found)
        found[section.anchor] = section
    return [*found.values()]


def build_section(blocks: list[str], taken: dict[str, Section]) -> Section:
    has_heading = blocks[0].startswith(HEADING)
    heading = prose.plain(blocks[0]) if has_heading else ""
    below = "\n\n".join(blocks[1:] if has_heading else blocks)
    html = prose.render(below, Context(), level=2)  # so that ### is an h3
    return Section(anchor(heading, taken), heading, html)


def anchor(heading: str, taken: dict[str, Section]) -> str:
    """An id that nothing else on the page has."""
    wanted = slug_of(heading, 60) or "part"
    number, name = 1, wanted
    while name in taken or name in OUR_IDS:
        number += 1
        name = f"{wanted}-{number}"
    return name


def faults(text: str) -> Iterator[str]:
    """What keeps a text from being printed as it was meant, in sentences."""
    named = {
        "sources": {key for key, _locator in prose.citations(text)},
        "entities": {slug for _label, slug in prose.mentions(text)},
        "figures": {key for kind, key in prose.placements(text) if kind == "figure"},
        "quotes": {key for kind, key in prose.placements(text) if kind == "quote"},
    }
    for fault in prose.faults(text, **named):
        place = {"line": fault.line, "fault": fault.message}
        yield _("Line %(line)d: %(fault)s.") % place
    for line in lines(text):
        for label, address in line.links:
            if wrong := link_fault(address):
                words = _("The link “%(label)s” is faulty: %(fault)s")
                yield words % {"label": label, "fault": wrong}
    for key in sorted(named["sources"]):
        words = _("A page cites no sources: make a link of [^%(key)s].")
        yield words % {"key": key}
    for slug in sorted(named["entities"]):
        words = _("A page mentions nobody: make a link of @[…](%(slug)s).")
        yield words % {"slug": slug}
    for kind, key in sorted({*prose.placements(text)}):
        words = _("A page has no figures or quotes: take out ::%(kind)s %(key)s.")
        yield words % {"kind": kind, "key": key}


def own_links(text: str, home: str) -> list[str]:
    """The paths of our own that a text leads to, each once, as they are written."""
    found: dict[str, None] = {}
    for line in lines(text):
        for _words, address in line.links:
            try:
                parts = urlsplit(address)
            except ValueError:
                continue
            ours = parts.netloc == urlsplit(home).netloc if parts.netloc else True
            if ours and parts.scheme in ("", "http", "https") and parts.path:
                found[parts.path] = None
    return [*found]
