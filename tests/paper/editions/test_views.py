"""The record as readers walk it: any edition, any change, any correction."""

import datetime as dt
import re

import pytest

from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ports():
    """A story in three editions; its draft has moved on."""
    story = make.story(
        slug="ports",
        headline="Ports close",
        summary="Two shut.",
        report="One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.",
    )
    make.edition(story)
    story.headline, story.summary = "Ports reopen", "One is open.\n\nOne is shut."
    story.save()
    make.edition(story, kind="correction", note="We said two. It is one.")
    story.summary = "Both are open."
    story.save()
    make.edition(story, kind="development", note="Both are open.")
    story.summary = "Secret."
    story.save()
    story.save_revision()
    return story


def text(client, address):
    page = client.get(address)
    assert page.status_code == 200, address
    return page.content.decode()


def test_every_edition_is_listed_with_its_note_and_its_address(client, ports):
    page = text(client, "/stories/ports/editions/")

    assert "Ports reopen" in page
    assert "We said two. It is one." in page
    assert "/stories/ports/changes/1..2/" in page
    assert page.index("/editions/3/") < page.index("/editions/1/")


def test_an_edition_reads_as_it_was_published(client, ports):
    page = text(client, "/stories/ports/editions/1/")

    assert "Ports close" in page
    assert "Two shut." in page
    assert "Edition 1 of 3" in page
    assert "Both are open." not in page
    assert re.search(r'rel="canonical" href="[^"]*://[^/]+/stories/ports/"', page)


def test_an_edition_keeps_its_depth_ladder(client):
    story = make.story(slug="ports", summary="S.", brief="B.", report="R.")
    make.edition(story)

    page = text(client, "/stories/ports/editions/1/?depth=brief")

    assert "/stories/ports/editions/1/" in page
    assert "B." in page


@pytest.mark.parametrize(
    "tail", ["editions/4/", "editions/0/", "changes/2..1/", "changes/1..1/"]
)
def test_what_never_was_is_not_found(client, ports, tail):
    assert client.get(f"/stories/ports/{tail}").status_code == 404


def test_an_edition_that_waits_is_not_there_yet(client, ports):
    make.edition(ports, kind="development", at=make.soon())

    assert client.get("/stories/ports/editions/4/").status_code == 404
    assert "/editions/4/" not in text(client, "/stories/ports/editions/")
    assert client.get("/stories/ports/changes/3..4/").status_code == 404


def test_two_editions_are_compared_word_for_word(client, ports):
    page = text(client, "/stories/ports/changes/1..3/")

    assert "close</span>" not in page
    assert "<del>" in page
    assert "<ins>" in page
    assert "We said two. It is one." in page
    assert "Secret" not in page


def test_what_was_withdrawn_is_withdrawn_at_every_address(client, ports):
    ports.withdraw(note="Taken down.")

    for tail in ("editions/", "editions/1/", "changes/1..2/"):
        page = client.get(f"/stories/ports/{tail}")
        assert page.status_code == 410
        assert b"Taken down." in page.content
        assert b"Ports" not in page.content


def test_an_old_address_leads_to_the_same_page_of_the_new_one(client, ports):
    ports.slug = "harbours"
    ports.save()
    make.edition(ports, kind="wording")

    answer = client.get("/stories/ports/changes/1..2/")

    assert answer.status_code == 301
    assert answer["Location"] == "/stories/harbours/changes/1..2/"


def test_questions_have_a_record_too(client):
    question = make.question(slug="who-pays", title="Who pays?", intro="We do.")
    make.edition(question)
    question.intro = "They do."
    question.save()
    make.edition(question, kind="correction", note="Not we: they.")

    assert "We do." in text(client, "/questions/who-pays/editions/1/")
    assert "Not we: they." in text(client, "/questions/who-pays/editions/")
    assert "<del>" in text(client, "/questions/who-pays/changes/1..2/")


def test_corrections_are_listed_with_what_was_wrong(client, ports):
    page = text(client, "/corrections/")

    assert "We said two. It is one." in page
    assert "Ports reopen" in page


def test_a_correction_of_what_is_down_is_not_repeated(client, ports):
    ports.withdraw(note="Taken down.")

    assert "We said two" not in text(client, "/corrections/")


