"""What must hold before a verb goes ahead. Each one passes in silence or refuses."""

import datetime as dt
from dataclasses import replace

from django.utils.translation import gettext as _

from entities.models import Entity
from explainer import blocks
from explainer.checks import desk_findings, structure
from explainer.days import format_moment
from explainer.document import canonical
from explainer.file import Reader, format_faults
from explainer.finding import Finding
from explainer.values import blank
from stories.models import embargoes, facts, ledger_queries
from stories.models.ledger import last, newest_save
from stories.models.record import CANCEL_BEFORE, NEED_NOTE, Kind
from stories.models.rules import Rule
from stories.models.verb_refusals import (
    BehindLiveError,
    EmbargoedError,
    NewerRevisionError,
    NoteNeededError,
    NothingNewError,
    NothingWaitingError,
    NotLiveError,
    NotReadyError,
    SlugTakenError,
    TextMovedError,
    WaitingBehindError,
    WaitingError,
    WaitingTouchedError,
    WrongKindError,
    WrongTimeError,
)

# What an editor may call a new text; the other kinds have verbs of their own.
CHOSEN = (Kind.DEVELOPMENT, Kind.WORDING, Kind.CORRECTION, Kind.CLARIFICATION)
# Beyond these no zone could write a moment, or it must be a slip of the hand.
EARLIEST = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
FARTHEST = dt.timedelta(days=5 * 365 + 1)


def head(ledger, revision):
    """The revision is the newest: nobody saved since the editor looked."""
    if newest_save(ledger)[0] != revision.pk:
        raise NewerRevisionError


def level(ledger):
    """The draft includes what readers have."""
    if ledger.behind:
        raise BehindLiveError(number=ledger.text.number)


def live(ledger):
    """The edition that readers are reading, which must be there."""
    if ledger.live is None:
        raise NotLiveError
    return ledger.live


def nothing_waiting(ledger):
    if ledger.waiting:
        raise WaitingError(when=format_moment(ledger.waiting.published_at))


def time(ledger, at, dated=None):
    """The moment at which an edition would appear, refused if it can't.

    `at` lies ahead; `dated` lies behind, for imports that tell of the past.
    """
    if dated:
        return past_time(ledger, dated)
    if at is None:
        return ledger.now
    if at <= ledger.now + CANCEL_BEFORE:
        raise WrongTimeError(why=_("Choose a time that is still ahead."))
    if at > ledger.now + FARTHEST:
        raise WrongTimeError(why=_("Choose a time within five years from now."))
    if ledger.takedown and at >= ledger.takedown.published_at:
        raise WrongTimeError(why=_("It would be taken down before that time."))
    return at


def past_time(ledger, dated):
    """A moment between the last edition and now."""
    newest = last(ledger.editions)
    if newest and dated <= newest.published_at:
        raise WrongTimeError(why=_("A past edition comes after the last one."))
    if dated < EARLIEST:
        raise WrongTimeError(why=_("The record begins in 1900."))
    if dated > ledger.now:
        raise WrongTimeError(why=_("A past edition can't be dated ahead."))
    return dated


def kind(ledger, wanted, given):
    """The kind that the next text will have, with a note where it needs one."""
    if ledger.newest is None:
        return Kind.FIRST
    if ledger.live is None:
        note(given)
        return Kind.REINSTATEMENT
    wanted = wanted or Kind.DEVELOPMENT
    if wanted not in CHOSEN:
        raise WrongKindError(kind=wanted)
    if wanted in NEED_NOTE:
        note(given)
    return Kind(wanted)


def past(ledger, kind, given, document):
    """An edition of this kind can have followed the ones before it."""
    newest, live = ledger.newest, ledger.live
    follows = {
        Kind.FIRST: newest is None,
        Kind.REINSTATEMENT: newest is not None and live is None,
        Kind.CHECKED: live is not None and document == live.revision.original,
    }
    fits = follows.get(kind, live is not None)
    if not fits or (kind == Kind.WITHDRAWAL) == bool(document):
        raise WrongKindError(kind=kind)
    if kind in NEED_NOTE:
        note(given)


def correction(wanted, given):
    """A correction or a clarification, which says what it is."""
    if wanted not in (Kind.CORRECTION, Kind.CLARIFICATION):
        raise WrongKindError(kind=wanted)
    note(given)


