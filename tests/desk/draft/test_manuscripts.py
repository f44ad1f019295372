"""A whole document in the box of a new story: into the whole form, and back at once."""

import uuid
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission

from desk.draft import manuscripts
from desk.models import Buffer, Comment
from explainer.erasure import Sentence
from explainer.hypertext.manuscript import MOST_ELEMENTS
from operations.redaction import execution
from stories.models import Story
from tests import make
from tests.support import desk

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NEW = "/admin/stories/story/new/"
PASTED = Path(__file__).parents[2] / "support/pasted"
HTML = (PASTED / "word.html").read_text()
TYPED = "# A bridge opens\n\nCars came at six.\n\nQ&A\n\n### Who pays?\n\nWe do.\n"


def document(client, text="words of it", html="", **options):
    sent = {"text": text, "document": html, "_document": "1"}
    return client.post(NEW, sent, **options)


def whole_form(client, text="words of it", html=HTML):
    page = document(client, text, html, follow=True)
    return page, desk.fields(page)


def faults(page):
    return [*page.context["box"].errors["text"]]


def test_a_document_fills_the_whole_form_and_nothing_is_saved(client, editor):
    known = make.source(url="https://gazette.example/2026/ferry", title="No ferry")

    page, sent = whole_form(client)

    (kept,) = Buffer.objects.unsaved()
    assert page.redirect_chain == [(f"/admin/stories/story/add/?kept={kept.pk}", 302)]
    assert sent["headline"] == "Ferry stays in port after storm"
    assert sent["slug"] == "ferry-stays-port-after"
    assert "[^note-1], as the Gazette[^gazette-1] reported." in sent["report"]
    assert sent["storysource_set-0-title"] == "Port log, sheet seven."
    assert sent["storysource_set-1-source"] == str(known.pk)
    assert sent["storysource_set-1-title"] == "No ferry"
    assert sent["timelineevent_set-1-date"] == "2026-02-04"
    assert sent["quote_set-0-speaker"] == "Marta Oduya"
    assert sent["left_out"] == (
        "Comments:\n– Call the line before we print.\n\n"
        "Struck out:\n– Nobody was aboard.\n\n"
        "Pictures:\n– file:///C:/Users/ira/clip_image001.png Pier at dusk"
    )
    assert page.context["report"] == [
        "Words in the form: 61",
        "Headings that became blocks: Timeline → Events",
        "Sources: 2, of which we have 1 already.",
        "Quotes: 1",
        "Left out – Comments: 1; Struck out: 1; Pictures: 1",
    ]
    assert not Story.objects.exists()


def test_one_save_keeps_it_and_what_was_left_out_stands_beside_the_draft(
    client, editor
):
    make.editor(username="call")
    _page, sent = whole_form(client, html=f"{HTML}<del>@call {'x ' * 2500}</del>")

    for _time in range(2):
        client.post(desk.address("add"), sent)

    story = Story.objects.get()
    assert story.revisions.head().created_by == editor
    assert (
        story.revisions.head().content["timeline"][0]["text"] == "Wind reaches eleven"
    )
    first, second = Comment.objects.of(story)
    assert first.body.startswith("Comments:\n– Call the line")
    assert first.body + second.body == sent["left_out"].replace("\r\n", "\n")
    assert first.written_by == editor
    assert not first.mentions.exists()
    assert not Buffer.objects.unsaved().exists()
    after = desk.open_form(client, story)
    assert "left_out" not in after
    desk.save(client, story, kicker="Sea")
    assert Comment.objects.count() == 2


def test_undo_takes_all_of_it_back_into_the_box(client, editor):
    _page, sent = whole_form(client, "words of it")
    mark = sent["_pasted"]
    twice = make.buffer(user=editor, tab=uuid.UUID(sent["_tab"]), sequence=2)

    back = client.post(NEW, sent | {"_undo": mark, "_sequence": "3"})

    assert not Buffer.objects.unsaved().exists()
    assert back.context["box"]["text"].value() == "words of it"
    assert back.context["box"]["document"].value() == HTML.strip()
    assert "box again" in back.content.decode()
    assert not Story.objects.exists()
    twice.refresh_from_db()
    assert (twice.data, twice.sequence) == ("", 3)
    again = client.post(NEW, sent | {"_undo": mark}, follow=True)
    assert "Too late to undo" in again.content.decode()


def test_undo_loses_nothing_that_was_typed_into_the_form_since(client, editor):
    _page, sent = whole_form(client)
    typed = sent | {"kicker": "Sea", "_undo": sent["_pasted"]}

    client.post(NEW, typed)

    (kept,) = Buffer.objects.unsaved()
    assert dict(kept.pairs)["kicker"] == "Sea"
    assert kept.pasted == {}
    assert desk.fields(client.get(kept.address))["kicker"] == "Sea"


