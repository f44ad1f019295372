"""Who writes while an order is carried out waits, and is refused like anybody else."""

import threading

import pytest
from django.db import connection, transaction

from explainer.erasure import Sentence
from operations.redaction import execution
from people.desks import Desk
from stories.models.verb_refusals import RedactedError

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

    def carry_out():
        try:
            execution.carry_out(Sentence(SAID), **ORDER)
        finally:
            connection.close()

    order = threading.Thread(target=carry_out)
    order.start()
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
    order.join(30)

    assert not Desk.objects.filter(name=SAID).exists()
    assert len(said) == 1
