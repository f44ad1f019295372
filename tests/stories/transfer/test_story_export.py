"""What was exported makes the same paper in an empty newsroom, hash for hash."""

import datetime as dt
import io
import json

import pytest
from django.core.management import call_command
from django.utils import timezone
from PIL import Image as Pillow

from entities.models import Entity
from explainer import file
from images.models import Image
from people.desks import Desk
from sources.models import Outlet
from stories.models import Edition, Question, Showing, Story, StoryTag, Tag
from stories.transfer.story_import import PublishOptions, import_stories
from tests import make
from tests.support.files import WHOLE, empty_newsroom, faults, rows, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(tmp_path):
    Pillow.new("RGB", (40, 30), "navy").save(tmp_path / "port.png")
    return tmp_path


@pytest.fixture
def paper(media):
    """Two stories with everything that isn't in a document and has to come along."""
    picture = {"src": "port.png", "alt": "A port", "focal": [20, 80]}
    whole = WHOLE | {
        "image": picture,
        "figures": [{"key": "map", "kind": "map", "src": "port.png"}],
        "desk": "Мир",
        "tags": ["Торговля", "Trade"],
        "quotes": [
            *WHOLE["quotes"],
            {"text": "Unsaid.", "speaker": "Ana"},
            {"key": "0", "text": "Said.", "speaker": "Tom"},
        ],
    }
    take(whole, WHOLE | {"slug": "second"}, media=media, publishing=PublishOptions())
    Entity.objects.update(name="The Board of the Harbour", public_figure=False)
    Entity.objects.get().roles.create(title="Authority", since=dt.date(1990, 5, 1))
    known = {"domains": "wire.example\nwire.test", "country": "Norway"}
    Outlet.objects.update(newsroom=False, wire=True, **known)
    Image.objects.update(rights_until=dt.date(2999, 1, 1), restrictions="Not for sale")
    make_named_things()
    make_a_question_of_its_own()
    for owner in (*Story.objects.all(), *Question.objects.exclude(slug="secret")):
        owner.draft.mark_level()
        if not owner.editions.exists() or owner.slug == "second":
            make.edition(owner)
    change_drafts()


def make_named_things():
    """A story that only mentions entities, below a desk and tags with odd slugs."""
    minister = make.entity(slug="minister", kind="person", lead="Of @[A](ministry).")
    make.entity(slug="ministry", name="The ministry")
    make.entity(slug="answered", name="Named in an answer")
    story = Story.objects.get(slug="second")
    story.desk = make.desk(slug="World", name="World News")
    story.report = "@[A minister](minister) spoke."
    story.save()
    for slug, name in (("trade_1", "Trades"), ("рынок", "Рынок"), ("x-", "X")):
        tag = Tag.objects.create(name=name, slug=slug)
        StoryTag.objects.create(tag=tag, content_object=story)
    author = make.entity(slug="author", kind="person", public_figure=True)
    make.add_parts(story, {"byline": [{"name": "An author", "entity": author}]})
    assert minister.slug


def make_a_question_of_its_own():
    """A question with an id, a title and sources that its story doesn't have."""
    question = make.question(
        slug="own",
        title="Its own title?",
        intro="It is.[^other]",
        status="partly",
        parts={
            "answers": [{"question": "Who?", "answer": "@[He](answered).[^wire]"}],
            "sources": [{"key": "other", "title": "Other"}, {"key": "wire"}],
        },
    )
    secret = make.question(slug="secret", title="Secret?", intro="Not yet.")
    story = Story.objects.get(slug="second")
    listed = [{"question": question, "title": "As the story has it?"}]
    listed.append({"question": secret, "title": "Secret?"})
    make.add_parts(story, {"questions": listed})


def change_drafts():
    """Drafts that readers don't have."""
    for owner in (*Story.objects.all(), *Question.objects.all()):
        name = "summary" if isinstance(owner, Story) else "intro"
        setattr(owner, name, "A draft.")
        owner.save()
        owner.save_revision(by=make.editor())


def exported(folder, *options):
    out = io.StringIO()
    call_command("export_stories", *options, stdout=out, media=str(folder))
    return out.getvalue()


def live():
    return {
        *Showing.objects.filter(live_until__year=9999).values_list("slug", "digest")
    }


def heads():
    owners = [*Story.objects.all(), *Question.objects.all()]
    return {(owner.slug, owner.revisions.head().digest) for owner in owners}


def bring_back(text, folder, **options):
    import_stories(file.read_stories(text), media=folder, **options)


@pytest.mark.usefixtures("paper")
def test_the_live_paper_comes_back_hash_for_hash(tmp_path):
    hashes = live()
    text = exported(tmp_path / "out")
    empty_newsroom()

    bring_back(text, tmp_path / "out", publishing=PublishOptions())

    assert live() == hashes
    assert Entity.objects.get(slug="harbour-board").name == "The Board of the Harbour"
    assert {desk.name for desk in Desk.objects.all()} == {"Мир", "World News"}
    assert exported(tmp_path / "out") == text
    before = rows()
    bring_back(text, tmp_path / "out", publishing=PublishOptions())
    assert rows() == before


