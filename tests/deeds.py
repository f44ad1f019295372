"""Everything that somebody can do to one thing of a newspaper, each as a function.

A deed is given a corner of the paper: it arranges what it needs there, and returns what
does it. Each can be done in one of several corners, and tried again after it failed.
"""

import datetime as dt
import json

from django.utils import timezone
from django_otp.oath import TOTP

from desk.models import Buffer, Comment, Handover, Presence
from entities.models import Entity
from explainer import file as explainer
from explainer.blocks import Change
from images.models import Image
from pages.models import ReaderMessage
from people import factor, throttle
from stories.models import Pick
from stories.transfer import story_import
from stories.transfer.publisher import backdate
from tests import make
from tests.support.files import WHOLE

DEEDS = {}


class Corner:
    """A desk with its people, a story, a question and whatever stands around them."""

    def __init__(self, number):
        self.number = number
        self.desk = make.desk()
        self.editor = make.person("editor", self.desk)
        self.second = make.person("editor", self.desk)
        self.entity, self.other = make.entity(), make.entity()
        self.entity.aliases.create(name=f"Alias {number}")
        self.entity.roles.create(title="Chair")
        outlet = make.outlet()
        self.source = make.source(outlet=outlet)
        self.question = make.question(intro="It is asked.")
        parts = {
            "entities": [{"entity": self.entity}],
            "quotes": [{"text": "Said.", "speaker": "A", "said_on": "2026-01-02"}],
            "timeline": [{"date": "2026-01-01", "text": "It began."}],
            "questions": [{"question": self.question, "title": "Asked?"}],
        }
        self.story = make.story(parts, desk=self.desk, report="One.\n\nTwo.")
        self.story.tags.add(f"Tag {number}")
        make.edition(self.question)
        make.edition(self.story)
        for owner in (self.story, self.question):
            make.comment(owner, by=self.editor)
            make.handover(owner, to=self.editor, by=self.second)
            make.lock_note(owner, by=self.editor)
            make.contact(owner, by=self.editor)
        self.buffer = make.buffer(self.story, user=self.editor)
        Presence.objects.seen(self.editor, self.buffer.tab, self.story, timezone.now())
        self.feed = make.feed()
        make.announced(feed=self.feed)
        self.message = make.message(story=self.story)
        self.pick = make.pick(self.story)
        self.page = make.page()
        self.image = Image.objects.create(
            name=f"images/{number}.png", width=4, height=3, file=f"images/{number}.png"
        )
        self.key = factor.new_key()
        self.enrol(self.editor)
        throttle.Attempt("password", self.editor.username, f"192.0.2.{number}")

    def enrol(self, person):
        factor.enrol(person, self.key, self.code())
        factor.new_codes(person)

    def code(self):
        return f"{TOTP(bytes.fromhex(self.key)).token():06}"

    def draft(self, headline="Another"):
        """A text of the story that readers don't have yet."""
        self.story.refresh_from_db()
        self.story.headline = headline
        self.story.save()
        return self.story.save_revision(by=self.editor)

    def scheduled(self, **later):
        make.edition(self.story, at=make.soon(**later), by=self.editor)

    def comment(self):
        return Comment.objects.of(self.story).get()


def deed(function):
    DEEDS[function.__name__] = function
    return function


@deed
def save(corner):
    corner.story.headline = "Saved"
    corner.story.save()
    return lambda: corner.story.save_revision(by=corner.editor)


@deed
def publish(corner):
    text = corner.draft()
    return lambda: corner.story.publish(
        revision=text, by=corner.editor, kind="development", desk_rules=False
    )


@deed
def publish_for_the_first_time(corner):
    story = make.story({"entities": [{"entity": corner.entity}]}, desk=corner.desk)
    text = story.save_revision()
    return lambda: story.publish(revision=text, desk_rules=False)


@deed
def publish_a_question(corner):
    corner.question.intro = "It is answered."
    corner.question.save()
    text = corner.question.save_revision()
    return lambda: corner.question.publish(revision=text, desk_rules=False)


@deed
def schedule(corner):
    text = corner.draft()
    at = make.soon()
    return lambda: corner.story.publish(revision=text, at=at, desk_rules=False)


@deed
def publish_over_what_waits(corner):
    corner.draft()
    corner.scheduled()
    text = corner.draft("A third")
    return lambda: corner.story.publish(revision=text, replace=True, desk_rules=False)


