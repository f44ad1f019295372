"""Correcting what is live: nothing faulty goes out, and nothing typed is lost."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from stories.models import Showing
from tests import make
from tests.support import desk

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.usefixtures("editor"),
]

NOTE = {"note": "It was wrong.", "kind": "correction"}


def opened(client, owner):
    """The form, and the names of its inputs by what they say."""
    form = desk.fields(client.get(desk.address("correct", owner)), None)
    return form, {text: name for name, text in form.items()}


def send(client, owner, form, **more):
    return client.post(desk.address("correct", owner), form | NOTE | more)


def correct(client, owner, old, new, **more):
    form, named = opened(client, owner)
    return send(client, owner, form | {named[old]: new}, **more)


def live(story):
    shown = Showing.objects.live(timezone.now()).get(story_id=story.pk)
    return shown.edition.revision.content


def dated_story():
    events = [{"date": dt.date(2025, 3, 1), "text": "It began."}]
    story = make.story({"timeline": events})
    make.edition(story)
    return story


@pytest.mark.parametrize("typed", ["2025-02-31", "0000-00-00", "soon", "3000-01-01"])
def test_a_day_that_is_none_is_refused_and_kept(client, typed):
    story = dated_story()

    page = correct(client, story, "2025-03-01", typed)

    assert page.status_code == 200
    assert f'value="{typed}"' in page.content.decode()
    assert live(story)["timeline"][0]["date"] == "2025-03-01"


def test_a_refusal_is_a_list_that_leads_to_the_fields(client):
    story = make.published_story(summary="Twelve met.", brief="It rained.")

    form, named = opened(client, story)
    typed = {named["Twelve met."]: "Nine met.[^a]", named["It rained."]: "Dry.[^b]"}
    page = send(client, story, form | typed).content.decode()

    faults = page.partition('<ul class="faults">')[2].partition("</ul>")[0]
    draft = desk.address("change", story)
    assert re.findall('href="([^"]*)"', faults) == [
        f"{draft}#id_summary",
        f"{draft}#id_brief",
    ]
    assert story.editions.count() == 1


def test_what_the_format_refuses_is_said_in_the_language_of_the_paper(client, settings):
    settings.LANGUAGE_CODE = "de"
    story = dated_story()

    page = correct(client, story, "2025-03-01", "3000-01-01").content.decode()

    assert "„3000-01-01“ ist kein Tag zwischen den Jahren" in page
    assert "between the years" not in page


def test_digits_of_another_script_never_reach_the_page(client):
    story = dated_story()

    correct(client, story, "2025-03-01", "٢٠٢٥-٠٣-٠٢")

    assert live(story)["timeline"][0]["date"].isascii()
    assert client.get(story.get_absolute_url()).status_code == 200


def test_a_day_is_corrected(client):
    story = dated_story()

    correct(client, story, "2025-03-01", "2025-03-02")

    assert live(story)["timeline"][0]["date"] == "2025-03-02"


def test_text_that_does_not_fit_its_column_is_refused(client):
    story = make.published_story(kicker="Rates")

    page = correct(client, story, "Rates", "x" * 81).content.decode()

    assert "at most 80 characters" in page
    assert live(story)["kicker"] == "Rates"


def test_a_headline_stays_on_one_line(client):
    story = make.published_story(headline="Rates")

    correct(client, story, "Rates", "Rates\r\nfall")

    assert live(story)["headline"] == "Rates fall"


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("key_points", {"lead_in": "So.", "text": "body"}),
        ("sections", {"heading": "So.", "body": "body"}),
        ("timeline", {"label": "Then", "text": "body"}),
        ("conversation.turns", {"speaker": "body", "text": "So."}),
        ("conversation.turns", {"speaker": "So.", "text": "body"}),
        ("expectations", {"text": "body"}),
    ],
)
def test_what_the_desk_demands_cannot_be_corrected_away(client, path, part):
    story = make.story({path: [part]})
    make.edition(story)

    page = correct(client, story, "body", "")

    assert "This can&#x27;t be left empty." in page.content.decode()
    assert story.editions.count() == 1


def test_of_several_paragraphs_one_can_be_taken_out(client):
    story = make.story({"key_points": [{"text": "One.\n\nTwo."}]})
    make.edition(story)

    correct(client, story, "Two.", "")

    assert live(story)["key_points"][0]["text"] == "One."


@pytest.mark.parametrize("away", ["withdraw", "hold"])
def test_a_page_taken_down_meanwhile_loses_nothing_typed(client, away):
    story = make.published_story(summary="Twelve met.")
    form, named = opened(client, story)
    until = {"until": make.soon()} if away == "hold" else {}
    getattr(story, away)(note="Not available.", **until)

    page = send(client, story, form | {named["Twelve met."]: "Nine met."})

    text = page.content.decode()
    assert "Readers have no text of this now." in text
    assert "Nine met.</textarea>" in text
    assert "It was wrong.</textarea>" in text


def test_looking_for_other_words_keeps_what_was_typed(client):
    story = make.published_story(summary="Twelve met.", brief="Others left.")
    form, named = opened(client, story)
    typed = {named["Twelve met."]: "Nine met.", "find": "others", "_look": "find"}

    page = send(client, story, form | typed)

    text = page.content.decode()
    assert "Found in 1 place." in text
    assert "Others left.</textarea>" in text
    assert "Nine met.</textarea>" in text
    assert "It was wrong.</textarea>" in text
    assert "errorlist" not in text
    send(client, story, desk.fields(page, None))
    assert live(story)["summary"] == "Nine met."
    assert live(story)["brief"] == "Others left."


def test_two_who_correct_the_same_words_meet_and_the_later_one_can_go_on(client):
    story = make.published_story(summary="Twelve met.", brief="They left.")
    form, named = opened(client, story)
    correct(client, story, "Twelve met.", "Ten met.")

    page = send(client, story, form | {named["Twelve met."]: "Nine met."})
    text = page.content.decode()
    send(client, story, desk.fields(page, None))

    assert "Somebody has corrected the same words meanwhile: What&#x27;s happened" in (
        text
    )
    assert "<q>Ten met.</q>" in text
    assert "Nine met.</textarea>" in text
    assert live(story)["summary"] == "Nine met."


def test_words_for_a_paragraph_that_is_gone_are_shown(client):
    story = make.published_story(summary="One.\n\nTwo.\n\nThree.")
    form, named = opened(client, story)
    correct(client, story, "Two.", "")

    page = send(client, story, form | {named["Two."]: "Two and a half."})

    text = page.content.decode()
    assert "You had typed:" in text
    assert "Two and a half." in text
    assert live(story)["summary"] == "One.\n\nThree."


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 30, "-1", "x", "²"])
def test_a_number_that_is_no_edition_is_an_error_in_the_form(client, number):
    story = make.published_story(summary="Twelve met.")

    page = correct(client, story, "Twelve met.", "Nine met.", edition=number)

    assert page.status_code == 200
    assert story.editions.count() == 1
    assert "Nine met.</textarea>" in page.content.decode()


def waiting_story(summary="Twelve met.", waits="A dozen met."):
    """A live story, and what waits of it; the draft has another headline."""
    story = make.published_story(summary=summary, brief="They left.")
    story.summary = waits
    story.save()
    story.publish(revision=story.save_revision(), at=make.soon())
    return story


def waits(story):
    """What readers will be given."""
    return story.editions.order_by("number").last().revision.content


def answer(client, story, page, **said):
    return client.post(
        desk.address("correct", story), desk.fields(page, None) | said, follow=True
    )


def test_where_the_waiting_edition_differs_is_said_before(client):
    page = client.get(desk.address("correct", waiting_story())).content.decode()

    assert page.count("The waiting edition has other words here.") == 1


def test_words_that_touch_what_waits_are_asked_about_before_anything_is_done(client):
    story, other = waiting_story(), waiting_story()

    page = correct(client, story, "Twelve met.", "Nine met.").content.decode()

    assert "The waiting edition says something else here" in page
    assert "<q>Nine met.</q>" in page
    assert "A dozen met.</textarea>" in page
    assert (live(story)["summary"], waits(story)["summary"]) == (
        "Twelve met.",
        "A dozen met.",
    )
    assert (live(other)["summary"], waits(other)["summary"]) == (
        "Twelve met.",
        "A dozen met.",
    )


def touch_of(page):
    """The name of the input for the words that wait."""
    (name,) = (
        n for n, text in desk.fields(page, None).items() if text == "A dozen met."
    )
    return name


def test_the_waiting_words_are_changed_beside_the_correction(client):
    story = waiting_story()
    page = correct(client, story, "Twelve met.", "Nine met.")

    after = answer(
        client, story, page, waiting="edit", **{touch_of(page): "Nine of them met."}
    )

    assert "The waiting edition has the words that you gave it." in (
        after.content.decode()
    )
    assert live(story)["summary"] == "Nine met."
    assert waits(story)["summary"] == "Nine of them met."
    story.refresh_from_db()
    assert story.summary == "Nine of them met."
    assert story.base_edition == 3


def test_the_waiting_edition_is_given_up_for_a_correction(client):
    story = waiting_story()
    page = correct(client, story, "Twelve met.", "Nine met.")

    after = answer(client, story, page, waiting="cancel").content.decode()

    assert "The waiting edition is cancelled." in after
    assert [e.kind for e in story.editions.order_by("number")] == [
        "first",
        "correction",
    ]
    assert live(story)["summary"] == "Nine met."


def test_what_waits_goes_out_as_it_is_with_a_reason(client):
    story = waiting_story()
    page = correct(client, story, "Twelve met.", "Nine met.")

    after = answer(
        client, story, page, waiting="keep", why="It is about another day."
    ).content.decode()

    assert "keeps its words (What&#x27;s happened): It is about another day." in after
    assert waits(story)["summary"] == "A dozen met."


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Choose one."),
        ({"waiting": "else"}, "Choose one."),
        ({"waiting": "keep", "why": " "}, "Say why."),
        ({"waiting": "edit"}, "These are its words as they were"),
    ],
)
def test_half_an_answer_about_what_waits_is_none(client, said, words):
    story = waiting_story()
    page = correct(client, story, "Twelve met.", "Nine met.")

    after = answer(client, story, page, **said).content.decode()

    assert words in after
    assert "Nine met.</textarea>" in after
    assert story.editions.count() == 2


def test_what_began_to_wait_meanwhile_is_asked_about(client):
    story = make.published_story(summary="Twelve met.")
    form, named = opened(client, story)
    story.summary = "A dozen met."
    story.save()
    story.publish(revision=story.save_revision(), at=make.soon())

    page = send(client, story, form | {named["Twelve met."]: "Nine met."})

    assert "The waiting edition says something else here" in page.content.decode()
    assert live(story)["summary"] == "Twelve met."


def test_words_that_do_not_touch_are_changed_in_what_waits_without_asking(client):
    story = waiting_story("Twelve met in Rome.", "Twelve met in Rome. Two spoke.")

    correct(client, story, "Twelve met in Rome.", "Nine met in Rome.")

    assert live(story)["summary"] == "Nine met in Rome."
    assert waits(story)["summary"] == "Nine met in Rome. Two spoke."


def test_a_question_is_corrected_as_well(client):
    question = make.question({"answers": [{"question": "Who?", "answer": "Ana."}]})
    make.edition(question)

    correct(client, question, "Ana.", "Bea.")

    content = question.editions.last().revision.content
    assert content["answers"][0]["answer"] == "Bea."


def test_correcting_asks_no_more_of_many_parts(client, django_assert_max_num_queries):
    entities = [{"entity": make.entity(), "name": f"Name {n}"} for n in range(20)]
    sources = [
        {"key": f"s{n}", "title": "T", "url": f"https://a.example/{n}"}
        for n in range(20)
    ]
    story = make.story({"entities": entities, "sources": sources}, summary="Twelve.")
    make.edition(story)
    form, named = opened(client, story)

    with django_assert_max_num_queries(95):
        send(client, story, form | {named["Twelve."]: "Nine."})

    assert live(story)["summary"] == "Nine."
