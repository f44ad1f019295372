"""The record is audited, and derived rows are made anew, beside who publishes."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stories import record_audit
from stories.database import snapshot
from stories.models import Edition, rebuild
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("committed")]


def elsewhere(work):
    """What another process does meanwhile; it ends before this goes on."""

    def visit():
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(visit).result(30)


def test_the_audit_sees_one_moment_and_keeps_nobody_from_publishing():
    story, question = make.published_story(), make.question(intro="So it is.")

    with snapshot():
        seen = Edition.objects.count()
        elsewhere(lambda: [make.edition(question), story.check_again()])

        assert [*record_audit.all_faults()] == []
        assert Edition.objects.count() == seen
    assert Edition.objects.count() == seen + 2
    assert [*record_audit.faults()] == []


def test_a_rebuild_takes_one_turn_after_the_other(monkeypatch):
    monkeypatch.setattr(rebuild, "AT_ONCE", 1)
    for _ in range(3):
        make.published_story()
    make.edition(make.question(intro="So it is."))

    with CaptureQueriesContext(connection) as asked:
        assert rebuild.rebuild() == 4

    assert [query["sql"] for query in asked].count("COMMIT") == 4
    assert [*record_audit.faults()] == []
