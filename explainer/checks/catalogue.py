"""Every check by its code, the most important first, with what it does by default.

Pure. What is structural blocks publishing whatever a desk says; the level of the
others is a desk's own rule (`stories/models/rules.py`).
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

BLOCK, WARN, OFF = "block", "warn", "off"
LEVELS = (BLOCK, WARN, OFF)

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
    level: str = WARN

    @property
    def structural(self) -> bool:
        return self.group is STRUCTURE


LISTED = (
    Check("no-headline", STRUCTURE, _("The headline is missing."), BLOCK),
    Check("no-slug", STRUCTURE, _("The slug is missing."), BLOCK),
    Check("unfinished", STRUCTURE, _("A part that is only half filled in."), BLOCK),
    Check(
        "password",
        STRUCTURE,
        _("An address that holds a name or a password."),
        BLOCK,
    ),
    Check("fix-me", STRUCTURE, _("A pasted footnote still needs its source."), BLOCK),
    Check(
        "unknown",
        STRUCTURE,
        _("It names a source, entity, figure or quote that is not there."),
        BLOCK,
    ),
    Check("markup", STRUCTURE, _("Marks that would not be read as meant."), BLOCK),
    Check("repeated-key", STRUCTURE, _("Two items have the same key."), BLOCK),
    Check("no-summary", WHOLE, _("A first edition without “what's happened”."), BLOCK),
    Check("no-source", WHOLE, _("A first edition without any source."), BLOCK),
    Check("empty-section", WHOLE, _("A heading with nothing under it."), BLOCK),
    Check(
        "lead-quote",
        SOURCING,
        _("The lead quote has no speaker, or is a paraphrase in quotation marks."),
        BLOCK,
    ),
    Check("perspective-source", SOURCING, _("A perspective without a source."), BLOCK),
    Check(
        "nameless-source",
        SOURCING,
        _("A source with neither a title nor an outlet."),
        BLOCK,
    ),
    Check(
        "outlet-differs",
        SOURCING,
        _("A source whose address we know as another outlet's than the one named."),
        BLOCK,
    ),
    Check(
        "picture-ended", PICTURES, _("A picture that may no longer be shown."), BLOCK
    ),
    Check(
        "picture-alt",
        PICTURES,
        _("A picture without alternative text that is not marked as decorative."),
        BLOCK,
    ),
    Check("picture-credit", PICTURES, _("A picture without a credit."), BLOCK),
    Check("picture-licence", PICTURES, _("A picture without a licence."), BLOCK),
    Check(
        "dead-link",
        LINKS,
        _("A link to a page of ours that readers do not have."),
        BLOCK,
    ),
    Check(
        "faulty-link",
        LINKS,
        _("A link that no browser would open, or that holds a password."),
        BLOCK,
    ),
    Check(
        "hidden-pointer",
        LINKS,
        _("It points at a story or a question that readers do not have."),
        BLOCK,
    ),
    Check(
        "number-differs",
        AGREEMENT,
        _("A number or date of the short texts that the full telling lacks."),
    ),
    Check("quote-differs", AGREEMENT, _("The same quote in two wordings.")),
    Check("quote-source", SOURCING, _("A quote without a source.")),
    Check(
        "stale-role",
        AGREEMENT,
        _("A role that was over, or not yet begun, on the day."),
    ),
    Check(
        "name-differs",
        AGREEMENT,
        _("A name in the short texts that the full telling lacks."),
    ),
    Check("unnamed-voices", SOURCING, _("“Officials say”, and no source is cited.")),
    Check("overdue", TIME, _("What was expected by now has no outcome.")),
    Check("future-event", TIME, _("The timeline tells of a day that is still ahead.")),
    Check("timeline-order", TIME, _("The timeline is out of order.")),
    Check(
        "kicker-label",
        TIME,
        _("A kicker that says what the page says by itself, such as “Developing”."),
    ),
    Check("relative-time", TIME, _("Words such as “yesterday”, which are soon wrong.")),
    Check(
        "thin-divergence",
        AGREEMENT,
        _("“Where they differ” without two perspectives of different holders."),
    ),
    Check(
        "one-source",
        SOURCING,
        _("A section, the key points or the whole story rest on one source."),
    ),
    Check("uncited-figures", SOURCING, _("Paragraphs with figures that cite nothing.")),
    Check(
        "first-mention", AGREEMENT, _("Somebody's first mention without the full name.")
    ),
    Check(
        "unchecked-machine",
        WHOLE,
        _("A language model had a part in it, and nobody is named who read it."),
    ),
    Check("picture-ends", PICTURES, _("A picture whose rights end within two weeks.")),
    Check("moved-link", LINKS, _("A link to an old address of ours.")),
    Check("link-words", LINKS, _("A link whose words say nothing, such as “here”.")),
    Check("unused-source", SOURCING, _("A source that nothing cites.")),
    Check(
        "unread-source", SOURCING, _("A source without the day on which we read it.")
    ),
    Check("long-headline", SHAPE, _("A headline of more than 100 characters.")),
    Check("long-summary", SHAPE, _("“What's happened” in more than 80 words.")),
    Check("long-key-point", SHAPE, _("A key point of more than 45 words.")),
    Check("slug-digits", SHAPE, _("A slug with a number that may change.")),
)

CHECKS = {check.code: check for check in LISTED}
RANK = {code: place for place, code in enumerate(CHECKS)}
STRUCTURAL = frozenset(check.code for check in LISTED if check.structural)
DEFAULTS = {check.code: check.level for check in LISTED}
