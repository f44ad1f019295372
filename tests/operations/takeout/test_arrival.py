"""A take-out arrives as it left, on either engine, or nothing at all has changed."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings as settings_of_django
from django.core.management import CommandError, call_command
from django.db import connection
from django_otp.plugins.otp_totp.models import TOTPDevice

from explainer.blocks import Change
from explainer.erasure import Sentence
from operations.backup import contents, copies, creation
from operations.backup.refusal import BackupError
from operations.redaction import execution
from operations.redaction.traces import keep_slips
from operations.takeout import arrival, departure, digests
from people.models import AuditEvent
from people.triggers import LOG
from stories import guards, record_audit
from stories.index import word_index
from stories.models import Story
from tests import make
from tests.conftest import schema_digest
from tests.support import backups, derived, small_paper

SECRET = "pbkdf2_sha256$1$taken$along"


@pytest.fixture
def story(committed, shelf_folder, ana):
    """A paper with one of everything; a story was corrected, talked of and left as a
    draft; somebody signs in with a second factor."""
    made = small_paper.paper()
    change = Change("replace", field="summary", index=0, new="Nothing happened.")
    made.correct(changes=[change], note="It had not.")
    make.rewrite(made, by=ana, summary="The draft “of it”\u2028 – with 日本 and 🙂.")
    make.published_story(slug="down").withdraw(note="It was wrong.")
    make.edition(make.story(slug="later"), at=make.soon())
    make.comment(made)
    ana.password = SECRET
    ana.save()
    TOTPDevice.objects.create(user=ana, name="phone", key="a1b2c3d4e5f6a7b8")
    return made


@pytest.fixture
def file(story, tmp_path):
    path = tmp_path / "paper.tar"
    departure.write(path, keys=True)
    return path


def empty():
    """As `migrate` leaves a database."""
    guards.take_down(connection)
    LOG.take_down(connection)
    word_index.remove(">= 0")
    call_command("flush", verbosity=0, interactive=False)
    guards.put_up(connection)
    LOG.put_up(connection)
    shutil.rmtree(settings_of_django.MEDIA_ROOT, ignore_errors=True)


def state():
    return digests.tables(keys=True), derived.rows(), backups.pictures()


def other_paper(tmp_path, *command):
    """What a command says to which an SQLite file beside this paper is the paper."""
    told = {"DATABASE_URL": f"sqlite:///{tmp_path}/other.sqlite3"}
    told |= {"MEDIA_ROOT": f"{tmp_path}/other-media", "PAGE_CACHE": f"{tmp_path}/pages"}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings_of_django.BASE_DIR,
        env=os.environ | told,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_a_paper_goes_to_another_engine_and_comes_back(file, tmp_path, pytestconfig):
    """From this engine to SQLite, and from there to this one."""
    before, last, back = state(), Story.objects.count(), tmp_path / "back.tar"
    migrated = pytestconfig.cache.mkdir("migrated") / f"{schema_digest()}.sqlite3"
    if migrated.exists():
        shutil.copyfile(migrated, tmp_path / "other.sqlite3")
    else:
        other_paper(tmp_path, "migrate", "--verbosity=0")

    both = "from django.core.management import call_command as call\n"
    both += f"call('load_paper', {str(file)!r})\n"
    both += f"call('dump_paper', {str(back)!r}, keys=True)"
    said = other_paper(tmp_path, "shell", "--verbosity=0", "-c", both)
    assert digests.of_all(before[0]) in said
    empty()
    assert Story.objects.count() == 0
    call_command("load_paper", str(back))

    assert state() == before
    assert [*record_audit.faults()] == []
    made = make.published_story()
    assert Story.objects.count() == last + 1
    assert AuditEvent.objects.record("look", of=made).pk
    with pytest.raises(BackupError, match="There is a paper already"):
        arrival.load(file)


def rewritten(file, change):
    """The file with other members, each byte of it as it should be."""
    members = backups.unpacked(file)
    change(members)
    backups.rewrite(file, members)


def replace(name, old, new):
    def change(members):
        assert old in members[name]
        members[name] = members[name].replace(old, new)

    return change


EDITION = "tables/stories_edition/000001.jsonl"


def first_edition(**columns):
    def change(members):
        first = members[EDITION].splitlines()[0]
        members[EDITION] = json.dumps(json.loads(first) | columns).encode()

    return change


def twice(members):
    members[EDITION] = members[EDITION].splitlines(keepends=True)[0] * 2


OF_OURS = "manifest.json"
REFUSED = {
    "stories_edition is not what it was": replace(EDITION, b"It had not", b"It had"),
    f"{EDITION}, line 1: is no JSON": replace(EDITION, b'{"id":', b'{"id"'),
    "line 1: doesn't have the columns": first_edition(notes=1),
    "published_at: 'soon'": first_edition(published_at="soon"),
    "is refused by the database": twice,
    "is of a table that no take-out has": lambda members: members.update(
        {"tables/stories_showing/000001.jsonl": b"{}\n"}
    ),
    "It is of a newer version": replace(OF_OURS, b'"format": 1', b'"format": 2'),
    "is not known here": replace(OF_OURS, b"stories.0001_initial", b"stories.9999"),
    "It has no digests.json": lambda members: members.pop("digests.json"),
    "It is no take-out": replace(OF_OURS, b'"take-out"', b'"takeaway"'),
}


def test_what_is_not_as_it_left_changes_nothing(file, tmp_path):
    """Cut short, damaged, or written anew by somebody who did not mean well."""
    whole, backup = file.read_bytes(), creation.make().path
    empty()
    before = backups.rows(), backups.pictures()
    faults = {}
    for said, change in REFUSED.items():
        file.write_bytes(whole)
        rewritten(file, change)
        with pytest.raises(BackupError) as refusal:
            arrival.load(file)
        faults[said] = str(refusal.value)
    assert {said: fault for said, fault in faults.items() if said not in fault} == {}

    for content, said in (
        (whole[:-2000], "cut short"),
        (whole.replace(b"It had not", b"It had now"), "is not what SHA256SUMS says"),
        (backup.read_bytes(), "It is a backup"),
        (b"", "cut short"),
    ):
        file.write_bytes(content)
        with pytest.raises(CommandError, match=f"Nothing was loaded.*{said}"):
            call_command("load_paper", str(file))

    assert (backups.rows(), backups.pictures()) == before
    assert [*Path(settings_of_django.MEDIA_ROOT).glob(".beside-*")] == []


def test_a_loading_that_is_killed_has_changed_nothing_and_is_done_again(file):
    before = state()
    empty()
    nothing, place = backups.rows(), Path(settings_of_django.MEDIA_ROOT)
    process = backups.begun("load_paper", str(file))
    while not [*place.glob(".beside-*")]:  # it has looked through the file, and begins
        assert process.poll() is None
        time.sleep(0.01)
    backups.kill(process)

    assert backups.rows() == nothing
    arrival.load(file)
    assert state() == before


def test_what_was_removed_by_order_does_not_come_back(file, story):
    """The take-out is older than the order, which stands beside the backups."""
    order = {"order": "Court, 4 O 17/26", "reason": "It was private."}
    redaction, _places = execution.carry_out(Sentence("Nothing happened."), **order)
    settings_of_django.BACKUP_DIR.mkdir()
    keep_slips([execution.slip_of(redaction)])
    empty()

    made = arrival.load(file)

    with copies.engine().opened_paper() as live:
        told = [
            text
            for (text,) in contents.each(live, "SELECT document FROM stories_revision")
        ]
    assert any("[removed by order]" in text for text in told)
    assert not any("Nothing happened" in text for text in told)
    assert any("Court, 4 O 17/26" in line for line in made.taken_out)
    assert [*record_audit.faults()] == []


def test_a_take_out_without_keys_opens_no_account(story, ana, tmp_path, capsys):
    with_keys, without = tmp_path / "with.tar", tmp_path / "without.tar"
    departure.write(with_keys, keys=True)
    call_command("dump_paper", str(without), keys=False)
    assert SECRET.encode() in with_keys.read_bytes()

    for secret in (SECRET, "a1b2c3d4e5f6a7b8"):
        assert secret.encode() not in without.read_bytes()

    empty()
    call_command("load_paper", str(without))
    assert "It has no passwords" in capsys.readouterr().out
    ana.refresh_from_db()
    assert not ana.has_usable_password()
    assert not TOTPDevice.objects.exists()
