"""An order is carried out in every column at once, and the record says so."""

import json

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from explainer.document import digest
from explainer.erasure import Sentence
from operations.redaction import execution
from operations.redaction.eraser import Eraser, KnownAddresses
from operations.redaction.text_columns import swept
from operations.redaction.traces import forget_addresses
from people.models import AuditEvent
from people.triggers import LOG
from stories import doorkeeper, record_audit
from stories.models import Edition, Redaction, Removal, Showing
from tests import filled_paper, make
from tests.support import wire

pytestmark = pytest.mark.django_db

SAID = "Ann did it so."
FOUND = ("Ann did it so", "ann did it so", "ann-did-it-so")
ORDER = {"order": "Court of Almarra, 4 O 17/26", "reason": "It was private."}


def carry_out(said=SAID, **more):
    return execution.carry_out(Sentence(said), **ORDER | more)


def write_everywhere(ana, ben):
    """The sentence in every column that has a row and room for it."""
    filled_paper.fill()
    story = make.story({"image": []}, slug="at-work")
    filled_paper.work(make.published_story(), ana, ben)
    make.comment(story, by=ben)
    count = 0
    for columns in swept():
        rows = columns.model._base_manager.values_list("pk", flat=True).order_by("pk")
        for key in rows[:2]:
            values = {item.attname: filled(item, key) for item in columns.fields}
            values = {name: value for name, value in values.items() if value}
            models.QuerySet(columns.model).filter(pk=key).update(**values)
            count += len(values)
    return count


def filled(item, key):
    if isinstance(item, models.JSONField):
        return {"value": [SAID, {"inner": SAID}]}
    label = f"{item.model._meta.label}.{item.name}"
    if label == "desk.Buffer.data":
        return json.dumps([["headline", SAID], ["name", "Ö"]])
    said = f"{SAID} {str(key)[:5]}"
    room = item.max_length is None or len(said) <= item.max_length
    return said if room else None


def left_of(*said):
    """The columns of every table, in whose values one of these still stands."""
    return [
        f"{model._meta.label}.{item.name}"
        for model in apps.get_models(include_auto_created=True)
        for item in model._meta.concrete_fields
        for value in model._base_manager.values_list(item.attname, flat=True)
        if any(each in repr(value) for each in said)
    ]


def test_a_sentence_is_taken_out_of_every_column(unguarded, ana, ben):
    LOG.take_down(connection)
    count = write_everywhere(ana, ben)
    LOG.put_up(connection)
    assert count > 150

    redaction, places = carry_out()

    wire.settle()
    forget_addresses(Eraser([Sentence(SAID)], KnownAddresses([redaction])))
    assert len(places) >= count
    assert left_of(*FOUND) == []
    assert execution.rehearse(Sentence(SAID)) == []
    assert {label for label, *_rest in redaction.places} == {p.label for p in places}


def test_no_other_text_is_touched(ana):
    bystander = make.published_story(brief="Ann did it otherwise. **So** it is.")
    make.published_story(brief=f"Before. {SAID} After.")
    before = bystander.revisions.get().document, bystander.saved_at

    carry_out()
    bystander.refresh_from_db()

    assert (bystander.revisions.get().document, bystander.saved_at) == before
    assert bystander.lock_version == 1


def test_the_record_keeps_the_hash_of_before_and_says_when_and_why(ana):
    story = make.published_story(brief=f"Before. {SAID} After.", language="de")
    had = story.revisions.get().digest

    redaction, _places = carry_out(by=ana)

    revision = story.revisions.get()
    removal = redaction.removals.get()
    assert revision.content["brief"] == "Before. [auf Anordnung entfernt]. After."
    assert (removal.before, removal.after) == (had, revision.digest)
    assert revision.digest == digest(revision.document)
    assert [*record_audit.faults()] == []
    assert any(ORDER["order"] in said for said in record_audit.notices())
    assert AuditEvent.objects.filter(verb="redact", by=ana).count() == 1
    story.refresh_from_db()
    assert story.brief == revision.content["brief"]
    assert story.lock_version == 2


def test_the_note_of_an_edition_is_a_text_and_its_hash_gives_nothing_away():
    story = make.published_story()
    make.rewrite(story, summary="Better.")
    make.edition(story, kind="correction", note=f"We wrote: {SAID}")

    redaction, _places = carry_out()

    removal = redaction.removals.get()
    assert removal.of == Removal.EDITION
    assert removal.before != digest(f"We wrote: {SAID}")
    assert Edition.objects.get(pk=removal.key).note == "We wrote: [removed by order]."
    assert [*record_audit.faults()] == []


