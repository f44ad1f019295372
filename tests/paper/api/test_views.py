"""Programs ask for lists and texts, and get what the pages say, or why not."""

import json

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError, connection, transaction
from django.test import Client
from jsonschema import Draft202012Validator

from paper.api import shapes
from paper.api.resources import RESOURCES
from stories.models import Question, Story
from tests import make
from tests.support import harbour

pytestmark = pytest.mark.django_db
SITE = settings.SITE_URL


@pytest.fixture(scope="module")
def paper(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        harbour.fill()
        make.published_story(slug="tides", language="de", headline="Gezeiten")
        make.published_question(slug="when", status="open")
        yield
        transaction.set_rollback(True)
    cache.clear()


@pytest.fixture
def ask(paper, db):
    cache.clear()
    client = Client()

    def ask(place, **asked):
        answer = client.get(f"/api/{place}", asked)
        assert answer.status_code == 200, answer.content
        return answer.json()

    return ask


def slugs(said):
    return {item["slug"] for item in said["items"]}


def test_a_list_has_what_is_asked_for_and_nothing_else(ask):
    stories = {"ports", "tides"}
    narrowed = {
        ("stories/", ()): stories,
        ("stories/", (("desk", "city"),)): {"ports"},
        ("stories/", (("topic", "board"),)): {"ports"},
        ("stories/", (("outlet", "lamp"),)): {"ports"},
        ("stories/", (("topic", "board"), ("outlet", "lamp"))): {"ports"},
        ("stories/", (("topic", "board"), ("desk", "nope"))): set(),
        ("stories/", (("tag", "nope"),)): set(),
        ("stories/", (("topic", "only-in-a-draft"),)): set(),
        ("stories/", (("language", "de"),)): {"tides"},
        ("stories/", (("language", "en"),)): {"ports"},
        ("questions/", (("language", "en-gb"),)): {"why", "when"},
        ("stories/", (("since", "2099-01-01"),)): set(),
        ("stories/", (("since", "2001-01-01"),)): stories,
        ("questions/", ()): {"why", "when"},
        ("questions/", (("status", "answered"),)): set(),
        ("topics/", ()): {"board"},
        ("topics/", (("kind", "person"),)): set(),
        ("outlets/", ()): {"lamp"},
        ("corrections/", ()): {"ports"},
        ("corrections/", (("since", "2099-01-01"),)): set(),
        ("stories/ports/editions/", ()): {"ports"},
        ("search/", (("q", "walls"),)): {"ports", "why"},
        ("search/", (("q", "walls"), ("type", "question"))): {"why"},
        ("search/", (("q", "walls"), ("desk", "city"))): {"ports"},
        ("search/", (("q", "Zqx"),)): set(),
    }

    for (place, asked), found in narrowed.items():
        assert slugs(ask(place, **dict(asked))) == found, (place, asked)


@pytest.mark.parametrize("place", ["stories/", "topics/", "outlets/", "questions/"])
@pytest.mark.parametrize("limit", [1, 10])
def test_the_parts_of_a_list_are_the_list(ask, place, limit):
    for number in range(3):
        cited = [{"key": "a", "title": "A", "outlet": f"Paper {number}"}]
        named = make.entity(slug=f"name-{number}")
        parts = {"sources": cited, "entities": [{"entity": named, "name": "N"}]}
        make.outlet(name=f"Paper {number}", slug=f"paper-{number}")
        make.published_story(parts=parts)
        make.published_question()
    whole = [item["slug"] for item in ask(place, limit=100)["items"]]

    parts, said = [], ask(place, limit=limit)
    parts += said["items"]
    while "next" in said:
        said = ask(said["next"].removeprefix(f"{SITE}/api/"))
        parts += said["items"]

    assert len(whole) > 3
    assert [item["slug"] for item in parts] == whole


@pytest.mark.once
def test_a_text_is_its_twin(ask):
    client = Client()
    twins = {
        "stories/ports/": "/stories/ports.json",
        "stories/ports/editions/1/": "/stories/ports/editions/1.json",
        "questions/why/": "/questions/why.json",
        "questions/why/editions/1/": "/questions/why/editions/1.json",
        "topics/board/": "/topics/board.json",
        "stories/ports/?block=full-1": "/stories/ports.json?block=full-1",
    }
    for place, twin in twins.items():
        assert ask(place) == client.get(twin).json()


EXAMPLES = {"slug": "why", "edition": 1, "q": "walls"}


@pytest.mark.once
@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.name)
def test_an_answer_has_the_shape_that_is_described(ask, resource):
    of = {"story": "ports", "topic": "board", "outlet": "lamp", "question": "why"}
    known = EXAMPLES | {"slug": of.get(resource.name.partition("_")[0], "")}
    asked = {one.name: known[one.name] for one in resource.query if one.is_required}
    said = ask(resource.place.format(**known), **asked)

    Draft202012Validator(shapes.whole(resource.shape)).validate(said)
    assert said.get("items", [said])


