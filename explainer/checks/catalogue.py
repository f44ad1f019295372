"""Every check by its code, the most important first, with what it does by default.

Pure. What is structural blocks publishing whatever a desk says; the level of the
others is a desk's own rule (`stories/models/rules.py`).
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

BLOCK, WARN, OFF = "block", "warn", "off"

STRUCTURE = _("What no desk can turn down")
WHOLE = _("What a story needs")
SOURCING = _("Sources and quotes")
AGREEMENT = _("What should agree")
PICTURES = _("Pictures")
LINKS = _("Links")
TIME = _("Time")
SHAPE = _("Length and form")


@dataclass(frozen=True)
class Check:
    """`title` says what is wrong when it finds something."""

    code: str
    group: str
    title: str
    level: str

    @property
    def structural(self) -> bool:
        return self.group is STRUCTURE


BLOCKING = (
    ("no-headline", STRUCTURE, _("The headline is missing.")),
    ("no-slug", STRUCTURE, _("The slug is missing.")),
    ("unfinished", STRUCTURE, _("A part that is only half filled in.")),
    ("password", STRUCTURE, _("An address that holds a name or a password.")),
    ("fix-me", STRUCTURE, _("A pasted footnote still needs its source.")),
    (
        "unknown",
        STRUCTURE,
        _("It names a source, entity, figure or quote that is not there."),
    ),
    ("markup", STRUCTURE, _("Marks that would not be read as meant.")),
    ("repeated-key", STRUCTURE, _("Two items have the same key.")),
    ("no-summary", WHOLE, _("A first edition without “what's happened”.")),
    ("no-source", WHOLE, _("A first edition without any source.")),
    ("empty-section", WHOLE, _("A heading with nothing under it.")),
    (
        "lead-quote",
        SOURCING,
        _("The lead quote has no speaker, or is a paraphrase in quotation marks."),
    ),
    ("perspective-source", SOURCING, _("A perspective without a source.")),
    ("nameless-source", SOURCING, _("A source with neither a title nor an outlet.")),
    (
        "outlet-differs",
        SOURCING,
        _("A source whose address we know as another outlet's than the one named."),
    ),
    ("picture-ended", PICTURES, _("A picture that may no longer be shown.")),
    (
        "picture-alt",
        PICTURES,
        _("A picture without alternative text that is not marked as decorative."),
    ),
    ("picture-credit", PICTURES, _("A picture without a credit.")),
    ("picture-licence", PICTURES, _("A picture without a licence.")),
    ("dead-link", LINKS, _("A link to a page of ours that readers do not have.")),
    (
        "faulty-link",
        LINKS,
        _("A link that no browser would open, or that holds a password."),
    ),
    (
        "hidden-pointer",
        LINKS,
        _("It points at a story or a question that readers do not have."),
    ),
)
WARNING = (
    (
        "number-differs",
        AGREEMENT,
        _("A number or date of the short texts that the full telling lacks."),
    ),
    ("quote-differs", AGREEMENT, _("The same quote in two wordings.")),
    ("quote-source", SOURCING, _("A quote without a source.")),
    ("stale-role", AGREEMENT, _("A role that was over, or not yet begun, on the day.")),
    (
        "name-differs",
        AGREEMENT,
        _("A name in the short texts that the full telling lacks."),
    ),
    ("unnamed-voices", SOURCING, _("“Officials say”, and no source is cited.")),
    ("overdue", TIME, _("What was expected by now has no outcome.")),
    ("future-event", TIME, _("The timeline tells of a day that is still ahead.")),
    ("timeline-order", TIME, _("The timeline is out of order.")),
    (
        "kicker-label",
        TIME,
        _("A kicker that says what the page says by itself, such as “Developing”."),
    ),
    ("relative-time", TIME, _("Words such as “yesterday”, which are soon wrong.")),
    (
        "thin-divergence",
        AGREEMENT,
        _("“Where they differ” without two perspectives of different holders."),
    ),
    (
        "one-source",
        SOURCING,
        _("A section, the key points or the whole story rest on one source."),
    ),
    ("uncited-figures", SOURCING, _("Paragraphs with figures that cite nothing.")),
    ("first-mention", AGREEMENT, _("Somebody's first mention without the full name.")),
    (
        "unchecked-machine",
        WHOLE,
        _("A language model had a part in it, and nobody is named who read it."),
    ),
    ("picture-ends", PICTURES, _("A picture whose rights end within two weeks.")),
    ("moved-link", LINKS, _("A link to an old address of ours.")),
    ("link-words", LINKS, _("A link whose words say nothing, such as “here”.")),
    ("unused-source", SOURCING, _("A source that nothing cites.")),
    ("unread-source", SOURCING, _("A source without the day on which we read it.")),
    ("long-headline", SHAPE, _("A headline of more than 100 characters.")),
    ("long-summary", SHAPE, _("“What's happened” in more than 80 words.")),
    ("long-key-point", SHAPE, _("A key point of more than 45 words.")),
    ("repeated-term", WHOLE, _("A term that the glossary has twice.")),
    ("unused-term", WHOLE, _("A term of the glossary that no text uses.")),
    ("long-meaning", SHAPE, _("A meaning in the glossary of more than 40 words.")),
    ("slug-digits", SHAPE, _("A slug with a number that may change.")),
)
LISTED = (
    *(Check(*row, BLOCK) for row in BLOCKING),
    *(Check(*row, WARN) for row in WARNING),
)

CHECKS = {check.code: check for check in LISTED}
RANK = {code: place for place, code in enumerate(CHECKS)}
STRUCTURAL = frozenset(check.code for check in LISTED if check.structural)
DEFAULTS = {check.code: check.level for check in LISTED}
