"""Each change of the record by an order is told of, and followed from hash to hash."""

import pytest
from django.db import connection

from explainer.document import digest
from stories import guards, removal_audit
from stories.models import Edition, Redaction, Removal, Revision
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def text():
    """The text of an edition that an order changed, and the removal that says so."""
    revision = make.published_story(brief="Before.").revisions.get()
    return revision, change(revision, "After.")


def change(revision, brief, **more):
    """Change a text as an order does, past no guard."""
    redaction = make.redaction()
    document = revision.document.replace(revision.content["brief"], brief)
    before, after = revision.digest, digest(document)
    values = {"document": document, "digest": after, "redaction": redaction}
    Revision._base_manager.filter(pk=revision.pk).update(**values)
    said = {"of": "revision", "key": revision.pk, "before": before, "after": after}
    return redaction.removals.create(**said | more)


def run(sql, *params):
    guards.take_down(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
    guards.put_up(connection)


def test_what_an_order_changed_is_sound_and_told_with_both_hashes(text):
    revision, removal = text

    assert [*removal_audit.faults()] == []
    first, second = removal_audit.notices()
    assert "by order (Court of Almarra, 4 O 17/26): A private matter." in first
    assert removal.before[:12] in second
    assert removal.after[:12] in second
    assert revision.digest == removal.before


def test_a_text_may_be_changed_by_one_order_after_another(text):
    revision, _removal = text
    revision = Revision.objects.get(pk=revision.pk)
    change(revision, "Later.")

    assert [*removal_audit.faults()] == []


def test_a_change_between_two_orders_is_a_fault(text):
    revision, _removal = text
    revision = Revision.objects.get(pk=revision.pk)
    change(revision, "Later.", before="0" * 64)

    (fault,) = removal_audit.faults()
    assert fault == f"Revision {revision.pk} was changed between two redactions."


def test_a_text_that_is_not_what_the_order_left_is_a_fault(text):
    revision, _removal = text
    run("UPDATE stories_revision SET digest = %s WHERE recorded", "1" * 64)

    (fault,) = removal_audit.faults()
    assert fault == f"Revision {revision.pk} isn't what its last redaction left of it."


def test_a_text_that_names_another_order_is_a_fault(text):
    revision, _removal = text
    run("UPDATE stories_revision SET redaction_id = %s", make.redaction().pk)

    (fault,) = removal_audit.faults()
    assert fault == f"Revision {revision.pk} doesn't name its last redaction."


def test_an_edition_that_was_changed_and_says_so_nowhere_is_a_fault():
    make.published_story()
    key = Edition.objects.get().pk
    Edition._base_manager.update(redaction=make.redaction())

    (fault,) = removal_audit.faults()
    assert fault == f"Edition {key} was changed, and no redaction says so."


def test_what_was_deleted_since_is_no_fault():
    said = {"of": Removal.EDITION, "key": 10_000, "before": "0", "after": "1"}
    make.redaction().removals.create(**said)

    assert [*removal_audit.faults()] == []
    assert Redaction.objects.count() == 1
