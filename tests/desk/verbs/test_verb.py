"""The verbs as forms: when each makes sense, what it asks, and what it says it did."""

import datetime as dt

import pytest
import time_machine
from django import forms
from django.utils import timezone

from desk.form.state import State
from desk.form.status import when
from desk.form.verb_fields import ComingField, NumberField
from desk.verbs.take_down import Hold, Reinstate, Withdraw
from desk.verbs.verb import AMENDING, KINDS
from desk.verbs.views import VERBS, open_verbs
from stories.models import Kind, Review, Verdict
from tests import make
from tests.support import desk

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def saved(**fields):
    story = make.story(**fields)
    story.save_revision()
    return story


def published(**fields):
    story = saved(**fields)
    make.edition(story)
    return story


def rewritten(story, headline="Another"):
    story.headline = headline
    story.save()
    story.save_revision()
    return story


def asked_about(story, by):
    story.reviews.submit(revision=story.revisions.head(), by=by)
    return story


def approved(story, by):
    story.reviews.approve(revision=story.revisions.head(), by=by)
    return story


def withdrawn(**options):
    story = published()
    story.withdraw(note="Gone.", **options)
    return story


def scheduled(story, **said):
    make.edition(story, at=make.soon(), **said)
    return story


def held():
    story = published()
    story.hold(note="Back soon.", until=make.soon())
    return story


