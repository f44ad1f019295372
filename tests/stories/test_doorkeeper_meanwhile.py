"""Who writes while an order is carried out waits, and is refused like anybody else."""

import threading
from contextlib import suppress

import pytest
from django.db import connection, transaction

from explainer.erasure import Sentence
from operations.redaction import execution
from people.desks import Desk
from stories.models import Redaction
from stories.models.verb_refusals import RedactedError
from tests import make
from tests.support.beside import Beside

SAID = "Ann Moravec's “café” was never hers."
ORDER = {"order": "Court of Almarra, 4 O 17/26", "reason": "It was private."}


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("is_atomic", [True, False])
def test_what_is_written_while_an_order_is_carried_out(monkeypatch, is_atomic):
    swept, began, said = threading.Event(), threading.Event(), []
    record = execution.record

    def slowly(*given):
        record(*given)
        swept.set()
        began.wait(10)
        threading.Event().wait(1)  # for which the other one waits

    monkeypatch.setattr(execution, "record", slowly)

    order = Beside(execution.carry_out, Sentence(SAID), **ORDER)
    assert swept.wait(30)
    began.set()
    try:
        if is_atomic:
            with transaction.atomic():
                Desk(name=SAID, slug="a").save()
        else:
            Desk(name=SAID, slug="a").save()
    except RedactedError as refusal:
        said.append(str(refusal))
    order.result()

    assert not Desk.objects.filter(name=SAID).exists()
    assert len(said) == 1


@pytest.mark.usefixtures("committed")
def test_who_undid_a_part_of_a_transaction_is_asked_anew():
    """With the savepoint went the lock, and an order may have been carried out."""
    if connection.vendor == "sqlite":
        pytest.skip("One writer at a time, whoever it is.")
    desk = Desk(name="Whose?", slug="a")

    with transaction.atomic():
        with suppress(LookupError), transaction.atomic():
            desk.save()
            raise LookupError
        Beside(execution.carry_out, Sentence(SAID), **ORDER).result()
        desk.name = SAID
        with pytest.raises(RedactedError):
            desk.save(force_insert=True)


@pytest.mark.usefixtures("committed")
def test_a_transaction_asks_although_the_same_connection_wrote_before_it():
    desk = make.desk()
    Beside(execution.carry_out, Sentence(SAID), **ORDER).result()

    with pytest.raises(RedactedError), transaction.atomic():
        Desk.objects.filter(pk=desk.pk).update(name=SAID)


@pytest.mark.usefixtures("committed")
def test_an_order_waits_for_who_was_asked_and_has_not_written_yet(monkeypatch):
    """Outside of a transaction, too: a question and its writing are one."""
    desk = make.desk()
    asked, orders = threading.Event(), []
    is_in = Redaction.is_in

    def slowly(redaction, text):
        if not asked.is_set():
            asked.set()
            orders.append(Beside(execution.carry_out, Sentence(SAID), **ORDER))
            threading.Event().wait(0.7)
        return is_in(redaction, text)

    execution.carry_out(Sentence("Ben had the keys of it all along."), **ORDER)
    monkeypatch.setattr(Redaction, "is_in", slowly)
    Desk.objects.filter(pk=desk.pk).update(name=SAID)
    orders[0].result()

    desk.refresh_from_db()
    assert desk.name.startswith("[removed by order]")
