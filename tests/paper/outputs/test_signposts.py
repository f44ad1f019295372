"""What is gone, moved or missing is said in the form that was asked for."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from explainer import front_matter
from stories.models import Question, Story
from tests import filled, filled_paper, make

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ENDS = {
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".ninjs.json": "application/json",
}
WITHDRAWN = "2026-03-03T11:00:00+00:00"
NOTE = "Es war „falsch“.\n---\nformat: explainer/1\n</script>"
EACH = pytest.mark.parametrize("end", ENDS)
KINDS = pytest.mark.parametrize("kind", ["story", "question"])
FOLDERS = {"story": "stories", "question": "questions"}


def made(kind, slug):
    build = make.published_story if kind == "story" else make.published_question
    return build(slug=slug)


def places(kind, slug, end):
    at = f"/{FOLDERS[kind]}/{slug}"
    return f"{at}{end}", f"{at}/editions/1{end}"


def facts(answer):
    """What an answer says for programs, whatever its form."""
    if "markdown" in answer["Content-Type"]:
        return front_matter.read(front_matter.split(answer.content.decode())[0])
    return answer.json()


@KINDS
@EACH
def test_what_was_taken_down_says_why(client, kind, end):
    with time_machine.travel("2026-03-03T10:00:00+00:00", tick=False):
        owner, other = made(kind, "x"), made(kind, "y")
    with time_machine.travel(WITHDRAWN, tick=False):
        owner.withdraw(note=NOTE)
    note = owner.editions.get(number=2).note

    for at in places(kind, "x", end):
        answer = client.get(at)
        said = facts(answer)
        assert (answer.status_code, answer["Content-Type"]) == (410, ENDS[end])
        assert answer["Access-Control-Allow-Origin"] == "*"
        if end == ".ninjs.json":
            assert said["uri"] == f"urn:uuid:{owner.pk}"
            told = said["pubStatus"], said["edNote"], said["versionCreated"]
            assert told == ("canceled", note, WITHDRAWN)
        else:
            assert said["address"] == f"http://testserver{owner.get_absolute_url()}"
            told = str(said["status"]), said["note"], said["published_at"]
            assert told == ("410", note, WITHDRAWN)
    assert {client.get(at).status_code for at in places(kind, other.slug, end)} == {200}


@KINDS
@EACH
def test_what_moved_says_where(client, kind, end):
    owner = made(kind, "x")
    model = Story if kind == "story" else Question
    model.objects.filter(pk=owner.pk).update(slug="new")
    make.edition(model.objects.get(pk=owner.pk))

    pairs = zip(places(kind, "x", end), places(kind, "new", end), strict=True)
    for old, new in pairs:
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, new)
        assert answer["Content-Type"] == ENDS[end]
        assert facts(answer)["address"] == f"http://testserver{new}"
        assert client.get(new).status_code == 200


@EACH
def test_what_is_not_there_is_missed(client, end):
    make.story(slug="draft").save_revision()
    make.edition(make.story(slug="coming"), at=make.soon())
    make.published_story(slug="ports")
    for path in ("stories/draft", "stories/coming", "stories/ports/editions/2", "a/b"):
        answer = client.get(f"/{path}{end}")
        assert (answer.status_code, answer["Content-Type"]) == (404, ENDS[end])
        assert str(facts(answer)["status"]) == "404"
        assert answer["Access-Control-Allow-Origin"] == "*"
    assert client.get(f"/stories/ports{end}?block=no").status_code == 404
    assert client.get(f"/stories/ports{end}?block=").status_code == 200


@pytest.mark.parametrize("slug", ["filled", "filled-question"])
def test_a_twin_costs_no_more_than_its_page(client, slug):
    filled.make_named()
    filled_paper.publish(filled.story(), 0)
    filled_paper.publish(filled.question(), 0)
    folder = FOLDERS["question" if "question" in slug else "story"]
    client.get(f"/{folder}/{slug}/editions/1/")
    with CaptureQueriesContext(connection) as page:
        client.get(f"/{folder}/{slug}/editions/1/")
    for end in ENDS:
        with CaptureQueriesContext(connection) as found:
            client.get(f"/{folder}/{slug}/editions/1{end}")
        assert len(found) <= len(page), end
