"""Names of the who's who that a text uses and doesn't link. Pure."""

from collections.abc import Mapping, Sequence

from desk.suggesting.offers import Entry, NameOffer
from entities.detection import Names, Span, find
from explainer import prose
from explainer.checks.lines import prose_of
from explainer.document import Document


def unlinked_names(
    document: Document, names: Names, entries: Mapping[str, Entry]
) -> list[NameOffer]:
    """One offer for each name, at its first mention; the most used names first.

    `entries` has, by any slug, the entry that stands for it now.
    """
    texts = [*prose_of(document)]
    there = linked_slugs(texts, entries)
    spans = [(place, span) for place, text in texts for span in find(text, names)]
    sure = there | {span.slugs[0] for _place, span in spans if len(span.slugs) == 1}
    found: dict[tuple[str, ...], list[tuple[str, Span]]] = {}
    for place, span in spans:
        if is_open(span, there, sure):
            found.setdefault(span.slugs, []).append((place, span))
    by_times = sorted(found.values(), key=len, reverse=True)
    return [offer(places, entries) for places in by_times]


def linked_slugs(
    texts: Sequence[tuple[str, str]], entries: Mapping[str, Entry]
) -> set[str]:
    slugs = {slug for _place, text in texts for _label, slug in prose.mentions(text)}
    return slugs | {entries[slug].slug for slug in slugs if slug in entries}


def is_open(span: Span, there: set[str], sure: set[str]) -> bool:
    """Nothing that these words may mean is linked, or named in full elsewhere."""
    if there & {*span.slugs}:
        return False
    return len(span.slugs) == 1 or not sure & {*span.slugs}


def offer(places: list[tuple[str, Span]], entries: Mapping[str, Entry]) -> NameOffer:
    place, span = places[0]
    return NameOffer(
        key=f"name:{' '.join(span.slugs)}"[:200],
        place=place,
        words=span.words,
        start=span.start,
        entries=tuple(entries[slug] for slug in span.slugs),
        times=len(places),
    )
