"""What an import may give to readers: the text of its files, and no person's work."""

import datetime as dt
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError
from django.utils import timezone
from PIL import Image as Pillow

from entities.models import Entity
from explainer.blocks import Change
from explainer.file import FaultyFileError
from images.image_store import take_in
from sources.models import Source
from stories.models import Edition, Kind, Question, Showing, Story, Tag
from stories.models.ledger import Standing
from stories.models.verb_refusals import BehindLiveError
from stories.transfer import publisher, story_import
from stories.transfer.story_import import PublishOptions
from tests import make
from tests.support.files import WHOLE, faults, rows, take

pytestmark = pytest.mark.django_db

OTHER = {"format": "explainer/1", "slug": "other", "headline": "Another"}
LISTS_IT = OTHER | {"questions": [{"slug": "will-it-hold"}]}
ANSWERED = WHOLE["questions"][0]


def live_intro():
    live = Showing.objects.live(timezone.now()).questions().get(slug="will-it-hold")
    return live.edition.revision.content["intro"]


def draft(intro="A person's."):
    question = Question.objects.get()
    question.intro = intro
    question.save()
    question.save_revision(by=make.editor(username="ana"))
    return question


def test_listing_a_question_never_publishes_its_draft():
    take(WHOLE, publishing=PublishOptions())
    draft()

    outcome = take(LISTS_IT, publishing=PublishOptions())

    assert live_intro() == "Perhaps.[^wire]"
    assert outcome.published == ["other"]
    assert any("has a draft that a person made" in line for line in outcome.notices)


def test_a_question_that_only_a_person_wrote_is_not_published():
    take(WHOLE)
    draft()

    take(LISTS_IT, publishing=PublishOptions(force=True))

    assert not Showing.objects.questions()


def test_a_question_that_only_imports_wrote_is_published_when_asked():
    take(WHOLE)

    outcome = take(LISTS_IT, publishing=PublishOptions())

    assert outcome.published == ["other", "will-it-hold"]


def test_writing_over_a_persons_draft_of_a_question_needs_force():
    take(WHOLE, publishing=PublishOptions())
    draft()
    changed = WHOLE | {"questions": [ANSWERED | {"intro": "From the file."}]}
    options = {"update_shared": True}

    (fault,) = faults(changed, publishing=PublishOptions(), **options)
    assert "has a draft that a person made" in fault

    take(changed, publishing=PublishOptions(force=True), **options)
    assert live_intro() == "From the file."


def test_a_draft_below_an_imported_revision_stays_a_persons_draft():
    take(WHOLE, publishing=PublishOptions())
    draft()
    more = OTHER | {"questions": [ANSWERED | {"status": "answered"}]}
    more |= {"sources": WHOLE["sources"]}
    take(more, update_shared=True)

    take(LISTS_IT | {"slug": "third"}, publishing=PublishOptions())

    assert live_intro() == "Perhaps.[^wire]"


def test_a_question_that_a_file_calls_a_draft_gets_no_page():
    listed = {"slug": "why", "title": "Why?", "draft": True}

    outcome = take(OTHER | {"questions": [listed]}, publishing=PublishOptions())

    assert outcome.published == ["other"]


def test_a_question_that_several_stories_list_is_published_once():
    second = WHOLE | {"slug": "second"}

    outcome = take(WHOLE, second, publishing=PublishOptions())

    assert outcome.published == ["ports", "second", "will-it-hold"]


def test_a_question_is_no_correction_because_its_story_is():
    take(WHOLE, publishing=PublishOptions())
    changed = WHOLE | {
        "headline": "Ports close",
        "questions": [ANSWERED | {"intro": "No.[^wire]"}],
    }
    how = PublishOptions(kind="correction", note="We were wrong.")

    take(changed, publishing=how, update_shared=True)

    newest = Edition.objects.filter(question__isnull=False).last()
    assert (newest.kind, newest.note) == (Kind.DEVELOPMENT, "")


