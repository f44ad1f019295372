"""What an order took out comes in by no door: each value that is written is seen."""

import json
import unicodedata

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, models, transaction

from entities.models import Entity
from explainer.erasure import Sentence
from operations.redaction import execution
from operations.redaction.text_columns import swept
from people.compiled_writing import insert
from people.desks import Desk
from sources.models import FeedItem
from stories import doorkeeper
from stories.doorkeeper import TAKEN_WITHOUT
from stories.models import Author, Redaction, Story
from stories.models.verb_refusals import RedactedError
from stories.transfer.import_outcome import PartlyImportedError
from tests import make
from tests.support.files import WHOLE, take

pytestmark = pytest.mark.django_db

SAID = "Ann Moravec's “café” was never hers."
ORDER = {"order": "Court of Almarra, 4 O 17/26", "reason": "It was private."}
WRITTEN_OTHERWISE = [
    SAID,
    f"Before it. {SAID} After it.",
    "ann  moravec’s\u00a0'CAFÉ' was\nnever\u2009hers",
    unicodedata.normalize("NFD", SAID),
    "Ann Mora\u00advec's ca\u200bfé was never hers",
    "**Ann Moravec's** [café](https://a.example/b)[^s1] was _never_ hers",
    "Ann Moravec&#39;s caf&eacute; was never hers",
    "ann-moravecs-cafe-was-never-hers",
]
RESEMBLES = [
    "Ann Moravec's café was never his.",
    "Moravec's café was never hers.",
    "Ann Moravec's “café” was hers.",
    "Ann Moravec. Café. Never.",
]


@pytest.fixture
def order():
    return execution.carry_out(Sentence(SAID), **ORDER)[0]


def refused(write, *given, **values):
    try:
        with transaction.atomic():
            write(*given, **values)
    except RedactedError as refusal:
        return str(refusal)
    return None


def value_of(item):
    if isinstance(item, models.JSONField):
        return {"deep": ["Something.", SAID]}
    return json.dumps([["body", SAID]]) if item.name == "data" else SAID


def test_a_text_is_refused_in_whatever_column_it_is_written(order):
    said = "This text says what was removed by order (Court of Almarra, 4 O 17/26)."
    every = [(one.model, item) for one in swept() for item in one.fields]
    told = [pair for pair in every if pair[0]._meta.db_table not in TAKEN_WITHOUT]

    open_still = [
        f"{model._meta.label}.{item.name}"
        for model, item in told
        if refused(change, model, item, value_of(item)) != said
    ]

    assert open_still == []
    assert len(told) > 150


def change(model, item, value):
    with connection.cursor() as cursor:
        given = item.get_db_prep_save(value, connection)
        key = model._meta.pk.column
        cursor.execute(
            f'UPDATE "{model._meta.db_table}" SET "{item.column}" = %s'
            f' WHERE "{key}" IS NULL',
            [given],
        )


@pytest.mark.parametrize("text", WRITTEN_OTHERWISE)
def test_other_signs_and_markup_make_no_other_text(order, text):
    assert refused(Story.objects.filter(pk=0).update, brief=text)


@pytest.mark.parametrize("text", RESEMBLES)
def test_a_text_that_resembles_it_is_nobodys_business(order, text):
    story = make.story(brief=text)

    assert Story.objects.get(pk=story.pk).brief == text


def test_without_an_order_everything_is_taken():
    assert make.story(brief=SAID).brief == SAID


def test_every_way_of_writing_is_a_door(order, tmp_path):
    desk = {"model": "people.desk", "fields": {"name": SAID, "slug": "a"}}
    fixture = tmp_path / "desks.json"
    fixture.write_text(json.dumps([desk]))
    ways = {
        "save": lambda: Desk(name=SAID, slug="a").save(),
        "bulk": lambda: Desk.objects.bulk_create([Desk(name=SAID, slug="a")]),
        "compiled": lambda: insert(Author, [Author(name=SAID, identity="a", slug="a")]),
        "user": lambda: User.objects.create_user("ann", first_name=SAID),
        "fixture": lambda: call_command("loaddata", str(fixture), verbosity=0),
        "revision": lambda: make.story(headline=SAID).save_revision(),
    }

    assert {name for name, way in ways.items() if not refused(way)} == set()


@pytest.mark.parametrize(
    "text",
    [
        '["Ann Moravec\'s", "“café” was never hers."]',
        json.dumps({"deep": json.dumps([json.dumps(SAID)])}),
        json.dumps({SAID: ""}),
    ],
)
def test_a_text_that_looks_like_json_is_read_as_both(order, text):
    assert refused(Story.objects.filter(pk=0).update, brief=text)


@pytest.mark.parametrize(
    "sql",
    [
        "-- by hand\n/* twice */ UPDATE people_desk SET name = %s WHERE id = 0",
        "WITH a AS (SELECT 1) UPDATE people_desk SET name = %s WHERE id = 0",
    ],
)
def test_whatever_stands_before_the_verb(order, sql):
    assert refused(connection.cursor().execute, sql, [SAID])
    said = "'" + SAID.replace("'", "''") + "'"
    assert refused(connection.cursor().execute, sql.replace("%s", said))


def test_many_brackets_are_no_fault(order):
    story = make.story(brief="[" * 100_000)

    assert len(Story.objects.get(pk=story.pk).brief) == 100_000


def test_a_file_that_says_it_is_refused_by_its_place_and_the_others_are_taken(order):
    with pytest.raises(PartlyImportedError) as refusal:
        take(WHOLE | {"slug": "a", "summary": f"So: {SAID}"}, WHOLE | {"slug": "b"})

    (fault,) = refusal.value.faults
    assert "what was removed by order (Court of Almarra, 4 O 17/26)" in fault.message
    assert [*Story.objects.values_list("slug", flat=True)] == ["b"]


def test_what_a_feed_says_is_kept_without_it(order):
    make.announced(title=f"New: {SAID}")

    assert FeedItem.objects.get().title == "New: [removed by order]."


def test_an_order_of_the_same_transaction_counts_at_once():
    with transaction.atomic():
        Entity.objects.filter(pk=0).update(name=SAID)
        made = Redaction(**ORDER)
        made.close(Sentence(SAID))
        made.save()

        assert refused(Entity.objects.filter(pk=0).update, name=SAID)


def test_one_order_takes_its_words_out_of_a_text_with_those_of_another(order):
    other = "Ben had the keys of it all along."
    with_both = f"{SAID} {other}"
    made = make.story(brief="So it is.")
    with doorkeeper.aside():
        Story.objects.filter(pk=made.pk).update(brief=with_both)

    execution.carry_out(Sentence(other), **ORDER)

    made.refresh_from_db()
    assert made.brief == f"{SAID} [removed by order]."