def test_a_document_is_undone_by_whoever_pasted_it_and_before_it_is_saved(
    client, editor
):
    _page, sent = whole_form(client)
    (kept,) = Buffer.objects.unsaved()
    typed = make.buffer(user=editor)
    other = make.editor(username="other")
    client.force_login(other)
    for mark in (kept.mark, "", "x", "9.9"):
        client.post(NEW, {"_undo": mark, "_sequence": "3"})
    client.force_login(editor)
    client.post(NEW, {"_undo": typed.mark})

    assert Buffer.objects.unsaved().count() == 2
    make.story(id=uuid.UUID(sent["draft_id"]))
    client.post(NEW, {"_undo": kept.mark})
    assert Buffer.objects.unsaved().count() == 2


def test_what_is_typed_into_the_form_leaves_the_document_to_be_undone(client, editor):
    _page, sent = whole_form(client)

    assert sent["_kept"] == ""
    assert sent["_pasted"] == Buffer.objects.get().mark
    refused = client.post(desk.address("add"), sent | {"slug": "no slug"})
    assert desk.fields(refused)["_pasted"] == sent["_pasted"]
    assert desk.fields(refused)["left_out"] == sent["left_out"]
    assert Buffer.objects.unsaved().exists()


def test_plain_text_works_without_a_script_and_its_questions_are_proposed(
    client, editor
):
    question = make.question(title="Who pays?")

    page, sent = whole_form(client, TYPED, html="")

    assert sent["headline"] == "A bridge opens"
    assert sent["report"] == "Cars came at six."
    assert sent["section_set-0-heading"] == "Q&A"
    assert sent["section_set-0-body"] == "### Who pays?\n\nWe do."
    assert sent["storyquestion_set-0-question"] == str(question.pk)
    assert "left_out" not in sent
    offered = client.post(f"{desk.address('add')[:-4]}suggestions/", sent)
    assert offered.status_code == 200
    said = "Questions, which stay text: 1, of which we have 1."
    assert said in page.context["report"]


def test_the_same_source_is_listed_once_and_its_keys_are_its_own(client, editor):
    link = "<a href='https://note.example/a'>a</a>"
    again = "<a href='https://note.example/a?utm_source=b'>b</a>"
    html = (
        f"<p>Said {link} and {again}.<a href='#fn-1'>1</a></p><p>x</p>"
        "<p><a href='http://testserver/stories/x/'>ours</a></p>"
        "<ol><li id='fn-1'>A note</li></ol>"
    )

    _page, sent = whole_form(client, html=html)

    assert sent["storysource_set-TOTAL_FORMS"] == "2"
    assert "Said a[^note-2] and b[^note-2].[^note-1]" in sent["report"]
    assert sent["storysource_set-1-url"] == "https://note.example/a"


def test_what_can_not_be_read_is_refused_in_words_and_stays_in_the_box(
    client, editor, settings
):
    points = "".join(f"<li>p{n}</li>" for n in range(manuscripts.MOST_PARTS))
    many = f"<h2>Key points</h2><ul>{points}</ul>"
    more = many.replace("</ul>", "<li>last</li></ul>")
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = manuscripts.SPARE + 1600

    said = [
        *(faults(document(client, html=html))[0] for html in (more, many)),
        faults(document(client, html="<script>x</script>"))[0],
        faults(document(client, html="<br>" * MOST_ELEMENTS))[0],
    ]

    assert said == [
        *["This document has more parts than a form can hold: paste it in two."] * 2,
        "There are no words in this document.",
        "This document can't be read: it is too large or too entangled.",
    ]
    page = document(client, html=more)
    assert page.context["box"]["document"].value() == more
    too_long = document(client, text="x" * (manuscripts.LONGEST + 1))
    assert "500000" in faults(too_long)[0].replace(",", "").replace("\xa0", "")
    assert not Buffer.objects.exists()


def test_words_that_were_removed_by_order_are_refused(client, editor):
    said = "Nobody may ever say again what this sentence said."
    make.edition(make.story(brief=f"So. {said}"))
    execution.carry_out(Sentence(said), order="Court, 4 O 17/26", reason="Private.")
    html = f"<p>So. {said.replace('again', '<b>again</b>')}</p>"

    refused = faults(document(client, html=html))

    assert "removed by order (Court, 4 O 17/26)" in refused[0]
    assert not Buffer.objects.exists()


def test_who_has_kept_too_much_is_told_to_discard_some(client, editor, monkeypatch):
    monkeypatch.setattr("desk.models.buffers.MOST", 0)

    assert "Too much unsaved text" in faults(document(client, html=HTML))[0]


def test_who_may_not_add_stories_may_paste_none(client):
    made = make.editor(is_superuser=False)
    made.user_permissions.set(Permission.objects.filter(codename="view_story"))
    client.force_login(made)

    assert document(client, html=HTML).status_code == 403
    assert client.post(NEW, {"_undo": "1.1"}).status_code == 403


def test_more_than_the_box_takes_is_told_of_the_other_way(client, editor):
    page = client.post(NEW, {"text": "x" * 30_001})

    assert faults(page) == [
        "This is more than 30000 characters: make a whole draft of it."
    ]
