"""Who follows a list, a story or a question is told what changed, as what it is."""

import datetime as dt
import json

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from explainer.blocks import Change
from images.models import Image
from paper.feeds.entries import LONGEST
from paper.feeds.feed import edition_id, text_id
from paper.feeds.forms import FORMS
from paper.feeds.views import A_PAGE, TELLS_FOR
from stories.models import Showing, Story
from tests import make
from tests.support import feed_rules
from tests.support.follower import feed, items, news

LONG = ("summary", "report", "background", "papers", "divergence")
HOUR = dt.timedelta(hours=1)


def titles(path):
    return [item["title"] for item in items(path)]


def correct(story, new="What happened is another thing.", note="It was not so."):
    old = Story.objects.get(pk=story.pk).summary
    change = Change("replace", field="summary", old=old, new=new)
    story.correct(changes=[change], note=note)
    story.refresh_from_db()


def develop(story, note="More is known.", **options):
    make.rewrite(story, standfirst=f"After {timezone.now().isoformat()}")
    make.edition(story, kind="development", note=note, **options)


@pytest.mark.django_db
def test_a_story_is_the_same_whatever_it_is_called(client):
    desk = make.desk(slug="city")
    story = make.published_story(slug="old-name", desk=desk)
    known = news("/"), news("/desks/city/")
    make.rewrite(story, slug="new-name", headline="Called otherwise")
    make.edition(story, kind="wording")

    assert (news("/"), news("/desks/city/")) == known
    assert known[0][0][0] == text_id(story.pk)
    assert titles("/") == ["Called otherwise"]
    for form in FORMS:
        moved = feed("/stories/old-name/", form, status=301)
        assert moved["Location"] == f"/stories/new-name/{form}"
    assert items("/")[0]["url"] == f"{settings.SITE_URL}/stories/new-name/"


@pytest.mark.django_db
def test_a_wording_and_a_check_move_nobody():
    one, other = make.published_story(), make.published_story()
    paths = ("/", one.get_absolute_url(), "/corrections/")
    known = [news(path) for path in paths]

    make.rewrite(one, summary="Something happened, in other words.")
    make.edition(one, kind="wording")
    one.check_again()

    assert [news(path) for path in paths] == known
    assert "in other words" in items("/")[1]["content_html"]
    develop(one)
    assert [id for id, _at in news("/")] == [text_id(one.pk), text_id(other.pk)]
    assert len(news(one.get_absolute_url())) == 2


@pytest.mark.django_db
def test_a_correction_says_what_was_wrong():
    story, other = make.published_story(), make.published_story(headline="Another")
    correct(story, note="The bridge is <b>in</b> Almarra.")
    told = "<strong>Correction</strong>"

    first, second = items("/")
    (own,) = items("/corrections/")
    amended, begun = items(story.get_absolute_url())

    assert first["content_html"].startswith(f"<p>{told}")
    assert "&lt;b&gt;in&lt;/b&gt; Almarra." in first["content_html"]
    assert first["summary"].startswith("Correction: The bridge is <b>in</b> Almarra.")
    assert told not in second["content_html"]
    assert second["title"] == "Another"
    assert own["id"] == amended["id"] == edition_id(story.pk, 2)
    assert own["title"].startswith("Correction: ")
    assert own["content_html"].startswith(f"<p>{told}")
    assert begun["id"] == edition_id(story.pk, 1)
    assert told not in begun["content_html"]
    assert titles(other.get_absolute_url()) == ["First published: Another"]


@pytest.mark.django_db
def test_a_correction_is_not_lost_behind_what_came_after_it():
    story = make.published_story()
    correct(story)
    develop(story, note="New: a second bridge.")

    (item,) = items("/")

    new, wrong = item["content_html"].split("</p>")[:2]
    assert "New facts" in new
    assert "a second bridge" in new
    assert "It was not so." in wrong
    assert not item["summary"].startswith("Correction")


@pytest.mark.django_db
def test_a_question_is_followed_like_a_story():
    question = make.published_question(title="Why?", intro="Because.")
    make.published_question(title="When?")
    make.rewrite(question, intro="Because of that.")
    make.edition(question, kind="correction", note="It was not that.")

    first, _second = items("/questions/")

    assert first["id"] == text_id(question.pk)
    assert "It was not that." in first["content_html"]
    assert [item["title"] for item in items(question.get_absolute_url())] == [
        "Correction: Why?",
        "First published: Why?",
    ]
    assert items("/") == []


