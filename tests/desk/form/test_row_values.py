"""Saved rows as values: what a script needs to make the fields that were not sent."""

import json
import re

import pytest
from django.contrib import admin
from django.db import connection
from django.http import QueryDict
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from desk.draft.inlines import inline
from desk.form.row_values import is_unchanged_in, runs_scripts
from explainer.story_blocks import STORY_BLOCKS
from stories.models import Quote, Story
from tests import filled, filled_paper, make
from tests.support import desk

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def asked(address="/", said="1", method="get"):
    request = getattr(RequestFactory(), method)(address)
    request.COOKIES["desk-scripts"] = said
    return request


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        (asked(), True),
        (asked("/?add=quote"), True),
        (asked("/?whole"), False),
        (asked(said=""), False),
        (asked(method="post"), False),
        (RequestFactory().get("/"), False),
    ],
)
def test_a_browser_says_that_it_makes_fields_itself(request_, told):
    assert runs_scripts(request_) == told


def form_of(client, owner, scripts):
    client.cookies["desk-scripts"] = str(int(scripts))
    return client.get(desk.address("change", owner)).content.decode()


def values_in(page, name):
    """The values of the rows of one kind."""
    group = page.partition(f'id="{name}-group"')[2].partition("</desk-parts>")[0]
    (said,) = re.findall(r'<script type="application/json">(.*?)</script>', group)
    names, *rows = json.loads(said)
    return [
        {name: v for name, v in zip(names, row, strict=True) if v != 0} for row in rows
    ]


def test_a_row_has_what_a_new_one_has_not(client, editor):
    who = make.entity(name="Ana Ruiz")
    quote = {"text": "<b>Yes</b>", "paraphrase": True, "entity": who, "key": "yes"}
    other = {"text": "No.", "original": "Nein.\nNie.", "said_on": "2026-01-05"}
    story = make.story({"quotes": [quote, other]})
    first, second = Quote.objects.order_by("position")

    rows = values_in(form_of(client, story, scripts=True), "quote_set")

    assert rows == [
        {
            **{"id": str(first.pk), "uid": str(first.uid), "key": "yes"},
            **{"position": str(first.position), "text": "<b>Yes</b>"},
            **{"paraphrase": True, "entity": [str(who.pk), "Ana Ruiz"]},
        },
        {
            **{"id": str(second.pk), "uid": str(second.uid)},
            **{"position": str(second.position), "text": "No."},
            **{"original": "Nein.\nNie.", "said_on": "2026-01-05"},
            "unfinished": "Before this can be published: "
            "Speaker: missing; say who said it.",
        },
    ]


def test_no_value_ends_the_script_that_it_stands_in(client, editor):
    story = make.story({"quotes": [{"text": "</script><script>alert(1)</script>"}]})

    page = form_of(client, story, scripts=True)

    assert "<script>alert" not in page
    rows = values_in(page, "quote_set")
    assert rows[0]["text"] == "</script><script>alert(1)</script>"


def test_who_runs_no_scripts_gets_every_field(client, editor):
    story = make.story({"quotes": [{"text": "Yes."}]})

    page = client.get(desk.address("change", story)).content.decode()

    assert 'name="quote_set-0-text"' in page
    assert "application/json" not in page
    assert "noscript><meta" not in page


def test_a_form_that_comes_back_with_a_fault_is_whole(client, editor):
    story = make.story({"quotes": [{"text": "Yes."}]})
    sent = desk.open_form(client, story) | {"headline": ""}
    client.cookies["desk-scripts"] = "1"

    page = client.post(desk.address("change", story), sent).content.decode()

    assert 'name="quote_set-0-text"' in page
    assert "application/json" not in page


def test_who_may_not_change_a_story_gets_no_values(client):
    client.force_login(make.viewer())
    story = make.story({"quotes": [{"text": "Yes."}]})

    page = form_of(client, story, scripts=True)

    assert "Yes." in page
    assert "application/json" not in page