@pytest.mark.once
@pytest.mark.parametrize(
    ("place", "status", "sentence"),
    [
        ("stories/draft/", 404, "Readers have no story 'draft'."),
        ("stories/soon/", 404, "Readers have no story 'soon'."),
        ("stories/soon/editions/", 404, "Readers have no story 'soon'."),
        ("stories/why/", 404, "Readers have no story 'why'."),
        ("topics/only-in-a-draft/", 404, "Readers have no topic 'only-in-a-draft'."),
        ("outlets/nope/", 404, "Readers have no outlet 'nope'."),
        ("stories/ports/editions/9/", 404, "The story 'ports' has no edition 9"),
        ("stories/ports/editions/x/", 404, "edition is a whole number from 1 to"),
        ("stories/ports/?block=x", 404, "Edition 2 has no block 'x'."),
        ("stories/gone/", 410, "It was withdrawn: It was wrong."),
        ("stories/gone/editions/1/", 410, "It was withdrawn: It was wrong."),
        ("nothing/", 404, "Nothing stands at this address"),
        ("stories/?limit=0", 400, "limit is a whole number from 1 to 100."),
        ("stories/?limt=5", 400, "There is no parameter 'limt' here"),
        ("stories/?cursor=x", 400, "cursor is what an earlier answer gave as cursor."),
        ("stories/ports/?slug=x", 400, "slug is part of the address."),
        ("stories/?language=a%0Cb", 400, "language has 1 to 200 characters, and none"),
        ("search/", 400, "q has to be given."),
    ],
)
def test_a_refusal_says_why_in_one_sentence(
    ask, behind_the_cache, place, status, sentence
):
    answer = Client().get(f"/api/{place}")
    said = json.loads(answer.content)

    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert (answer.status_code, said["status"]) == (status, status)
    assert said["detail"].startswith(sentence)
    assert harbour.SECRET not in answer.content.decode()


@pytest.mark.once
def test_what_moved_is_led_on_from_wherever_it_is_asked_for():
    for kind, model in (("story", Story), ("question", Question)):
        owner = getattr(make, f"published_{kind}")(slug="old")
        model.objects.filter(pk=owner.pk).update(slug="new")
        make.edition(model.objects.get(pk=owner.pk))
    client = Client()

    for folder in ("stories", "questions"):
        for end in ("", "editions/", "editions/1/"):
            answer = client.get(f"/api/{folder}/old/{end}")
            to = f"{SITE}/api/{folder}/new/{end}"
            assert (answer.status_code, answer["Location"]) == (301, to)
            assert answer.json()["address"] == to


@pytest.mark.once
def test_an_answer_that_is_known_is_not_sent_again_until_it_changes(ask):
    client = Client()
    places = ("stories/", "editions/", "stories/ports/", "openapi.json")
    first = {place: client.get(f"/api/{place}") for place in places}
    for place, answer in first.items():
        again = client.get(f"/api/{place}", headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b""), place
        head = client.head(f"/api/{place}")
        assert (head.status_code, head["ETag"]) == (200, answer["ETag"])
    make.published_story(slug="new")
    cache.clear()

    for place in ("stories/", "editions/"):
        etag = first[place]["ETag"]
        again = client.get(f"/api/{place}", headers={"If-None-Match": etag})
        assert again.status_code == 200
    refused = client.post("/api/stories/", {})
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert refused.json()["detail"] == "Here one may ask with GET, HEAD, OPTIONS."


@pytest.mark.once
def test_a_database_that_does_not_answer_is_told_in_the_same_form(ask, client):
    def fail(execute, sql, params, many, context):
        raise OperationalError("gone") from None

    client.raise_request_exception = False
    with connection.execute_wrapper(fail):
        answer = client.get("/api/stories/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 503


@pytest.mark.once
def test_people_and_programs_find_it(paper, client):
    front = client.get("/")
    page = client.get("/api/").content.decode()

    assert '</api/openapi.json>; rel="service-desc"' in front["Link"]
    assert '<a href="/api/">' in front.content.decode()
    assert f"{SITE}/api/openapi.json" in client.get("/llms.txt").content.decode()
    for resource in RESOURCES:
        assert f"GET /api/{resource.place}" in page
        assert all(f"<code>{one.name}</code>" in page for one in resource.parameters)