def test_what_rows_say_otherwise_is_reported_and_overwritten_when_asked():
    take(WHOLE)
    board = WHOLE["entities"][0] | {"name": "Board", "kind": "place", "aliases": ["B"]}
    asked = ANSWERED | {"status": "open", "answers": ["How much?"]}
    changed = WHOLE | {"entities": [board], "questions": [asked]}

    notices = take(changed).notices

    asked = "stories[0].questions[0]: question “Will it hold?” keeps its own"
    board = "stories[0]: entity “Harbour board” keeps its own"
    assert notices == [
        f"{board} name: “Harbour board”, not “Board”",
        f"{board} kind: “organisation”, not “place”",
        f"{board} aliases: “The board”, not “B”",
        f"{asked} status: “partly”, not “open”",
        f"{asked} answers: “How long? A year.[^wire]”, not “How much?”",
    ]
    take(changed, update_shared=True)
    row = Entity.objects.get()
    assert (row.name, row.kind, row.aliases.get().name) == ("Board", "place", "B")
    assert Question.objects.get().answers.get().question == "How much?"


def test_a_scheduled_import_is_done_once():
    how = PublishOptions(at=make.soon())
    take(WHOLE, publishing=how)
    before = rows()

    assert take(WHOLE, publishing=how).published == []
    assert rows() == before


def test_a_withdrawn_page_comes_back_only_by_force():
    take(WHOLE, publishing=PublishOptions())
    Story.objects.get().withdraw(note="Gone.")

    (fault,) = faults(WHOLE, publishing=PublishOptions())
    assert fault.startswith("stories[0]: was withdrawn in edition 2; --force")

    take(WHOLE, publishing=PublishOptions(force=True, note="It was right."))
    assert Edition.objects.filter(kind=Kind.REINSTATEMENT).count() == 1


def test_going_back_to_an_older_text_is_reported():
    for headline in ("One", "Two"):
        take(OTHER | {"headline": headline}, publishing=PublishOptions())

    outcome = take(OTHER | {"headline": "One"}, publishing=PublishOptions())

    assert "stories[0]: goes back to the text of edition 1" in outcome.notices


def test_a_renamed_question_is_found_and_not_overwritten():
    take(WHOLE)
    question = Question.objects.get()
    question.slug, question.title = "holding", "Is it holding?"
    question.save()

    take(WHOLE)

    assert Question.objects.get().title == "Is it holding?"
    assert (
        Story.objects.get().revisions.head().content["questions"][0]["slug"]
        == "holding"
    )


def test_sources_without_an_address_are_shared_too():
    source = {"key": "book", "title": "A book", "outlet": "A press"}
    take(
        OTHER | {"sources": [source]}, WHOLE | {"sources": [*WHOLE["sources"], source]}
    )

    assert Source.objects.get(title="A book").storysource_set.count() == 2


def test_names_are_compared_in_whatever_capitals():
    tag = Tag.objects.create(name="Торговля", slug="trade")

    take(OTHER | {"tags": ["ТОРГОВЛЯ"]})

    assert Tag.objects.get() == tag


@pytest.fixture
def media(tmp_path):
    Pillow.new("RGB", (4, 3), "navy").save(tmp_path / "port.png")
    return tmp_path


@pytest.fixture
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "store"
    return settings.MEDIA_ROOT


def stored(store):
    return [path for path in store.rglob("*") if path.is_file()]


PICTURED = OTHER | {"image": {"src": "port.png"}}


def test_a_rehearsal_leaves_no_picture(media, store):
    take(PICTURED, media=media, dry_run=True)

    assert stored(store) == []


def test_a_refused_import_leaves_no_picture(media, store):
    make.story(slug="last", headline="Mine")
    wrong = OTHER | {"slug": "last", "image": {"src": "no.png"}}

    faults(PICTURED, wrong, media=media)

    assert stored(store) == []


def test_a_picture_that_was_cut_short_is_stored_again(media, store):
    take(PICTURED, media=media)
    (file,) = stored(store)
    whole = file.read_bytes()
    file.write_bytes(whole[:20])

    take_in(whole)

    assert [path.read_bytes() for path in stored(store)] == [whole]


