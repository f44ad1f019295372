"""The desk is asked whether two texts tell of one event, and nothing happens before."""

import io
import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from people.models import AuditEvent
from stories.models import Edition, Story, Telling
from tests import make
from tests.support import kite_days
from tests.support.files import rows

pytestmark = pytest.mark.django_db
FERRY = "ferry-crews-strike-in-lindau"
LIST = "/admin/stories/telling/"


def take(folder, *days, **options):
    kite_days.write(folder)
    paths = [str(folder / f"{day}.json") for day in days or kite_days.DAYS]
    out = io.StringIO()
    call_command("import_archive", *paths, stdout=out, stderr=out, **options)
    return out.getvalue()


def page(row):
    return reverse("admin:stories_telling_change", args=[row.pk])


def kinds(slug):
    found = Edition.objects.filter(story__slug=slug).order_by("number")
    return [str(edition.kind) for edition in found]


@pytest.fixture
def waiting(tmp_path):
    take(tmp_path, publish=True)
    return Telling.objects.waiting().get()


def test_an_editor_says_that_it_is_the_same_and_it_is_its_next_edition(
    client, waiting, tmp_path
):
    for address in ("/", f"/stories/{FERRY}/", reverse("front_atom")):
        page_of_readers = client.get(address).content.decode()
        assert "Lindau" in page_of_readers
        assert "Paula Stern" not in page_of_readers
    client.force_login(make.editor())
    assert waiting.headline in client.get(LIST).content.decode()
    shown = client.get(page(waiting)).content.decode()
    assert "Talks in the Lindau ferry strike" in shown
    assert "Strike stops ferries in Lindau" in shown

    answer = client.post(page(waiting), {"verdict": "same"}, follow=True)

    assert "Brought in, and published." in answer.content.decode()
    assert kinds(FERRY) == ["first", "wording", "development"]
    assert Story.objects.count() == 4
    assert waiting.headline not in client.get(LIST).content.decode().split("</h1>")[-1]
    noted = AuditEvent.objects.filter(key=str(waiting.candidate_id)).latest("pk")
    assert noted.note == f"{waiting.headline}: The same story"
    waiting.refresh_from_db()
    assert (waiting.verdict, waiting.decided_by) == ("same", noted.by)

    # Said again, and the files once more: nothing changes.
    before = rows()
    again = client.post(page(waiting), {"verdict": "other"}, follow=True)
    assert "Somebody has said so before." in again.content.decode()
    assert "0 made, 0 changed, 9 unchanged" in take(tmp_path, publish=True)
    assert rows() == before


@pytest.mark.once
def test_an_editor_says_that_it_is_another_and_it_is_a_story_of_its_own(
    client, waiting, tmp_path
):
    client.force_login(make.editor())

    client.post(page(waiting), {"verdict": "other"})

    assert kinds("mediator-to-end-lindau-ferry-dispute") == ["first"]
    assert kinds(FERRY) == ["first", "wording"]
    assert "0 made, 0 changed, 9 unchanged" in take(tmp_path, publish=True)


@pytest.mark.once
def test_what_was_to_be_a_draft_becomes_one(client, tmp_path):
    take(tmp_path)
    row = Telling.objects.waiting().get()
    client.force_login(make.editor())

    answer = client.post(page(row), {"verdict": "same"}, follow=True)

    assert "Brought in, as a draft." in answer.content.decode()
    assert Story.objects.get(slug=FERRY).headline == row.headline
    assert not Edition.objects.exists()


@pytest.mark.once
def test_a_draft_that_somebody_wrote_stays_and_nobody_is_asked_again(client, tmp_path):
    kite_days.write(tmp_path, "day-1")
    source = make.source(url=kite_days.CRACKS["link"])
    story = make.story(headline="Olten bridge closed, engineers find cracks")
    make.add_parts(story, {"sources": [{"key": "paper", "source": source}]})
    story.save_revision(by=make.editor())
    take(tmp_path, "day-1", publish=True)
    row = Telling.objects.waiting().get()
    client.force_login(make.editor())

    answer = client.post(page(row), {"verdict": "same"}, follow=True)

    assert "stays as it is" in answer.content.decode()
    row.refresh_from_db()
    assert (row.verdict, row.story) == ("same", story)
    assert (story.revisions.count(), story.editions.count()) == (1, 0)
    assert "waiting" not in take(tmp_path, "day-1", publish=True)


