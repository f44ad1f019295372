"""Bytes that nobody reads any more are gone as well: of the database and of caches."""

import fcntl
import json
import resource
import signal
from pathlib import Path

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from explainer.erasure import Sentence
from operations.redaction import execution, orders_that_are_known, redact_again, traces
from operations.redaction.eraser import Eraser, KnownAddresses
from people.models import AuditEvent
from stories.models import Redaction, Revision
from stories.models.redactions import removed_mark
from tests import make
from tests.support import wire
from tests.support.beside import Beside

SAID = "Ann Moravec took the money of the harbour in secret."
LOWER = b"took the money of the harbour in secret"


def carry_out(**more):
    said = {"order": "Court, 4 O 17/26", "reason": "It was private."} | more
    return execution.carry_out(Sentence(SAID), **said)


def files_of_database():
    """What the engine has on the disk of the texts of the paper."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            name = connection.settings_dict["NAME"]
            return [*Path(name).parent.glob(f"{Path(name).name}*")]
        cursor.execute("CHECKPOINT")
        cursor.execute("SHOW data_directory")
        (home,) = cursor.fetchone()
        cursor.execute(
            "SELECT pg_relation_filepath(oid) FROM pg_class WHERE relnamespace ="
            " 'public'::regnamespace AND relkind IN ('r', 'i', 't')"
        )
        return [Path(home) / path for (path,) in cursor.fetchall()]


def holds(paths):
    return [path.name for path in paths if LOWER in path.read_bytes().lower()]


def test_no_byte_of_it_is_left_in_the_files_of_the_database(committed):
    for _time in range(3):
        made = make.published_story(brief=f"So. {SAID} Yes.")
        make.comment(made, body=SAID)
        make.rewrite(made, standfirst=SAID)
        make.edition(made)
    assert holds(files_of_database())

    _redaction, places = carry_out()
    faults = traces.wipe(execution.models_of(places))

    assert faults == []
    assert holds(files_of_database()) == []


@pytest.mark.django_db
def test_kept_pages_are_deleted_and_processes_forget_theirs(tmp_path, settings):
    story = make.published_story(brief=SAID, slug="harbour")
    front = wire.cache()
    address = "/stories/harbour/"
    assert LOWER in wire.ask(front, address).body.lower()
    caches["shared"].set("page", SAID)
    caches["default"].set("card", SAID)

    carry_out()
    traces.forget_pages()

    assert (caches["shared"].get("page"), caches["default"].get("card")) == (None, None)
    wire.settle()
    front.watch.asked_at = float("-inf")
    assert LOWER not in wire.ask(front, address).body.lower()
    assert not any(LOWER in kept.body for kept in front.memory.answers.values())
    assert story.editions.count() == 1


@pytest.mark.django_db
def test_no_page_of_before_stands_in_while_the_database_is_silent():
    make.published_story(brief=SAID, slug="harbour")
    front = wire.cache()
    wire.ask(front, "/stories/harbour/")
    (old,) = front.memory.answers.values()
    (at,) = front.memory.answers

    carry_out()
    wire.settle()
    front.watch.asked_at = float("-inf")
    wire.ask(front, "/about/")
    front.memory.keep(at, old)  # a thread that was making it all the while

    assert front.last_page(at) is None


@pytest.mark.django_db
def test_keys_of_caches_that_name_an_old_address_are_gone():
    make.published_story(slug="ann-moravec-took-money-harbour-secret")
    wire.settle()
    redaction, _places = carry_out()
    wire.settle()

    eraser = Eraser([Sentence(SAID)], KnownAddresses([redaction]))
    traces.forget_addresses(eraser)

    kept = traces.KeyChange.objects.values_list("key", flat=True)
    assert not [key for key in kept if "moravec" in key]


@pytest.mark.django_db
def test_what_is_kept_beside_pictures_is_named():
    name = default_storage.save("manifests/a.png.c2pa", ContentFile(SAID.encode()))
    default_storage.save("manifests/b.png.c2pa", ContentFile(b"Somebody else."))

    eraser = Eraser([Sentence(SAID)], lambda slug: None)
    assert [*traces.pictures_naming(eraser)] == [name]


@pytest.mark.django_db
def test_backups_of_before_are_named_and_slips_kept_once_beside_them(
    tmp_path, settings
):
    settings.BACKUP_DIR = str(tmp_path)
    (tmp_path / "newsroom-2026-01-02T03-04-05Z.tar").write_bytes(b"x")
    make.published_story(brief=SAID)
    redaction, _places = carry_out()
    slip = execution.slip_of(redaction)

    for _time in range(2):
        path = traces.keep_slips([slip])

    assert traces.read_slips(path) == [slip]
    assert Sentence(SAID).letters not in path.read_text()
    older = traces.older_backups(timezone.now() + timezone.timedelta(seconds=5))
    assert [name for name, _at in older] == ["newsroom-2026-01-02T03-04-05Z.tar"]


def test_a_restored_backup_is_rid_of_it_by_the_list_beside_it(
    committed, tmp_path, settings
):
    settings.BACKUP_DIR = str(tmp_path)
    made = Redaction(order="Court, 4 O 17/26", reason="It was private.")
    made.close(Sentence(SAID))
    slip = json.dumps(execution.slip_of(made))
    (tmp_path / traces.LEDGER).write_text(f"{slip}\n")
    make.published_story(brief=SAID)

    (said,) = redact_again()

    assert said.startswith("Court, 4 O 17/26")
    assert said.endswith(": 2 places")
    assert "[removed by order]" in Revision.objects.get().document
    assert redact_again() == []


def test_orders_that_only_the_replaced_paper_knew_count_in_the_restored_one(
    committed, settings
):
    settings.BACKUP_DIR = ""
    make.published_story(brief=SAID)
    assert orders_that_are_known() == []
    made = Redaction(order="Court, 4 O 17/26", reason="It was private.")
    made.close(Sentence(SAID))

    (said,) = redact_again(more=[execution.slip_of(made)])

    assert said.startswith("Court, 4 O 17/26")
    assert [slip["salt"] for slip in orders_that_are_known()] == [made.salt]


def test_of_a_slip_that_says_what_another_took_out_the_words_are_not_taken(
    committed, tmp_path, settings
):
    settings.BACKUP_DIR = str(tmp_path)
    lines = []
    for said, why in ((SAID, "Private."), ("She paid a bishop.", f"False: {SAID}")):
        made = Redaction(order="Court, 4 O 17/26", reason=why)
        made.close(Sentence(said))
        lines.append(f"{json.dumps(execution.slip_of(made))}\n")
    (tmp_path / traces.LEDGER).write_text("".join(lines))

    redact_again()

    reasons = [*Redaction.objects.order_by("pk").values_list("reason", flat=True)]
    assert reasons == ["Private.", f"False: {removed_mark()}."]
    notes = AuditEvent.objects.filter(verb="redact").values_list("note", flat=True)
    assert {*notes} == {*reasons}


@pytest.mark.django_db
def test_nothing_is_carried_out_beside_a_list_that_is_torn(tmp_path, settings):
    settings.BACKUP_DIR = str(tmp_path)
    (tmp_path / traces.LEDGER).write_text('{"order": "Cou')
    (tmp_path / "said").write_text(SAID)
    make.published_story(brief=SAID)
    words = {"text": str(tmp_path / "said"), "order": "O", "reason": "R", "yes": True}

    with pytest.raises(CommandError, match="is damaged"):
        call_command("redact", **words)

    assert not Redaction.objects.exists()


def slip_of(order):
    made = Redaction(order=order, reason="It was private.")
    made.close(Sentence(f"{SAID} {order}"))
    return execution.slip_of(made)


@pytest.fixture
def ledger(tmp_path, settings):
    settings.BACKUP_DIR = str(tmp_path)
    return tmp_path / traces.LEDGER


def test_a_line_that_lacks_its_end_and_blank_ones_are_no_fault_of_a_list(ledger):
    first, second = slip_of("Court\u2028of Almarra"), slip_of("Another")
    told = json.dumps(first, ensure_ascii=False)
    ledger.write_text(f"\n{told}\n  \n{told}", encoding="utf-8")

    traces.keep_slips([first, second])
    traces.keep_slips([])

    assert traces.read_slips(ledger) == [first, first, second]


NO_ORDERS = ["123", "null", "{}", '{"order": "Cou', "[" * 100_000, "\0\0", b"\xe4"]
NO_ORDERS += [
    {"salt": None},
    {"order": 17},
    {"length": "8"},
    {"length": True},
    {"addresses": ["a"]},
    {"addresses": [["a"]]},
    {"at": "yesterday"},
    {"at": "2026-13-01T00:00:00+00:00"},
]


@pytest.mark.parametrize("line", NO_ORDERS, ids=lambda line: str(line)[:20])
def test_a_line_that_tells_of_no_order_is_named_and_nothing_is_added(ledger, line):
    good = slip_of("Court")
    if isinstance(line, dict):
        line = json.dumps(good | line)
    damaged = line if isinstance(line, bytes) else line.encode()
    text = json.dumps(good).encode() + b"\n" + damaged
    ledger.write_bytes(text)

    for act in (lambda: traces.keep_slips([good]), lambda: redact_again(ledger)):
        with pytest.raises(
            CommandError, match="is damaged: line 2 is no order"
        ) as told:
            act()
        assert "Nothing was done. Put in its place" in str(told.value)

    assert ledger.read_bytes() == text


@pytest.mark.django_db
def test_a_list_that_is_named_has_to_be_there(ledger, tmp_path):
    """The one beside the backups need not: there may have been no order."""
    assert redact_again() == []
    with pytest.raises(CommandError, match=r"redactoins\.jsonl can.t be read: "):
        call_command("redact", again=str(tmp_path / "redactoins.jsonl"))
    with pytest.raises(CommandError, match="can't be read"):
        call_command("redact", again=str(tmp_path))


def test_two_orders_at_one_moment_are_both_in_the_list(ledger):
    """The second waits until the first has written, and reads what that wrote."""
    first, second = slip_of("Court"), slip_of("Another")
    with ledger.open("ab", buffering=0) as writer:
        fcntl.flock(writer, fcntl.LOCK_EX)
        beside = Beside(traces.keep_slips, [first, second])
        with pytest.raises(TimeoutError):
            beside.done.result(0.2)
        writer.write(json.dumps(first).encode())
    assert beside.result() == ledger

    assert traces.read_slips(ledger) == [first, second]


def test_a_disk_that_is_full_leaves_the_list_as_it_was(ledger):
    """Here it is a limit, which stops a writer in the midst of a line as well."""
    first, second = slip_of("Court"), slip_of("Another")
    traces.keep_slips([first])
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ledger.stat().st_size + 20, before[1]))
    try:
        with pytest.raises(CommandError, match=r"can't be added to: .*No space"):
            traces.keep_slips([second])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)

    assert traces.read_slips(ledger) == [first]
