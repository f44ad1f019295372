"""Questions: how far each is answered, as of when, and what moved since."""

import datetime as dt
import json
import re

import pytest
from django.utils import timezone

from stories.models import Kind
from tests import make
from tests.support.reader import get, read

pytestmark = pytest.mark.django_db

PAGE = "/questions/who-pays/"
ANSWER = {
    "question": "Does the city?",
    "answer": "Half of it.",
    "as_of": dt.date(2026, 1, 15),
}


def asked(answers=(), **fields):
    question = make.question(
        {"answers": [*answers]}, slug="who-pays", title="Who pays?", **fields
    )
    make.edition(question)
    return question


def asking(question, **fields):
    """A live story that asks a question."""
    parts = {"questions": [{"question": question, "title": question.title}]}
    return make.published_story(parts=parts, **fields)


def changed(story, kind, note=""):
    story.summary += " And more."
    story.save()
    make.edition(story, kind=kind, note=note)


def data(client, address=PAGE):
    """The linked data of a page, by type."""
    found = re.search(r'ld\+json">(.*?)</script>', get(client, address))
    return {node["@type"]: node for node in json.loads(found[1])["@graph"]}


def test_questions_are_grouped_by_how_far_they_are_answered(client):
    for status in ("superseded", "answered", "open", "partly"):
        make.edition(make.question(status=status))

    found = read(client, "/questions/").headings
    headings = [" ".join(text.split()) for level, text in found if level == 2]

    assert headings == [
        "What we still do not know (1)",
        "Partly answered (1)",
        "Answered (1)",
        "Superseded (1)",
    ]


def test_a_question_is_listed_with_the_day_of_its_answer(client):
    made = make.question(intro="The city.")
    make.edition(made, dated=dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC))

    assert "The city. As of 15 January 2026" in read(client, "/questions/").text


def test_what_is_checked_again_says_when(client):
    question = make.question(slug="who-pays", title="Who pays?", status="answered")
    make.edition(question, dated=dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC))
    question.check_again()

    today = f"{timezone.localdate():%-d %B %Y}"
    assert f"· checked {today}" in read(client, "/questions/").text
    assert f"Last checked {today}" in read(client, PAGE).text


def test_long_lists_of_questions_have_pages(client):
    for number in range(31):
        make.edition(make.question(title=f"Question no. {number}?", status="open"))

    assert "Question no. 10?" not in get(client, "/questions/")
    assert 'href="?status=open"' in get(client, "/questions/")
    assert "Question no. 0?" in get(client, "/questions/?status=open&page=2")


@pytest.mark.parametrize("query", ["status=%00", "status=x", "status=open&page=x"])
def test_no_query_breaks_the_questions(client, query):
    asked()

    assert client.get(f"/questions/?{query}").status_code == 200


@pytest.mark.parametrize("questions", [1, 4])
def test_the_questions_take_two_queries(client, django_assert_num_queries, questions):
    for _ in range(questions):
        make.edition(make.question())

    with django_assert_num_queries(2):
        client.get("/questions/")


def test_a_question_is_as_old_as_its_newest_answer(client):
    older = ANSWER | {"question": "Who else?", "as_of": dt.date(2025, 12, 1)}
    asked([ANSWER, older], intro="The city.")

    page = read(client, PAGE)

    assert "as of 15 January 2026" in page.text
    assert page.text.index("The city.") < page.text.index("Half of it.")


def test_what_has_no_answer_is_said_to_have_none(client):
    asked([{"question": "Who knows?"}])

    words = read(client, PAGE).text

    assert "What we cannot answer yet Who knows?" in words
    assert "Not answered yet. We will say here when it is." in words


@pytest.mark.parametrize(
    ("kind", "note", "moved"),
    [
        (Kind.DEVELOPMENT, "New: a bill.", True),
        (Kind.CORRECTION, "It was nine.", True),
        (Kind.WORDING, "", False),
    ],
)
def test_a_question_says_when_a_story_that_asks_it_changed_in_fact(
    client, kind, note, moved
):
    story = asking(asked(intro="The city."), headline="The bill")
    question = story.storyquestion_set.get().question
    question.check_again()
    changed(story, kind, note)

    words = read(client, PAGE).text

    assert ("A story that asks this has changed since: The bill" in words) is moved


def test_reading_the_answer_again_settles_it(client):
    story = asking(asked(intro="The city."))
    changed(story, Kind.DEVELOPMENT, "New: a bill.")
    story.storyquestion_set.get().question.check_again()

    assert "has changed since" not in read(client, PAGE).text


def test_a_superseded_question_says_so(client):
    asked(status="superseded", intro="The city.")

    assert "events have overtaken this question" in read(client, PAGE).text


def test_machines_read_the_answers_that_readers_see(client):
    asked([ANSWER, {"question": "Who knows?"}], intro="The **city**.")

    page = data(client)["FAQPage"]
    answers = {
        item["name"]: item["acceptedAnswer"]["text"] for item in page["mainEntity"]
    }

    assert answers == {"Who pays?": "The city.", "Does the city?": "Half of it."}
    assert all(text in read(client, PAGE).text for text in answers.values())
    assert page["mainEntity"][1]["acceptedAnswer"]["dateModified"] == "2026-01-15"


def test_a_question_without_an_answer_promises_machines_none(client):
    asked([{"question": "Who knows?"}])

    assert "FAQPage" not in data(client)
    assert "WebPage" in data(client)
