"""The verbs of review: `story.reviews`. An approval is one text's, word for word.

Where the desk asks for two people, a text goes out only when somebody other than its
writer has approved it, or when somebody takes it on themselves and is read after.
"""

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Concat, StrIndex
from django.utils import timezone

from explainer import merge
from explainer.document import canonical, digest
from people.desks import Desk
from stories.models import demands, ledger_queries
from stories.models.ledger import Ledger
from stories.models.reviews import Review, Verdict, writers_of
from stories.models.verb_refusals import (
    AnsweredMeanwhileError,
    ApprovedAlreadyError,
    NoRequestError,
    NothingNewError,
    OwnTextError,
    SecondPersonError,
)


class Reviews:
    """What is asked and said about the texts of one story or question."""

    def __init__(self, owner):
        self.owner = owner

    @property
    def needs_two(self):
        """Whether the desk wants a second person's approval. A question has no desk.

        A story that leaves the desk takes the rule with it, until its next edition.
        """
        if self.owner.path_kind != "story":
            return False
        desk = self.owner.desk
        return bool(desk and desk.two_people) or wanted_before(self.owner)

    @property
    def request(self):
        """The review that somebody asked for and nobody has given."""
        return Review.objects.of(self.owner).asked().named().last()

    def approval(self, revision):
        """The approval that this text has, or has again because it reads the same."""
        return self.approvals(revision.digest).last()

    def approvals(self, *digests):
        """Those of some texts, oldest first; a second person's if two are wanted."""
        same = Review.objects.in_force(self.owner).filter(revision__digest__in=digests)
        found = same.named().order_by("decided_at", "pk")
        return found.filter(second=True) if self.needs_two else found

    @transaction.atomic
    def submit(self, *, revision, by, reviewer=None, note=""):
        """Ask for a review of the newest text; a request before it ends."""
        ledger = Ledger(self.owner)
        demands.head(ledger, revision)
        demand_unread(ledger, revision)
        if approval := self.approval(revision):
            raise ApprovedAlreadyError(who=approval.decided_by)
        asked = {"asked_by": by, "reviewer": reviewer, "note": note.strip()}
        if request := self.request:
            had = {name: getattr(request, name) for name in asked}
            if request.revision_id == revision.pk and had == asked:
                return request
            request.end(Verdict.WITHDRAWN, by)
        return Review.objects.create(revision=revision, **asked)

    @transaction.atomic
    def approve(self, *, revision, by, answer="", request=None):
        """Approve the text that was looked at, asked or not; it must be the newest.

        `request` is the key of the one that was looked at: it must be open still.
        """
        ledger = Ledger(self.owner)
        demands.head(ledger, revision)
        if approval := self.approval(revision):
            if approval.decided_by_id == by.pk:
                return approval
            raise ApprovedAlreadyError(who=approval.decided_by)
        demand_unread(ledger, revision)
        self.demand_unanswered(request)
        second = by.pk not in writers_of(revision)
        if self.needs_two and not second:
            raise OwnTextError
        review = self.request or Review(asked_by=by)
        review.revision = revision
        review.end(Verdict.APPROVED, by, answer.strip(), second=second)
        return review

    @transaction.atomic
    def send_back(self, *, revision, by, answer, request=None):
        """Give a text back to its writer, with the reason; its approval ends."""
        ledger = Ledger(self.owner)
        asked, answer = self.request, answer.strip()
        if asked is None and self.approval(revision):
            demand_unread(ledger, revision)
            asked = Review(asked_by=by)
        if asked is None:
            same = {"decided_by": by, "answer": answer, "revision": revision}
            before = Review.objects.of(self.owner).filter(
                verdict=Verdict.SENT_BACK, **same
            )
            if before.exists():
                return before.last()
        self.demand_unanswered(request)
        if asked is None:
            raise NoRequestError
        asked.revision = revision
        asked.end(Verdict.SENT_BACK, by, answer)
        return asked

    @transaction.atomic
    def withdraw_request(self, *, by):
        """Say that no review is needed any more."""
        Ledger(self.owner)
        if (request := self.request) is None:
            raise NoRequestError
        request.end(Verdict.WITHDRAWN, by)
        return request

    def demand_unanswered(self, key):
        """Nobody gave a verdict while this one was thought over."""
        asked = key and Review.objects.of(self.owner).named().filter(pk=key).first()
        if asked and asked.verdict != Verdict.ASKED:
            verdict = asked.get_verdict_display()
            raise AnsweredMeanwhileError(who=asked.decided_by, verdict=verdict)

    def demand_second(self, revision, by, alone):
        """Two people stand behind the text, or one says why they stand there alone."""
        taken_on = by and alone.strip()
        if self.needs_two and not taken_on and not self.approval(revision):
            raise SecondPersonError

    def settle(self, ledger, revision, by, alone):
        """The text goes out: a request is moot, but somebody may have to read it."""
        if request := review_asked(ledger):
            request.end(Verdict.OVERTAKEN, by)
        if alone.strip() and by and self.needs_two and not self.approval(revision):
            owe_reading(revision, by, alone.strip(), request and request.reviewer)

    def texts(self, ledger):
        """What readers have, what waits for its time, and the draft as it was saved."""
        waiting, head = ledger.waiting, self.owner.revisions.head()
        return [ledger.live.revision, waiting and waiting.revision, head]

    def settle_correction(self, before, ledger, changes, note, by):
        """Approvals hold where only the correction is new, which is read after."""
        after = self.texts(ledger)
        found = self.approvals(*(old.digest for old in before if old))
        held = {item.revision.digest: item for item in found}
        for old, new in zip(before, after, strict=True):
            approval = old and new and held.get(old.digest)
            is_held = approval and differs_by(before[0], changes, old, new)
            if is_held and not self.approval(new):
                carry(approval, new)
        if by and self.needs_two:
            owe_reading(after[0], by, note.strip())