def test_a_form_of_rows_asks_the_same_either_way(client, editor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    filled_paper.fill()
    story = Story.objects.get(slug=filled.story()["slug"])
    asked = []
    for scripts in (False, False, True):
        with CaptureQueriesContext(connection) as queries:
            form_of(client, story, scripts)
        asked.append(len(queries))

    assert asked[2] == asked[1]


def test_a_form_that_is_sent_before_its_scripts_ran_takes_nothing_away(
    client, editor, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    filled_paper.fill()
    story = Story.objects.get(slug=filled.story()["slug"])
    before = story.revisions.head().content
    client.cookies["desk-scripts"] = "1"
    sent = desk.open_form(client, story) | {"headline": "Another headline"}
    assert "quote_set-0-text" not in sent

    page = client.post(desk.address("change", story), sent)

    assert page.status_code == 302
    after = Story.objects.get(pk=story.pk).revisions.head().content
    assert after == before | {"headline": "Another headline"}


def test_who_has_no_scripts_any_more_is_led_to_the_row_that_was_asked_for(
    client, editor
):
    story = make.story({"quotes": [{"text": "Yes."}]})
    client.cookies["desk-scripts"] = "1"

    page = client.get(desk.address("change", story), {"add": "quote"})

    html = page.content.decode()
    assert 'content="0; url=?whole&amp;add=quote"' in html
    assert 'name="quote_set-1-text"' in html
    assert 'name="quote_set-0-text"' not in html
    whole = client.get(desk.address("change", story), {"add": "quote", "whole": ""})
    assert {"quote_set-0-text", "quote_set-1-text"} <= {*desk.fields(whole)}


def test_a_form_without_saved_rows_leads_nobody_elsewhere(client, editor):
    page = form_of(client, make.question(), scripts=True)

    assert "<noscript><meta" not in page


@pytest.mark.parametrize(
    ("changes", "is_same"),
    [
        ({}, True),
        ({"text": "\r\nNo.\r\nNever. "}, True),
        ({"text": "No."}, False),
        ({"text": None}, False),
        ({"paraphrase": None}, False),
        ({"paraphrase": "false"}, False),
        ({"paraphrase": "True"}, True),
        ({"entity": ""}, False),
        ({"position": "3"}, False),
        ({"position": ""}, False),
        ({"said_on": "2026-01-06"}, False),
        ({"DELETE": "on"}, False),
    ],
)
def test_a_row_is_unchanged_that_says_what_is_saved(client, editor, changes, is_same):
    who = make.entity(name="Ana Ruiz")
    quote = {"text": "No.\nNever.", "paraphrase": True, "entity": who}
    story = make.story({"quotes": [quote | {"said_on": "2026-01-05"}]})
    typed = desk.open_form(client, story)
    names = [name for name in typed if name.startswith("quote_set-0-")]
    row = {name.removeprefix("quote_set-0-"): typed[name] for name in names} | changes
    row = {name: [value] for name, value in row.items() if value is not None}

    formset = formset_of(editor, story)

    assert is_unchanged_in(formset)(row) == is_same


def formset_of(user, story, *data, **options):
    request = RequestFactory().get("/")
    request.user = user
    rows = inline(Story, next(b for b in STORY_BLOCKS if b.parts == "quotes"))
    made = rows(Story, admin.site).get_formset(request, story)
    return made(*data, instance=story, prefix="quote_set", **options)


def test_a_text_is_read_from_rows_that_changed_and_what_is_saved_of_the_others(
    client, editor
):
    quotes = [{"text": f"Number {number}."} for number in range(4)]
    story = make.story({"quotes": quotes})
    data = QueryDict(mutable=True)
    data.update(desk.open_form(client, story))
    data["quote_set-1-text"] = "Another."
    data["quote_set-2-DELETE"] = "on"
    data["quote_set-3-position"] = "0"
    data["quote_set-0-position"] = "1"
    data["quote_set-1-position"] = "2"

    made = [formset_of(editor, story, data, changed_only=only) for only in (0, 1)]
    assert all(formset.is_valid() for formset in made)

    assert [len(formset.forms) for formset in made] == [4, 4]
    whole, changed = [[quote.text for quote in each.parts()] for each in made]
    assert changed == whole == ["Number 3.", "Number 0.", "Another."]


def test_rows_that_did_not_change_need_no_form(client, editor):
    story = make.story({"quotes": [{"text": "One."}, {"text": "Two."}]})
    data = QueryDict(mutable=True)
    data.update(desk.open_form(client, story) | {"quote_set-1-text": "Three."})

    formset = formset_of(editor, story, data, changed_only=True)

    assert formset.is_valid()
    assert [form.instance.text for form in formset.forms] == ["Three."]
    assert [quote.text for quote in formset.parts()] == ["One.", "Three."]
