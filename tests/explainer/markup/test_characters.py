"""Control characters at every door: soft breaks are spaces, the rest is left out."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entities.models import Entity
from explainer import document, file
from explainer.markup.characters import CONTROL, clean, is_unseen, tidy
from pages.models import ReaderMessage
from stories.models import Revision, Story, Tag
from stories.transfer.story_import import PublishOptions
from tests import make
from tests.pages.test_contact import send
from tests.support import desk
from tests.support.files import take

BREAKS = "\x0b\x0c\x1c\x1d\x85\u2028"
TURNS = "".join(map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]))
EVERY = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xFFFF]))


@given(st.text(st.sampled_from(EVERY + TURNS + "ab \ud800")))
def test_no_control_character_is_left_and_no_letter_is_lost(text):
    found = clean(text)

    assert not CONTROL.search(found)
    assert [s for s in found if s in "ab\t\n\r"] == [
        s for t in text for s in ("\n\n" if t == "\u2029" else t) if s in "ab\t\n\r"
    ]
    assert clean(found) == found


def test_all_that_unicode_lists_as_without_a_shape_is_unseen_alone():
    """By its own categories: every format character but those that print a sign."""
    printed = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2}
    printed |= {0x110BD, 0x110CD, *range(0x13430, 0x13440)}
    printed |= {*range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B)}  # of their scripts
    format = {n for n in range(0x110000) if unicodedata.category(chr(n)) == "Cf"}
    missing = [n for n in format - printed if tidy(chr(n))]

    assert [*map(hex, missing)] == []
    assert not [n for n in printed & format if is_unseen(chr(n))]


@pytest.mark.parametrize("text", ["\u200b", "\u2060 \ufeff\n", "\u3164\u2800\xad"])
def test_what_nobody_can_see_is_as_good_as_left_out(text):
    assert tidy(text) == ""
    assert not is_unseen(" \n")
    assert not is_unseen("")
    said = {"format": "explainer/1", "slug": "a", "headline": text}
    with pytest.raises(file.FaultyFileError) as refusal:
        file.read_stories(json.dumps(said))
    assert "headline" in str(refusal.value)
    for kept in ("👩\u200d🚒", "नमस्\u200dते", "❤\ufe0f", "co\xadop", "\u200ba"):
        assert tidy(kept) == kept


@pytest.mark.parametrize("sign", BREAKS)
def test_a_soft_break_is_one_space(sign):
    assert clean(f"first.{sign}The {sign} council{sign}{sign}votes") == (
        "first. The council votes"
    )


def test_words_own_hyphen_stays_and_its_optional_one_goes():
    assert (
        clean("well\x1eknown ex\x1fample\u2029new") == "well\u2011known example\n\nnew"
    )


@pytest.mark.django_db
def test_nothing_turns_the_words_beside_it_around(admin_client, client):
    name = f"Ana {TURNS}Ruiz"
    take(
        {"format": "explainer/1", "slug": "a", "headline": name, "byline": [name]},
        publishing=PublishOptions(),
    )
    typed = make.story(headline="Ports")
    desk.save(admin_client, typed, headline=name)

    page = client.get("/stories/a/").content.decode()
    marks = "\u200e\u200f\u061c"  # These turn nothing but themselves.

    assert not {*TURNS} & {*page}
    assert "Ana Ruiz" in page
    assert Story.objects.get(pk=typed.pk).headline == "Ana Ruiz"
    assert clean(marks) == marks


def test_an_old_document_is_read_without_them():
    text = '{"format":"explainer/1","headline":"a\\u000bb","summary":"c\x85d"}'

    assert document.load(text)["headline"] == "a b"
    assert document.load(text)["summary"] == "c d"
    assert document.load('{"format":"explainer/1","headline":"a"}')["headline"] == "a"


def test_a_file_with_a_character_that_is_none_is_refused_with_its_place():
    story = {"format": "explainer/1", "slug": "a", "headline": "b\x07c"}
    story |= {"key_points": ["\x9bd"]}

    with pytest.raises(file.FaultyFileError) as refusal:
        file.read_stories(json.dumps(story))

    assert str(refusal.value) == (
        "stories[0].headline: has a control character (U+0007) at 2\n"
        "stories[0].key_points[0].text: has a control character (U+009B) at 1"
    )


@pytest.mark.django_db
def test_a_file_from_a_word_processor_reaches_readers_with_spaces(client):
    take(
        {
            "format": "explainer/1",
            "slug": "harbour",
            "headline": "Council votes\x0bon the harbour",
            "standfirst": "One\x0btwo.",
            "desk": "City\x85desk",
            "tags": ["a\x0bb"],
            "summary": "He spoke.\x0bThey voted.",
            "key_points": [{"lead_in": "Who\x0bvoted", "text": "All\x85of them."}],
            "sources": [{"key": "a", "title": "Minutes\x0bof it", "outlet": "A\x0bB"}],
            "quotes": [{"text": "We will\x0bnot.", "speaker": "The\x0bmayor"}],
        },
        publishing=PublishOptions(),
    )

    for path in ("/stories/harbour/", "/stories/harbour.json", "/"):
        page = client.get(path).content.decode()
        assert not CONTROL.search(page), path
        assert "Council votes on the harbour" in page
    page = client.get("/stories/harbour/").content.decode()
    for words in ("He spoke. They voted.", "Who voted", "All of them", "We will not"):
        assert words in page
    assert Story.objects.get().desk.name == "City desk"
    assert [tag.name for tag in Tag.objects.all()] == ["a b"]


@pytest.mark.django_db
def test_the_desks_forms_take_none(admin_client):
    story, bystander = make.story(), make.story(headline="Ports stay")
    make.entity(name="Somebody else")
    sent = desk.fields(admin_client.get(desk.address("change", story)))
    sent |= {"headline": "Ports\x0bclose", "summary": "So\x85it is.\x01"}

    saved = admin_client.post(desk.address("change", story), sent)
    admin_client.post(
        "/admin/entities/entity/add/",
        desk.fields(admin_client.get("/admin/entities/entity/add/"), "entity_form")
        | {"name": "Ana\x0bMoss", "slug": "ana-moss", "kind": "concept"},
    )

    assert saved.status_code == 302
    story.refresh_from_db()
    bystander.refresh_from_db()
    assert (story.headline, story.summary) == ("Ports close", "So it is.")
    assert not CONTROL.search(Revision.objects.get(story=story).document)
    assert bystander.headline == "Ports stay"
    assert {entity.name for entity in Entity.objects.all()} == {
        *("Ana Moss", "Somebody else")
    }


@pytest.mark.django_db
def test_a_form_that_is_refused_shows_what_was_typed_without_them(admin_client):
    story = make.story()
    sent = desk.fields(admin_client.get(desk.address("change", story)))

    page = admin_client.post(
        desk.address("change", story), sent | {"headline": "", "kicker": "a\x0bb\x02"}
    )

    assert desk.fields(page)["kicker"] == "a b"
    assert not CONTROL.search(page.content.decode())


@pytest.mark.django_db
def test_readers_letters_and_searches_have_none(client):
    send(client, text="Why\x0bis that?\x01", name="Ana\x85Moss")

    page = client.get("/search/", {"q": "a\x0bb\x01"}).content.decode()

    letter = ReaderMessage.objects.get()
    assert (letter.text, letter.name) == ("Why is that?", "Ana Moss")
    assert 'value="a b"' in page
    assert not CONTROL.search(page)


@pytest.mark.django_db
def test_a_text_longer_than_its_limit_is_not_saved_and_says_so(admin_client):
    story, _bystander = make.story(summary="So it was."), make.story()
    address = desk.address("change", story)
    sent = desk.fields(admin_client.get(address)) | {"summary": "a" * 50_001}

    page = admin_client.post(address, sent)

    story.refresh_from_db()
    assert story.summary == "So it was."
    assert "at most 50000 characters (it has 50001)" in page.content.decode()
