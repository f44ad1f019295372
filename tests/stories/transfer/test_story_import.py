"""Import and export: what goes in comes out, and a faulty file changes nothing."""

import datetime as dt
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image as Pillow

from entities.models import Entity
from images.models import Image
from people.desks import Desk
from sources.models import Outlet
from stories.models import Edition, Kind, Question, Revision, Showing, Story, freezing
from stories.models.topics import public
from stories.transfer.story_import import PublishOptions
from tests import make
from tests.support.files import WHOLE, empty_newsroom, faults, rows, take

pytestmark = pytest.mark.django_db


def test_a_whole_file_is_published_with_its_questions():
    take(WHOLE, publishing=PublishOptions())

    live = Showing.objects.live(timezone.now())
    assert {showing.slug for showing in live} == {"ports", "will-it-hold"}


def test_importing_again_changes_nothing():
    take(WHOLE, publishing=PublishOptions())
    before = rows()

    outcome = take(WHOLE, publishing=PublishOptions())

    assert rows() == before
    assert (outcome.unchanged, outcome.published) == (["ports"], [])


def test_a_changed_file_makes_a_new_edition_of_the_same_story():
    take(WHOLE, publishing=PublishOptions())

    take(
        WHOLE | {"headline": "Ports close"},
        publishing=PublishOptions(note="New: shut."),
    )

    story = Story.objects.get()
    assert [e.kind for e in story.editions.all()] == [Kind.FIRST, Kind.DEVELOPMENT]


def test_a_story_is_found_by_an_address_it_once_had():
    story = make.published_story(slug="ports")
    story.slug = "harbours"
    story.save()
    make.edition(story)

    take(WHOLE)

    assert Story.objects.get() == story


def test_a_file_with_an_id_of_its_own_is_never_another_story():
    story = make.published_story(slug="ports")
    story.slug = "harbours"
    story.save()
    make.edition(story)
    own = "11111111-1111-4111-8111-111111111111"

    take(WHOLE | {"id": own})

    assert Story.objects.get(slug="ports").pk != story.pk


def test_two_files_that_end_in_one_story_are_refused():
    story = make.published_story(slug="ports")
    story.slug = "harbours"
    story.save()
    make.edition(story)

    assert faults(WHOLE | {"slug": "harbours"}, WHOLE) == [
        "stories[1]: is the same story as stories[0]"
    ]


def test_nobody_gets_a_page_because_a_file_does_not_say_who_they_are():
    person = {"kind": "person", "name": "A"}
    brought = [
        {"slug": "bystander", "name": "B"},
        {"slug": "clerk", **person},
        {"slug": "minister", **person, "public_figure": True},
        {"slug": "witness", **person, "public_figure": False},
    ]
    whole = WHOLE | {"entities": [*WHOLE["entities"], *brought]}

    outcome = take(whole, publishing=PublishOptions())

    topics = public(Entity.objects, timezone.now())
    assert {row.slug for row in topics} == {"harbour-board", "minister"}
    assert [line for line in outcome.notices if "no page" in line] == [
        "bystander: no kind, so no page until an editor chooses one",
        "clerk: public_figure is not said, so no page of this person until an "
        "editor says yes",
    ]
    assert "no page" not in "".join(take(whole).notices)


def test_an_operator_may_answer_for_the_persons_of_whom_a_file_says_nothing():
    clerk = {"slug": "clerk", "name": "A", "kind": "person"}
    witness = clerk | {"slug": "witness", "public_figure": False}

    brought = [*WHOLE["entities"], clerk, witness]
    take(WHOLE | {"entities": brought}, public_figures=True)

    figures = Entity.objects.filter(kind="person", public_figure=True)
    assert [row.slug for row in figures] == ["clerk"]


def test_a_shared_row_keeps_what_it_says_and_the_difference_is_reported():
    make.entity(slug="harbour-board", name="Harbour board", lead="Ours.")

    outcome = take(WHOLE)

    assert Entity.objects.get(slug="harbour-board").lead == "Ours."
    assert outcome.notices == [
        "stories[0]: entity “Harbour board” keeps its own lead: "
        "“Ours.”, not “It runs the ports.”"
    ]


def test_shared_rows_are_overwritten_when_asked():
    make.entity(slug="harbour-board", name="Harbour board", lead="Ours.")

    take(WHOLE, update_shared=True)

    assert Entity.objects.get(slug="harbour-board").lead == "It runs the ports."


