"""A paper made in bulk is the one that the verbs would have made."""

import io

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from benchmarks import documents, paper
from stories import models
from stories.index import word_index
from stories.models import freezing
from stories.models.rebuild import rebuild

pytestmark = pytest.mark.django_db
SIZE = 30


def derived():
    """Every derived row, in an order of its own."""
    words = f"SELECT * FROM {word_index.TABLE} ORDER BY rowid"
    with connection.cursor() as cursor:
        cursor.execute(words)
        index = cursor.fetchall()
    found = {"index": index}
    for model in (models.Showing, models.Mention, models.Dated):
        names = [f.attname for f in model._meta.concrete_fields if f.name != "id"]
        found[model] = sorted(map(repr, model.objects.values_list(*names)))
    return found


def record():
    """What the record says of every edition, whatever its keys are."""
    rows = models.Edition.objects.values_list(
        *("story_id", "question_id", "number", "kind", "note", "published_at"),
        *("revision__digest", "revision__base_edition", "revision__recorded"),
    )
    return sorted(map(repr, rows))


def test_a_rebuild_changes_nothing_and_an_audit_finds_nothing():
    paper.make(SIZE)
    before, said = derived(), io.StringIO()

    rebuild()
    call_command("check_record", stdout=said)

    assert len(before["index"]) > SIZE
    assert derived() == before
    assert "The record is sound" in said.getvalue()


@pytest.mark.once
def test_no_working_copy_has_anything_to_save():
    paper.make(SIZE)
    owners = [*models.Story.objects.all(), *models.Question.objects.all()]

    heads = {owner.slug: owner.revisions.head().digest for owner in owners}

    assert {o.slug: o.save_revision().digest for o in owners} == heads
    assert models.Revision.objects.count() == sum(
        o.editions.exclude(revision=None).count() for o in owners
    )


@pytest.mark.once
def test_the_verbs_give_the_same_record():
    now = timezone.now()
    with transaction.atomic():
        paper.make(SIZE, now=now)
        quick = record(), {*models.Path.objects.values_list("kind", "slug")}
        transaction.set_rollback(True)
    rows = paper.standing_rows(SIZE)
    for number in range(-(-SIZE // documents.TO_A_QUESTION)):
        publish(models.Question, documents.question(number, paper.SEED, now), rows)
    for number in reversed(range(SIZE)):
        drafts = documents.editions(number, paper.SEED, now, SIZE)
        publish(models.Story, drafts, rows)

    assert (record(), {*models.Path.objects.values_list("kind", "slug")}) == quick


def publish(model, drafts, rows):
    """By the verbs, one after the other, each at its time."""
    texts = [draft.document for draft in drafts if draft.document]
    paper.learn_named(texts[:1], rows)
    owner = model(pk=texts[0]["id"])
    for draft in drafts:
        late = draft.at > timezone.now()
        when = {"at" if late else "dated": draft.at}
        if draft.document is None:
            owner.withdraw(note=draft.note, **when)
            continue
        freezing.thaw(owner, draft.document)
        revision = owner.save_revision()
        owner.publish(
            revision=revision,
            kind=draft.kind,
            note=draft.note,
            desk_rules=False,
            **when,
        )


def test_another_seed_is_another_paper_with_the_same_shape():
    with transaction.atomic():
        paper.make(5)
        one = record()
        transaction.set_rollback(True)
    paper.make(5, seed=2)

    assert len(record()) == len(one)
    assert not {*record()} & {*one}
