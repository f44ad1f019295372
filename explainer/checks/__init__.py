"""What a document's text has to say for itself before readers get it.

Pure: a document and a few facts go in, findings come out. `findings` is what no page
could be made of; `examined` adds what an editor should know (`catalogue`).
"""

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from explainer.checks import (
    agreement,
    captions,
    glossary,
    hyperlinks,
    people,
    shape,
    sourcing,
    timing,
)
from explainer.checks.catalogue import CHECKS
from explainer.checks.context import Context
from explainer.checks.lines import value_at
from explainer.checks.structure import findings
from explainer.document import Document
from explainer.finding import Finding

Examiner = Callable[[Document, Context], Iterator[Finding]]

# Each with the checks that it makes, so that nobody pays for what a desk turned off.
EXAMINERS: tuple[tuple[Examiner, tuple[str, ...]], ...] = (
    (shape.complete, ("no-summary", "no-source")),
    (shape.sections, ("empty-section",)),
    (sourcing.lead_quote, ("lead-quote",)),
    (sourcing.perspectives, ("perspective-source",)),
    (sourcing.nameless, ("nameless-source",)),
    (sourcing.attribution, ("outlet-differs",)),
    (captions.rights, ("picture-ended", "picture-ends")),
    (captions.labels, ("picture-alt", "picture-credit", "picture-licence")),
    (hyperlinks.broken_links, ("dead-link", "moved-link")),
    (hyperlinks.faulty, ("faulty-link",)),
    (hyperlinks.hidden_pointers, ("hidden-pointer",)),
    (agreement.disagreements, ("number-differs", "name-differs")),
    (agreement.quotes_apart, ("quote-differs",)),
    (sourcing.quotes, ("quote-source",)),
    (people.roles, ("stale-role",)),
    (sourcing.voices, ("unnamed-voices",)),
    (timing.overdue, ("overdue",)),
    (timing.timeline, ("future-event", "timeline-order")),
    (timing.labels, ("kicker-label",)),
    (timing.relative, ("relative-time",)),
    (sourcing.divergence, ("thin-divergence",)),
    (sourcing.single, ("one-source",)),
    (sourcing.figures, ("uncited-figures",)),
    (people.first_mentions, ("first-mention",)),
    (shape.machine, ("unchecked-machine",)),
    (hyperlinks.wordless, ("link-words",)),
    (sourcing.sources, ("unused-source", "unread-source")),
    (shape.lengths, ("long-headline", "long-summary", "long-key-point")),
    (glossary.terms, ("repeated-term", "unused-term", "long-meaning")),
    (shape.slug, ("slug-digits",)),
)


def examine(
    document: Document, context: Context, codes: Collection[str] = CHECKS
) -> list[Finding]:
    """Everything that the checks of these codes find, structural faults first."""
    found = findings(document, context.entities)
    if not document.get("slug"):
        found.append(Finding("slug", _("missing"), "no-slug"))
    found = [about(item, document) for item in found]
    return found + desk_findings(document, context, codes)


def desk_findings(
    document: Document, context: Context, codes: Collection[str] = CHECKS
) -> list[Finding]:
    """What the checks of these codes find in a document without structural faults."""
    return [
        about(item, document)
        for examiner, made in EXAMINERS
        if not {*made}.isdisjoint(codes)
        for item in examiner(document, context)
        if item.code in codes
    ]


def about(finding: Finding, document: Document) -> Finding:
    """The finding with the text that it is about, from which waivers know it."""
    if finding.about:
        return finding
    value = value_at(document, finding.place)
    return replace(finding, about=json.dumps(value, sort_keys=True))