@deed
def move(corner):
    corner.draft()
    corner.scheduled()
    at = make.soon(hours=5)
    return lambda: corner.story.reschedule(at=at)


@deed
def let_out_now(corner):
    corner.draft()
    corner.scheduled()
    return lambda: corner.story.reschedule()


@deed
def cancel(corner):
    corner.draft()
    corner.scheduled()
    return lambda: corner.story.cancel()


@deed
def withdraw(corner):
    corner.draft()
    corner.scheduled()
    return lambda: corner.story.withdraw(note="It is gone.", by=corner.editor)


@deed
def take_down_later(corner):
    corner.draft()
    corner.scheduled()
    at = make.soon(hours=9)
    return lambda: corner.story.withdraw(note="It will be gone.", at=at)


@deed
def keep_up(corner):
    corner.story.withdraw(note="It will be gone.", at=make.soon())
    return lambda: corner.story.cancel_withdrawal()


@deed
def hold(corner):
    until = make.soon()
    return lambda: corner.story.hold(note="Being looked at.", until=until)


@deed
def reinstate(corner):
    corner.story.withdraw(note="It is gone.")
    return lambda: corner.story.reinstate(note="It is back.")


@deed
def check(corner):
    corner.draft()
    corner.scheduled()
    return lambda: corner.story.check_again(by=corner.editor)


@deed
def correct(corner):
    corner.draft()
    corner.scheduled()
    had, new = "Something happened.", "Something else happened."
    change = Change("replace", field="summary", old=had, new=new)
    return lambda: corner.story.correct(
        changes=[change], note="It was wrong.", by=corner.editor
    )


@deed
def take_over(corner):
    corner.story.draft.set_base(0)
    return lambda: corner.story.draft.mark_level()


@deed
def restore(corner):
    first = corner.story.revisions.head()
    corner.draft()
    return lambda: corner.story.draft.restore(first, by=corner.editor)


@deed
def tell_of_the_past(corner):
    story = make.story(desk=corner.desk)
    at = timezone.now() - dt.timedelta(days=9)
    text = story.save_revision().content
    return lambda: backdate(story, kind="first", dated=at, document=text)


@deed
def submit(corner):
    text = corner.draft()
    return lambda: corner.story.reviews.submit(
        revision=text, by=corner.editor, reviewer=corner.second
    )


def submitted(corner):
    text = corner.draft()
    corner.story.reviews.submit(revision=text, by=corner.editor, reviewer=corner.second)
    return text


@deed
def approve(corner):
    text = submitted(corner)
    return lambda: corner.story.reviews.approve(revision=text, by=corner.second)


@deed
def send_back(corner):
    text = submitted(corner)
    return lambda: corner.story.reviews.send_back(
        revision=text, by=corner.second, answer="No."
    )


@deed
def withdraw_the_request(corner):
    submitted(corner)
    return lambda: corner.story.reviews.withdraw_request(by=corner.editor)


@deed
def publish_what_was_approved(corner):
    text = submitted(corner)
    corner.story.reviews.approve(revision=text, by=corner.second)
    return lambda: corner.story.publish(
        revision=text, by=corner.editor, desk_rules=False
    )


@deed
def comment(corner):
    return lambda: make.comment(corner.story, by=corner.editor)


@deed
def reply(corner):
    said = corner.comment()
    return lambda: make.comment(corner.story, by=corner.second, parent=said)


@deed
def edit_a_comment(corner):
    said = corner.comment()
    rows = Comment.objects.filter(pk=said.pk)
    return lambda: rows.get().edit("Is it?", by=corner.editor)


@deed
def resolve_a_comment(corner):
    said = corner.comment()
    return lambda: said.resolve(by=corner.second)


@deed
def reopen_a_comment(corner):
    said = corner.comment()
    said.resolve(by=corner.second)
    return lambda: said.reopen()


@deed
def take_a_comment_back(corner):
    said = corner.comment()
    return lambda: said.take_back(by=corner.editor)


@deed
def share(corner):
    return lambda: make.share_link(corner.story, by=corner.editor)


@deed
def take_a_share_link_back(corner):
    link, _secret = make.share_link(corner.story, by=corner.editor)
    return lambda: link.end(by=corner.second)


