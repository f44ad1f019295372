"""Publishes what an import wrote: the text of the file, and never a person's draft."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from explainer.document import canonical, digest
from explainer.finding import Finding
from people.refusals import RefusedError
from stories.models import Kind, freezing, pointers
from stories.models.verb_refusals import NothingNewError

DRAFTED = "has a draft that a person made; it wasn't published"


@dataclass
class PublishOptions:
    """How imported stories are given to readers."""

    kind: str = ""
    note: str = ""
    dated: object = None
    at: object = None
    force: bool = False


class Publisher:
    def __init__(self, how, outcome, found):
        self.how = how
        self.outcome = outcome
        self.found = found

    def owner(self, owner, revision, place, since=""):
        """Publish a text as its file has it; readers have had it `since` a moment."""
        self.publish(owner, revision, place, self.how.kind, self.how.note, since)

    def question(self, asked):
        """Publish a question that this import wrote, or that only imports ever wrote.

        Its note, unlike that of a story, could only be the other page's.
        """
        row, live = asked.row, newest(asked.row)
        if has_draft(asked) and not (asked.wrote and self.how.force):
            self.outcome.notices.append(f"{asked.place}: {asked} {DRAFTED}")
        elif not asked.held and (asked.wrote or not live):
            note = self.how.note if live and not live.revision else ""
            kind, since = Kind.DEVELOPMENT, asked.published_at
            self.publish(row, row.head, asked.place, kind, note, since)

    def refuse_question(self, asked):
        """Report why what this import wrote of a question can't be published."""
        row, last = asked.row, newest(asked.row)
        if self.how.force or not asked.wrote:
            return
        out = last and last.revision and last.revision.digest == row.head.digest
        if has_draft(asked):
            self.found.append(Finding(asked.place, f"{asked} {DRAFTED}"))
        elif not (out or asked.held) and (why := objection(last)):
            self.found.append(Finding(asked.place, why))

    def publish(self, owner, revision, place, kind, note, since):
        """Publish a revision unless readers have it or will; refusals go to `found`."""
        last = newest(owner)
        waiting = owner.editions.pending(timezone.now())
        if last and last.revision and last.revision.digest == revision.digest:
            return
        if waiting.filter(revision__digest=revision.digest).exists():
            return  # Scheduled before; it needs nothing but its time.
        if not self.how.force and (why := objection(last)):
            self.found.append(Finding(place, why))
            return
        self.notice_return(owner, revision, place)
        first = None if last or self.how.at else moment(since)
        try:
            with transaction.atomic():
                owner.take_over()
                owner.publish(
                    revision=revision,
                    kind=kind if last else "",
                    note=note if last else "",
                    dated=self.how.dated or first,
                    at=self.how.at,
                    replace=self.how.force,
                    desk_rules=False,
                )
        except NothingNewError:
            return
        except RefusedError as refusal:
            self.found.append(Finding(place, str(refusal)))
            return
        self.outcome.published.append(owner.slug)

    def notice_return(self, owner, revision, place):
        """Say that a text has been out before."""
        earlier = owner.editions.filter(revision__digest=revision.digest)
        if back := earlier.order_by("-number").first():
            notice = f"{place}: goes back to the text of edition {back.number}"
            self.outcome.notices.append(notice)


def moment(said):
    return dt.datetime.fromisoformat(said) if said else None


def newest(owner):
    """What readers are given now, or None before the first edition is out."""
    return owner.editions.due(timezone.now()).order_by("number").last()


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


def save_from_file(owner):
    """Freeze a draft that a file wrote; its base is no more than a file can know.

    Else what a person, or a correction, changed since would be undone in silence.
    """
    document, head = freezing.freeze(owner), owner.head
    now = digest(canonical(document))
    out = owner.editions.due(timezone.now()).exclude(revision=None)
    text = out.select_related("revision").order_by("number").last()
    known = {item.digest for item in (head, text and text.revision) if item}
    if text and now not in known and objection(text):
        owner.set_base(min(owner.base_edition, text.number - 1))
    return owner.save_revision(document=document)


def notice_hidden(outcome, revision, place):
    """Say what a published text points at that readers don't have, nor will."""
    for kind, slug in sorted(
        pointers.find_unreachable(revision.content, timezone.now())
    ):
        words = f"readers don't have {kind}/{slug}, so it isn't named to them"
        outcome.notices.append(f"{place}: {words}")


def has_draft(asked):
    """Whether somebody has written at a question since readers got it."""
    return asked.typed or drafts(asked.row).exists()


def drafts(row):
    """What people have saved of a question and readers don't have."""
    found = row.revisions.filter(created_by__isnull=False)
    texts = row.editions.due(timezone.now()).filter(revision__isnull=False)
    if text := texts.order_by("number").last():
        found = found.filter(pk__gt=text.revision_id)
        found = found.exclude(digest=text.revision.digest)
    return found
