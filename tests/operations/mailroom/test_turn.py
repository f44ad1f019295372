"""Followers hear by mail of a change of fact: whoever follows it, once, and at once."""

import datetime as dt
import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from operations.mailroom import turn
from paper.models import Follower, FollowRequest, Mailing, Notification
from tests import make

MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def changed(story, kind="development", note="", **fields):
    fields = fields or {"summary": f"It is {timezone.now():%H:%M:%S}."}
    make.rewrite(story, **fields)
    return make.edition(story, kind=kind, note=note)


def path_in(mail, word):
    """Where an address of a letter leads that has this in it."""
    text = mail.get_body(("plain",)).get_content()
    found = [line for line in text.split() if word in line]
    return urlsplit(found[-1]).path


def test_somebody_follows_a_story_from_its_page_until_a_header_ends_it(post, clock):
    story = make.published_story(slug="ports", headline="Ports")
    bystander = make.follower(story, address="other@place.example")
    reader = Client(enforce_csrf_checks=True)
    assert b'<form class="foot actions" method="post" action="/follow/"' in (
        reader.get("/stories/ports/").content
    )
    said = {"address": "Ana@Place.example", "about": "/stories/ports/"}
    answer = reader.post("/follow/", said, headers={"Origin": "http://testserver"})
    assert (answer.status_code, answer.url) == (302, "/follow/received/")

    turn.run()
    [(to, question)] = letters = post.server.letters
    assert to == "Ana@place.example"
    own = path_in(question, "/letters/")
    letters.clear()
    clock.shift(MINUTE)
    changed(story)
    assert post() == [("other", "New facts: Ports")]  # she has not confirmed it

    shown = reader.get(own).content.decode()
    assert "Asked for" in shown
    said = {"do": "confirm", "asked": re.findall(r'name="asked" value="(\d+)"', shown)}
    assert reader.post(own, said).url == own
    clock.shift(HOUR)
    changed(story, "correction", "It was so.", summary="It was another thing.")
    turn.run()
    [letter] = [mail for to, mail in letters if to.startswith("Ana")]
    stop = urlsplit(letter["List-Unsubscribe"].strip("<>")).path
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert b"<button>Stop</button>" in reader.get(stop).content
    assert b"Followed" in reader.get(own).content  # looking changes nothing
    header = "List-Unsubscribe=One-Click"
    form = "application/x-www-form-urlencoded"
    assert reader.post(stop, header, content_type=form).status_code == 200

    assert [*Follower.objects.all()] == [bystander]
    assert reader.post(stop, header, content_type=form).status_code == 200
    assert reader.get(own).status_code == 404


def test_only_what_changes_a_fact_is_sent(post, clock):
    story = make.published_story(headline="Ports")
    make.follower(story, address="ana@place.example")
    make.follower(make.published_story(), address="other@place.example")
    clock.shift(MINUTE)
    changed(story, "wording")
    clock.shift(1)
    story.check_again()
    assert post() == []

    for kind, subject in (
        ("development", "New facts: Ports"),
        ("correction", "Correction: Ports"),
        ("clarification", "Clarification: Ports"),
    ):
        clock.shift(2 * HOUR)
        changed(story, kind, "A note.")
        assert post() == [("ana", subject)]
        assert post() == []
    clock.shift(2 * HOUR)
    story.withdraw(note="It was made up.")
    assert post() == [("ana", "We withdrew a page that you follow")]
    clock.shift(2 * HOUR)
    make.edition(story, kind="reinstatement", note="It was not.")
    assert post() == [("ana", "Back again: Ports")]


def test_what_comes_within_an_hour_is_in_one_letter(post, clock):
    story = make.published_story(headline="Ports", summary="One thing.")
    make.follower(story, address="ana@place.example")
    clock.shift(MINUTE)
    changed(story, note="The first.")
    assert len(post()) == 1
    for note in ("The second.", "The third."):
        clock.shift(5 * MINUTE)
        changed(story, "correction", note)
        assert post() == []

    clock.shift(49 * MINUTE)
    assert post() == []
    clock.shift(2 * MINUTE)
    turn.run()

    [(_to, letter)] = post.server.letters
    for part in ("plain", "html"):
        said = letter.get_body((part,)).get_content()
        assert "The second." in said
        assert "The third." in said
        assert "The first." not in said
    assert path_in(letter, "/changes/").endswith("/changes/2..4/")