@pytest.mark.once
@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        (
            {"quotes": [{"text": "x", "source": "reuters"}], "lead_quote": ""},
            'quotes[0].source: no source with key "reuters"',
        ),
        ({"brief": "Two.[^afp]"}, "brief: line 1, column 5: "),
        ({"brief": "@[A](nobody)"}, "brief: line 1, column 1: "),
        ({"lead_quote": "nobody"}, 'lead_quote: no quote with key "nobody"'),
        (
            {"timeline": [{"text": "x", "sources": ["afp"]}]},
            'timeline[0].sources: no source with key "afp"',
        ),
    ],
)
def test_a_draft_may_name_what_it_lacks_and_is_not_published_with_it(keys, fault):
    good = WHOLE | {"slug": "good", "headline": "Good"}

    refused = faults(good, WHOLE | keys, publishing=PublishOptions())
    done = take(good, WHOLE | keys)

    for said in (refused, done.notices):
        assert any(line.startswith(f"stories[1].{fault}") for line in said), said
    made = freezing.freeze(Story.objects.get(slug="ports"))
    for part, value in keys.items():
        kept = made.get(part, "")
        if isinstance(value, list):
            kept = [{key: kept[0].get(key) for key in value[0]}]
        assert kept == value


@pytest.mark.once
@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ({"entities": [{"slug": "new-one"}]}, "entities[0].name: missing"),
        # A row is tied to the entity itself, so that there is none without it.
        (
            {"quotes": [{"text": "x", "speaker": "X", "entity": "nobody"}]},
            "quotes[0].entity: no entity",
        ),
        ({"byline": [{"name": "X", "entity": "nobody"}]}, "byline[0].entity: "),
        ({"image": {"src": "../../secret.jpg"}}, "image.src: no picture"),
    ],
)
def test_a_fault_refuses_the_whole_file(keys, fault):
    good = WHOLE | {"slug": "good", "headline": "Good"}

    found = faults(good, WHOLE | keys)

    assert any(line.startswith(f"stories[1].{fault}") for line in found), found
    assert not Story.objects.exists()


def test_two_stories_of_one_slug_are_refused():
    assert faults(WHOLE, WHOLE) == [
        "stories[1].id: is also that of stories[0]",
        "stories[1].slug: is also that of stories[0]",
    ]


def test_a_slug_that_belongs_to_another_story_is_refused():
    mine = make.story(slug="harbours")
    make.story(slug="ports", headline="Theirs")

    assert faults(WHOLE | {"id": str(mine.pk)}) == [
        'stories[0].slug: belongs to "Theirs"'
    ]


def test_an_import_never_publishes_over_a_persons_edition_unless_forced():
    take(WHOLE, publishing=PublishOptions())
    story = Story.objects.get()
    story.headline = "By hand"
    story.save()
    make.edition(story, by=make.editor(username="ana"))
    changed = WHOLE | {"headline": "By machine"}

    (fault,) = faults(changed, publishing=PublishOptions())
    assert fault == "stories[0]: edition 2 was published by ana since"

    take(changed, publishing=PublishOptions(force=True))
    assert Showing.objects.live(timezone.now()).stories().get().headline == "By machine"


def test_what_an_editor_typed_stays_in_the_history():
    take(WHOLE)
    story = Story.objects.get()
    story.headline = "Typed, not yet saved as a revision"
    story.save()

    take(WHOLE | {"headline": "From the file"})

    revisions = Revision.objects.filter(story=story).heads()
    texts = [revision.content["headline"] for revision in revisions]
    assert texts[:2] == ["From the file", "Typed, not yet saved as a revision"]


def test_a_rehearsal_writes_nothing():
    before = rows()

    outcome = take(WHOLE, publishing=PublishOptions(), dry_run=True)

    assert outcome.published == ["ports", "will-it-hold"]
    assert rows() == before


@pytest.fixture
def media(tmp_path):
    picture = Pillow.new("RGB", (40, 30), "navy")
    picture.save(tmp_path / "port.png")
    (tmp_path / "bad.jpg").write_bytes(b"not a picture")
    return tmp_path


def test_a_picture_is_stored_under_the_hash_of_its_bytes(media):
    take(WHOLE | {"image": {"src": "port.png", "alt": "A port"}}, media=media)

    image = Story.objects.get().heroimage_set.get().image
    assert (image.width, image.height, image.alt) == (40, 30, "A port")
    assert image.file.storage.exists(image.name)


@pytest.mark.once
def test_what_is_no_picture_is_refused(media):
    (fault,) = faults(WHOLE | {"image": {"src": "bad.jpg"}}, media=media)

    assert fault.startswith("stories[0].image.src: This isn't a JPEG")


def test_export_and_import_into_an_empty_newsroom_give_the_same_hashes(
    media, tmp_path, monkeypatch
):
    whole = WHOLE | {
        "image": {"src": "port.png", "alt": "A port", "focal": [20, 80]},
        "figures": [{"key": "map", "kind": "map", "src": "port.png"}],
    }
    take(whole, WHOLE | {"slug": "second"}, media=media, publishing=PublishOptions())
    hashes = set(Showing.objects.values_list("slug", "digest"))
    out, folder = io.StringIO(), tmp_path / "out"
    call_command("export_stories", stdout=out, media=str(folder))
    empty_newsroom()

    take(*json.loads(out.getvalue()), media=folder, publishing=PublishOptions())

    assert set(Showing.objects.values_list("slug", "digest")) == hashes
    assert Desk.objects.get().name == "World"