@pytest.mark.usefixtures("paper")
def test_the_drafts_come_back_hash_for_hash(tmp_path):
    hashes = heads()
    text = exported(tmp_path / "out", "--draft")
    empty_newsroom()

    bring_back(text, tmp_path / "out")

    assert heads() == hashes
    assert exported(tmp_path / "out", "--draft") == text
    before = rows()
    bring_back(text, tmp_path / "out")
    assert rows() == before


@pytest.mark.usefixtures("paper")
def test_nothing_of_a_question_that_is_not_live_is_exported(tmp_path):
    text = exported(tmp_path / "out")

    (second,) = [s for s in json.loads(text) if s["slug"] == "second"]
    (secret,) = [q for q in second["questions"] if q["slug"] == "secret"]
    assert {*secret} == {"uid", "slug", "title", "draft"}
    assert "A draft." not in text


@pytest.mark.usefixtures("paper")
def test_only_pictures_of_exported_texts_are_exported(tmp_path):
    make.image(name="images/not-yet.png")

    exported(tmp_path / "out")

    files = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    of_texts = Image.objects.exclude(name="images/not-yet.png")
    assert sorted(files) == [tmp_path / "out" / image.name for image in of_texts]


def test_a_question_of_an_export_is_not_published_before_its_time():
    question = make.question(slug="secret", intro="Not yet.")
    story = make.story(parts={"questions": [{"question": question, "title": "S?"}]})
    make.edition(story)
    out = io.StringIO()
    call_command("export_stories", stdout=out)
    empty_newsroom()

    take(*json.loads(out.getvalue()), publishing=PublishOptions())

    assert not Edition.objects.filter(question__isnull=False)


def record():
    """Everything that readers ever had, and when."""
    editions = Edition.objects.order_by("pk").select_related("revision")
    return sorted(
        (
            str(edition.story_id or edition.question_id),
            edition.number,
            edition.kind,
            edition.note,
            edition.published_at,
            edition.revision.digest if edition.revision else "",
        )
        for edition in editions
    )


def lead_a_life():
    """Give the paper a correction, a check, a new slug, a withdrawal and a return."""
    ports = Story.objects.get(slug="ports")
    ports.headline, ports.slug = "Ports are open", "ports-open"
    ports.save()
    make.edition(ports, kind="correction", note="They were said to reopen.")
    ports.check_again()
    second = Story.objects.get(slug="second")
    second.withdraw(note="Under review.")
    second.reinstate(note="It stands.")
    second.withdraw(note="It doesn't.")
    make.edition(make.question(slug="alone", title="Does nobody list it?"))
    make.edition(make.story(slug="later"), at=make.soon())


@pytest.mark.usefixtures("paper")
def test_the_whole_paper_comes_back_edition_for_edition(tmp_path):
    lead_a_life()
    waiting = Edition.objects.get(published_at__gt=timezone.now())
    had = [row for row in record() if row[0] != str(waiting.story_id)]
    text = exported(tmp_path / "out", "--whole")
    empty_newsroom()

    bring_back(text, tmp_path / "out", publishing=PublishOptions())

    assert record() == had
    assert exported(tmp_path / "out", "--whole") == text
    before = rows()
    bring_back(text, tmp_path / "out", publishing=PublishOptions())
    assert rows() == before
    assert "later" not in text


def test_a_live_question_that_no_story_lists_is_exported():
    make.edition(make.question(slug="alone", title="Alone?", intro="Yes."))
    make.question(slug="draft", title="Draft?")
    out = io.StringIO()
    call_command("export_stories", stdout=out)
    empty_newsroom()

    take(*json.loads(out.getvalue()), publishing=PublishOptions())

    assert [row.slug for row in Showing.objects.live(timezone.now())] == ["alone"]
    assert Question.objects.get().intro == "Yes."


def test_editions_that_cannot_have_followed_each_other_are_refused():
    first = {"kind": "first", "published_at": "2019-01-01T00:00:00Z"}
    text = {"format": "explainer/1", "slug": "a", "headline": "A"}
    earlier = {"kind": "wording", "published_at": "2018-01-01T00:00:00Z"}
    disordered = text | {"editions": [first | {"text": text}, earlier]}

    (order,) = faults(disordered, publishing=PublishOptions())
    (kind,) = faults(text | {"editions": [earlier]}, publishing=PublishOptions())

    assert order.startswith("stories[0].editions[1]: A past edition comes after")
    assert kind.startswith("stories[0].editions[0]: ")


@pytest.mark.once
@pytest.mark.parametrize("how", ["", "--draft", "--whole"])
def test_files_are_written_one_after_another_as_one_list(paper, how):
    out = io.StringIO()

    call_command("export_stories", *filter(None, [how]), stdout=out)

    files = json.loads(out.getvalue())
    assert len(files) > 1
    whole = json.dumps(files, ensure_ascii=False, indent=1, sort_keys=True)
    assert out.getvalue() == f"{whole}\n"


@pytest.mark.once
def test_an_empty_newsroom_is_an_empty_list():
    out = io.StringIO()

    call_command("export_stories", stdout=out)

    assert out.getvalue() == "[]\n"