def test_who_follows_a_desk_or_a_topic_hears_once_of_each_story(post, clock):
    desk, topic, private = make.desk(slug="city"), make.entity(), make.entity()
    private.kind, private.public_figure = "person", False
    private.save()
    old = make.entity(merged_into=topic)
    for name, thing in (("d", desk), ("t", old), ("p", private), ("b", make.desk())):
        make.follower(thing, address=f"{name}@place.example")
    make.follower(desk, topic, address="both@place.example")
    clock.shift(MINUTE)
    parts = {"entities": [{"entity": topic}, {"entity": private}]}
    story = make.story(parts, headline="Ports", desk=desk)
    make.edition(story)
    same = make.story(parts, desk=desk, language="fr", translation_of=story.slug)
    make.edition(same)
    assert post() == [("both", "Ports"), ("d", "Ports"), ("t", "Ports")]

    clock.shift(2 * HOUR)
    changed(story, "correction", "It was so.")
    assert post() == []
    for name in ("One", "Two"):
        make.edition(make.story(headline=name, desk=desk))
    name = desk.name
    both = f"{name}: 2 new stories"
    assert post() == [("both", both), ("d", both)]


def test_a_topic_that_a_story_comes_to_hears_of_it_then(post, clock):
    topic = make.entity()
    story = make.published_story(headline="Ports")
    make.follower(topic, address="ana@place.example")
    clock.shift(MINUTE)
    make.add_parts(story, {"entities": [{"entity": topic}]})
    changed(story, "wording")
    assert post() == []

    clock.shift(MINUTE)
    changed(story)

    assert post() == [("ana", "Ports")]


@pytest.mark.once
def test_a_question_is_followed_as_a_story_is(post, clock):
    question = make.published_question(title="Why?", intro="Because.")
    make.follower(question, address="ana@place.example")
    clock.shift(MINUTE)
    changed(question, intro="Because of that.")

    assert post() == [("ana", "New facts: Why?")]


def test_nobody_hears_before_the_moment_and_nobody_is_missed_after_it(post, clock):
    story = make.published_story(headline="Ports")
    make.follower(story, address="ana@place.example")
    assert post() == []
    make.rewrite(story, headline="What comes")
    make.edition(story, kind="development", at=make.soon())
    clock.shift(HOUR - MINUTE)
    assert post() == []

    clock.shift(2 * DAY)  # tick was not there

    assert post() == [("ana", "New facts: What comes")]


@pytest.mark.once
def test_nobody_is_told_the_past(post, clock):
    story = make.published_story(headline="Ports")
    changed(story)
    clock.shift(MINUTE)
    make.follower(story, address="ana@place.example")
    assert post() == []

    clock.shift(30 * DAY)  # nobody sent letters for a month
    changed(story)
    clock.shift(4 * DAY)
    assert post() == []


@pytest.mark.once
def test_of_what_is_down_by_now_only_that_is_said(post, clock):
    desk = make.desk()
    make.follower(desk, address="desk@place.example")
    story = make.published_story(headline="Ports", desk=desk)
    make.published_story(headline="Ships", desk=desk)
    clock.shift(MINUTE)
    make.follower(story, address="ana@place.example")
    clock.shift(MINUTE)
    changed(story, note="A secret note.", summary="A secret.")
    clock.shift(MINUTE)
    story.withdraw(note="It was made up.")
    turn.run()

    told = dict(post.server.letters)
    listed, letter = (told[f"{who}@place.example"] for who in ("desk", "ana"))
    assert (len(told), listed["Subject"]) == (2, "Ships")
    assert "It was made up." in letter.as_string()
    for said in ("secret", "Ports", story.slug):
        assert said not in listed.as_string()
    for said in ("secret", "Ports"):
        assert said not in letter.as_string()


def test_what_was_not_confirmed_in_two_days_is_forgotten_as_is_what_was_sent(
    post, clock
):
    story = make.published_story(slug="ports")
    follower = make.follower(story, address="ana@place.example")
    reader = Client()
    clock.shift(MINUTE)
    changed(story)
    reader.post("/follow/", {"address": "b@place.example", "about": "/stories/ports/"})
    assert len(post()) == 2
    asked = Follower.objects.exclude(pk=follower.pk).get()
    clock.shift(2 * DAY - MINUTE)
    turn.forget()
    assert Follower.objects.count() == 2

    clock.shift(2 * MINUTE)
    turn.forget()

    assert [*Follower.objects.all()] == [follower]
    assert Notification.objects.count() == 0
    assert FollowRequest.objects.count() == 0
    assert Mailing.objects.count() == 2  # as of them is known what was told
    assert asked.pk != follower.pk
    assert post() == []