def carry(approval, revision):
    """Let an approval hold for a text that has nothing new but a correction."""
    kept = ("asked_by", "asked_at", "reviewer", "note", "answer")
    kept += ("verdict", "decided_by", "decided_at", "second")
    given = {name: getattr(approval, name) for name in kept}
    Review.objects.create(revision=revision, carried_from=approval, **given)


def wanted_before(story):
    """Whether a desk that wants two people had the text that readers got last.

    Of a story that nobody has got yet, any of its texts counts.
    """
    strict = Desk.objects.filter(two_people=True)
    if not strict.exists():  # To ask what the texts say takes longer than this.
        return False
    out = story.editions.due(timezone.now()).exclude(revision=None)
    newest = Subquery(out.order_by("-number").values("revision")[:1])
    named = Concat(Value('"desk":"'), OuterRef("slug"), Value('"'))
    texts = story.revisions.filter(pk=Coalesce(newest, F("pk")))
    there = texts.annotate(named=StrIndex("document", named)).filter(named__gt=0)
    return strict.filter(Exists(there)).exists()


def review_asked(ledger):
    """The review that somebody asked for and nobody had given at the lock, or None."""
    if ledger.asked and not ledger.asked.is_review_asked:
        return None
    owner = ledger.owner
    return ledger_queries.review_asked.first(owner.path_kind, key=owner.pk)


def demand_unread(ledger, revision):
    """Readers don't have this text: there is still something to say about it."""
    if ledger.live and ledger.live.revision.digest == revision.digest:
        raise NothingNewError


def differs_by(live, changes, old, new):
    """Whether a text is another with these changes to what was live, and no more."""
    made = merge.correct(live.content, changes, old.content).document
    return digest(canonical(made)) == new.digest


def owe_reading(revision, by, why, reviewer=None):
    """Note that a text went out alone, until a second person has read it."""
    Review.objects.get_or_create(
        revision=revision,
        decided_at=None,
        verdict=Verdict.AFTER,
        defaults={"asked_by": by, "note": why, "reviewer": reviewer},
    )