def test_where_there_is_no_room_the_mark_is_shorter():
    rest = "x" * 105
    story = make.published_story(short_headline=f"{SAID} {rest}")

    carry_out()

    story.refresh_from_db()
    assert story.short_headline == f"[…]. {rest}"
    assert story.revisions.get().content["short_headline"] == story.short_headline


def test_an_address_that_says_it_is_another_one_everywhere():
    story = make.published_story(slug="ann-did-it-so-again", headline="She did")
    other = make.story({"related": [{"slug": story.slug, "label": "She did"}]})
    make.edition(other)

    carry_out("Ann did it so again")

    story.refresh_from_db()
    assert story.slug == "removed-1-1"
    pointing = other.revisions.get().content["related"][0]["slug"]
    assert pointing == "removed-1-1"
    assert [*record_audit.faults()] == []


def test_a_run_that_fails_changes_nothing(monkeypatch):
    story = make.published_story(brief=SAID)

    def fail(*given, **more):
        raise DatabaseError

    monkeypatch.setattr(execution.generation, "touch", fail)
    with pytest.raises(DatabaseError):
        carry_out()

    assert story.revisions.get().content["brief"] == SAID
    assert not Redaction.objects.exists()


def test_what_was_taken_out_already_is_told_of_once():
    make.published_story(brief=SAID)
    carry_out()

    assert carry_out() == (None, [])
    assert Redaction.objects.count() == 1


def test_what_comes_back_is_found_by_its_seal_alone():
    make.published_story(brief=SAID)
    redaction, _places = carry_out()
    slip = json.loads(json.dumps(execution.slip_of(redaction)))
    assert SAID[:-1] not in json.dumps(slip)
    with doorkeeper.aside():  # as a backup of before brings it
        restored = make.story(brief=f"So: {SAID} Yes.")
        restored.save_revision()

    ((again, places),) = execution.carry_out_again([slip])

    restored.refresh_from_db()
    assert restored.brief == "So: [removed by order]. Yes."
    assert (again.order, again.seal) == (redaction.order, redaction.seal)
    assert {place.label for place in places} == {"stories.Revision", "stories.Story"}
    assert execution.carry_out_again([slip]) == []


def test_a_database_that_knows_nothing_of_an_order_learns_it_from_a_slip():
    made = Redaction(**ORDER)
    made.close(Sentence(SAID))
    story = make.published_story(brief=SAID)

    ((redaction, _places),) = execution.carry_out_again([execution.slip_of(made)])

    assert (redaction.at, redaction.salt) == (made.at, made.salt)
    assert story.revisions.get().content["brief"] == "[removed by order]."
    assert [*record_audit.faults()] == []


def test_the_key_may_have_changed_since(settings):
    story = make.published_story(brief="Something else.")
    carry_out()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of this paper, which is long enough for all"
    with doorkeeper.aside():  # as a backup of before brings it
        make.rewrite(story, brief=SAID)

    (done,) = execution.carry_out_again()

    assert {place.column for place in done[1]} == {"document", "brief"}


def test_a_translation_stays_one_when_both_said_it():
    story = make.published_story(slug="zinsen", brief=SAID)
    told = make.published_story(slug="taux", translation_of="zinsen", brief=SAID)

    carry_out()

    assert Showing.objects.get(story_id=told.pk).original_id == story.pk
    assert [*record_audit.faults()] == []


def test_nobody_else_changes_what_is_recorded_meanwhile():
    story = make.published_story(brief=SAID)
    redaction, _places = carry_out()
    said = "UPDATE stories_revision SET document = '{}', redaction_id = %s"

    with pytest.raises(DatabaseError, match="is the record"), transaction.atomic():
        connection.cursor().execute(said, [redaction.pk])
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(said, [redaction.pk + 1])
    assert story.revisions.get().content["brief"] == "[removed by order]."


def test_a_sweep_asks_each_table_once(django_assert_max_num_queries):
    make.published_story(brief=SAID)
    most = len([*swept()]) + 3

    with django_assert_max_num_queries(most):
        execution.rehearse(Sentence(SAID))
