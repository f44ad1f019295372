"""Archives into the paper: what readers had, and nothing that they had not."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image as Pillow

from people.desks import Desk
from stories.models import Edition, Showing, Story
from tests import make
from tests.support.archive_files import WORDPRESS, WXR, item
from tests.support.files import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """An export with its pictures."""
    uploads = tmp_path / "wp-content/uploads/2020/03"
    uploads.mkdir(parents=True)
    Pillow.new("RGB", (640, 480), "teal").save(uploads / "bridge.jpg")
    (tmp_path / "site.xml").write_text(WORDPRESS)
    return tmp_path


def take(path, **options):
    """What the command says of an archive."""
    out, err = io.StringIO(), io.StringIO()
    call_command("import_archive", str(path), stdout=out, stderr=err, **options)
    return out.getvalue() + err.getvalue()


def live():
    return {showing.slug for showing in Showing.objects.live(timezone.now()).stories()}


def test_what_readers_had_they_have_again_since_when_and_drafts_stay_drafts(folder):
    Desk.objects.make("Bridges")

    said = take(folder, publish=True, addresses=str(folder / "moved.tsv"))

    assert "9 made, 0 changed, 0 unchanged, 0 kept, 6 published, 3 left out" in said
    assert live() == {"bridge-shut", "ferry", "most", "same-name", "same-name-2"}
    first = Edition.objects.get(story__slug="bridge-shut")
    assert first.published_at.isoformat() == "2020-03-04T05:06:07+00:00"
    bridge = first.revision.content
    assert (bridge["desk"], bridge["kicker"]) == ("bridges", "World")
    assert "[the ferry](/stories/ferry/)" in bridge["report"]
    assert [f["src"][:7] for f in bridge["figures"]] == ["images/", "images/"]
    moved = (folder / "moved.tsv").read_text().splitlines()
    assert "https://old.example/2020/03/bridge/\t/stories/bridge-shut/" in moved
    assert not any("private" in line or "draft" in line for line in moved)
    out = [str(edition.revision.original) for edition in Edition.objects.all()]
    assert not any("Private" in text or "Hidden" in text for text in out)


def test_a_link_in_a_folder_reads_nothing_of_ours(folder, tmp_path_factory):
    """Somebody else packed it, and whoever unpacks it may read more than they."""
    ours = tmp_path_factory.mktemp("ours") / "secret.md"
    ours.write_text("---\ndate: 2020-01-01\n---\nOurs alone.")
    (folder / "also.md").symlink_to(folder / "real.md")
    (folder / "real.md").write_text("---\ndate: 2020-01-01\n---\nTheirs.")
    (folder / "2020-01-01-leads-out.md").symlink_to(ours)

    said = take(folder, publish=True)

    assert "leads-out.md: is a link that leads out of the folder" in said
    assert "real" in live()
    assert not Story.objects.filter(slug="leads-out").exists()


def test_an_archive_again_changes_nothing_but_what_changed_there(folder):
    take(folder, publish=True)
    before = rows()

    said = take(folder, publish=True)

    assert "0 made, 0 changed, 9 unchanged, 0 kept, 0 published" in said
    assert rows() == before

    # A text that changed there is a new edition of the same story.
    changed = WORDPRESS.replace("Nobody crosses.", "Nobody crosses it.")
    (folder / "site.xml").write_text(changed)

    said = take(folder, publish=True)

    assert "0 made, 1 changed, 8 unchanged, 0 kept, 1 published" in said
    assert Story.objects.get(slug="bridge-shut").editions.count() == 2


@pytest.mark.once
def test_a_rehearsal_writes_nothing(folder):
    before = rows()

    assert "Would be: 9 made" in take(folder, publish=True, dry_run=True)
    assert rows() == before


def test_what_somebody_has_worked_on_since_stays_unless_it_is_forced(folder, ana):
    take(folder)
    story = Story.objects.get(slug="bridge-shut")
    story.headline = "A better headline"
    story.save()
    story.save_revision(by=ana)

    said = take(folder, publish=True)

    assert "0 made, 0 changed, 8 unchanged, 1 kept, 4 published" in said
    assert "stays as it is: ana saved it since" in said
    story.refresh_from_db()
    assert story.headline == "A better headline"
    take(folder, publish=True, force=True)
    story.refresh_from_db()
    assert story.headline == "Bridge shut"


def test_an_address_that_is_taken_is_not_given_away(folder):
    other = make.published_story(slug="ferry")

    take(folder, publish=True)
    take(folder, publish=True)

    assert Story.objects.get(slug="ferry") == other
    assert Story.objects.get(slug="ferry-2").headline == "Ferry"


def test_a_faulty_text_is_refused_by_its_place_and_the_others_come_in(tmp_path):
    good, again = item(1, "Good", "Words."), item(1, "Twice", "Words.", id=1)
    path = tmp_path / "site.xml"
    path.write_text(WXR % (good + again))
    (tmp_path / "cut.xml").write_text(WORDPRESS[:3000])

    with pytest.raises(CommandError) as refusal:
        take(tmp_path)

    said = str(refusal.value)
    assert f"{path}: item[1] (line " in said
    assert "is the same text as" in said
    assert f"{tmp_path / 'cut.xml'}: line " in said
    assert [story.headline for story in Story.objects.all()] == ["Good"]


def test_a_picture_that_is_none_refuses_its_story_alone(folder):
    picture = folder / "wp-content/uploads/2020/03/bridge.jpg"
    picture.write_bytes(b"no picture")

    with pytest.raises(CommandError, match=r"\.image\.src: .*\n"):
        take(folder)

    assert Story.objects.count() == 8


@pytest.mark.once
def test_only_so_many_are_taken_and_all_are_given_a_desk(folder):
    take(folder, limit=2, desk="Archive", format="wordpress")

    assert [story.desk.name for story in Story.objects.all()] == ["Archive"] * 2


@pytest.mark.once
def test_a_file_that_nobody_knows_is_refused(tmp_path):
    (tmp_path / "x.json").write_text("[1]")
    with pytest.raises(CommandError, match="is no archive that is known here"):
        take(tmp_path / "x.json")
    with pytest.raises(CommandError, match="can't be read"):
        take(tmp_path / "nothing.xml")
