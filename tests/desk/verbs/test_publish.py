"""The publish page: readers get what the editor saw, and nothing is given up unsaid."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from desk.form.state import State
from desk.verbs.publish import Publish
from stories.models import Showing
from tests import make
from tests.support import desk

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def opened(client, owner, verb="publish"):
    return desk.fields(client.get(desk.address(verb, owner)), None)


def headline(story):
    found = Showing.objects.live(timezone.now()).filter(story_id=story.pk)
    return found.values_list("headline", flat=True).first()


def typed(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def test_a_form_error_never_changes_which_text_goes_out(client, editor):
    story = make.story(headline="Seen")
    seen = story.save_revision()
    form = opened(client, story) | {"when": "at", "at": ""}
    make.rewrite(story, headline="Unseen")
    address = desk.address("publish", story)

    page = client.post(address, form)
    again = client.post(address, desk.fields(page, None) | {"when": "now"})

    for answer in (page, again):
        text = answer.content.decode()
        assert "Someone has saved a newer text" in text
        assert "Unseen" in text
        assert f'name="revision" value="{seen.pk}"' in text
        assert 'value="Publish edition 1"' not in text
    assert not story.editions.exists()


def test_looking_at_the_newer_text_keeps_the_note_and_allows_to_publish(client, editor):
    story = make.published_story(headline="One")
    make.rewrite(story, headline="Two")
    form = opened(client, story) | {"note": "A long note.", "kind": "correction"}
    newest = make.rewrite(story, headline="Three")
    address = desk.address("publish", story)

    page = client.post(address, form | {"_look": "newer"})
    text = page.content.decode()
    client.post(address, desk.fields(page, None) | {"kind": "correction"})

    assert "A long note.</textarea>" in text
    assert "errorlist" not in text
    assert f'name="revision" value="{newest.pk}"' in text
    assert headline(story) == "Three"


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 30, "0", "x", ""])
def test_a_number_that_is_no_save_publishes_nothing(client, editor, number):
    story = make.story()
    story.save_revision()
    form = opened(client, story) | {"revision": number}

    page = client.post(desk.address("publish", story), form)

    assert page.status_code == 200
    assert "Someone has saved a newer text" in page.content.decode()
    assert not story.editions.exists()


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 30, "x"])
def test_a_save_that_cannot_be_is_not_found(client, editor, number):
    story = make.published_story()

    page = client.get(desk.address("compare", story), {"from": number})

    assert page.status_code == 404


@pytest.mark.parametrize("at", ["9999-12-31T23:59", "2999-01-01T00:00"])
@pytest.mark.parametrize("verb", ["publish", "withdraw", "hold", "move"])
def test_a_time_too_far_ahead_is_refused(client, editor, verb, at):
    story = make.published_story()
    if verb != "publish":
        story.publish(
            revision=make.rewrite(story, headline="Two"), at=make.soon(days=1)
        )
    make.rewrite(story, headline="Three")
    before = story.editions.count()
    form = opened(client, story, verb) | {"note": "So.", "when": "at"}

    sent = form | {"at": at, "until": at, "replace": "on"}
    page = client.post(desk.address(verb, story), sent)

    assert "Choose a time within five years from now." in page.content.decode()
    assert story.editions.count() == before


@pytest.mark.parametrize("verb", ["reinstate", "hold"])
def test_a_waiting_edition_is_given_up_only_with_a_tick(client, editor, verb):
    story = make.published_story(headline="One")
    if verb == "reinstate":
        story.withdraw(note="Gone.")
    coming = make.rewrite(story, headline="Two")
    story.publish(revision=coming, at=make.soon(days=1), note="So.", kind="development")
    address = desk.address(verb, story)
    form = opened(client, story, verb) | {"note": "So.", "until": typed(make.soon())}

    text = client.get(address).content.decode()
    refused = client.post(address, form)
    kept = story.editions.filter(revision=coming).exists()
    client.post(address, form | {"replace": "on"})

    assert "Give up the edition waiting for" in text
    assert "“Two”" in text
    assert "An edition is waiting for" in refused.content.decode()
    assert kept
    assert not story.editions.filter(revision=coming).exists()


def test_a_page_is_taken_down_over_a_waiting_edition_only_with_a_tick(client, editor):
    story = make.published_story(headline="One")
    story.publish(revision=make.rewrite(story, headline="Two"), at=make.soon(days=1))
    address = desk.address("withdraw", story)
    form = opened(client, story, "withdraw") | {"note": "So."}

    refused = client.post(address, form).content.decode()
    had = headline(story)
    client.post(address, form | {"replace": "on"})

    assert "It would be lost." in refused
    assert (had, headline(story)) == ("One", None)


def test_bringing_a_held_page_back_early_gives_nothing_up(client, editor):
    story = make.published_story(headline="One")
    story.hold(note="Not now.", until=make.soon())

    form = opened(client, story, "reinstate") | {"note": "Back."}
    client.post(desk.address("reinstate", story), form)

    assert "replace" not in form
    assert headline(story) == "One"


def story_with_question():
    question = make.question(title="Why now?")
    saved = question.save_revision()
    story = make.story({"questions": [{"question": question, "title": "Why?"}]})
    story.save_revision()
    return story, question, saved


def test_linked_questions_go_out_with_their_story(client, editor):
    story, question, saved = story_with_question()

    page = client.get(desk.address("publish", story)).content.decode()
    form = opened(client, story) | {"questions": [saved.pk]}
    client.post(desk.address("publish", story), form)

    assert "Publish these questions at the same time" in page
    assert reverse("admin:stories_question_preview", args=[question.pk]) in page
    assert question.editions.get().revision == saved
    assert story.editions.exists()


def test_a_story_waits_for_a_question_that_is_not_ticked(client, editor):
    story, question, _saved = story_with_question()

    page = client.post(desk.address("publish", story), opened(client, story))

    assert "Readers do not have the question “Why?”" in page.content.decode()
    assert not story.editions.exists()
    assert not question.editions.exists()


def test_a_question_that_is_live_is_not_asked_about(client, editor):
    story, question, _saved = story_with_question()
    make.edition(question)

    client.post(desk.address("publish", story), opened(client, story))

    assert story.editions.exists()
    assert question.editions.count() == 1


def test_a_story_may_wait_for_the_question_that_it_points_at(client, editor):
    story, question, _saved = story_with_question()
    make.edition(question, at=make.soon(hours=2))

    for hours in (1, 3):
        at = timezone.localtime(make.soon(hours=hours)).strftime("%Y-%m-%dT%H:%M")
        form = opened(client, story) | {"when": "at", "at": at}
        client.post(desk.address("publish", story), form)

    (edition,) = story.editions.all()
    assert edition.published_at > question.editions.get().published_at


def test_a_question_that_was_saved_meanwhile_is_looked_at_again(client, editor):
    story, question, saved = story_with_question()
    form = opened(client, story) | {"questions": [saved.pk]}
    make.rewrite(question, title="Why then?")

    page = client.post(desk.address("publish", story), form)

    assert "Why then?" in page.content.decode()
    assert not story.editions.exists()
    assert not question.editions.exists()


def test_a_question_that_is_not_ready_keeps_the_story_back(client, editor):
    story, question, _saved = story_with_question()
    faulty = make.rewrite(question, intro="So.[^nobody]")
    form = opened(client, story) | {"questions": [faulty.pk]}

    page = client.post(desk.address("publish", story), form)

    assert "The question “Why now?”: This can" in page.content.decode()
    assert not story.editions.exists()
    assert not question.editions.exists()


def test_only_who_may_publish_questions_is_offered_them(client):
    story, _question, _saved = story_with_question()
    person = make.editor(is_superuser=False)
    codes = ["view_story", "change_story", "publish_story"]
    person.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client.force_login(person)

    page = client.get(desk.address("publish", story)).content.decode()

    assert "Publish these questions" not in page


def test_an_address_that_a_question_has_is_not_called_a_storys(client, editor):
    other = make.question(slug="taken")
    make.edition(other)
    make.rewrite(other, slug="moved")
    other.draft.mark_level()
    other.publish(revision=other.revisions.head(), kind="wording")
    question = make.question(slug="taken")
    question.save_revision()

    form = opened(client, question)
    page = client.post(desk.address("publish", question), form)

    text = page.content.decode()
    assert "The address “taken” belongs to another" in text
    assert "another story" not in text


def lone(story, by=None, **sent):
    seen = (
        {"revision": story.revisions.head().pk, "when": "now"} | sent if sent else None
    )
    return Publish(seen, state=State(story), by=by)


def test_publishing_alone_is_asked_about_where_two_are_wanted():
    ana, ruth = make.editor(username="ana"), make.editor(username="ruth")
    story = make.story(desk=make.desk(two_people=True))
    story.save_revision(by=ana)
    plain = make.story(desk=make.desk())
    plain.save_revision(by=ana)

    def faults(**sent):
        return {name: [*said] for name, said in lone(story, ana, **sent).errors.items()}

    assert not {"alone", "why"} & {*lone(plain).fields}
    assert {"alone", "why"} <= {*lone(story).fields}
    why = {"why": ["Say why it can't wait."]}
    assert faults(alone="on") == why
    assert [*faults(why="Urgent.")] == ["alone"]
    assert faults(alone="on", why="Urgent.") == {}
    assert [*faults(alone="on", why="x" * 2001)] == ["why"]
    ready = lone(story, ana, alone="on", why="Urgent.")
    assert ready.is_valid()
    assert ready.cleaned_data.get("why", "") == "Urgent."
    help_text = str(lone(story).fields["alone"].help_text)
    assert help_text == "It is logged, and a second person must read it after."
    story.reviews.submit(revision=story.revisions.head(), by=ana, reviewer=ruth)
    help_text = str(lone(story).fields["alone"].help_text)
    assert help_text == "It is logged, and ruth must read it after."
    assert ready.act(story, ana).endswith("Without a second person: Urgent.")
    made = story.editions.get()
    assert made.number == 1