@pytest.mark.once
@pytest.mark.parametrize(
    "when", ["0001-01-01T00:00:00+14:00", "1969-12-31T23:59:59Z", "2999-01-01", "soon"]
)
def test_a_moment_out_of_bounds_is_refused_in_one_line(tmp_path, when):
    file = tmp_path / "a.json"
    file.write_text(json.dumps(OTHER))

    with pytest.raises(CommandError) as refusal:
        call_command("import_stories", str(file), "--publish", "--published-at", when)

    assert "\n" not in str(refusal.value)


@pytest.mark.once
def test_a_moment_without_a_zone_is_in_the_papers(tmp_path, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    file = tmp_path / "a.json"
    file.write_text(json.dumps(OTHER))

    moment = "--published-at=2020-07-01T09:00:00"
    call_command("import_stories", str(file), "--publish", moment)

    expected = dt.datetime(2020, 7, 1, 7, tzinfo=dt.UTC)
    assert Edition.objects.get().published_at == expected


@pytest.mark.once
@pytest.mark.parametrize("when", ["2025-03-30T02:30", "2025-10-26T02:30"])
def test_an_hour_that_never_was_or_was_twice_is_no_moment(tmp_path, settings, when):
    settings.TIME_ZONE = "Europe/Berlin"
    file = tmp_path / "a.json"
    file.write_text(json.dumps(OTHER))

    with pytest.raises(CommandError, match="ambiguous or it may not exist"):
        call_command("import_stories", str(file), "--publish", "--published-at", when)

    assert not Story.objects.exists()


def test_a_story_is_dated_when_its_readers_first_had_it():
    first = {"published_at": "2019-05-04T08:00:00+02:00"}
    asked = ANSWERED | {"published_at": "2020-01-01T00:00:00Z"}

    take(WHOLE | first | {"questions": [asked]}, OTHER, publishing=PublishOptions())

    story = Edition.objects.get(story__slug="ports")
    assert story.published_at == dt.datetime(2019, 5, 4, 6, tzinfo=dt.UTC)
    assert story.recorded_at > timezone.now() - dt.timedelta(hours=1)
    assert Edition.objects.get(question__isnull=False).published_at.year == 2020
    other = Edition.objects.get(story__slug=OTHER["slug"])
    assert other.published_at >= story.recorded_at


def test_a_later_edition_is_dated_when_it_comes():
    first = {"published_at": "2019-05-04T08:00:00Z"}
    take(OTHER | first, publishing=PublishOptions())

    take(OTHER | first | {"headline": "Third"}, publishing=PublishOptions())

    years = [edition.published_at.year for edition in Edition.objects.all()]
    assert sorted(years) == [2019, timezone.now().year]


def test_a_file_cannot_have_been_read_before_its_time():
    ahead = {"published_at": "2999-01-01T00:00:00Z"}

    (fault,) = faults(OTHER | ahead, publishing=PublishOptions())

    assert fault.startswith("stories[0].published_at: lies ahead")


@pytest.mark.once
def test_every_fault_of_every_file_names_its_file(tmp_path):
    for name, slug in (("a.json", "A"), ("b.json", "B")):
        (tmp_path / name).write_text(json.dumps([OTHER | {"slug": slug}]))
    names = [str(tmp_path / name) for name in ("a.json", "none.json", "b.json")]

    with pytest.raises(CommandError) as refusal:
        call_command("import_stories", *names)

    for name, place in zip(
        names, ("stories[0].slug", "can't", "stories[0].slug"), strict=True
    ):
        assert f"{name}: {place}" in str(refusal.value)


@pytest.mark.once
def test_faults_against_the_newsroom_name_their_file_too(tmp_path):
    files = [tmp_path / "a.json", tmp_path / "b.json"]
    files[0].write_text(json.dumps(OTHER))
    new = {"slug": "b", "entities": [{"slug": "nobody"}]}
    files[1].write_text(json.dumps(OTHER | new))

    with pytest.raises(CommandError, match=r"b\.json: stories\[0\]\.entities"):
        call_command("import_stories", *map(str, files))


@pytest.mark.once
def test_a_mark_before_standard_input_is_no_fault(monkeypatch):
    text = "\ufeff" + json.dumps(OTHER)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    call_command("import_stories", "-", stdout=io.StringIO())

    assert Story.objects.get().slug == "other"


def test_another_import_at_the_same_time_is_one_clear_refusal(tmp_path, monkeypatch):
    def refuse(*args, **options):
        raise IntegrityError("UNIQUE constraint failed\nDETAIL")

    monkeypatch.setattr(story_import.SharedRows, "document", refuse)
    file = tmp_path / "a.json"
    file.write_text(json.dumps(OTHER))

    with pytest.raises(CommandError, match="Run it again"):
        call_command("import_stories", str(file))


@pytest.mark.parametrize("error", [IntegrityError, OperationalError])
def test_a_story_outlasts_several_that_another_import_writes_meanwhile(
    monkeypatch, error
):
    """Of each it waits for rows that both name, and then finds them made."""
    turns, document = [], story_import.SharedRows.document

    def refuse(*args, **options):
        turns.append(args)
        if len(turns) < 4:
            raise error("UNIQUE constraint failed")
        return document(*args, **options)

    monkeypatch.setattr(story_import.SharedRows, "document", refuse)
    outcome = take(WHOLE, publishing=PublishOptions())

    assert len(turns) == 4
    assert outcome.made == ["ports"]
    assert sorted(outcome.published) == ["ports", "will-it-hold"]
    assert Story.objects.count() == Question.objects.count() == 1


@pytest.mark.once
def test_pictures_exported_onto_a_file_are_refused(tmp_path, media, store):
    take(PICTURED, media=media, publishing=PublishOptions())
    file = tmp_path / "a.json"
    file.write_text("")

    with pytest.raises(CommandError, match="can't be written"):
        call_command("export_stories", media=str(file), stdout=io.StringIO())


def test_a_draft_of_a_persons_edition_is_not_published_over():
    take(WHOLE, publishing=PublishOptions())
    make.edition(draft("By hand."), by=make.editor(username="ben"))
    changed = WHOLE | {"questions": [ANSWERED | {"status": "answered"}]}

    (fault,) = faults(changed, publishing=PublishOptions(), update_shared=True)

    assert fault.endswith("edition 2 was published by ben since")


def corrected(by=None):
    """A story that a file brought, with one mistake of it mended since."""
    take(WHOLE, publishing=PublishOptions())
    story = Story.objects.get(slug=WHOLE["slug"])
    change = Change("replace", field="headline", new="As it is")
    story.correct(changes=[change], note="It was wrong.", by=by)
    return story


@pytest.mark.parametrize("who", ["nobody", "somebody"])
def test_a_file_never_brings_a_corrected_mistake_back_by_itself(who):
    story = corrected(by=make.editor() if who == "somebody" else None)

    (fault,) = faults(WHOLE, publishing=PublishOptions())
    take(WHOLE)

    assert "edition 2" in fault
    story.refresh_from_db()
    assert story.headline == WHOLE["headline"]
    with pytest.raises(BehindLiveError):
        story.publish(revision=story.revisions.head(), desk_rules=False)
    assert story.revisions.head().base_edition == 1


def test_a_draft_that_a_file_wrote_stays_behind_when_it_is_restored():
    story = corrected()
    take(WHOLE)
    text = story.revisions.head()
    story.draft.mark_level()

    story.draft.restore(text)

    with pytest.raises(BehindLiveError):
        story.publish(revision=story.revisions.head(), desk_rules=False)


def test_a_file_with_the_correction_in_it_is_published():
    corrected()
    mended = WHOLE | {"headline": "As it is"}

    outcome = take(mended, publishing=PublishOptions())
    with_force = take(
        mended | {"brief": "More."}, publishing=PublishOptions(force=True)
    )

    assert (outcome.published, with_force.published) == ([], [WHOLE["slug"]])


def test_what_a_file_points_at_and_readers_do_not_have_is_said():
    pointing = OTHER | {"related": [{"slug": "nowhere", "label": "Nowhere"}]}

    outcome = take(WHOLE, pointing, publishing=PublishOptions())

    said = [line for line in outcome.notices if "isn't named" in line]
    assert said == [
        f"stories[{number}]: readers don't have stories/{slug}, so it isn't named to "
        "them"
        for number, slug in ((0, "strike"), (1, "nowhere"))
    ]


def embargoed(url):
    return make.source(url=url, embargoed_until=make.soon(days=9))


def test_a_story_that_cannot_be_published_is_left_out_and_the_others_are_in():
    embargoed("https://paper.example/held")
    cites = {"sources": [{"key": "held", "url": "https://paper.example/held"}]}
    held = OTHER | {"slug": "held", "tags": ["Only there"]} | cites
    third = OTHER | {"slug": "third", "tags": ["Only there"]}

    with pytest.raises(story_import.PartlyImportedError) as refusal:
        take(WHOLE, held, third, publishing=PublishOptions())

    (fault,) = refusal.value.faults
    assert fault.place == "stories[1]"
    assert {*Story.objects.values_list("slug", flat=True)} == {"ports", "third"}
    outcome = refusal.value.outcome
    assert outcome.made == ["ports", "third"]
    assert outcome.published == ["ports", "third", "will-it-hold"]
    assert Tag.objects.filter(name="Only there").count() == 1


def test_what_an_operator_stopped_half_way_is_finished_by_running_it_again():
    def stop(done, slug):
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take(WHOLE, OTHER, publishing=PublishOptions(), progress=stop)
    assert [*Story.objects.values_list("slug", flat=True)] == ["ports"]

    outcome = take(WHOLE, OTHER, publishing=PublishOptions())

    assert (outcome.made, outcome.unchanged) == (["other"], ["ports"])
    live = Showing.objects.live(timezone.now())
    assert {row.slug for row in live} == {"ports", "other", "will-it-hold"}


def test_a_row_that_somebody_makes_while_an_import_runs_is_found():
    """What several files name is looked up before the first of them is written."""
    board = {"slug": "board", "name": "The board", "kind": "organisation"}
    bystander = make.entity(slug="bystander", name="Somebody")
    second = OTHER | {"slug": "second", "entities": [board]}

    def make_it(done, slug):
        if done == 1:
            make.entity(slug="board", name="Theirs", lead="As they say.")

    outcome = take(OTHER, second, publishing=PublishOptions(), progress=make_it)

    assert outcome.made == ["other", "second"]
    assert outcome.published == ["other", "second"]
    kept = "stories[1]: entity “Theirs” keeps its own name: “Theirs”, not “The board”"
    assert outcome.notices.count(kept) == 1
    assert Entity.objects.get(slug="board").lead == "As they say."
    assert {*Entity.objects.all()} == {bystander, Entity.objects.get(slug="board")}
    text = Story.objects.get(slug="second").revisions.head().content
    assert text["entities"][0]["slug"] == "board"


def test_a_rehearsal_finds_every_fault_and_keeps_nothing():
    embargoed("https://paper.example/held")
    cites = {"sources": [{"key": "held", "url": "https://paper.example/held"}]}
    before = rows()

    with pytest.raises(FaultyFileError) as refusal:
        take(OTHER | cites, WHOLE, publishing=PublishOptions(), dry_run=True)

    assert [fault.place for fault in refusal.value.faults] == ["stories[0]"]
    assert rows() == before


def test_the_command_says_how_far_it_is_and_what_is_in(tmp_path, capsys):
    embargoed("https://paper.example/held")
    cites = {"sources": [{"key": "held", "url": "https://paper.example/held"}]}
    stories = [OTHER | {"slug": f"s-{number}"} for number in range(11)]
    file = tmp_path / "archive.json"
    file.write_text(json.dumps([*stories, OTHER | cites]))

    with pytest.raises(CommandError, match="but not all"):
        call_command("import_stories", str(file), "--publish")

    out, err = capsys.readouterr()
    assert "11 of 12: s-10\n" in err
    assert out == "11 made, 0 changed, 0 unchanged, 11 published\n"


def test_what_a_person_put_back_to_what_readers_have_is_no_draft():
    question = make.question(intro="As readers have it.")
    make.edition(question)
    for intro, by in (("A file's.", None), ("As readers have it.", make.editor())):
        question.intro = intro
        question.save()
        question.save_revision(by=by)

    assert not publisher.drafts(question, Standing(question)).exists()
    question.intro = "A person's."
    question.save()
    question.save_revision(by=make.editor())
    assert publisher.drafts(question, Standing(question)).exists()