NEW = ["submit", "approve"]
LIVE = ["correct", "check", "hold", "withdraw"]
WAITING = ["move", "lift", "cancel"]
SITUATIONS = {
    "a draft that was never saved": (lambda _by: make.story(), NEW),
    "a draft": (lambda _by: saved(), NEW),
    "asked about": (
        lambda by: asked_about(saved(), by),
        ["submit", "approve", "send-back", "withdraw-request"],
    ),
    "approved": (lambda by: approved(saved(), by), ["send-back"]),
    "what readers have": (lambda _by: published(), LIVE),
    "approved, and what readers have": (
        lambda by: make.edition(approved(saved(), by)).story,
        LIVE,
    ),
    "newer than readers have": (lambda _by: rewritten(published()), [*NEW, *LIVE]),
    "scheduled first": (lambda _by: scheduled(saved()), [*NEW, *WAITING, "withdraw"]),
    "live, and more waits": (
        lambda _by: scheduled(rewritten(published())),
        [*NEW, *WAITING, *LIVE],
    ),
    "withdrawn": (lambda _by: withdrawn(), [*NEW, "reinstate"]),
    "to be withdrawn": (lambda _by: withdrawn(at=make.soon()), [*LIVE, "keep-up"]),
    "held": (lambda _by: held(), [*NEW, *WAITING, "withdraw", "reinstate"]),
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_each_verb_is_open_where_it_makes_sense(ana, situation):
    make_it, expected = SITUATIONS[situation]

    state = State(make_it(ana))

    found = {name for name, verb in VERBS.items() if verb.open(state)}
    assert found - {"publish"} == {*expected}


def form(verb, story, by=None, **sent):
    return VERBS[verb](sent or None, state=State(story), by=by)


def test_each_verb_asks_for_what_it_needs(ana):
    first, live = saved(), rewritten(published())
    waiting = scheduled(rewritten(published()))

    def asks(verb, story):
        return [*form(verb, story, ana).fields]

    assert asks("publish", first) == ["revision", "when", "at"]
    assert asks("publish", live) == ["revision", "kind", "note", "when", "at"]
    assert asks("publish", waiting) == [
        *("revision", "kind", "note", "when", "at", "replace"),
    ]
    assert asks("hold", live) == ["note", "until"]
    assert asks("hold", waiting) == ["note", "until", "replace"]
    assert asks("withdraw", live) == ["note", "when", "at"]
    assert asks("withdraw", waiting) == ["note", "when", "at", "replace"]
    assert asks("reinstate", withdrawn()) == ["note", "when", "at"]
    assert asks("reinstate", held()) == ["note", "when", "at"]
    again = scheduled(rewritten(withdrawn()), note="It is back.")
    assert asks("reinstate", again) == ["note", "when", "at", "replace"]
    assert asks("move", waiting) == ["at"]
    assert asks("lift", waiting) == asks("cancel", waiting) == []
    assert asks("check", live) == ["note"]
    assert asks("submit", live) == ["revision", "request", "reviewer", "note"]
    assert asks("approve", live) == ["revision", "request", "answer"]


def test_what_a_verb_asks_begins_with_what_is_known(ana):
    story = scheduled(rewritten(published(headline="One"), "Two"))
    state = State(story)
    request = asked_about(rewritten(published()), ana)

    publish, move = form("publish", story, ana), form("move", story)
    approve = form("approve", request, ana)

    assert publish.fields["revision"].initial == story.revisions.head().pk
    at = when(state.standing.waiting.published_at, timezone.now())
    label = f"Give up the edition waiting for {at}: “Two”"
    assert publish.fields["replace"].label == label
    assert move.fields["at"].initial == state.standing.waiting.published_at
    assert approve.fields["request"].initial == Review.objects.get().pk
    assert form("approve", story, ana).fields["request"].initial == ""
    words = [str(form(verb, story, ana).button_words) for verb in VERBS]
    assert words[:2] == ["Publish edition 2", "Submit for review"]
    later = {name: form(name, story, ana).later_words for name in VERBS}
    assert {name: text for name, text in later.items() if text} == {
        "publish": "Schedule edition 2 for {at}",
        "move": "Move it to {at}",
        "withdraw": "Withdraw at {at}",
        "reinstate": "Reinstate at {at}",
    }


def test_who_is_asked_to_read_is_whoever_else_may_publish(ana):
    world = make.desk()
    ruth, tom = make.person("editor", world), make.person("contributor", world)
    story = saved(desk=world)

    offered = {*form("submit", story, ana).fields["reviewer"].queryset}

    assert ruth in offered
    assert not offered & {ana, tom}


def test_readers_are_told_what_kind_of_change_it_is():
    assert [*KINDS] == [
        *(Kind.DEVELOPMENT, Kind.WORDING, Kind.CORRECTION, Kind.CLARIFICATION),
    ]
    assert [*AMENDING] == [Kind.CORRECTION, Kind.CLARIFICATION]


@pytest.mark.parametrize(
    ("at", "fault"),
    [
        (NOON, "Choose a time that is still ahead."),
        (NOON + dt.timedelta(minutes=1), ""),
        (NOON + dt.timedelta(days=1826), ""),
        (
            NOON + dt.timedelta(days=1826, minutes=1),
            "Choose a time within five years from now.",
        ),
    ],
)
def test_a_time_is_ahead_and_within_five_years(at, fault):
    with time_machine.travel(NOON, tick=False):
        try:
            ComingField().clean(f"{at:%Y-%m-%dT%H:%M}")
            said = ""
        except forms.ValidationError as refusal:
            said = refusal.messages[0]

    assert said == fault
    assert ComingField(required=False).clean("") is None


def test_a_number_of_the_page_is_one_that_a_row_can_have():
    said = [NumberField().said(value) for value in ("0", "1", "2147483647")]

    assert [*said, *map(NumberField().said, ("2147483648", "x", "", None))] == [
        *(None, 1, 2**31 - 1, None, None, None, None),
    ]


def test_a_later_time_is_asked_for_once(ana):
    story = published()

    def faults(**sent):
        made = form("withdraw", story, ana, note="Gone.", **sent)
        return {name: [*said] for name, said in made.errors.items()}

    soon = f"{make.soon(days=2):%Y-%m-%dT%H:%M}"
    assert faults(when="now") == faults(when="at", at=soon) == {}
    assert faults(when="at") == {"at": ["Say when."]}
    assert len(faults(when="at", at="x")["at"]) == 1
    later = form("withdraw", story, ana, note="Gone.", when="at", at=soon)
    now = form("withdraw", story, ana, note="Gone.", when="now", at=soon)
    assert later.is_valid()
    assert now.is_valid()
    at = [made.cleaned_data["at"] for made in (now, later)]
    assert (at[0], at[1].minute) == (None, int(soon[-2:]))


def done(verb, story, by, **sent):
    """What the verb says that it did."""
    made = form(verb, story, by, **sent)
    assert made.is_valid(), made.errors
    return made.act(story, by)


def test_each_verb_says_what_it_did(ana):
    later = {"when": "at", "at": f"{make.soon(days=2):%Y-%m-%dT%H:%M}"}
    now = {"when": "now"}
    until = {"until": later["at"]}

    assert done("check", published(), ana, note="") == "Marked as checked."
    assert done("hold", published(), ana, note="Soon.", **until) == "Held."
    assert done("withdraw", published(), ana, note="Gone.", **now) == "Withdrawn."
    story = published()
    words = done("withdraw", story, ana, note="Gone.", **later)
    assert words == "It will be withdrawn."
    assert done("keep-up", story, ana, x="1") == "Cancelled: it stays up."
    story = withdrawn()
    assert done("reinstate", story, ana, note="Sorry.", **later) == "It will be back."
    words = done("reinstate", story, ana, note="Sorry.", replace="on", **now)
    assert words == "Back again."
    story = scheduled(saved())
    assert done("cancel", story, ana, x="1") == "Cancelled: no edition is waiting."
    story = scheduled(saved())
    assert done("lift", story, ana, x="1") == "Published edition 1."


def test_reviews_say_what_was_done(ana):
    ruth, story = make.editor(username="ruth"), saved()
    seen = {"revision": story.revisions.head().pk}

    words = [done("submit", story, ana, reviewer=ruth.pk, note="Well?", **seen)]
    asked = Review.objects.get()
    given = (asked.reviewer, asked.note, asked.asked_by, asked.verdict)
    seen["request"] = asked.pk
    words.append(done("send-back", story, ruth, answer="Who?", **seen))
    words.append(done("submit", story, ana, **seen))
    words.append(done("withdraw-request", story, ana, x="1"))
    words.append(
        done("approve", story, ruth, answer="Good.", revision=seen["revision"])
    )

    assert given == (ruth, "Well?", ana, Verdict.ASKED)
    assert words == [
        "Submitted: ruth was asked to review it.",
        "Sent back.",
        "Submitted for review.",
        "The request is withdrawn.",
        "Approved.",
    ]
    verdicts = Review.objects.order_by("pk").values_list("verdict", "answer")
    assert [*verdicts] == [
        *(("sent back", "Who?"), ("withdrawn", ""), ("approved", "Good.")),
    ]


def test_what_takes_from_readers_is_marked_so():
    assert [verb.danger for verb in (Hold, Withdraw, Reinstate)] == [True, True, False]
    dangers = [name for name, verb in VERBS.items() if verb.danger]
    assert dangers == ["cancel", "hold", "withdraw"]
    needs = {name: verb.permission for name, verb in VERBS.items()}
    publishing = [name for name, needed in needs.items() if needed == "publish"]
    assert publishing == [
        *("publish", "approve", "send-back", "move", "lift", "cancel"),
        *("correct", "check", "take-over"),
    ]
    changing = [name for name, needed in needs.items() if needed == "change"]
    assert changing == ["submit", "withdraw-request"]


def test_the_verbs_beside_a_text_are_those_that_somebody_may_do_now():
    story = rewritten(published())

    def offered(by):
        return open_verbs(by, State(story))

    every = offered(make.person("chief"))
    assert [name for name, *_rest in every] == [
        *("submit", "approve", "correct", "check", "hold", "withdraw"),
        *("continue", "close"),
    ]
    assert every[-4] == ("hold", "Hold", desk.address("hold", story), True)
    assert [name for name, *_rest in offered(make.person("contributor"))] == [
        *("submit", "continue", "close"),
    ]
    assert offered(make.person()) == []
