"""What the writing tools ask the desk for: whom to mention, and where to link to."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from entities.models import Alias, Entity, Role
from people.models import AuditEvent
from stories.models import Kind
from tests import make

pytestmark = pytest.mark.django_db

MAKE = reverse("admin:stories_story_make_entity")


@pytest.fixture(autouse=True)
def ana(client):
    editor = make.editor()
    client.force_login(editor)
    return editor


def asked(client, what, words, kind="story"):
    address = reverse(f"admin:stories_{kind}_pick_{what}")
    return client.get(address, {"q": words}).json()


def names(client, words):
    return [row["name"] for row in asked(client, "entities", words)["found"]]


def titles(client, words):
    return [row["title"] for row in asked(client, "pages", words)["found"]]


def holder(client, *codenames):
    """Somebody who may do just this."""
    made = make.editor(is_superuser=False)
    made.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(made)


def test_whoever_is_called_so_comes_before_whoever_has_it_in_the_name(client):
    make.entity(name="New Party of Romania")
    make.entity(name="Party of Rome")
    make.entity(name="Rome")
    make.entity(name="Paris")

    found = names(client, "rom")

    assert found == ["Rome", "New Party of Romania", "Party of Rome"]


def test_aliases_are_found_and_told(client):
    entity = make.entity(name="European Union")
    Alias.objects.create(entity=entity, name="Brussels bloc")

    (found,) = asked(client, "entities", "brussels")["found"]

    assert (found["name"], found["also"]) == ("European Union", "Brussels bloc")


def test_words_may_come_in_any_order_and_wildcards_mean_nothing(client):
    make.entity(name="Giorgia Meloni")

    assert names(client, "meloni gior") == ["Giorgia Meloni"]
    assert names(client, "giorgia macron") == []
    assert names(client, "%") == names(client, "_") == []


def test_capitals_do_not_matter_in_any_alphabet(client):
    make.entity(name="Örsa")

    assert names(client, "örs") == ["Örsa"]


def test_who_was_merged_is_found_as_the_one_who_stands(client):
    kept = make.entity(name="Kyiv")
    make.entity(name="Kiev", merged_into=kept)
    make.entity(name="Kiew", merged_into=kept)

    assert names(client, "ki") == ["Kyiv"]


def test_kind_office_and_private_life_tell_namesakes_apart(client):
    fields = {"kind": "person", "name": "Jan Bos"}
    minister = make.entity(public_figure=True, slug="bos", **fields)
    Role.objects.create(entity=minister, title="minister", until="2019-01-01")
    Role.objects.create(entity=minister, title="mayor of Orsa")
    make.entity(slug="person-1", **fields)

    said = [row["said"] for row in asked(client, "entities", "jan bos")["found"]]

    assert said == ["Person · mayor of Orsa", "Person · private person, no page"]


@pytest.mark.parametrize("words", ["", " ", "\0", "x\0y", "é" * 5000, "a " * 500])
def test_whatever_is_typed_is_answered(client, words):
    assert asked(client, "entities", words)["found"] == []
    assert asked(client, "pages", words)["found"] == []


@pytest.mark.parametrize(
    "page", ["pick_entities", "pick_pages", "pick_sources", "make_entity"]
)
def test_only_who_may_write_may_ask(client, page):
    address = reverse(f"admin:stories_question_{page}")
    holder(client, "view_question", "change_story", "add_entity")
    assert client.get(address).status_code == 403

    client.logout()
    assert client.get(address).status_code == 302


def test_new_entities_are_offered_to_who_may_add_them(client):
    kinds = asked(client, "entities", "x")["kinds"]
    assert kinds[:2] == [["", "Choose one"], ["person", "Person"]]

    holder(client, "change_story")

    assert asked(client, "entities", "x")["kinds"] == []


def test_an_entity_made_in_the_text_is_in_the_whos_who_and_in_the_log(client, ana):
    answer = client.post(MAKE, {"name": "Port of Orsa", "kind": "place"})

    entity = Entity.objects.get()
    assert answer.json()["slug"] == entity.slug == "port-of-orsa"
    assert (entity.name, entity.kind) == ("Port of Orsa", "place")
    event = AuditEvent.objects.about(entity).get()
    assert (event.verb, event.by) == ("add", ana)


def test_a_name_of_any_script_gets_an_address_of_its_own(client):
    make.entity(name="Kyiv dynamo", slug="kiiv")

    answer = client.post(MAKE, {"name": "Київ", "kind": "place"})

    assert answer.json()["slug"] == "kiiv-2"


def test_a_private_persons_address_does_not_tell_the_name(client):
    sent = {"name": "Jan Bos", "kind": "person", "public_figure": "no"}

    client.post(MAKE, sent)

    entity = Entity.objects.get()
    assert not entity.public_figure
    assert entity.slug.startswith("person-")
    assert "bos" not in entity.slug


def test_a_name_that_is_taken_is_asked_about_once(client):
    made = make.entity(name="Orsa", slug="orsa", kind="place")
    Alias.objects.create(entity=made, name="Orsa town")

    for name in ("orsa", "ORSA town"):
        answer = client.post(MAKE, {"name": name, "kind": "place"})
        assert answer.status_code == 400
        assert "There is “Orsa” (Place) already." in answer.json()["error"]

    sent = {"name": "Orsa", "kind": "work", "slug": "orsa-film"}
    assert client.post(MAKE, sent).json()["slug"] == "orsa-film"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Name: This field is required."),
        ({"name": "\0"}, "Name: This field is required."),
        ({"name": "Orsa", "kind": "ghost"}, "Kind: Select a valid choice."),
        ({"name": "Jan Bos"}, "Kind: This field is required."),
        ({"name": "Jan Bos", "kind": "person"}, "Say whether this person"),
        ({"name": "Orsa", "kind": "place", "slug": "Or sa"}, "Address: Enter a valid"),
        ({"name": "O" * 300, "kind": "place"}, "Name: Ensure this value has at most"),
        ({"name": "Orsa", "kind": "place", "slug": "taken"}, "already exists"),
    ],
)
def test_bad_input_is_told_and_makes_nothing(client, sent, said):
    make.entity(slug="taken")

    answer = client.post(MAKE, sent)

    assert answer.status_code == 400
    assert said in answer.json()["error"]
    assert Entity.objects.count() == 1


def test_who_may_not_add_is_told_and_adds_nothing(client):
    holder(client, "change_story")

    answer = client.post(MAKE, {"name": "Orsa", "kind": "place"})

    assert answer.status_code == 403
    assert "You may not add to the who's who." in answer.json()["error"]
    assert not Entity.objects.exists()


def test_nothing_is_made_by_looking(client):
    assert client.get(MAKE, {"name": "Orsa", "kind": "place"}).status_code == 405
    assert not Entity.objects.exists()


def test_pages_to_link_to_are_those_that_readers_can_open(client):
    live = make.published_story(headline="Harbour closes", slug="harbour")
    gone = make.published_story(headline="Harbour rumour")
    gone.withdraw(note="We were wrong.")
    make.story(headline="Harbour draft")
    make.edition(make.story(headline="Harbour tomorrow"), at=make.soon())
    make.edition(make.question(title="Why the harbour?"))
    make.entity(name="Harbour board", open=True)
    make.entity(name="Harbour master", kind="person", open=True)
    live.headline = "Harbour opens"
    live.save()

    found = titles(client, "harbour")

    assert found == ["Why the harbour?", "Harbour closes", "Harbour board"]
    first = asked(client, "pages", "closes")["found"][0]
    assert first["address"] == "/stories/harbour/"
    assert Kind.WITHDRAWAL in gone.editions.values_list("kind", flat=True)


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_to_pick_from_takes_the_same_queries_however_long(
    client, django_assert_num_queries, count
):
    for number in range(count):
        entity = make.entity(name=f"Rome {number}")
        Alias.objects.create(entity=entity, name=f"Roma {number}")
    address = reverse("admin:stories_story_pick_entities")

    with django_assert_num_queries(5):
        client.get(address, {"q": "rome"})


def test_sources_of_other_pages_are_found_by_outlet_and_title_for_who_may_see_them(
    client,
):
    post = make.outlet(name="Evening Post")
    at = {"url": "https://post.example/bridge", "published": "2026-03-04"}
    make.source(title="The bridge holds", outlet=post, **at)
    make.source(title="The bridge falls", url="https://other.example/falls")
    make.source(title="The bridge in a drawer", outlet=post, url="")

    found = [asked(client, "sources", words)["found"] for words in ("post BRIDGE", "")]
    holder(client, "change_story")
    refused = asked(client, "sources", "post")["found"]

    said = {"title": "Evening Post", "said": "4 Mar 2026", "more": "The bridge holds"}
    assert found == [[{"url": "https://post.example/bridge"} | said], []]
    assert refused == []