def test_the_draft_can_be_exported_too():
    make.story(slug="draft", headline="Only a draft")
    out = io.StringIO()

    call_command("export_stories", "draft", "--draft", stdout=out)

    assert json.loads(out.getvalue())[0]["headline"] == "Only a draft"


def test_exporting_a_story_that_is_not_live_is_refused():
    make.story(slug="draft")

    with pytest.raises(CommandError, match="no live story 'draft'"):
        call_command("export_stories", "draft")


def test_the_command_says_what_it_did(tmp_path):
    file = tmp_path / "stories.jsonl"
    file.write_text(json.dumps(WHOLE))
    out = io.StringIO()

    call_command("import_stories", str(file), "--publish", stdout=out)

    assert "1 made, 0 changed, 0 unchanged, 2 published" in out.getvalue()
    assert Edition.objects.count() == 2


@pytest.mark.once
def test_the_command_refuses_a_faulty_file_with_every_path(tmp_path):
    file = tmp_path / "stories.json"
    file.write_text(json.dumps([WHOLE | {"slug": "No", "headline": ""}]))

    with pytest.raises(CommandError) as refusal:
        call_command("import_stories", str(file))

    assert "stories[0].slug" in str(refusal.value)
    assert "stories[0].headline: missing" in str(refusal.value)


def test_an_edition_may_be_dated_in_the_past_after_the_last_one(tmp_path):
    file = tmp_path / "stories.json"
    file.write_text(json.dumps(WHOLE))
    moment = "--published-at=2020-01-01T09:00:00Z"
    call_command("import_stories", str(file), "--publish", moment)

    assert Edition.objects.filter(published_at__year=2020).count() == 2


def test_a_questions_answers_bring_their_sources():
    take(WHOLE)

    question = Question.objects.get()
    assert [source.key for source in question.questionsource_set.all()] == ["wire"]


def test_a_file_brings_what_is_known_of_outlets_offices_and_rights(tmp_path):
    Pillow.new("RGB", (40, 30), "navy").save(tmp_path / "port.png")
    board = WHOLE["entities"][0] | {
        "as_of": "2026-01-02",
        "attribution": "The register",
        "roles": [{"title": "Harbour authority", "since": "1990-05-01"}],
    }
    wire = {"name": "The Wire", "domains": ["wire.example"], "country": "Norway"}
    wire |= {"owner": "Its members", "wire": True, "newsroom": True}
    picture = {"src": "port.png", "alt": "A port", "rights_until": "2999-01-01"}
    picture |= {"credit": "Ana Ruiz", "licence": "Ours"}
    make.outlet(name="Another", country="Chile")

    brought = {"entities": [board], "outlets": [wire], "image": picture}
    outcome = take(WHOLE | brought, media=tmp_path)

    assert outcome.notices == []
    row = Outlet.objects.get(name="The Wire")
    assert (row.domains, row.country, row.owner) == (
        "wire.example",
        "Norway",
        "Its members",
    )
    assert (row.wire, row.newsroom, row.paywalled) == (True, True, False)
    assert Outlet.objects.get(name="Another").country == "Chile"
    office = Entity.objects.get().roles.get()
    assert (office.title, str(office.since)) == ("Harbour authority", "1990-05-01")
    assert Image.objects.get().rights_until == dt.date(2999, 1, 1)
    assert "rights_until" not in Story.objects.get().revisions.head().content["image"]


def test_what_a_file_says_of_an_outlet_does_not_undo_what_editors_said():
    make.outlet(name="The Wire", country="Sweden", wire=True)
    wire = {"name": "the wire", "country": "Norway", "wire": False}

    outcome = take(WHOLE | {"outlets": [wire]})

    row = Outlet.objects.get()
    assert (row.country, row.wire) == ("Sweden", True)
    kept = "stories[0]: outlet “The Wire” keeps its own"
    assert outcome.notices == [
        f"{kept} country: “Sweden”, not “Norway”",
        f"{kept} wire: “True”, not “False”",
    ]


def test_what_a_file_does_not_say_is_not_said_for_it(settings):
    settings.LANGUAGE_CODE = "de"
    told = {"language": "uk", "digital_source": "human"}
    silent = {k: v for k, v in WHOLE.items() if k not in told}

    take(silent, WHOLE | told | {"slug": "told"})

    found = Story.objects.values_list("slug", "language", "digital_source")
    assert {*found} == {("ports", "de", ""), ("told", "uk", "human")}
    assert (
        "digital_source" not in Story.objects.get(slug="ports").revisions.head().content
    )


def test_a_file_takes_no_host_from_an_outlet():
    reuters = make.outlet(name="Reuters", domains="reuters.example")
    fake = {"name": "Fake", "domains": ["www.reuters.example", "fake.example"]}

    outcome = take(WHOLE | {"outlets": [fake]})

    reuters.refresh_from_db()
    assert reuters.domains == "reuters.example"
    assert Outlet.objects.named("Fake").domains == "fake.example"
    assert any(
        line.endswith("www.reuters.example stays Reuters’s") for line in outcome.notices
    )
