"""The audit of the record finds what is wrong, and nothing where nothing is."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from stories import guards, record_audit
from stories.models import Mention, Path, Revision, Showing
from tests import make
from tests.support import derived

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    """A story with several editions, one of them ahead, and a question."""
    story = make.published_story(summary="One.")
    story.summary = "Two."
    story.save()
    make.edition(story)
    story.check_again()
    story.withdraw(note="Gone.", at=make.soon())
    make.edition(make.question(intro="An answer."))
    make.edition(make.story(), at=make.soon())
    return story


def test_a_sound_record_has_no_faults(paper, capsys):
    call_command("check_record")

    assert "The record is sound: 6 editions." in capsys.readouterr().out


def test_a_rebuild_changes_nothing(paper):
    before = derived.rows()

    call_command("rebuild_derived", verbosity=0)

    assert derived.rows() == before


def damage(sql):
    guards.take_down(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql)
    guards.put_up(connection)


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("UPDATE stories_revision SET document = '{}'", "doesn't have the hash"),
        (
            "UPDATE stories_edition SET number = 9 WHERE kind = 'checked'",
            "are numbered [1, 2, 4, 9]",
        ),
        (
            "UPDATE stories_edition SET published_at = '2000-01-01 00:00:00+00:00'"
            " WHERE kind = 'checked'",
            "isn't dated after the one before",
        ),
        ("UPDATE stories_showing SET headline = 'x'", "isn't what the record says"),
        ("DELETE FROM stories_path", "isn't kept for its editions"),
        ("UPDATE stories_revision SET recorded = NULL IS NULL AND 1 = 0", "guarded"),
    ],
)
def test_damage_to_the_record_is_found(paper, sql, fault):
    damage(sql)

    assert any(fault in found for found in record_audit.faults())


def test_a_text_that_no_file_could_hold_is_found(paper):
    text = {"format": "explainer/1", "slug": "x", "quotes": [{"key": "a"}]}
    broken = make.story().save_revision(document=text)
    Revision.objects.filter(pk=broken.pk).keep()
    other = make.story().save_revision(document=text)  # No edition was made of it.

    found = [fault for fault in record_audit.faults() if "no file" in fault]

    assert found == [
        f"Revision {broken.pk} is one that no file could hold: {fault}: missing"
        for fault in ("headline", "quotes[0].text")
    ]
    assert str(other.pk) not in "".join(found)


def test_a_missing_guard_is_found(paper):
    guards.take_down(connection)

    with pytest.raises(CommandError, match="edition_never_changes is missing"):
        call_command("check_record")


def test_lost_derived_rows_come_back_from_the_record(paper):
    Mention.objects.all().delete()
    Showing.objects.all().delete()
    Path.objects.filter(story=None).delete()

    call_command("rebuild_derived", verbosity=0)

    assert Showing.objects.count() == 6


def test_a_later_entity_of_an_authors_name_changes_nothing_that_was_derived():
    make.published_story(parts={"byline": [{"name": "Jane Doe"}]})

    make.entity(name="Jane Doe", slug="jane-doe")

    assert [*record_audit.faults()] == []


def test_a_merge_changes_nothing_that_was_derived():
    old, new = make.entity(slug="old"), make.entity(slug="new")
    make.published_story(parts={"entities": [{"entity": old, "name": "Old"}]})

    old.merge_into(new)

    assert [*record_audit.faults()] == []
