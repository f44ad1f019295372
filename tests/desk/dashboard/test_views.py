"""The desk's first page: what needs whoever sits down, and nothing that doesn't."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from desk.dashboard import boxes
from desk.models import Buffer, Comment, Handover
from stories.models import Review
from tests import make
from tests.support import desk
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(client):
    editor = make.editor(username="ana")
    client.force_login(editor)
    return editor


def box(client, name):
    """The words of one box, or nothing if it isn't there."""
    page = client.get(reverse("dashboard")).content.decode()
    found = re.search(rf'<section class="desk-box box-{name}".*?</section>', page, re.S)
    return re.sub(r"<[^>]+>|\s+", " ", found[0]) if found else ""


def today():
    return timezone.localdate()


def test_my_stories_are_those_that_i_saved(client, ana):
    make.story(headline="Ports").save_revision(by=ana)
    make.story(headline="Rivers").save_revision(by=make.editor())

    assert "Ports" in box(client, "mine")
    assert "Rivers" not in box(client, "mine")


def test_the_one_saved_last_comes_first(client, ana):
    older, newer = make.story(headline="Older"), make.story(headline="Newer")
    for story in (newer, older):
        story.save_revision(by=ana)
    newer.save()

    said = box(client, "mine")

    assert said.index("Newer") < said.index("Older")


def test_nothing_in_the_works_says_how_to_start(client, ana):
    assert "Paste a link to start" in box(client, "mine")


def test_a_draft_that_moved_on_is_listed_whoever_moved_it(client, ana):
    story = make.published_story(headline="Ports")
    assert box(client, "unseen") == ""

    story.headline = "Ports reopen"
    story.save()
    story.save_revision(by=make.editor())

    assert "Ports reopen" in box(client, "unseen")


def test_a_question_whose_draft_moved_on_is_listed_too(client, ana):
    question = make.question(title="Who pays?")
    make.edition(question)
    question.title = "Who pays now?"
    question.save()
    question.save_revision()

    assert "Who pays now?" in box(client, "unseen")


def test_what_waits_for_its_time_is_listed_with_two_clocks(client, ana, settings):
    settings.TIME_ZONE = "Europe/Brussels"
    at = timezone.now().replace(minute=0, second=0) + dt.timedelta(days=3)
    make.edition(make.story(headline="Tunnel"), at=at)

    said = box(client, "tonight")

    assert "Tunnel" in said
    assert f"({at.astimezone(dt.UTC):%H:%M} UTC)" in said


@pytest.mark.parametrize(
    ("days", "outcome", "listed"),
    [(-3, "", True), (0, "", True), (1, "", False), (-3, "It happened.", False)],
)
def test_an_expectation_is_due_until_somebody_says_what_happened(
    client, ana, days, outcome, listed
):
    due = today() + dt.timedelta(days=days)
    item = {"text": "The *court* rules", "due": due, "outcome": outcome}
    make.edition(make.story({"expectations": [item]}))

    assert ("The court rules" in box(client, "due")) is listed  # its words, unmarked


def test_nobody_waits_on_a_story_that_is_closed_or_was_never_published(client, ana):
    items = {"expectations": [{"text": "The court rules", "due": today()}]}
    make.edition(make.story(items, closed_at=timezone.now()))
    make.story(items)

    assert "The court rules" not in box(client, "due")


def test_developing_stories_are_listed_until_they_settle(client, ana):
    make.published_story(headline="Blackout", developing_until=make.soon())
    make.published_story(headline="Settled", developing_until=timezone.now())

    assert "Blackout" in box(client, "developing")
    assert "Settled" not in box(client, "developing")


def test_the_paper_is_shown_as_readers_have_it(client, ana):
    story = make.published_story(headline="Ports")
    withdrawn = make.published_story(headline="Gone")
    withdrawn.withdraw(note="Taken down.")
    story.headline = "Secret headline"
    story.save()
    story.save_revision()

    said = box(client, "paper")

    assert "Ports" in said
    assert "draft ahead" in said
    assert "Gone" not in said
    assert "Secret headline" not in said
    assert "Arrange the front page" in said
    client.force_login(make.person("contributor", make.desk()))
    said = box(client, "paper")
    assert "Read the paper" in said
    assert "Arrange the front page" not in said


