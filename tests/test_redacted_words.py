"""Each form of the desk and of readers refuses what an order took out, and why."""

from html import unescape

import pytest
from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from explainer.erasure import Sentence
from operations.redaction import execution
from pages.models import ReaderMessage
from stories import doorkeeper
from tests import make, web
from tests.deeds import Corner
from tests.pages.test_contact import written
from tests.support import backups, desk, photos

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SAID = "Ann Moravec took the money of the harbour."
KINDS = {
    *("stories.Story", "stories.Question", "sources.Source", "sources.Feed"),
    *("images.Image", "pages.FlatPage", "people.Desk", "sources.Outlet", "auth.User"),
    *("entities.Entity", "stories.Tag"),
}
OWN_RULES = ("slug", "password", "url", "username", "same_as")  # what is no sentence
WHY = "This text says what was removed by order (Court, 4 O 17/26)"


@pytest.fixture
def corner(client):
    made = Corner(1)
    execution.carry_out(Sentence(SAID), order="Court, 4 O 17/26", reason="Private.")
    client.force_login(make.editor())
    return made


def pages_of_rows(client):
    """(model, address, page) of whatever can be changed in a form of its own."""
    for model in admin.site._registry:
        row = model._default_manager.first()
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
        if row is not None:
            address = reverse(name, args=[row.pk])
            answer = client.get(address)
            if f'id="{model._meta.model_name}_form"' in answer.content.decode():
                yield model, address, answer


def typed_into(answer):
    """The inputs into which words can be typed, if there is room for these."""
    form = answer.context["adminform"].form
    return [
        name
        for name, field in form.fields.items()
        if isinstance(field, forms.CharField) and not field.widget.is_hidden
        if (field.max_length or 300) >= len(SAID)
        if type(field) not in (forms.EmailField, forms.URLField)
        if not any(part in name for part in OWN_RULES)
    ]


def test_a_form_of_whatever_is_kept_at_the_desk_refuses_them(client, corner):
    """A form is given back with all that was typed, and nothing is saved."""
    looked, open_still = set(), []
    for model, address, answer in pages_of_rows(client):
        sent = desk.fields(answer, f"{model._meta.model_name}_form")
        for name in sorted({*typed_into(answer)} & {*sent})[:1]:
            looked.add(model._meta.label)
            page = client.post(address, sent | {name: SAID})
            if page.status_code != 200 or WHY not in page.content.decode():
                open_still.append(f"{model._meta.label}.{name}: {page.status_code}")

    assert open_still == []
    assert looked >= KINDS


@pytest.mark.parametrize("deed", ["comment", "lock", "contact"])
def test_what_is_said_beside_a_text_is_refused(client, corner, deed):
    sent = {"body": SAID, "words": SAID, "who": SAID, "how": "By mail."}
    sent["place"] = f"{corner.story.quote_set.get().uid}:text" if deed == "lock" else ""

    page = client.post(desk.address("deed", corner.story, deed), sent)

    assert WHY in page.content.decode()
    assert SAID in unescape(page.content.decode())


def test_what_a_script_sends_is_refused_in_a_sentence_that_it_can_show(
    client, corner, settings
):
    settings.FETCH_SOURCES, settings.FETCH_ALLOW_HOSTS = True, ["127.0.0.1"]
    made = client.post(
        reverse("admin:stories_story_make_entity"), {"name": SAID, "kind": "work"}
    )
    with web.site() as site:
        found = {"url": site.says("/a", f"<title>{SAID}</title>")}
        taken = client.post(reverse("admin:sources_source_intake"), found)

    for answer in (made, taken):
        assert (answer.status_code, answer.json()["error"]) == (400, f"{WHY}.")


def test_whose_a_page_is_is_refused_to_a_script_in_a_sentence_too(client, corner):
    with doorkeeper.aside():  # as somebody brings it past the door
        source = make.source(claimed=SAID)

    answer = client.post(reverse("admin:sources_source_outlet", args=[source.pk]))

    assert (answer.status_code, answer.json()) == (400, {"error": f"{WHY}."})


def test_of_a_picture_that_is_brought_the_words_alone_are_refused(client, corner):
    before = backups.pictures()
    sent = {"file": SimpleUploadedFile("a.png", photos.drawn()), "alt": SAID}

    page = client.post(reverse("admin:images_image_add"), sent)

    (fault,) = page.context["errors"]
    assert WHY in str(fault)
    assert SAID in unescape(page.content.decode())
    assert backups.pictures() == before


def test_the_note_of_an_edition_is_refused(client, corner):
    address = desk.address("check", corner.story)

    page = client.post(address, {"note": SAID})

    assert WHY in page.content.decode()
    assert corner.story.editions.count() == 1


def test_a_reader_is_told_why_the_letter_cant_be_taken_and_keeps_it(client, corner):
    had = ReaderMessage.objects.count()

    page = client.post("/contact/", written(text=f"You wrote: {SAID}"))

    assert page.status_code == 422
    assert WHY in page.content.decode()
    assert f"You wrote: {SAID}" in unescape(page.content.decode())
    assert ReaderMessage.objects.count() == had


def test_of_any_other_form_the_text_comes_back(client, corner):
    page = client.post("/admin/account/", {"first_name": SAID, "last_name": "Moravec"})

    assert page.status_code == 422
    said = unescape(page.content.decode())
    assert WHY in said
    assert SAID in said


def test_a_text_without_them_is_saved_as_ever(client, corner):
    desk.save(client, corner.story, brief="Ann Moravec took the money to the bank.")

    corner.story.refresh_from_db()
    assert corner.story.brief == "Ann Moravec took the money to the bank."