@pytest.mark.once
@pytest.mark.parametrize("fields", [{}, {"report": "It is *told* here."}])
def test_of_a_draft_without_a_summary_what_it_has_is_shown(client, waiting, fields):
    draft = make.story(headline="Only a headline", **{"summary": ""} | fields)
    draft.save_revision()
    Telling.objects.filter(pk=waiting.pk).update(candidate=draft)
    client.force_login(make.editor())

    html = client.get(page(waiting)).content.decode()

    assert "Only a headline" in html
    assert ("It is told here." in html) == bool(fields)


@pytest.mark.once
def test_who_may_not_write_the_story_is_not_asked(client, waiting):
    world, sport = make.desk(name="World"), make.desk(name="Sport")
    Story.objects.filter(pk=waiting.candidate_id).update(desk=world)
    before = Edition.objects.count()
    client.force_login(make.person("editor", sport))

    assert waiting.headline not in client.get(LIST).content.decode()
    assert client.get(page(waiting)).status_code == 404
    assert client.post(page(waiting), {"verdict": "same"}).status_code == 404
    client.force_login(make.viewer())
    assert client.get(LIST).status_code == 403
    assert Edition.objects.count() == before
    client.force_login(make.person("editor", world))
    assert client.get(page(waiting)).status_code == 200


@pytest.fixture
def later(tmp_path, waiting):
    """Takes a text in, published or not, that tells of the same a day later."""
    text = kite_days.story(
        1,
        "Mediator in Lindau ferry dispute hears both sides",
        "The mediator, Judge Paula Stern, heard both sides of the dispute over "
        "ferries. [union.example#1]",
        kite_days.TALKS[2:],
    )
    day = {"category": "World", "timestamp": kite_days.FIRST + 4 * kite_days.DAY}
    path = tmp_path / "later.json"
    path.write_text(json.dumps({**day, "clusters": [text]}))

    def bring(**options):
        call_command("import_archive", str(path), stdout=io.StringIO(), **options)
        assert Telling.objects.waiting().count() == 2

    return bring


OTHER = "mediator-to-end-lindau-ferry-dispute"


def test_a_later_text_waits_for_the_same_word_and_follows_it(client, waiting, later):
    later(publish=True)
    client.force_login(make.editor())

    client.post(page(waiting), {"verdict": "other"})

    assert not Telling.objects.waiting().exists()
    assert len(kinds(OTHER)) == 2
    assert kinds(FERRY) == ["first", "wording"]


@pytest.mark.once
def test_a_later_text_that_was_to_be_a_draft_becomes_one(client, waiting, later):
    later()
    client.force_login(make.editor())

    client.post(page(waiting), {"verdict": "other"})

    assert not Telling.objects.waiting().exists()
    assert kinds(OTHER) == ["first"]
    draft = Story.objects.get(slug=OTHER)
    assert draft.headline == "Mediator in Lindau ferry dispute hears both sides"


@pytest.mark.once
def test_a_word_on_one_story_writes_no_other(client, waiting, later):
    """The later text is surely of a third story, at a desk of somebody else."""
    world, sport = make.desk(name="World"), make.desk(name="Sport")
    later(publish=True)
    third = make.story(desk=sport, headline="Ours")
    third.save_revision()
    row = Telling.objects.waiting().exclude(pk=waiting.pk).get()
    told = Telling.objects.create(
        name="third", batch="third", at=row.at, seal="x", story=third
    )
    told.signature = row.signature
    told.save()
    told.leave_traces(row.traces.values_list("mark", flat=True))
    Story.objects.filter(pk=waiting.candidate_id).update(desk=world)
    client.force_login(make.person("editor", world))

    client.post(page(waiting), {"verdict": "same"})

    row.refresh_from_db()
    assert (row.is_waiting, row.candidate) == (True, third)
    third.refresh_from_db()
    assert (third.headline, third.revisions.count()) == ("Ours", 1)


@pytest.mark.once
def test_a_draft_that_came_in_can_be_deleted_with_what_is_known_of_it(client, tmp_path):
    take(tmp_path)
    client.force_login(make.editor())
    story = Story.objects.get(slug=FERRY)
    delete = reverse("admin:stories_story_delete", args=[story.pk])

    client.post(delete, {"post": "yes"})

    assert not Story.objects.filter(slug=FERRY).exists()
    assert Telling.objects.count() == 6
    assert "1 made, 1 changed" in take(tmp_path)
