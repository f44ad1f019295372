"""A backup comes back as it was, or nothing at all has changed."""

import json
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings as settings_of_django
from django.core.management import call_command

from explainer.blocks import Change
from explainer.erasure import Sentence
from operations.backup import copies, creation, pictures, restoration, shelf, trial
from operations.backup.refusal import BackupError
from operations.redaction import execution
from paper import generation
from stories import record_audit
from tests import make
from tests.support import backups, reader, small_paper


@pytest.fixture
def story(committed, shelf_folder):
    """A paper with one of everything that has a page; one story was corrected."""
    made = small_paper.paper()
    change = Change("replace", field="summary", index=0, new="Nothing happened.")
    made.correct(changes=[change], note="It had not.")
    return made


def pages(client):
    return {address: client.get(address).content for address in small_paper.ADDRESSES}


def test_a_paper_comes_back_from_an_encrypted_backup(story, settings, client, capsys):
    public, identity = backups.pair()
    settings.BACKUP_KEY = [public]
    lost = reader.picture(make.story(), size=(4, 4))
    lost.file.storage.delete(lost.name)
    before = backups.rows(), backups.pictures(), pages(client)

    call_command("backup")
    (path,) = shelf.backups()
    call_command("restore", str(path.path), verify=True, identity=identity)

    noted = f"Note: 1 pictures had no file, such as {lost.name}."
    assert noted in capsys.readouterr().err
    assert shelf.newest_verified().path == path.path
    assert (backups.rows(), backups.pictures(), pages(client)) == before

    reader.picture(make.story(), size=(3, 2))
    make.rewrite(story, summary="All is different.")
    for file in settings.MEDIA_ROOT.glob("images/*"):
        file.write_bytes(b"damaged")
    moved = generation.number()
    assert backups.rows() != before[0]

    call_command("restore", str(path.path), replace=True, identity=identity)
    call_command("check_record")

    assert (
        f"What was there before is in {shelf.backups()[0].path}"
        in capsys.readouterr().out
    )
    assert backups.rows() == before[0]
    assert before[1].items() <= backups.pictures().items()
    assert pages(client) == before[2]
    assert generation.number() > moved
    assert backups.left_beside() == []


def test_what_was_removed_by_order_is_out_before_anybody_can_read_it(
    story, settings, capsys, monkeypatch
):
    made, engine, seen = creation.make(), copies.engine(), []
    take_over = engine.take_over

    def look(copy):
        with copy.opened() as paper:
            seen.extend(paper.execute("SELECT document FROM stories_revision"))
        take_over(copy)

    monkeypatch.setattr(engine, "take_over", look)
    said = "Nothing happened."
    order = {"order": "Court, 4 O 17/26", "reason": "It was private."}
    execution.carry_out(Sentence(said), **order)

    call_command("restore", str(made.path), replace=True)

    assert any("[removed by order]" in document for (document,) in seen)
    assert not any(said[:-1] in document for (document,) in seen)
    assert "Court, 4 O 17/26" in capsys.readouterr().out
    assert [*record_audit.faults()] == []


def test_a_paper_is_not_replaced_unless_that_was_said(story):
    made, before = creation.make(), backups.rows()

    with pytest.raises(BackupError, match="There is a paper already, and --replace"):
        restoration.restore(made.path)

    assert backups.rows() == before


def test_a_damaged_backup_changes_nothing(story, settings):
    made = creation.make()
    content = bytearray(made.path.read_bytes())
    content[len(content) // 2] ^= 1
    made.path.write_bytes(content)
    before = backups.rows(), backups.pictures(), backups.left(settings.BACKUP_DIR)

    with pytest.raises(BackupError, match="is not what SHA256SUMS says of it"):
        restoration.restore(made.path, replace=True)

    after = backups.rows(), backups.pictures(), backups.left(settings.BACKUP_DIR)
    assert after == before
    assert backups.left_beside() == []


def other(manifest, **values):
    """The manifest's bytes with other values."""
    return json.dumps(json.loads(manifest) | values).encode()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"migrations": ["stories.99_x"]}, "newer version of the paper (stories.99_x"),
        ({"format": 99}, "It was made by a newer version of the paper (format 99)"),
        ({"engine": "another"}, "It is of a paper in another, and DATABASE_URL names"),
    ],
)
def test_a_backup_that_is_not_for_this_paper_is_refused(
    committed, shelf_folder, values, said
):
    made = creation.make()
    members = backups.unpacked(made.path)
    members["manifest.json"] = other(members["manifest.json"], **values)
    backups.rewrite(made.path, members)

    with pytest.raises(BackupError) as refusal:
        restoration.verify(made.path)

    assert said in str(refusal.value)
    assert shelf.newest_verified() is None


def test_a_copy_with_other_rows_than_its_manifest_tells_is_refused(
    committed, shelf_folder
):
    made = creation.make()
    members = backups.unpacked(made.path)
    told = json.loads(members["manifest.json"])["tables"] | {"auth_user": [1, "0"]}
    members["manifest.json"] = other(members["manifest.json"], tables=told)
    backups.rewrite(made.path, members)

    with pytest.raises(BackupError, match="auth_user is not what it was"):
        restoration.verify(made.path)

    assert backups.left_beside() == []


def test_who_kills_a_restore_half_way_has_the_paper_as_it_was(story, settings):
    made, before = creation.make(), (backups.rows(), backups.pictures())

    begun = backups.begun("restore", str(made.path), "--replace")
    while not backups.left_beside() and begun.poll() is None:
        time.sleep(0.01)
    backups.kill(begun)

    assert (backups.rows(), backups.pictures()) == before
    assert len(backups.left_beside()) == 1
    engine = copies.engine()
    with (
        pictures.folder_for_copies(),
        engine.moment() as moment,
        engine.beside(moment.parts()),
    ):
        assert backups.left(settings.MEDIA_ROOT)[0].startswith(".beside-")
    assert backups.left_beside() == []
    assert backups.left(settings.MEDIA_ROOT) == ["images"]


def test_a_trial_forgets_no_page_that_is_kept(monkeypatch):
    asked = []

    def run(command, env, **more):
        asked.append(env["PAGE_CACHE"])
        return SimpleNamespace(returncode=0, stdout="")

    monkeypatch.setattr(trial.subprocess, "run", run)

    trial.run("sqlite://", None, "redact", "--again", fault="")

    assert asked != [settings_of_django.SHARED_PAGES["LOCATION"]]
    assert not Path(asked[0]).exists()