def test_a_correction_of_a_question_that_is_down_is_not_repeated(client):
    question = make.question(slug="who-pays", title="Who pays?", intro="We do.")
    make.edition(question)
    question.intro = "They do."
    question.save()
    make.edition(question, kind="correction", note="Not we: they.")
    assert "Not we: they." in text(client, "/corrections/")

    question.withdraw(note="Taken down.")

    assert "Not we: they." not in text(client, "/corrections/")


def test_a_wording_is_no_correction(client):
    story = make.published_story()
    story.headline = "Other"
    story.save()
    make.edition(story, kind="wording", note="A comma.")

    assert "A comma." not in text(client, "/corrections/")


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 200), ("?page=x", 200), ("?page=2", 404), ("?page=999999999999", 404)],
)
def test_pages_of_corrections_never_break(client, ports, query, status):
    assert client.get(f"/corrections/{query}").status_code == status


def test_the_story_page_leads_to_every_edition(client, ports):
    page = text(client, "/stories/ports/")

    assert "/stories/ports/editions/1/" in page


def test_a_moment_before_its_time_an_edition_is_not_compared(client):
    story = make.published_story(slug="ports")
    at = make.soon(days=1)
    story.headline = "Tomorrow"
    story.save()
    make.edition(story, kind="development", at=at)

    assert "Tomorrow" not in text(client, "/stories/ports/editions/")
    assert at > dt.datetime.now(dt.UTC)


def test_who_has_read_an_edition_sees_what_is_new_since(client, ports):
    page = text(client, "/stories/ports/?since=1")

    assert "You have read edition 1." in page
    assert "We said two. It is one." in page
    assert page.count('class="mark"') == 2  # the headline and the summary


def test_only_what_is_new_can_be_shown(client, ports):
    page = text(client, "/stories/ports/?since=1&only=new")

    assert "What you have read is left out" in page
    assert "Show all" in page


def test_who_has_read_the_newest_edition_has_missed_nothing(client, ports):
    page = text(client, "/stories/ports/?since=3")

    assert "Nothing new since you were here." in page
    assert 'class="mark"' not in page


@pytest.mark.parametrize("asked", ["0", "4", "-1", "x", "", "9" * 30, "1%20", "٣"])
def test_an_edition_that_nobody_can_have_read_changes_nothing(client, ports, asked):
    page = text(client, f"/stories/ports/?since={asked}")

    assert 'id="since"' not in page


def test_what_changed_is_shown_without_markup(client):
    story = make.story(slug="ports", report="Two shut.[^notes]\n\n- One")
    make.edition(story)
    story.report = "Two shut.[^notes p. 3]\n\n- Two"
    story.save()
    make.edition(story, kind="development", note="New: the page.")

    page = text(client, "/stories/ports/changes/1..2/")

    assert "[^" not in page
    assert "• One" in page
    assert "• Two" in page


def test_what_the_reader_missed_is_a_list_and_says_its_kind_once(client, ports):
    ports.summary = "Both are open. So are the locks."
    ports.save()
    make.edition(ports, kind="development", note="New: the locks.")

    page = text(client, "/stories/ports/?since=1")

    notes = page.partition('id="since"')[2].partition("</aside>")[0]
    assert notes.count("<li") == 3
    assert ">New: the locks.</li>" in notes
    assert "</b> We said two." in notes or "</b> <bdi>We said two." in notes


def test_of_only_what_is_new_there_are_no_contents_and_no_old_quote(client):
    quote = {"key": "no", "text": "No, never.", "speaker": "Ana"}
    story = make.story({"quotes": [quote]}, slug="ports", lead_quote="no")
    make.edition(story)
    story.summary = "Other."
    story.save()
    make.edition(story, kind="development", note="New: other.")

    assert "No, never." in text(client, "/stories/ports/?since=1")
    page = text(client, "/stories/ports/?since=1&only=new")

    assert "contents" not in page
    assert 'class="quote"' not in page


def test_a_correction_leads_to_its_edition_by_a_name_of_its_own(client, ports):
    page = text(client, "/corrections/")

    assert 'href="/stories/ports/editions/2/" aria-label="edition 2: Ports' in page