@deed
def answer_from_outside(corner):
    link, _secret = make.share_link(corner.story, by=corner.editor)
    said = Comment.objects.say(link, guest="Ruth", body="So?")
    said.resolve(by=corner.second)
    return lambda: Comment.objects.say(link, guest="Ruth", body="No.", parent=said.pk)


@deed
def hand_over(corner):
    return lambda: make.handover(corner.story, to=corner.second, by=corner.editor)


@deed
def take_from_somebody(corner):
    return lambda: Handover.objects.take(corner.story, by=corner.second)


@deed
def let_go(corner):
    return lambda: Handover.objects.let_go(corner.story)


@deed
def lift_a_lock_note(corner):
    note = corner.story.locknotes.get()
    return lambda: note.lift(by=corner.second)


@deed
def keep_what_is_typed(corner):
    said = {"kind": "story", "owner_key": corner.story.pk, "data": '[["a", "b"]]'}
    tab = corner.buffer.tab
    return lambda: Buffer.objects.keep(corner.editor, tab, 9, **said)


@deed
def settle_what_was_typed(corner):
    return lambda: Buffer.objects.settle(corner.editor, corner.buffer.tab, 9)


@deed
def throw_away_what_was_typed(corner):
    return lambda: Buffer.objects.let_go(pk=corner.buffer.pk)


@deed
def leave_the_form(corner):
    tab = corner.buffer.tab
    return lambda: Presence.objects.left(corner.editor, tab, timezone.now())


@deed
def forget_old_letters(corner):
    rows = ReaderMessage.objects.filter(pk=corner.message.pk)
    if corner.number == 1:  # The other one's is new.
        rows.update(at=timezone.now() - dt.timedelta(days=400))
    return lambda: ReaderMessage.objects.older_than(365).delete()


@deed
def arrange_the_front(corner):
    def arrange():
        others = Pick.objects.exclude(pk=corner.pick.pk)
        pick = Pick(story_id=corner.story.pk, shown_until=make.soon())
        Pick.objects.arrange([pick], keeping=[*others.values_list("pk", flat=True)])

    return arrange


@deed
def claim_a_feed(corner):
    return lambda: corner.feed.claim(timezone.now())


@deed
def note_that_a_feed_failed(corner):
    return lambda: corner.feed.failed("no answer")


@deed
def rename_a_page(corner):
    corner.page.slug = f"renamed-{corner.number}"
    return lambda: corner.page.save()


@deed
def delete_a_page(corner):
    page = corner.page
    return lambda: type(page).objects.get(pk=page.pk).delete()


@deed
def kill_a_picture(corner):
    return lambda: corner.image.kill("The agency says so.")


@deed
def revive_a_picture(corner):
    corner.image.kill("The agency says so.")
    return lambda: corner.image.revive()


@deed
def merge_an_entity(corner):
    third = make.entity()
    third.merge_into(corner.entity)
    entity = Entity.objects.get(pk=corner.entity.pk)
    return lambda: entity.merge_into(corner.other)


@deed
def enrol(corner):
    return lambda: factor.enrol(corner.second, corner.key, corner.code())


@deed
def enrol_anew(corner):
    return lambda: factor.enrol(corner.editor, corner.key, corner.code())


@deed
def make_new_codes(corner):
    return lambda: factor.new_codes(corner.editor)


@deed
def give_up_the_second_factor(corner):
    return lambda: factor.forget(corner.editor)


@deed
def sign_in_wrongly(corner):
    name, address = corner.editor.username, f"192.0.2.{corner.number}"
    return lambda: throttle.Attempt("password", name, address)


@deed
def sign_in(corner):
    name, address = corner.editor.username, f"192.0.2.{corner.number}"
    attempt = throttle.Attempt("password", name, address)
    return lambda: attempt.succeeded()


@deed
def import_a_story(corner):
    number = corner.number
    entities = [WHOLE["entities"][0] | {"slug": f"board-{number}"}]
    file = {
        "format": "explainer/1",
        "slug": f"imported-{number}",
        "headline": "Imported",
        "entities": entities,
        "tags": [f"Imported {number}"],
    }
    read = explainer.read_stories(json.dumps(file))
    how = story_import.PublishOptions()
    return lambda: story_import.import_stories(read, publishing=how)
