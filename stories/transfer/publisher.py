"""Publishes what an import wrote: the text of the file, and never a person's draft."""

from contextlib import nullcontext
from dataclasses import dataclass, replace
from itertools import batched

from django.db import transaction
from django.utils import timezone

from explainer.document import canonical, digest
from explainer.finding import Finding
from explainer.novelty import news
from people.refusals import RefusedError
from stories.models import Kind, demands, freezing, pointers
from stories.models.derived_rows import moment
from stories.models.ledger import Ledger, Standing, record_text
from stories.models.verb_refusals import NothingNewError

AT_ONCE = 100  # Texts whose pointers are looked up together.
DRAFTED = "has a draft that a person made; it wasn't published"


@dataclass
class PublishOptions:
    """How imported stories are given to readers."""

    kind: str = ""
    note: str = ""
    dated: object = None
    at: object = None
    force: bool = False
    weighs: bool = False  # What later texts are is decided from what is new in them.

    def of(self, last, revision, since, now):
        """How a text follows the last edition: as news or as wording, since when."""
        if not (self.weighs and last and last.revision):
            return self
        is_news = news(last.revision.content, revision.content)
        kind = Kind.DEVELOPMENT if is_news else Kind.WORDING
        told = moment(since)
        is_past = told and last.published_at < told <= now
        return replace(self, kind=kind, dated=told if is_past else None)


class Publisher:
    def __init__(self, how, outcome, found):
        self.how = how
        self.outcome = outcome
        self.found = found

    def question(self, asked):
        """Publish a question that this import wrote, or that only imports ever wrote.

        Its note, unlike that of a story, could only be the other page's.
        """
        row, standing = asked.row, Standing(asked.row)
        live = standing.newest
        if has_draft(asked, standing) and not (asked.wrote and self.how.force):
            self.outcome.notices.append(f"{asked.place}: {asked} {DRAFTED}")
        elif not asked.held and (asked.wrote or not live):
            note = self.how.note if live and not live.revision else ""
            how = replace(self.how, kind=Kind.DEVELOPMENT, note=note)
            head = row.revisions.head()
            self.publish(row, head, asked.place, asked.published_at, how, standing)

    def refuse_question(self, asked):
        """Report why what this import wrote of a question can't be published."""
        if self.how.force or not asked.wrote:
            return
        standing = Standing(asked.row)
        last, head = standing.newest, standing.head
        out = last and last.revision and last.revision.digest == head.digest
        if has_draft(asked, standing):
            self.found.append(Finding(asked.place, f"{asked} {DRAFTED}"))
        elif not (out or asked.held) and (why := objection(last)):
            self.found.append(Finding(asked.place, why))

    def publish(
        self, owner, revision, place, since, how=None, standing=None, ledger=None
    ):
        """Publish a revision unless readers have it or will; refusals go to `found`.

        Readers have had it `since` a moment, as its file says. `ledger` is that of an
        owner whom this transaction made.
        """
        how, standing = how or self.how, standing or ledger or Standing(owner)
        last, waiting = standing.newest, standing.waiting
        texts = [one.revision for one in (last, waiting) if one and one.revision]
        if revision.digest in {text.digest for text in texts}:
            return  # What was scheduled before needs nothing but its time.
        if not how.force and (why := objection(last)):
            self.found.append(Finding(place, why))
            return
        if standing.editions:
            self.notice_return(owner, revision, place)
        how = how.of(last, revision, since, timezone.now())
        first = None if last or how.at else moment(since)
        try:
            # What the verb refuses it has taken back, and nothing else is written.
            with nullcontext() if ledger else transaction.atomic():
                if standing.editions:
                    owner.draft.mark_level()
                owner.publish(
                    revision=revision,
                    kind=how.kind if last else "",
                    note=how.note if last else "",
                    dated=how.dated or first,
                    at=how.at,
                    replace=how.force,
                    desk_rules=False,
                    ledger=ledger,
                )
        except NothingNewError:
            pass
        except RefusedError as refusal:
            self.found.append(Finding(place, str(refusal)))
        else:
            self.outcome.published.append(owner.slug)

    def notice_return(self, owner, revision, place):
        """Say that readers had this text before, if they had."""
        earlier = owner.editions.filter(revision__digest=revision.digest)
        numbers = earlier.order_by("-number").values_list("number", flat=True)
        if number := numbers.first():
            notice = f"{place}: goes back to the text of edition {number}"
            self.outcome.notices.append(notice)


def objection(last):
    """Why an import may not follow this edition unless it is forced."""
    if last is None:
        return ""
    if last.revision is None:
        return f"was withdrawn in edition {last.number}; --force brings it back"
    if last.published_by:
        return f"edition {last.number} was published by {last.published_by} since"
    if corrects(last):
        return f"edition {last.number} has a correction that no file brought"
    return ""


def corrects(last):
    """Whether what readers have was made by correcting, and not from a draft or file.

    Only the text of a correction is based on the very edition that first gave it.
    """
    first = last.revision.editions.order_by("number").first()
    return first.number == last.revision.base_edition


def lower_base(owner, ledger):
    """The base of a draft that a file wrote is no more than a file can know.

    Else what a person, or a correction, changed since would be undone in silence.
    """
    if not (ledger.text and objection(ledger.text)):
        return
    now = digest(canonical(ledger.document or freezing.freeze(owner)))
    if now not in {ledger.text.revision.digest, ledger.head and ledger.head.digest}:
        owner.draft.set_base(min(owner.base_edition, ledger.text.number - 1))


@transaction.atomic
def backdate(owner, *, kind, dated, document=None, note=""):
    """Append an edition of the past, as an archive tells of it; returns it.

    `dated` lies after the last edition; without a `document` it is a withdrawal.
    """
    ledger, revision = Ledger(owner), None
    demands.nothing_waiting(ledger)
    at = demands.past_time(ledger, dated)
    demands.past(ledger, kind, note, document)
    if document:
        demands.of_record(ledger, document)
        text = canonical(document)
        revision = owner.revisions.filter(digest=digest(text)).head()
        revision = revision or record_text(owner, text, owner.base_edition, None)
    edition = ledger.append(kind, revision, note, at, None)
    owner.draft.set_base(edition.number)
    return edition


def notice_hidden(outcome, pointing):
    """Say what published texts point at that readers don't have, nor will.

    `pointing` has of each text what it names, and its place.
    """
    for some in batched(pointing, AT_ONCE):
        named = set().union(*(named for named, _place in some))
        gone = pointers.without_reach(named, timezone.now())
        for named, place in some:
            for kind, slug in sorted(named & gone):
                words = f"readers don't have {kind}/{slug}, so it isn't named to them"
                outcome.notices.append(f"{place}: {words}")


def has_draft(asked, standing):
    """Whether somebody has written at a question since readers got it."""
    return asked.typed or drafts(asked.row, standing).exists()


def drafts(row, standing):
    """What people have saved of a question and readers don't have."""
    found = row.revisions.filter(created_by__isnull=False)
    if text := standing.text:
        found = found.filter(pk__gt=text.revision_id)
        found = found.exclude(digest=text.revision.digest)
    return found
