"""An order waits for who writes already, and holds up nobody while it does."""

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from explainer.erasure import Sentence
from operations.redaction import execution, writers_lock
from pages.models import ReaderMessage
from people.desks import Desk
from stories.models import Redaction
from tests import make
from tests.support.beside import Beside

SAID = "Ann Moravec's “café” was never hers."
ORDER = {"order": "Court of Almarra, 4 O 17/26", "reason": "It was private."}

pytestmark = pytest.mark.usefixtures("committed")


def carry_out():
    execution.carry_out(Sentence(SAID), **ORDER)


def hold_a_row():
    Desk.objects.select_for_update(no_key=True).get()


def delete_a_row():
    """Without a question: what is deleted says nothing."""
    ReaderMessage.objects.get().delete()


@pytest.mark.parametrize("begin", [hold_a_row, delete_a_row])
def test_who_began_before_an_order_ends_and_the_order_follows(begin):
    """None of the two is ended by the database for waiting for the other."""
    desk = make.desk(name=f"{SAID} So.")
    make.message()

    with transaction.atomic():
        begin()
        order = Beside(carry_out)
        threading.Event().wait(0.8)  # by now it has asked
        Desk.objects.filter(pk=desk.pk).update(name=f"{SAID} Or not.")
    order.result()

    desk.refresh_from_db()
    assert desk.name.startswith("[removed by order]. Or not.")
    assert Redaction.objects.count() == 1


def test_nobody_waits_behind_an_order_that_waits():
    if connection.vendor == "sqlite":
        pytest.skip("One writer at a time, whoever it is.")
    make.desk(name="Whose?")

    with transaction.atomic():
        hold_a_row()
        order = Beside(carry_out)
        threading.Event().wait(0.2)
        other = Beside(make.desk)
        other.result()
        assert order.is_going_on
    order.result()


def test_an_order_that_never_has_its_turn_says_so_and_changes_nothing(
    tmp_path, monkeypatch
):
    if connection.vendor == "sqlite":
        pytest.skip("One writer at a time, whoever it is.")
    monkeypatch.setattr(writers_lock, "PATIENCE", 0)
    desk = make.desk(name=SAID)
    file = tmp_path / "sentence"
    file.write_text(SAID)

    with transaction.atomic():
        hold_a_row()
        order = Beside(call_command, "redact", text=str(file), yes=True, **ORDER)
        with pytest.raises(CommandError, match="Nothing was changed"):
            order.result()

    desk.refresh_from_db()
    assert (desk.name, Redaction.objects.count()) == (SAID, 0)
