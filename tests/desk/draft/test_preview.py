"""The preview: readers' own page, from a form that nobody has saved."""

import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from desk.form.draft_page import presentable
from desk.form.save import sent_document, slugs
from explainer.blocks import fields_of
from images.models import Image
from stories.models import Question, RelatedStory, Showing, Story, Tag
from stories.models.freezing import freeze
from tests import make
from tests.desk.draft.test_story_admin import everything, many, may
from tests.support import desk

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.usefixtures("editor"),
]


def previewed(client, story, **changes):
    sent = desk.open_form(client, story) | changes
    return client.post(desk.address("preview", story), sent)


def test_the_preview_is_the_page_that_publishing_would_give(client):
    story = make.story(everything(), headline="Old", summary="It happened.[^wire]")
    for question in Question.objects.all():
        make.edition(question)
    for related in RelatedStory.objects.all():
        make.published_story(slug=related.slug)
    preview = previewed(client, story, headline="New", digital_source="assisted")
    desk.save(client, story, headline="New", digital_source="assisted")
    make.edition(story)

    page = client.get(story.get_absolute_url())

    def article(response):
        text = response.content.decode()
        text = text[text.index('id="happened"') : text.index('class="method"')]
        # What is not out has no editions to lead to.
        return re.sub(r'<details class="contents">.*?</details>', "", text, flags=re.S)

    assert "New</h1>" in preview.content.decode()
    assert article(preview) == article(page).replace(
        Image.objects.get().get_absolute_url(),
        reverse("admin:images_image_file", args=[Image.objects.get().pk]),
    ).replace(story.get_absolute_url(), desk.address("preview", story))


def test_a_preview_writes_nothing(client):
    story = make.story(everything())
    sent = desk.open_form(client, story) | {"headline": "Changed", "tags": "new, tags"}
    desk.add_part(sent, "keypoint_set", text="A new point.")
    sent |= {"section_set-0-DELETE": "on", "quote_set-0-text": "No."}

    with CaptureQueriesContext(connection) as queries:
        page = client.post(desk.address("preview", story), sent)

    assert "A new point." in page.content.decode()
    assert "Because." not in page.content.decode()
    verbs = {query["sql"].split()[0] for query in queries}
    assert verbs == {"SELECT"}


def test_a_preview_needs_no_valid_form(client):
    story = make.story(everything(), headline="Here", developing_until=None)
    sent = desk.open_form(client, story)
    sent |= {"slug": "not a slug!", "timelineevent_set-0-date": "soon"}
    sent |= {"summary": "Written meanwhile.", "loaded_version": "99"}
    desk.add_part(sent, "storyentity_set", role="Nobody was chosen")
    desk.add_part(sent, "figure_set", key="?")

    page = client.post(desk.address("preview", story), sent)

    assert page.status_code == 200
    assert "Written meanwhile." in page.content.decode()


def test_what_cannot_be_saved_is_shown_as_it_was_typed(client):
    story = make.story(everything(), headline="Before")
    sent = desk.open_form(client, story) | {"headline": "Too long. " * 40}
    sent |= {"timelineevent_set-0-date": "early May", "timelineevent_set-0-label": ""}
    sent |= {"quote_set-0-speaker": "Nobody " * 50, "quote_set-0-key": "No Key"}

    page = client.post(desk.address("preview", story), sent).content.decode()

    assert "Before</h1>" not in page
    assert "Too long. Too long." in page
    assert "early May" in page
    assert "Nobody Nobody" in page


WEIRD = [
    "\x00",
    "x" * 40_000,
    "[^",
    "@[](",
    "::figure \n\n::quote",
    "9" * 40,
    "-1",
    "\ud83d",
]


@pytest.mark.once(False)
@pytest.mark.parametrize("weird", WEIRD)
def test_no_text_breaks_a_preview(client, weird):
    story = make.story(everything(), summary="It happened.", report="At length.")
    sent = desk.open_form(client, story)
    kept = {k for k in sent if k.endswith("_FORMS") or "__prefix__" in k}
    typed = weird.encode("utf-8", "replace").decode()
    sent |= {name: typed for name in sent if name not in kept}

    page = client.post(desk.address("preview", story), sent)

    assert page.status_code == 200