def apply_changes(old, changes):
    """The changes with what they replace, and the document with them made."""
    found = []
    changes = [valid(old, change, found) for change in changes]
    if found:
        raise NotReadyError(found)
    try:
        changes = [blocks.fill_old(old, change) for change in changes]
        new = blocks.apply_changes(old, changes)
    except blocks.BlockGoneError as gone:
        places = ", ".join(change.place for change in gone.changes)
        raise TextMovedError(places=places) from gone
    if canonical(new) == canonical(old):
        raise NothingNewError
    no_worse(new, old)
    return changes, new


def valid(old, change, found):
    """The change with its new value as documents have it, or a fault in `found`."""
    place = blocks.place_of(old, change.uid, change.field)
    if place is None or blank(change.new):
        return change
    new = Reader(found).value(change.new, place[2], change.place)
    return replace(change, new=new)


def note(given):
    if not given.strip():
        raise NoteNeededError


def news(ledger, revision):
    """Readers don't have this text yet, and it isn't waiting for its time."""
    if ledger.live and ledger.live.revision.digest == revision.digest:
        raise NothingNewError
    if ledger.waiting and ledger.waiting.revision.digest == revision.digest:
        nothing_waiting(ledger)


def pending_edition(ledger):
    """The pending text, which must be there."""
    if ledger.waiting is None:
        raise NothingWaitingError
    return ledger.waiting


def fit(owner, ledger, document, at):
    """Nothing that the desk's rules make block is in the document, which is sound."""
    blocking = Rule.objects.blocking(getattr(owner, "desk", None))
    context = facts.context(
        document,
        ledger.now,
        first=ledger.text is None,
        codes=blocking,
        at=at,
        named=ledger.whos_who.entities(document),
    )
    if found := desk_findings(document, context, blocking):
        raise NotReadyError(found)


def sound(ledger, document):
    """Nothing in the document blocks publishing at any desk."""
    if found := faults(document, ledger.whos_who.entities(document)):
        raise NotReadyError(found)


def of_record(ledger, document):
    """A page can be made of the document: readers had it so, whatever its faults."""
    found = faults(document, ledger.whos_who.entities(document))
    if found := [fault for fault in found if not structure.passable(fault)]:
        raise NotReadyError(found)


def no_worse(document, before):
    """Nothing in the document blocks publishing that was right before."""
    had = [*faults(before), *missing_labels(before)]
    found = [*faults(document), *missing_labels(document)]
    if found := [fault for fault in found if fault not in had]:
        raise NotReadyError(found)


def missing_labels(document):
    """Links without the words that files, too, would fill in by themselves."""
    for part, name in (("entities", "name"), ("questions", "title")):
        for number, item in enumerate(document.get(part, [])):
            if not item.get(name):
                yield Finding(f"{part}[{number}].{name}", _("missing"))


def faults(document, known=None):
    """What blocks publishing at any desk: what no page and no file could have.

    `known` has the slugs of those entities that it names and that are there.
    """
    if known is None:
        named = blocks.named_entities(document)
        known = Entity.objects.only("slug").in_bulk(named, field_name="slug")
    found = structure.findings(document, set(known))
    if not document.get("slug"):
        found.append(Finding("slug", _("missing"), "no-slug"))
    places = {fault.place for fault in found}
    return [*found, *(f for f in format_faults(document) if f.place not in places)]


def answer(touches, why):
    """Somebody said what becomes of the words that touch a correction."""
    if touches and not why.strip():
        raise WaitingTouchedError


def reason(ledger, why):
    """What waits has all that readers have, or somebody says why it may go out."""
    if (lacked := ledger.lacked) and not why.strip():
        raise WaitingBehindError(number=lacked.number)


def free_slug(owner, document):
    """No other working copy has the slug that this one is about to get."""
    others = type(owner).objects.exclude(pk=owner.pk)
    if others.filter(slug=document["slug"]).exists():
        raise SlugTakenError(slug=document["slug"], kind=owner.path_kind)


def free_of_embargo(ledger, document, at):
    """No source of this text is under embargo at that moment."""
    source = embargoes.holding(ledger.owner, document, embargoed(ledger, at))
    if source:
        raise EmbargoedError.of(source)


def embargoed(ledger, at):
    """Sources that are under embargo at a moment, those held longest first."""
    if ledger.asked and at >= ledger.now and not ledger.asked.is_any_embargoed:
        return []
    return ledger_queries.embargoed_sources(at=at)


def nothing_else_waiting(ledger, text):
    """No text is waiting but the one that readers had, which would come back anyway."""
    if ledger.waiting and ledger.waiting.revision_id != text.revision_id:
        nothing_waiting(ledger)