@pytest.fixture
def clock(unguarded, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    return time_machine


def test_an_edition_is_there_at_its_moment_and_not_before(clock):
    story = make.published_story(slug="story")
    clock.shift(1)
    make.rewrite(story, headline="What comes")
    make.edition(story, kind="development", note="It came.", at=make.soon())
    before = [feed(path).content for path in ("/", "/stories/story/")]
    assert all(b"What comes" not in content for content in before)
    seconds = [int(feed(p)["X-Accel-Expires"]) for p in ("/", "/stories/story/")]

    clock.shift(HOUR - dt.timedelta(seconds=20))
    later = [int(feed(p)["X-Accel-Expires"]) for p in ("/", "/stories/story/")]
    clock.shift(dt.timedelta(seconds=20))

    assert (seconds, later) == ([60, 60], [20, 20])
    assert titles("/") == ["What comes"]
    assert titles("/stories/story/")[0] == "New facts: What comes"
    assert news("/")[0][1] == timezone.now()


def test_who_follows_what_is_withdrawn_reads_why_and_is_told_of_its_return(clock):
    story = make.published_story(slug="story", headline="The secret headline")
    bystander = make.published_story(headline="Another")
    clock.shift(1)
    story.withdraw(note="A source was in danger.")
    clock.shift(1)

    assert titles("/") == ["Another"]
    for form in FORMS:
        address = f"{settings.SITE_URL}/stories/story/{form}"
        told = feed("/stories/story/", form)
        assert feed_rules.faults(told, address) == []
        assert b"A source was in danger." in told.content
        assert b"secret" not in told.content
    assert [id for id, _at in news("/stories/story/")] == [edition_id(story.pk, 2)]
    assert len(news(bystander.get_absolute_url())) == 1

    clock.shift(TELLS_FOR)
    over = feed("/stories/story/", status=410)
    assert json.loads(over.content)["expired"] is True
    assert b"A source was in danger." in feed("/stories/story/", "rss.xml", 410).content
    story.reinstate(note="It is safe again.")
    clock.shift(1)

    assert [id for id, _at in news("/stories/story/")] == [
        edition_id(story.pk, number) for number in (3, 2, 1)
    ]
    assert "It is safe again." in items("/")[0]["content_html"]


@pytest.mark.django_db
def test_a_story_in_two_languages_is_one():
    english = make.published_story(slug="english", headline="The cable")
    german = {"slug": "deutsch", "language": "de", "translation_of": "english"}
    make.published_story(headline="Das Kabel", **german)

    (item,) = items("/")
    (own,) = items("/stories/deutsch/")

    assert (item["id"], item["title"]) == (text_id(english.pk), "The cable")
    assert own["title"] == "Zum ersten Mal veröffentlicht: Das Kabel" or own[
        "title"
    ].endswith("Das Kabel")
    assert own["language"] == "de"


@pytest.mark.django_db
def test_a_long_list_is_read_on_page_by_page():
    many = [make.published_story() for _number in range(A_PAGE + 3)]
    address, found = "/", []
    while address:
        said = json.loads(Client().get(f"{address or '/'}").content) if found else None
        said = said or json.loads(feed("/").content)
        found += [item["id"] for item in said["items"]]
        address = said.get("next_url", "").removeprefix(settings.SITE_URL)

    assert found == [text_id(story.pk) for story in reversed(many)]
    older = Showing.objects.get(slug=many[0].slug)
    atom = feed("/", "atom.xml").content.decode()
    assert 'rel="next"' in atom
    assert older.headline not in atom


@pytest.mark.django_db
def test_a_text_as_long_as_a_book_is_in_its_feed_by_its_address():
    story = make.published_story(summary="Short.", standfirst="In short.")
    words = dict.fromkeys(LONG, "Word. " * 8000)
    long = make.published_story(slug="long", standfirst="In short.", **words)

    found = {item["id"]: item["content_html"] for item in items("/")}

    assert "Short." in found[text_id(story.pk)]
    assert len(found[text_id(long.pk)]) < LONGEST
    assert "Word." not in found[text_id(long.pk)]
    assert f"{settings.SITE_URL}/stories/long/" in found[text_id(long.pk)]


@pytest.mark.django_db
def test_a_picture_is_in_a_feed_while_we_may_show_it():
    name = f"images/{'a' * 64}.png"
    image = Image.objects.create(name=name, file=name, width=900, height=600)
    shown = {"image": image, "alt": "A boat.", "credit": "Ana Ruiz", "licence": "ours"}
    story = make.story({"image": [shown]})
    make.edition(story)
    paths = ("/", story.get_absolute_url())
    before = [feed(path, "rss.xml").content for path in paths]

    image.kill("The agency says so.")

    for content in before:
        assert b"<media:credit>Ana Ruiz</media:credit>" in content
    for path in paths:
        assert b"<media:content" not in feed(path, "rss.xml").content
        assert b"a" * 64 not in feed(path).content


@pytest.mark.django_db
def test_a_topic_is_followed_under_whatever_was_merged_into_it():
    entity, other = make.entity(slug="harbour"), make.entity(slug="the-harbour")
    first, second = (
        make.story({"entities": [{"entity": named}]}) for named in (entity, other)
    )
    question = make.question({})
    for text in (first, second, question):
        make.edition(text)
    other.merge_into(entity)

    ids = [id for id, _at in news("/topics/harbour/")]

    assert ids == [text_id(second.pk), text_id(first.pk)]
    moved = feed("/topics/the-harbour/", "rss.xml", status=301)
    assert moved["Location"] == "/topics/harbour/rss.xml"


@pytest.mark.django_db
def test_nobody_gets_a_feed_by_being_named():
    private = make.entity(slug="somebody", kind="person", public_figure=False)
    make.edition(make.story({"entities": [{"entity": private}]}))

    feed("/topics/somebody/", status=404)
