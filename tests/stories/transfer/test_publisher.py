"""Outlets, tags and authors are known by their whole name, whatever its script."""

from html import unescape

import pytest
from django.urls import reverse

from people.desks import Desk
from sources.models import Outlet
from stories.models import Author, Mention, Tag
from stories.models.rebuild import rebuild
from stories.transfer.publisher import PublishOptions
from tests import make
from tests.support import desk
from tests.support.files import take
from tests.support.reader import get

pytestmark = pytest.mark.django_db

SIX = (
    "Канал 24",
    "Россия 24",
    "Газета.Ru",
    "Лента.Ru",
    "朝日新聞 Digital",
    "毎日新聞 Digital",
)


def story(slug="ports", **said):
    return {"format": "explainer/1", "slug": slug, "headline": slug.title()} | said


def citing(*outlets):
    return [
        {"key": f"s{number}", "title": name, "outlet": name}
        for number, name in enumerate(outlets)
    ]


def bylines(*names):
    make.edition(make.story({"byline": [{"name": name} for name in names]}))


def test_outlets_with_one_latin_word_in_common_are_as_many_as_their_names():
    take(story(sources=citing(*SIX)))

    assert {*Outlet.objects.values_list("name", flat=True)} == {*SIX}
    assert len({*Outlet.objects.values_list("slug", flat=True)}) == len(SIX)


def test_each_outlet_has_the_pieces_that_are_its_own(client):
    take(story(summary="So.", sources=citing(*SIX)), publishing=PublishOptions())

    for outlet in Outlet.objects.all():
        page = get(client, f"/outlets/{outlet.slug}/")
        assert [name for name in SIX if name in page] == [outlet.name]


def test_an_outlet_is_found_in_whatever_capitals_and_its_name_is_kept():
    make.outlet(name="Лента.Ru", slug="lenta")

    take(story(sources=citing("ЛЕНТА.ru")))

    assert [*Outlet.objects.values_list("name", "slug")] == [("Лента.Ru", "lenta")]


def test_tags_that_differ_in_a_sign_or_a_word_are_apart(client):
    said = {"summary": "So.", "sources": citing("Wire")}
    one = story("one", tags=["C", "C++", "Вибори 2026"], **said)
    take(
        one,
        story("two", tags=["C#", "Війна 2026"], **said),
        publishing=PublishOptions(),
    )

    assert Tag.objects.count() == 5
    for tag in Tag.objects.all():
        page = get(client, f"/tags/{tag.slug}/")
        assert ("One" in page, "Two" in page) == (
            tag.name in one["tags"],
            tag.name not in one["tags"],
        )


def test_a_tag_that_an_editor_types_is_found_by_its_whole_name():
    first, second = make.story(), make.story()
    first.tags.add("Війна 2026", "C++")

    second.tags.add("ВІЙНА  2026", "C#")

    assert {*second.tags.values_list("name", flat=True)} == {"Війна 2026", "C#"}
    assert Tag.objects.count() == 3


def test_a_name_written_like_another_is_new_and_the_import_says_so():
    make.outlet(name="The Wire", slug="wire")

    outcome = take(story(sources=citing("Wire"), tags=["one"]))

    assert "outlet “Wire” is new; there is “The Wire” too" in outcome.notices
    assert Outlet.objects.count() == 2
    assert not any("“one”" in notice for notice in outcome.notices)


def test_a_slug_finds_nothing():
    Desk.objects.make("World news")

    take(story(desk="world-news"))

    assert [*Desk.objects.order_by("pk").values_list("name", "slug")] == [
        ("World news", "world-news"),
        ("world-news", "world-news-2"),
    ]


NAMES = ("Іван Петренко (BBC)", "Олена Коваль, BBC", "王芳 BBC", "Noël", "Noel")


def test_every_printed_name_is_somebody_of_its_own(client):
    for name in NAMES:
        bylines(name)

    for author in Author.objects.all():
        page = get(client, author.get_absolute_url())
        assert f"<h1>{author.name}</h1>" in page
        assert "1 story" in page
    assert {*Author.objects.values_list("name", flat=True)} == {*NAMES}


def test_a_name_keeps_its_address_when_what_is_derived_is_made_anew(client):
    bylines("Noël")
    bylines("Noel")
    bylines("NOËL")
    mentions = Mention.objects.filter(kind="author").order_by("showing")
    assert [row.slug for row in mentions] == ["noel", "noel-2", "noel"]

    Author.objects.filter(name="Noel").update(slug="somewhere")
    rebuild()

    assert [row.slug for row in mentions.all()] == ["noel", "somewhere", "noel"]


def test_a_printed_name_never_gets_the_address_of_somebody_else(client):
    make.entity(name="Ana Ruiz", slug="ruiz", kind="person", public_figure=True)
    bylines("Ruiz")

    assert Author.objects.get().slug == "ruiz-2"
    assert "<h1>Ruiz</h1>" in get(client, "/authors/ruiz-2/")


def test_an_address_stays_with_the_name_that_had_it_first(client):
    bylines("Ruiz")
    make.entity(name="Ana Ruiz", slug="ruiz", kind="person", public_figure=True)

    assert "<h1>Ruiz</h1>" in get(client, "/authors/ruiz/")


def test_the_desk_asks_about_a_new_tag_that_is_written_like_another(client, editor):
    Tag.objects.make("C++")
    story = make.story()

    desk.save(client, story, tags="C#, Rust")

    page = client.get(desk.address("change", story)).content.decode()

    assert "“C#” is new, and written like “C++”, which we have." in unescape(page)
    assert "“Rust” is new" not in unescape(page)
    assert {*story.tags.values_list("name", flat=True)} == {"C#", "Rust"}


def test_a_tag_takes_no_password(client, editor):
    story = make.story()

    page = desk.save(client, story, tags="fine, https://ann:secret@paper.example/a")

    assert "The address holds a name or a password" in page.content.decode()
    assert not Tag.objects.exists()


def test_the_desk_asks_about_a_new_byline_that_is_written_like_one_in_print(
    client, editor
):
    make.edition(make.story({"byline": [{"name": "Ana Ruíz"}, {"name": "Ben Ok"}]}))
    story = make.story()
    sent = desk.fields(client.get(desk.address("change", story)), "story_form")
    for name in ("Ana Ruiz", "Ben Ok", "Cy Doe"):
        desk.add_part(sent, "byline_set", name=name)
    gone = desk.add_part(sent, "byline_set", name="Ben Ök")
    sent[f"byline_set-{gone}-DELETE"] = "on"

    page = client.post(desk.address("change", story), sent, follow=True)

    said = unescape(page.content.decode())
    assert "“Ana Ruiz” is new, and written like “Ana Ruíz”, which we have." in said
    assert said.count("is new, and written like") == 1
    assert story.byline_set.count() == 3


def test_the_desk_asks_about_a_new_outlet_and_refuses_one_that_is_there(client, editor):
    make.outlet(name="Die Welt", slug="die-welt")
    add = reverse("admin:sources_outlet_add")
    sent = desk.fields(client.get(add), "outlet_form")

    refused = client.post(add, sent | {"name": "DIE  WELT"})
    asked = client.post(add, sent | {"name": "Die-Welt"}, follow=True)

    assert "There is “Die Welt” already." in unescape(refused.content.decode())
    assert "written like “Die Welt”" in unescape(asked.content.decode())
    assert Outlet.objects.count() == 2
