"""A new story in ten minutes: from a pasted link to the publish page."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from desk.draft.quick_form import Box, partial_document, row_of, with_title
from sources import batch
from sources.models import Source
from stories.models import Showing, Story
from tests import make
from tests.support import desk

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NEW = "/admin/stories/story/new/"
LINK = "https://www.example.org/talks?utm_source=feed"


@pytest.fixture(autouse=True)
def nobody_is_asked(settings):
    settings.FETCH_SOURCES = False


def may(*names):
    made = make.editor(is_superuser=False)
    made.user_permissions.set(Permission.objects.filter(codename__in=names))
    return made


def begun(client, text):
    return client.post(NEW, {"text": text})


def short_form(client, text, **changes):
    return desk.fields(begun(client, text)) | changes


def test_one_box_starts_a_story(client, editor):
    page = client.get(NEW).content.decode()

    assert "Paste links or type what happened" in page
    assert 'name="headline"' not in page


def test_links_become_sources_and_the_rest_is_what_happened(client, editor):
    sent = short_form(client, f"The port is closed.\n{LINK}\nNobody says why. {LINK}")

    source = Source.objects.get()
    assert source.url == "https://www.example.org/talks"
    assert sent["summary"] == "The port is closed.\n\nNobody says why."
    assert sent["storysource_set-0-source"] == str(source.pk)
    assert sent["storysource_set-0-key"] == "example-1"
    assert sent["storysource_set-0-title"] == "www.example.org/talks"
    assert sent["storysource_set-TOTAL_FORMS"] == "1"
    assert not Story.objects.exists()


def test_a_source_that_we_have_is_taken_with_what_we_know_of_it(client, editor):
    source = Source(title="The talks", url="http://example.org/talks/")
    source.clean()
    source.save()

    sent = short_form(client, LINK)

    assert sent["storysource_set-0-source"] == str(source.pk)
    assert sent["storysource_set-0-title"] == "The talks"
    assert Source.objects.count() == 1


def test_the_short_form_saves_a_draft_like_any_other(client, editor):
    sent = short_form(client, LINK, headline="Port closes", slug="port-closes")

    saved = client.post(NEW, sent)

    story = Story.objects.get()
    assert saved.url == desk.address("change", story)
    assert story.revisions.head().created_by == editor
    assert story.revisions.head().content["sources"][0]["key"] == "example-1"
    assert story.storysource_set.get().source == Source.objects.get()


def test_it_is_developing_for_six_hours(client, editor):
    client.post(NEW, short_form(client, "Port closes", headline="Port closes"))

    until = Story.objects.get().developing_until
    left = until - timezone.now()
    assert dt.timedelta(hours=5, minutes=58) < left <= dt.timedelta(hours=6)


def test_sent_twice_it_is_one_story(client, editor):
    sent = short_form(client, LINK, headline="Port closes", slug="port-closes")

    client.post(NEW, sent)
    again = client.post(NEW, sent)

    assert again.url == desk.address("change", Story.objects.get())
    assert Story.objects.get().storysource_set.count() == 1


def test_publish_leads_to_a_page_that_asks_neither_kind_nor_note(client, editor):
    sent = short_form(client, LINK, headline="Port closes", summary="It closed.")
    saved = client.post(NEW, sent | {"_publish": "1"})
    story = Story.objects.get()
    page = client.get(saved.url).content.decode()

    client.post(saved.url, desk.fields(client.get(saved.url), None))

    assert saved.url == desk.address("publish", story)
    assert 'name="kind"' not in page
    assert 'name="note"' not in page
    assert Showing.objects.get().headline == "Port closes"


def test_a_fault_is_shown_in_the_short_form_and_loses_nothing(client, editor):
    make.story(slug="taken")
    sent = short_form(client, f"It closed.\n{LINK}", headline="", slug="taken")

    page = client.post(NEW, sent)

    text = page.content.decode()
    assert Story.objects.count() == 1
    assert text.count("This field is required.") == 1
    assert "already exists" in text
    assert desk.fields(page)["summary"] == "It closed."
    assert desk.fields(page)["storysource_set-0-key"] == "example-1"
    assert "block-headline" not in text


def test_a_source_can_be_left_out(client, editor):
    sent = short_form(client, LINK, headline="Port closes")

    client.post(NEW, sent | {"storysource_set-0-DELETE": "on"})

    assert not Story.objects.get().storysource_set.exists()


def test_who_writes_on_the_same_is_said_first(client, editor):
    source = Source(title="The talks", url=LINK)
    source.clean()
    source.save()
    cited = {"sources": [{"key": "talks", "source": source, "title": "The talks"}]}
    draft = make.story(cited, headline="Draft of Ben")
    draft.save_revision(by=make.editor(username="ben"))
    live = make.story(cited, headline="Live already")
    make.edition(live)
    make.story(headline="Something else")

    page = begun(client, LINK).content.decode()

    assert "ben has a draft on this since" in page
    assert f'href="{desk.address("change", draft)}"' in page
    assert "Live: add to it?" in page
    assert "Something else" not in page


def test_two_rare_words_of_a_headline_are_enough(client, editor):
    make.story(headline="Tunnel flooded beneath harbour")

    page = begun(client, "Water in the harbour tunnel, trains stand").content.decode()
    other = begun(client, "A concert hall opens").content.decode()

    assert "Tunnel flooded beneath harbour" in page
    assert "Tunnel flooded" not in other


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("The port of Almarra closes", "port-almarra-closes"),
        ("12 ministers meet in 2026", "ministers-meet"),
        ("Mayor’s brother held, police say", "mayor-brother-held-police"),
        ("Élysée: «oui»", "elysee-oui"),
        ("2026", "2026"),
        ("東京", "dongjing"),
        ("Прем’єр подав заяву", "premier-podav-zayavu"),
        ("الحكومة تعلن القرار", "lhkwmh-tln-lqrr"),
        ("Größte „Straße“ – ein Fazit", "groesste-strasse-ein-fazit"),
        ("Łódź, Þjóð, Đà Nẵng", "lodz-thjod-da-nang"),
        ("🔥🔥🔥", "{today}"),
    ],
)
def test_an_address_is_short_and_has_no_numbers(time_machine, headline, slug):
    time_machine.move_to(timezone.now(), tick=False)
    today = timezone.localdate()

    assert Story.objects.free_slug(headline) == slug.format(today=today)


def test_an_address_that_is_taken_gets_another_word_then_a_letter():
    make.story(slug="port-almarra-closes-fog")
    first = Story.objects.free_slug("Port Almarra closes fog tonight")
    make.story(slug="port-almarra")

    assert first == "port-almarra-closes-fog-tonight"
    assert Story.objects.free_slug("Port Almarra") == "port-almarra-b"


def test_who_may_not_add_sources_cites_the_address_alone(client):
    client.force_login(may("add_story", "change_story", "view_story"))

    client.post(NEW, short_form(client, LINK, headline="Port closes"))

    part = Story.objects.get().storysource_set.get()
    assert (part.source, part.url) == (None, "https://www.example.org/talks")
    assert not Source.objects.exists()


def test_who_may_not_add_stories_is_refused(client):
    client.force_login(may("view_story"))

    assert client.get(NEW).status_code == 403
    assert client.post(NEW, {"text": LINK}).status_code == 403
    assert client.post(NEW, {"headline": "Mine"}).status_code == 403


@pytest.mark.once(False)
@pytest.mark.parametrize(
    "sent",
    [
        {"text": ""},
        {"text": "  \n "},
        {"text": "\x00"},
        {"text": "https://" * 40},
        {"text": "x" * 30_001},
        {"text": " ".join(f"https://example.org/{n}" for n in range(13))},
        {"headline": ""},
        {"headline": "\x00", "slug": "\x00", "developing_until": "soon"},
        {"headline": "A", "slug": "a", "storysource_set-TOTAL_FORMS": "99999999"},
        {"headline": "A", "slug": "a", "draft_id": "x", "desk": "9" * 40},
    ],
)
def test_nonsense_is_refused_in_words(client, editor, sent):
    page = client.post(NEW, sent)

    assert page.status_code == 200
    assert not Story.objects.exists()


def test_the_list_of_stories_leads_to_it(client, editor):
    page = client.get(reverse("admin:stories_story_changelist")).content.decode()

    assert f'href="{NEW}"' in page


def test_what_is_typed_into_the_short_form_is_kept_like_all_that_is_typed(
    client, editor
):
    page = begun(client, "The port is closed.").content.decode()

    assert "<desk-buffer" in page
    assert 'name="_tab"' in page
    assert "desk/save.js" in page


def test_a_short_form_sent_too_late_gives_its_text_back(client, editor):
    sent = short_form(client, "The port is closed.", headline="Port closed")
    client.logout()

    answer = client.post(NEW, sent | {"csrfmiddlewaretoken": "x"})

    assert "The port is closed." in answer.content.decode()
    assert "csrfmiddlewaretoken" not in dict(answer.context["sent"])
    assert dict(answer.context["sent"])["headline"] == "Port closed"
    assert (answer.status_code, answer.context["title"]) == (
        *(403, "You were signed out"),
    )
    flags = ("is_out", "is_denied", "lost_files")
    assert [answer.context[flag] for flag in flags] == [True, False, False]
    assert "no-store" in answer["Cache-Control"]
    assert not Story.objects.exists()


def box(text):
    made = Box({"text": text})
    return made, made.is_valid()


def test_links_and_words_are_told_apart_in_one_box():
    link = "https://paper.example/a"
    made, is_valid = box(f"  Port closes. {link}\n {link}\n\nhttps://b.example/\nWhy? ")

    assert is_valid
    assert made.addresses == [link, "https://b.example/"]
    assert made.words == "Port closes.\n\n\n\nWhy?"
    links = [f"https://paper.example/{number}" for number in range(batch.MOST + 1)]
    assert box(" ".join(links[:-1]))[1]
    made, is_valid = box(" ".join(links))
    assert not is_valid
    assert made.errors["text"] == [
        f"{batch.MOST} addresses at a time: you pasted {batch.MOST + 1}."
    ]
    assert box("")[0].errors["text"] == ["Paste a link or type a few words to start."]
    assert [box("x" * size)[1] for size in (30_000, 30_001)] == [True, False]


def test_a_source_without_a_title_is_called_by_its_address():
    known = make.source(url="https://paper.example/known", title="Known")

    rows = [row_of("https://paper.example/known/"), row_of("https://new.example/a")]

    assert [(row["source"], row["title"], row["url"]) for row in rows] == [
        (known.pk, "Known", known.url),
        (None, "new.example/a", "https://new.example/a"),
    ]
    assert with_title({"title": "So", "url": "https://x.example/"})["title"] == "So"
    assert len({row["uid"] for row in rows}) == 2
    assert Source.objects.count() == 1


def test_what_was_pasted_is_enough_of_a_document_to_find_its_like():
    rows = [{"title": "A", "url": "https://a.example/", "key": "a", "uid": "1"}]

    assert partial_document("x" * 301, rows) == {
        "format": "explainer/1",
        "headline": "x" * 300 + " A",
        "summary": "x" * 301,
        "sources": [{"url": "https://a.example/", "key": "a"}],
    }
