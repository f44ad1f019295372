"""Python's watch over the record gives a clear error, and the database's the rest."""

from copy import copy

import pytest
from asgiref.sync import async_to_sync
from django.db import DatabaseError, transaction

from stories.models import Edition, Revision
from stories.models.record import FrozenRecordError
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return make.edition()


@pytest.mark.parametrize(
    "change",
    [
        lambda e: e.save(),
        lambda e: async_to_sync(e.asave)(),
        lambda e: Edition(pk=e.pk, number=1).save(force_update=True),
        lambda e: e.delete(),
        lambda e: Edition.objects.update(note="x"),
        lambda e: async_to_sync(Edition.objects.all().aupdate)(note="x"),
        lambda e: Edition.objects.filter(pk=e.pk).delete(),
        lambda e: Edition.objects.bulk_update([e], ["note"]),
        lambda e: Edition.objects.bulk_create(
            [e], update_conflicts=True, update_fields=["note"], unique_fields=["id"]
        ),
        lambda e: Edition.objects.update_or_create(pk=e.pk, defaults={"note": "x"}),
        lambda e: e.story.editions.update(note="x"),
        lambda e: e.story.editions.clear(),
        lambda e: e.revision.save(),
        lambda e: e.revision.delete(),
        lambda e: Revision.objects.update(document="{}"),
        lambda e: Revision.objects.bulk_update([e.revision], ["document"]),
        lambda e: Revision.objects.all().delete(),
        lambda e: e.story.revisions.update(document="{}"),
    ],
)
def test_python_says_that_the_record_is_frozen(edition, change):
    with pytest.raises(FrozenRecordError):
        change(edition)


@pytest.mark.parametrize(
    "change",
    [
        lambda e: Edition(pk=e.pk, story=e.story, number=2, kind="checked").save(),
        lambda e: copy(e).save_base(raw=True),
        lambda e: Edition._base_manager.update(note="x"),
        lambda e: Edition.objects.all()._raw_delete("default"),
        lambda e: make.story().editions.add(e),
        lambda e: Revision._base_manager.update(document="{}"),
        lambda e: Revision.objects.filter(recorded=True)._raw_delete("default"),
    ],
)
def test_what_passes_by_python_is_stopped_by_the_database(edition, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        change(edition)


def test_a_revision_that_was_never_published_can_be_deleted(edition):
    make.story().save_revision()

    deleted, _kinds = Revision.objects.filter(recorded=False).delete()

    assert deleted == 1
    assert Revision.objects.get() == edition.revision
