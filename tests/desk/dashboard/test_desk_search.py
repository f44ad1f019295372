"""The desk's search: by words, by name, and by an address of the paper."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from entities.models import Alias
from sources.models import Source
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editor")]


def found(client, asked, **options):
    return client.get(reverse("find"), {"q": asked} | options).content.decode()


def test_words_are_found_in_any_order(client):
    make.story(headline="Talks with Moscow stall")

    assert "Talks with Moscow" in found(client, "moscow talks")
    assert "Talks with Moscow" not in found(client, "moscow strike")


def test_questions_people_and_sources_are_found_by_their_names(client):
    make.question(title="Who pays for the tunnel?")
    entity = make.entity(name="European Union")
    Alias.objects.create(entity=entity, name="Brussels bloc")
    Source.objects.create(title="Tunnel bill doubles")

    assert "Who pays" in found(client, "tunnel")
    assert "Tunnel bill" in found(client, "tunnel")
    assert "European Union" in found(client, "bloc")


def test_a_title_that_begins_with_the_words_comes_first(client):
    make.story(headline="After the strike")
    make.story(headline="Strike ends")

    page = found(client, "strike")

    assert page.index("Strike ends") < page.index("After the strike")


@pytest.mark.parametrize("tail", ["", ".json", "?depth=brief"])
def test_a_public_address_leads_to_the_draft_and_to_correcting(client, tail):
    story = make.published_story(slug="ports", headline="Ports")
    address = "/stories/ports" + (tail if tail == ".json" else f"/{tail}")

    for asked in (address, f"https://paper.example{address}"):
        page = found(client, asked)
        assert reverse("admin:stories_story_change", args=[story.pk]) in page
        assert reverse("admin:stories_story_correct", args=[story.pk]) in page


def test_an_address_that_a_story_had_before_still_leads_to_it(client):
    story = make.published_story(slug="ports")
    story.slug = "harbours"
    story.save()
    make.edition(story)

    assert str(story.pk) in found(client, "/stories/ports/")


@pytest.mark.parametrize(
    "asked",
    ["", " ", "/", "//", "/stories/nowhere/", "\0", "%", "'\"<", "//[", "x" * 9999],
)
def test_nonsense_finds_nothing_and_breaks_nothing(client, asked):
    make.story(headline="Ports")

    assert "Ports" not in found(client, asked)


def test_while_typing_only_the_list_is_sent(client):
    make.story(headline="Ports")

    page = found(client, "ports", part="1")

    assert "Ports" in page
    assert "<html" not in page


def test_one_finds_only_what_one_may_see(client):
    make.story(headline="Ports")
    make.entity(name="Ports authority")
    reader = make.editor(is_superuser=False)
    reader.user_permissions.add(Permission.objects.get(codename="view_entity"))
    client.force_login(reader)

    page = found(client, "ports")

    assert "Ports authority" in page
    assert "<h2>Stories</h2>" not in page


def test_who_is_not_signed_in_finds_nothing(client):
    client.logout()

    assert client.get(reverse("find"), {"q": "a"}).status_code == 302


@pytest.mark.parametrize("typed", ["icc", "I.C.C.", "МОЛОКО", "o'brien", "мухаммад"])
def test_the_desk_finds_names_however_they_are_typed(client, typed):
    entity = make.entity(name="International Criminal Court")
    for name in ("ICC", "молоко", "O’Brien", "Мухаммад"):
        Alias.objects.create(entity=entity, name=name)
    make.entity(name="Court of Appeal")

    page = found(client, typed)

    assert "International Criminal Court" in page
    assert "Court of Appeal" not in page


@pytest.mark.parametrize("typed", ["київ", "П'ЯТЬ", "пʼять"])
def test_titles_are_found_in_any_case_and_with_any_apostrophe(client, typed):
    make.story(headline="Київ: п’ять запитань")
    make.story(headline="Львів")

    page = found(client, typed)

    assert "Київ" in page
    assert "Львів" not in page
