"""What needs whom: the boxes about people on the desk's first page, line by line."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from desk.dashboard import boxes, needs
from desk.form import work
from desk.form.status import when
from desk.models import Handover
from images.models import Image
from pages.models import ReaderMessage
from paper.queries.paging import COUNTED
from stories.models import Review
from tests import make
from tests.support import desk
from tests.support.reader import picture

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def ana():
    return make.person("chief", username="ana")


@pytest.fixture
def short(monkeypatch):
    """Boxes that hold one line."""
    monkeypatch.setattr(boxes, "MOST", 1)


def lines(found):
    return [(line.title, line.said, line.address, line.act) for line in found]


def went_out_alone(headline, by):
    at = make.desk(two_people=True)
    story = make.story(headline=headline, desk=at)
    story.publish(revision=story.save_revision(by=by), by=by, alone="It burns.")
    return story


def asked_to_read(headline, by, reviewer=None, **request):
    story = make.story(headline=headline)
    revision = story.save_revision(by=by)
    return story, Review.objects.create(
        revision=revision, asked_by=by, reviewer=reviewer, **request
    )


def test_what_went_out_alone_is_for_who_could_be_the_second(ana, ben):
    story = went_out_alone("A", ben)
    went_out_alone("Mine", ana)
    now = timezone.now()
    at = work.moment(Review.objects.get(revision__story=story).asked_at, now)

    found = needs.alone(ana, now)

    said = f"Published without review by ben, {at}"
    assert lines(found) == [("A", said, desk.address("talk", story), "Review")]
    assert needs.alone(make.person("contributor"), now) == []


def test_what_one_is_asked_to_read_says_by_whom_and_why(ana, ben):
    plain, first = asked_to_read("A", ben)
    noted, second = asked_to_read("B", ben, ana, note=f"Hurry, {'x' * 200}")
    asked_to_read("Somebody else's", ben, make.editor())
    now = timezone.now()
    at, then = (work.moment(each.asked_at, now) for each in (first, second))

    found = needs.reviews(ana, now)

    quote = f"“Hurry, {'x' * 102}…”"
    assert sorted(lines(found)) == [
        (
            "A",
            f"ben asks you to read it, {at}",
            desk.address("approve", plain),
            "Read",
        ),
        (
            "B",
            f"ben asks you to read it, {then}: {quote}",
            desk.address("approve", noted),
            "Read",
        ),
    ]


def test_a_comment_is_answered_by_who_may_change_what_it_is_about(ben):
    viewer, ana = make.viewer(), make.person("chief")
    story, seen = make.story(headline="A"), make.story()
    story.save_revision(by=ana)
    seen.save_revision(by=viewer)
    make.comment(seen, by=ben)
    theirs = make.comment(story, by=ben, body="Who  says\nso?")
    make.comment(story, by=ana, body="Mine.")
    make.comment(make.story(), by=ben, body="Of others.")
    now = timezone.now()

    found = needs.comments(ana, now)

    said = f"ben, {work.moment(theirs.written_at, now)}: “Who says so?”"
    assert lines(found) == [("A", said, desk.address("talk", story), "Answer")]
    assert needs.comments(viewer, now) == []


def test_a_mistake_that_readers_report_has_a_line_and_the_rest_a_number(ana, short):
    story = make.story(headline="A")
    make.message(story=story, text="Older.")
    wrong = make.message(story=story, text="Nine.")
    make.message(story=story, kind="question")
    make.message(text="Of no story.")
    make.message(story=story, state=ReaderMessage.State.ANSWERED)
    now = timezone.now()

    found = needs.letters(ana, now)

    said = f"A reader reports a mistake, {work.moment(wrong.at, now)}: “Nine.”"
    letter = reverse("admin:pages_readermessage_change", args=[wrong.pk])
    inbox = reverse("admin:pages_readermessage_changelist")
    assert lines(found) == [
        ("A", said, letter, "Answer"),
        ("Messages from readers", "3 wait", inbox, "Read"),
    ]
    assert needs.letters(make.person("contributor"), now) == []


def test_one_more_message_waits_and_none_is_no_line(ana):
    assert needs.letters(ana, timezone.now()) == []

    make.message(kind="question")

    (line,) = needs.letters(ana, timezone.now())
    assert line.said == "1 waits"


def test_the_worst_comes_first_and_the_box_is_no_longer_than_two(ana, ben, short):
    alone = went_out_alone("A", ben)
    behind = make.published_story(headline="B")
    type(behind).objects.filter(pk=behind.pk).update(base_edition=0)
    asked_to_read("C", ben)
    talked = make.story(headline="D")
    talked.save_revision(by=ana)
    make.comment(talked, by=ben)
    make.message(kind="question")
    (works,), now = work.works(work.recent()), timezone.now()

    box = needs.needs(ana, works, now)
    boxes.MOST = 9
    everything = needs.needs(ana, works, now)

    assert [line.title for line in box.lines] == ["A", "B"]
    titles = [*"ABCD", "Messages from readers"]
    assert [line.title for line in everything.lines] == titles
    assert (box.name, box.title) == ("needs", "Needs you now")
    assert box.empty == "No one is waiting for you."
    assert alone


def test_what_was_left_says_by_whom_by_when_and_with_which_words(ana, ben, short):
    due = make.soon(days=1)
    plain, noted = (make.story(headline=headline) for headline in "AB")
    make.handover(plain, to=ana, by=ben)
    make.handover(noted, to=ana, by=ben, note="Council at 17.", due_at=due)
    taken = make.handover(make.story(), to=ana, by=ben)
    Handover.objects.take(taken.owner, by=ana)
    make.handover(make.story(), to=ben, by=ana)
    now = timezone.now()
    at = {one.owner: work.moment(one.at, now) for one in Handover.objects.all()}

    box = needs.handovers(ana, now)
    boxes.MOST = 9

    said = f"by ben, {at[noted]}, due {when(due, now)}: “Council at 17.”"
    where = desk.address("talk", noted), "Take it"
    assert (box.name, box.title) == ("left", "Left for you")
    assert lines(box.lines) == [("B", said, *where)]
    rest = lines(needs.handovers(ana, now).lines)[1:]
    address = desk.address("talk", plain)
    assert rest == [("A", f"by ben, {at[plain]}", address, "Take it")]


def test_what_may_be_looked_at_alone_is_left_to_nobody(ben):
    viewer = make.viewer()
    make.handover(make.story(), to=viewer, by=ben)

    assert needs.handovers(viewer, timezone.now()).lines == []


def test_what_was_typed_is_gone_on_with_or_read(ana, ben, short):
    writer = make.person("contributor", make.desk())
    theirs = make.story(desk=make.desk())
    locked = make.buffer(theirs, user=writer)
    new = make.buffer(user=writer, pairs=[["headline", "New"]])
    make.buffer(user=ben)
    now = timezone.now()
    at, then = (work.moment(one.saved_at, now) for one in (new, locked))

    box = needs.unsaved_texts(writer, now)
    boxes.MOST = 9

    assert (box.name, box.title) == ("kept", "Typed and not saved")
    assert lines(box.lines) == [("New", at, new.address, "Go on")]
    rest = lines(needs.unsaved_texts(writer, now).lines)[1:]
    assert rest == [("Typed, not saved", then, locked.page, "Read")]


def test_pictures_that_end_are_replaced_by_who_may(ana, short):
    today = timezone.localdate()
    first, last, unused = (
        picture(make.story()),
        picture(make.story(), (3, 1)),
        make.image(),
    )
    for image, days, alt in ((unused, 1, "C"), (first, 2, "A"), (last, 3, "B")):
        day = today + dt.timedelta(days=days)
        Image.objects.filter(pk=image.pk).update(rights_until=day, alt=alt)
    now = timezone.now()

    box = needs.expiring_images(ana, now)

    day = today + dt.timedelta(days=2)
    said = f"until {day:%-d %B}, in 1 story"
    change = reverse("admin:images_image_change", args=[first.pk])
    assert (box.name, box.title) == ("ending", "Pictures whose rights end")
    assert lines(box.lines) == [("A", said, change, "Replace")]
    assert not needs.expiring_images(make.person("contributor"), now).is_shown
    boxes.MOST = 9
    assert [line.title for line in needs.expiring_images(ana, now).lines] == ["A", "B"]


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (2, "in 2 stories"),
        (COUNTED, f"in {COUNTED} stories"),
        (COUNTED + 1, f"in more than {COUNTED} stories"),
    ],
)
def test_a_picture_in_many_stories_is_counted_as_far_as_that_goes(count, said):
    image = Image(rights_until=dt.date(2026, 3, 9))
    image.live_stories = count

    assert needs.ends(image) == f"until 9 March, {said}"
