"""The verbs of publishing at the desk: who may, what happens, what a refusal keeps."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from desk.verbs.views import VERBS
from explainer.blocks import Change
from stories.models import Edition, Kind, Showing
from tests import make
from tests.support import desk
from tests.visitor import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def headline(story, at=None):
    """The headline that readers get at a moment, or None."""
    at = at or timezone.now()
    found = Showing.objects.live(at, now=max(at, timezone.now()))
    return found.filter(story_id=story.pk).values_list("headline", flat=True).first()


def changed(field, new):
    return Change("replace", field=field, index=0, new=new)


def do(client, story, verb, **sent):
    return client.post(desk.address(verb, story), sent)


def publish(client, story, **sent):
    sent = {"revision": story.revisions.head().pk, "when": "now"} | sent
    return do(client, story, "publish", **sent)


def typed(moment):
    """A moment as the browser sends it, in the paper's zone."""
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


# The others are for whoever may write.
BEYOND_WRITING = [name for name, verb in VERBS.items() if verb.permission != "change"]


@pytest.mark.parametrize("verb", [*BEYOND_WRITING, "restore"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_without_the_permission_no_verb_can_be_asked_or_done(client, verb, method):
    story = make.published_story()
    make.rewrite(story, headline="Another")
    person = make.editor(is_superuser=False)
    allowed = Permission.objects.filter(codename__in=["change_story", "view_story"])
    person.user_permissions.set(allowed)
    client.force_login(person)
    more = [story.revisions.head().pk] if verb == "restore" else []

    response = getattr(client, method)(desk.address(verb, story, *more))

    refused_method = verb == "restore" and method == "get"
    assert response.status_code == (405 if refused_method else 403)
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("page", ["publish", "talk", "correct"])
def test_nobody_gets_in_without_changing_stories(client, page):
    story = make.published_story()
    person = make.editor(is_superuser=False)
    only = Permission.objects.filter(codename__in=["view_story", "publish_story"])
    person.user_permissions.set(only)
    client.force_login(person)

    assert client.get(desk.address(page, story)).status_code == 403
    assert client.post(desk.address(page, story)).status_code == 403


@pytest.mark.parametrize("page", ["preview", "compare", "history"])
def test_who_may_look_at_a_story_may_read_all_its_saves(client, page):
    story = make.published_story()
    person = make.editor(is_superuser=False)
    person.user_permissions.set(Permission.objects.filter(codename="view_story"))
    client.force_login(person)
    seen = client.get(desk.address(page, story)).status_code
    person.user_permissions.clear()

    assert (seen, client.get(desk.address(page, story)).status_code) == (200, 403)


def test_what_is_published_is_one_click_away(client, editor):
    story, _other = make.story(), make.published_story()
    story.save_revision()
    visitor = Visitor(client).open(desk.address("publish", story))

    visitor.press("Publish edition 1").follow("Read it as readers do")

    assert visitor.address == f"/stories/{story.slug}/"
    assert visitor.response.status_code == 200


def test_what_goes_out_later_has_no_page_to_read_yet(client, editor):
    story = make.story()
    story.save_revision()
    at = timezone.localtime(make.soon()).strftime("%Y-%m-%dT%H:%M")
    visitor = Visitor(client).open(desk.address("publish", story))

    visitor.fill(when="at", at=at).press("Publish edition 1")

    assert "It goes out at" in visitor.response.content.decode()
    assert "Read it as readers do" not in visitor.response.content.decode()


@pytest.mark.parametrize("page", [*VERBS, "preview", "compare", "history"])
def test_strangers_are_led_to_the_login(client, page):
    response = client.get(desk.address(page, make.published_story()))

    assert response.url.startswith(reverse("admin:login"))


@pytest.mark.once(False)
@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_for_a_story_that_is_not_there_is_not_found(client, editor, verb):
    gone = make.story()
    address = desk.address(verb, gone)
    gone.delete()

    assert client.get(address).status_code == 404


def test_the_publish_page_shows_the_difference_word_by_word(client, editor):
    story = make.published_story(summary="Twelve met.")
    make.rewrite(story, summary="Nine met.")

    page = client.get(desk.address("publish", story)).content.decode()

    assert "What differs from edition 1" in page
    assert "removed </span>Twelve<" in page
    assert "added </span>Nine<" in page


def test_a_first_edition_asks_for_no_kind_and_no_note(client, editor):
    story = make.story()
    story.save_revision()

    page = client.get(desk.address("publish", story)).content.decode()
    publish(client, story)

    assert 'name="kind"' not in page
    assert 'name="note"' not in page
    assert Edition.objects.get().kind == Kind.FIRST


def test_a_refusal_is_said_and_keeps_what_was_typed(client, editor):
    story = make.published_story()
    make.rewrite(story, headline="Another")

    page = publish(client, story, kind="correction", note=" ")
    kept = publish(client, story, kind="nonsense", note="A long note.")

    assert "this kind of edition needs a note" in page.content.decode()
    assert "A long note.</textarea>" in kept.content.decode()
    assert Edition.objects.count() == 1


def test_what_blocks_publishing_is_listed_with_the_way_there(client, editor):
    story = make.story({"key_points": [{"text": "So.[^nobody]"}]})
    story.save_revision()

    page = publish(client, story).content.decode()

    assert f'href="{desk.address("change", story)}#id_keypoint_set-0-text"' in page
    assert "Key point 1: text" in page
    assert not Edition.objects.exists()


def test_a_text_that_somebody_saved_since_is_shown_before_it_is_published(
    client, editor
):
    story = make.published_story(headline="One")
    seen = make.rewrite(story, headline="Two")
    make.rewrite(story, headline="Three")

    page = publish(client, story, revision=seen.pk, kind="development")

    text = page.content.decode()
    assert "Someone has saved a newer text" in text
    assert "Three" in text
    assert f'name="revision" value="{seen.pk}"' in text
    assert headline(story) == "One"


def test_publishing_what_readers_have_is_answered_with_so(client, editor):
    story = make.published_story()

    page = client.get(desk.address("publish", story)).content.decode()

    assert "Readers have exactly this text already." in page


def test_an_edition_is_scheduled_in_the_papers_zone(client, editor, settings):
    settings.TIME_ZONE = "Europe/Rome"
    story = make.published_story(headline="Before")
    make.rewrite(story, headline="After")
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    typed_time = f"{tomorrow:%Y-%m-%d}T06:00"

    page = client.get(desk.address("publish", story)).content.decode()
    publish(client, story, kind="development", when="at", at=typed_time)

    assert "Europe/Rome" in page
    edition = story.editions.get(number=2)
    local = timezone.localtime(edition.published_at)
    assert (local.date(), local.hour) == (tomorrow, 6)
    assert headline(story) == "Before"
    state = client.get(desk.address("change", story)).content.decode()
    assert "Edition 2 waits for 06:00 tomorrow." in state


def test_a_later_time_must_be_said(client, editor):
    story = make.story()
    story.save_revision()

    page = publish(client, story, when="at").content.decode()

    assert "Say when." in page
    assert not Edition.objects.exists()


def waiting_story():
    story = make.published_story(headline="Before")
    story.publish(revision=make.rewrite(story, headline="After"), at=make.soon())
    return story


def test_a_waiting_edition_is_moved(client, editor):
    story, later = waiting_story(), make.soon(hours=5)

    do(client, story, "move", at=typed(later))

    assert typed(story.editions.get(number=2).published_at) == typed(later)


def test_a_move_to_the_time_that_is_set_is_none(client, editor):
    story = waiting_story()
    (waiting,) = story.editions.filter(number=2)

    page = do(client, story, "move", at=typed(waiting.published_at))

    assert "This is the time that it has already." in page.content.decode()
    assert story.editions.get(number=2) == waiting


def test_a_waiting_edition_is_lifted(client, editor):
    story = waiting_story()

    do(client, story, "lift")

    assert headline(story) == "After"


def test_a_waiting_edition_is_cancelled(client, editor):
    story = waiting_story()

    do(client, story, "cancel")

    assert story.editions.count() == 1


def test_a_waiting_edition_is_replaced_only_when_asked(client, editor):
    story = waiting_story()
    make.rewrite(story, headline="Instead")

    refused = publish(client, story, kind="development")
    publish(client, story, kind="development", replace="on")

    assert "An edition is waiting for" in refused.content.decode()
    assert headline(story) == "Instead"


def test_a_story_is_withdrawn_with_its_note_and_comes_back(client, editor):
    story = make.published_story(headline="Here")

    do(client, story, "withdraw", note="We have taken this page down.", when="now")
    gone = client.get(story.get_absolute_url())
    do(client, story, "reinstate", note="It was right after all.", when="now")

    assert gone.status_code == 410
    assert headline(story) == "Here"


def test_a_take_down_can_be_set_ahead_and_called_off(client, editor):
    story, at = make.published_story(headline="Here"), make.soon(days=1)

    do(client, story, "withdraw", note="Over.", when="at", at=typed(at))
    then = headline(story, at)
    do(client, story, "keep-up")

    assert (then, headline(story, at)) == (None, "Here")


def test_a_story_is_held_and_comes_back_by_itself(client, editor):
    story, until = make.published_story(headline="Here"), make.soon(hours=3)

    do(client, story, "hold", note="Not available.", until=typed(until))

    assert headline(story) is None
    assert headline(story, until) == "Here"
    state = client.get(desk.address("change", story)).content.decode()
    assert "Held until" in state


def test_a_story_is_marked_as_checked(client, editor):
    story = make.published_story()

    do(client, story, "check")

    assert Showing.objects.live(timezone.now()).get().kind == Kind.CHECKED


def test_a_correction_changes_one_block_of_what_is_live(client, editor):
    story = make.published_story(summary="Twelve met.\n\nThey left.", headline="Talks")
    make.rewrite(story, headline="A draft")
    form = desk.fields(client.get(desk.address("correct", story)), None)
    field = next(name for name, text in form.items() if text == "Twelve met.")

    sent = {field: "Nine met.", "edition": "1", "kind": "correction"}
    do(client, story, "correct", note="Nine met, not twelve.", **sent)

    shown = Showing.objects.live(timezone.now()).get()
    assert (shown.headline, shown.summary) == ("Talks", "Nine met.\n\nThey left.")
    story.refresh_from_db()
    assert (story.headline, story.summary) == ("A draft", "Nine met.\n\nThey left.")
    assert shown.kind == Kind.CORRECTION


def test_wrong_words_are_found_wherever_they_are(client, editor):
    points = [{"text": "The 12 ministers."}, {"text": "Nothing."}]
    story = make.story({"key_points": points}, summary="12 ministers met.")
    make.edition(story)

    page = client.get(desk.address("correct", story), {"find": "12 Ministers"})

    text = page.content.decode()
    assert "Found in 2 places." in text
    assert "Nothing.</textarea>" not in text


def test_a_correction_keeps_what_was_typed_when_it_is_refused(client, editor):
    story = make.published_story(summary="Twelve met.")
    form = desk.fields(client.get(desk.address("correct", story)), None)
    field = next(name for name, text in form.items() if text == "Twelve met.")
    story.correct(changes=[changed("summary", "Ten met.")], note="Ten met, not twelve.")

    sent = {field: "Nine met.", "edition": "1", "kind": "correction"}
    page = do(client, story, "correct", note="Nine, not twelve.", **sent)

    text = page.content.decode()
    assert "Somebody has corrected the same words meanwhile" in text
    assert "Nine met.</textarea>" in text
    assert Showing.objects.live(timezone.now()).get().summary == "Ten met."


def test_an_emptied_block_is_taken_out_but_a_headline_cannot_be(client, editor):
    story = make.published_story(summary="One.\n\nTwo.", headline="Talks")
    form = desk.fields(client.get(desk.address("correct", story)), None)
    named = {text: name for name, text in form.items()}

    sent = {"edition": "1", "kind": "clarification", "note": "Two was not so."}
    empty = do(client, story, "correct", **sent, **{named["Talks"]: ""})
    do(client, story, "correct", **sent, **{named["Two."]: ""})

    assert "This can&#x27;t be left empty." in empty.content.decode()
    assert Showing.objects.live(timezone.now()).get().summary == "One."


def test_a_draft_behind_a_correction_says_so_and_is_taken_over(client, editor):
    story = make.published_story(summary="Twelve met.")
    make.rewrite(story, summary="A dozen people met.")
    story.correct(changes=[changed("summary", "Nine met.")], note="Nine met.")

    page = client.get(desk.address("publish", story)).content.decode()
    refused = publish(client, story, kind="development")
    do(client, story, "take-over")
    publish(client, story, kind="development")

    assert "Look at it and take it over" in page
    assert "has text that your draft doesn" in refused.content.decode()
    assert Showing.objects.live(timezone.now()).get().summary == "A dozen people met."