@pytest.mark.parametrize("depth", ["glance", "brief", "full", "%00", "x" * 900])
def test_a_preview_has_the_depth_that_is_asked_for(client, depth):
    story = make.story(summary="It happened.", brief="Short.", report="Long.")
    sent = desk.open_form(client, story)

    page = client.post(f"{desk.address('preview', story)}?depth={depth}", sent)

    told = re.findall(r"<p>(Short|Long)\.", page.content.decode())
    assert told == {"glance": [], "brief": ["Short"]}.get(depth, ["Long"])


def test_a_form_is_previewed_by_who_may_change_the_story(client):
    story = make.story()
    sent = desk.open_form(client, story)
    client.force_login(may("view_story"))

    assert client.get(desk.address("preview", story)).status_code == 200
    assert client.post(desk.address("preview", story), sent).status_code == 403
    new = reverse("admin:stories_story_preview_new")
    assert client.post(new, {"headline": "Mine"}).status_code == 403


def test_no_search_engine_keeps_a_preview(client):
    page = client.get(desk.address("preview", make.story()))

    assert page["X-Robots-Tag"] == "noindex, nofollow"


def test_a_preview_asks_the_same_however_long_the_story_is(client):
    counts = []
    for parts in (60, 120):
        story = many(parts)
        sent = desk.open_form(client, story)
        with CaptureQueriesContext(connection) as queries:
            client.post(desk.address("preview", story), sent)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 30


def test_a_new_story_can_be_previewed_before_it_is_saved(client):
    sent = desk.fields(client.get(reverse("admin:stories_story_add")))

    empty = client.post(reverse("admin:stories_story_preview_new"), sent)
    sent |= {"headline": "Bridge closes", "summary": "It closed."}
    page = client.post(reverse("admin:stories_story_preview_new"), sent)

    assert empty.status_code == 200
    assert "Bridge closes</h1>" in page.content.decode()


def test_a_question_is_previewed_on_its_own_page(client):
    question = make.question({"answers": [{"question": "Why?", "answer": "So."}]})
    sent = desk.open_form(client, question) | {"answers-0-answer": "Because."}

    page = client.post(desk.address("preview", question), sent)

    assert "Because." in page.content.decode()
    assert not Showing.objects.exists()


def test_the_saved_draft_has_an_address_to_look_at(client):
    story = make.published_story(headline="Live", brief="Short.", report="Long.")
    desk.save(client, story, headline="Draft")

    page = client.get(desk.address("preview", story))

    assert "Draft</h1>" in page.content.decode()


def test_only_our_own_pages_may_frame_a_preview(client):
    page = client.get(desk.address("preview", make.story()))

    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert "no-store" in page["Cache-Control"]


def test_tags_that_are_not_made_yet_have_the_slug_that_they_will_have():
    Tag.objects.create(name="Budget", slug="money")

    assert slugs(["New tag", "BUDGET", "new  tag"]) == ["new-tag", "money"]


def test_of_a_half_written_text_only_what_there_is_to_show_is_shown():
    story = make.story(
        {
            "key_points": [{"text": "One."}, {"lead_in": "Two"}],
            "sections": [{"heading": "Why"}, {"heading": "So", "body": "Because."}],
            "image": [{"alt": "Nothing yet."}],
        }
    )
    document = freeze(story)

    shown = presentable(document, fields_of(document))

    assert [point["text"] for point in shown["key_points"]] == ["One."]
    assert [section["heading"] for section in shown["sections"]] == ["So"]
    assert "image" not in shown
    assert shown["headline"] == document["headline"]
    assert len(document["key_points"]) == 2


def test_the_tags_that_are_typed_are_in_the_document_that_is_shown(client, rf, editor):
    page, story = admin.site.get_model_admin(Story), make.story()
    Tag.objects.create(name="Budget", slug="money")
    sent = desk.open_form(client, story)

    def tags(typed):
        request = rf.post("/", sent | {"tags": typed})
        request.user = editor
        return sent_document(page, request, story).get("tags")

    assert tags("Budget, New") == ["money", "new"]
    assert not tags("")
