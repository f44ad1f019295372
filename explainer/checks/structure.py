"""Faults that block publishing at every desk: what a page could not be made of.

Pure. A finding says where it is as a path into the document, so that the same list
serves the admin, the importer and the command line.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from explainer import prose
from explainer.addresses import without_logins
from explainer.blocks import Fields, fields_of, lists
from explainer.document import Document
from explainer.field import Field
from explainer.finding import Finding
from explainer.format import ADDRESSES, STORY

# Where a line of its own puts a figure or a quote on the page.
PLACED = ("brief", "report")
# What a footnote of a pasted text becomes, until somebody says which source it is.
FIX_ME = "fix-me"
# Without these a part can't be found, nor anything be made of it.
NAMING = ("key", "slug", "name", "src", "question")
PASSABLE = ("unknown", "repeated-key", "fix-me", "markup", "password")
# What to say where one of two things would do.
INSTEAD = {
    "src": gettext_lazy("missing; choose a picture, or write a table"),
    "date": gettext_lazy("missing; give a day, or words in its place"),
    "outlet": gettext_lazy("missing; name the outlet, or whose view it is"),
    "speaker": gettext_lazy("missing; say who said it"),
}


@dataclass(frozen=True)
class References:
    """The keys and slugs that a document may name."""

    sources: Collection[str]
    quotes: Collection[str]
    figures: Collection[str]
    entities: Collection[str]


def findings(document: Document, entities: Collection[str]) -> list[Finding]:
    """Every fault that blocks publishing; `entities` are the slugs that exist."""
    named = References(
        sources=keys(document, "sources"),
        quotes=keys(document, "quotes"),
        figures=keys(document, "figures"),
        entities=entities,
    )
    found = [*repeated_keys(document), *walk(document, fields_of(document), "", named)]
    title = "headline" if "headline" in fields_of(document) else "title"
    if not document.get(title):
        found.append(Finding(title, _("missing"), "no-headline"))
    lead = document.get("lead_quote")
    if lead and lead not in named.quotes:
        found.append(unknown_reference("lead_quote", _('no quote with key "{}"'), lead))
    return found


def passable(finding: Finding) -> bool:
    """Whether a text that readers had can be told of with this fault in it."""
    if finding.code == "unfinished":
        part, _dot, key = finding.place.rpartition(".")
        wordless = part.startswith("quotes[") and key == "text"
        return key not in NAMING and not wordless
    return finding.code in PASSABLE


def unknown_reference(place: str, message: str, name: str) -> Finding:
    return Finding(place, message.format(name), "unknown", name)


def keys(document: Document, part: str) -> list[str]:
    return [item["key"] for item in document.get(part, []) if item.get("key")]


def repeated_keys(document: Document) -> Iterator[Finding]:
    for part in ("sources", "quotes", "figures"):
        for key, times in Counter(keys(document, part)).items():
            if times > 1:
                message = _('{} items have the key "{}"').format(times, key)
                yield Finding(part, message, "repeated-key", key)


def walk(
    value: Document, fields: Fields, path: str, named: References
) -> Iterator[Finding]:
    """Findings in one object, in the order of its fields."""
    yield from unfinished_fields(value, fields, path)
    for name, field in fields.items():
        item = value.get(name)
        place = f"{path}{name}"
        if not item:
            continue
        if field.kind == "object":
            yield from walk(item, field.items, f"{place}.", named)
        elif field.kind == "list":
            for number, part in enumerate(item):
                at = f"{place}[{number}]."
                yield from walk(
                    part, field.items, at, own_references(part, field, named)
                )
        elif field.kind == "prose":
            yield from in_prose(item, place, named)
        else:
            yield from unknown(name, item, place, named)


def half_filled(document: Document) -> Iterator[Finding]:
    """What any part of a document lacks that readers need."""
    for path, items, fields in lists(document):
        for number, item in enumerate(items):
            yield from unfinished_fields(item, fields, f"{path}[{number}].")
    if image := document.get("image"):
        yield from unfinished_fields(image, STORY["image"].items, "image.")


def unfinished_fields(
    value: Document, fields: Fields, path: str = ""
) -> Iterator[Finding]:
    """What an object lacks that readers need: a draft may, for as long as it takes."""
    for name, field in fields.items():
        if field.needed and not (value.get(name) or value.get(field.instead)):
            words = INSTEAD[name] if field.instead else _("missing")
            yield Finding(f"{path}{name}", str(words), "unfinished")


def own_references(part: Document, field: Field, named: References) -> References:
    """What an item may name: a question that brings its own sources, only these."""
    own = field.items.get("sources")
    if own is None or own.kind != "list" or "sources" not in part:
        return named
    return replace(named, sources=keys(part, "sources"))


def in_prose(text: str, place: str, named: References) -> Iterator[Finding]:
    """What a text may not place, cite or mention; faults of markup too."""
    if place not in PLACED:
        for kind, key in prose.placements(text):
            message = _('a {} can\'t be placed here: "{}"').format(kind, key)
            yield Finding(place, message, "markup", f"::{kind} {key}")
    if FIX_ME in (key for key, _locator in prose.citations(text)):
        message = _("a pasted footnote needs its source in the place of [^fix-me]")
        yield Finding(place, message, "fix-me", f"[^{FIX_ME}]")
    lines = text.split("\n")
    for fault in prose.faults(
        text,
        sources={*named.sources, FIX_ME},
        entities=named.entities,
        figures=named.figures,
        quotes=named.quotes,
    ):
        where = _("line {}, column {}").format(fault.line, fault.column)
        # The end of the line from there: enough to find it by.
        rest = (
            lines[fault.line - 1][fault.column - 1 :]
            if fault.line <= len(lines)
            else ""
        )
        code = "unknown" if fault.unknown else "markup"
        words = rest.partition(" ")[0][:80]
        yield Finding(place, f"{where}: {fault.message}", code, words)


def unknown(
    name: str, item: str | list[str], place: str, named: References
) -> Iterator[Finding]:
    """What a plain field names in vain, and addresses that give something away."""
    said = [item] if isinstance(item, str) else item
    if name in ("source", "sources"):
        for key in said:
            if key not in named.sources:
                yield unknown_reference(place, _('no source with key "{}"'), key)
    elif name == "entity" and item not in named.entities:
        yield unknown_reference(place, _('no entity "{}"'), str(item))
    elif name in ADDRESSES and without_logins(str(item)) != item:
        message = _("holds a name or a password: take it out")
        yield Finding(place, message, "password")
