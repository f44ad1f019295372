"""What the writing tools ask the desk for: whom to mention, and where to link to."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.urls import reverse

from desk.writing.pickers import address, entity_data, homonym, matching_entities
from entities.models import Alias, Entity, Role
from explainer.folding import key
from people.models import AuditEvent
from people.triggers import Guards, refusal
from stories.models import Kind
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editor")]

MAKE = reverse("admin:stories_story_make_entity")


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


def test_an_entity_is_told_with_all_that_one_knows_it_by():
    party = make.entity(name="Harbour", slug="harbour", kind="organisation")
    party.lead = " ".join(f"word{number}" for number in range(15))
    for number in range(4):
        Alias.objects.create(entity=party, name=f"Port {number}")
    unsaid = make.entity(name="Unsaid", slug="unsaid", kind="")
    private = make.entity(name="Ann", slug="ann", kind="person")
    public = make.entity(name="Bo", slug="bo", kind="person", public_figure=True)
    Role.objects.create(entity=public, title="mayor", until="2020-01-01")

    rows = [entity_data(row) for row in (party, unsaid, private, public)]

    lead = " ".join(f"word{number}" for number in range(14)) + "…"
    assert rows[0] == {
        "slug": "harbour",
        "name": "Harbour",
        "said": "Organisation",
        "lead": lead,
        "also": "Port 0, Port 1, Port 2",
    }
    assert [row["said"] for row in rows[1:]] == [
        "kind not chosen, no page",
        "Person · private person, no page",
        "Person",
    ]


def test_an_alias_counts_for_the_one_that_has_it():
    """Whoever is called so comes first, then whose name begins so, then words."""
    for name in ("A port", "Export", "Port Orsa", "Port", "Zed", "Yes"):
        make.entity(name=name)
    Alias.objects.create(entity=Entity.objects.get(name="Zed"), name="Port")
    Alias.objects.create(entity=Entity.objects.get(name="Yes"), name="Old port")

    found = [row.name for row in matching_entities("port")]

    assert found == ["Port", "Zed", "Port Orsa", "A port", "Export", "Yes"]


def test_ten_are_offered_and_each_stands_for_all_that_were_merged_into_it(client):
    kept = make.entity(name="Aa port")
    for number in range(12):
        make.entity(name=f"Port {number:02}")
    make.entity(name="Port", merged_into=kept)

    found = names(client, "port")

    assert found == ["Aa port", *(f"Port {number:02}" for number in range(9))]


def test_ten_pages_are_offered_the_newest_first_then_topics(client):
    make.published_story(headline="Peace in parts")
    for number in range(9):
        make.published_story(headline=f"Port {number}")
    make.entity(name="Harbour", kind="place", open=True)
    make.entity(name="Port B", kind="place", open=True)
    make.entity(name="Port A", kind="place", open=True)

    found = asked(client, "pages", "port")["found"]

    topic = Entity.objects.get(name="Port A")
    assert [row["title"] for row in found] == [
        *(f"Port {number}" for number in range(8, -1, -1)),
        "Port A",
    ]
    assert found[-1] == {
        "title": "Port A",
        "said": "Place",
        "address": topic.get_absolute_url(),
    }
    make.published_story(headline="Port 9")
    make.published_story(headline="Port 10")
    assert titles(client, "port") == [f"Port {n}" for n in range(10, 0, -1)]


def test_ten_sources_are_offered_the_newest_first_each_by_its_outlet_or_host(client):
    for number in range(11):
        source = make.source(title=f"Port {number}")
        source.url = f"https://ann:pw@port{number}.example/a"
        source.save()

    found = asked(client, "sources", "port")["found"]

    assert [row["more"] for row in found] == [f"Port {n}" for n in range(10, 0, -1)]
    assert found[0] == {
        "url": "https://port10.example/a",
        "title": "port10.example",
        "said": None,
        "more": "Port 10",
    }


def test_a_namesake_is_asked_about_as_what_stands_for_it():
    kept = make.entity(name="Kyiv", kind="place")
    gone = make.entity(name="Kiev", kind="", merged_into=kept)
    Alias.objects.create(entity=gone, name="Kiew")
    make.entity(name="Orsa", kind="")

    said = [homonym({"name": name}) for name in ("KIEV", "kiew", " Kyiv ", "orsa")]

    assert [words.partition(" already")[0] for words in said] == [
        *["There is “Kyiv” (Place)"] * 3,
        "There is “Orsa” (–)",
    ]
    for asked_for in ({}, {"name": " "}, {"name": "Kyiv", "slug": "x"}, {"name": "Ky"}):
        assert homonym(asked_for) == ""


def test_only_a_private_person_has_an_address_that_tells_nothing():
    def asked_for(**said):
        return address({"name": "Jan Bos"} | said)

    private = asked_for(kind="person", public_figure="no")
    assert (private[:7], len(private)) == ("person-", 15)
    assert asked_for(kind="person", public_figure="yes") == "jan-bos"
    assert asked_for(kind="place", public_figure="no") == "jan-bos"
    assert asked_for(kind="person", public_figure="no", slug=" mine ") == "mine"


def test_who_may_change_but_not_add_may_ask(client):
    address_of = reverse("admin:stories_story_pick_entities")
    for codename in ("add_story", "change_story"):
        holder(client, codename)
        assert client.get(address_of).status_code == 200


@pytest.mark.once
def test_what_cannot_be_noted_is_not_added_to_the_whos_who(client):
    guard = refusal("not_now", "people_auditevent", "INSERT")
    Guards("", "", [guard]).put_up(connection)

    answer = client.post(MAKE, {"name": "Orsa", "kind": "place"})

    assert answer.status_code == 400
    assert answer.json() == {
        "error": "Somebody has just added an entity with this address."
    }
    assert not Entity.objects.exists()


def test_so_much_of_what_was_typed_is_read(client):
    make.entity(name="Zz")
    make.entity(name="x" * 200)

    assert names(client, "zz" + " " * 198 + "q") == ["Zz"]
    assert names(client, "zz" + " " * 197 + "q") == []
    assert homonym({"name": "x" * 201})
    assert not homonym({"name": "x" * 199})


def test_thirty_rows_are_looked_at_for_ten_that_stand(client):
    kept = make.entity(name="A port")
    rows = [{"name": f"Port {n:02}", "slug": f"port-{n}"} for n in range(31)]
    rows = [Entity(**row, kind="place", letters=key(row["name"])) for row in rows]
    for row in rows[:29]:
        row.merged_into = kept
    Entity.objects.bulk_create(rows)

    assert names(client, "port") == ["A port", "Port 29"]