def test_a_correction_that_the_draft_lacks_is_to_be_solved(ana):
    story = make.published_story()
    type(story).objects.filter(pk=story.pk).update(base_edition=0)
    works = boxes.work.by_keys([story.pk, make.published_story().pk])
    writer = make.person("contributor", story.desk)
    reader = make.viewer()

    told = {
        person: [
            (line.title, line.said, line.address, line.act)
            for line in boxes.missing_corrections(person, works, timezone.now())
        ]
        for person in (ana, writer, reader)
    }

    said = story.headline, "Readers have new text that the draft does not"
    assert told == {
        ana: [(*said, desk.address("take-over", story), "Solve")],
        writer: [(*said, desk.address("compare", story), "Compare")],
        reader: [],
    }


def test_the_page_costs_the_same_however_full_the_desk_is(
    client, ana, django_assert_max_num_queries
):
    for _number in range(12):
        make.published_story(developing_until=make.soon()).save_revision(by=ana)

    with django_assert_max_num_queries(30):
        client.get(reverse("dashboard"))


def test_who_may_not_read_stories_gets_the_list_of_what_they_may(client):
    client.force_login(make.editor(is_superuser=False))

    page = client.get(reverse("dashboard"))

    assert page.status_code == 200
    assert b"desk-box" not in page.content


def test_a_text_that_waits_for_my_eye_needs_me_now(client, ana):
    story = make.story(headline="Ports")
    ben = make.editor(username="ben")
    head = story.save_revision(by=ben)
    Review.objects.create(revision=head, asked_by=ben, reviewer=ana, note="Hurry.")

    said = box(client, "needs")

    assert "Ports" in said
    assert "ben asks you to read it" in said
    assert "Hurry." in said


def test_a_comment_on_what_i_wrote_needs_me_now(client, ana):
    story = make.story(headline="Ports")
    story.save_revision(by=ana)
    ben = make.editor(username="ben")
    Comment.objects.write(story, by=ben, body="Who says so?")
    Comment.objects.write(story, by=ana, body="My own note.")

    said = box(client, "needs")

    assert "Who says so?" in said
    assert "My own note." not in said


def test_what_was_left_to_me_stands_there_until_i_take_it(client, ana):
    story = make.story(headline="Ports")
    ben = make.editor(username="ben")
    Handover.objects.hand_over(story, to=ana, by=ben, note="Council at 17:00.")
    assert "Council at 17:00." in box(client, "left")

    Handover.objects.get().delete()

    assert box(client, "left") == ""


def test_what_i_typed_and_never_saved_can_be_gone_on_with(client, ana):
    Buffer.objects.create(
        user=ana,
        tab=uuid.uuid4(),
        kind="story",
        title="Half a thought",
        data='[["headline", "Half a thought"]]',
        digest="x",
        sequence=1,
    )

    assert "Half a thought" in box(client, "kept")


def test_nobody_waits_for_who_has_nothing_to_do(client, ana):
    assert "No one is waiting for you" in box(client, "needs")


def test_what_went_out_alone_is_read_after_by_a_second_person(client):
    world = make.desk(two_people=True)
    first, second = (make.person("editor", world, username=n) for n in ("ana", "ben"))
    for headline in ("Ports", "Rivers"):
        story = make.story(headline=headline, desk=world)
        revision = story.save_revision(by=first)
        story.publish(revision=revision, by=first, alone="It burns.")
    client.force_login(first)
    own = box(client, "needs")
    client.force_login(second)
    told = box(client, "needs")

    visitor = Visitor(client).open(reverse("dashboard"))
    visitor.follow("Ports").press("I have read it")

    left = box(client, "needs")
    assert "Published without review" not in own
    assert told.count("Published without review by ana") == 2
    assert ("Ports" in left, "Rivers" in left) == (False, True)
    assert Review.objects.get(decided_by=second).owner.headline == "Ports"


def test_a_request_to_read_leads_to_the_text(client):
    world = make.desk()
    writer, editor = make.person("contributor", world), make.person("editor", world)
    for summary in ("The ports are shut.", "The rivers are dry."):
        story = make.story(headline=summary, summary=summary, desk=world)
        story.reviews.submit(
            revision=story.save_revision(by=writer), by=writer, reviewer=None
        )
    client.force_login(editor)

    visitor = Visitor(client).open(reverse("dashboard")).follow("The ports are shut.")
    visitor.follow("Open in a tab")

    text = visitor.response.content.decode()
    assert "The ports are shut." in text
    assert "The rivers are dry." not in text
