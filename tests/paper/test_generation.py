"""The generation moves with whatever readers see, by whatever way it is changed."""

import datetime as dt
from threading import Barrier, Thread

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection, transaction

from entities.models import Alias, Entity, Role
from images.models import Image
from pages.models import FlatPage, FlatPath
from paper import generation
from paper.generation import EVERYTHING, UNWATCHED, WATCH, WATCHED
from paper.models import Footprint, Generation, KeyChange
from people.desks import Desk
from sources.models import Outlet
from stories.models import Author, Edition, Mention, Pick, Showing, Tag
from stories.models.dates import Dated
from tests import make
from tests.support.reader import picture

NOW = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)


def run(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def settle():
    """What a commit would do, inside of a test's transaction."""
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")
        run("SET CONSTRAINTS ALL DEFERRED")


def changed_by(change):
    """The keys that a change touches; the generation moves on with them."""
    settle()
    before = generation.number()
    change()
    settle()
    after = generation.number()
    keys = {row.key: row.n for row in KeyChange.objects.filter(n__gt=before)}
    assert bool(keys) == (after > before)
    assert after == max([before, *keys.values()])
    assert not Footprint.objects.exists()
    return {*keys}


@pytest.fixture
def paper(db):
    """A row of everything that readers' pages are made of."""
    board = make.entity(name="Harbour board", slug="board")
    Alias.objects.create(entity=board, name="The board")
    Role.objects.create(entity=board, title="Authority")
    story = make.story(
        slug="ports",
        desk=make.desk(name="City", slug="city"),
        parts={
            "entities": [{"entity": board, "name": board.name}],
            "related": [{"slug": "strike", "label": "The strike"}],
            "timeline": [{"date": "2026-01-02", "text": "It began."}],
            "byline": [{"name": "Ruth Gold"}],
        },
    )
    make.outlet(name="Lamp")
    Tag.objects.create(name="Freight", slug="freight", identity="freight")
    picture(story)
    make.pick(story)
    page = make.page(slug="terms", title="Terms")
    FlatPath.objects.get_or_create(slug="old-terms", page=page)
    return story


def board_key():
    return f"entity:{Entity.objects.get(slug='board').pk}"


SEEN = {
    Showing: lambda row: {"slug:ports", "at:city"},
    Mention: lambda row: {f"named:{row.slug}"},
    Dated: lambda row: {"dates"},
    Pick: lambda row: {"picks"},
    Author: lambda row: {f"author:{row.slug}"},
    Tag: lambda row: {f"tag:{row.slug}"},
    Image: lambda row: {f"image:{row.name}"},
    Outlet: lambda row: {f"outlet:{row.identity}"},
    Desk: lambda row: {f"desk:{row.slug}"},
    FlatPage: lambda row: {"pages"},
    FlatPath: lambda row: {"pages"},
    Entity: lambda row: {"entity:board", board_key()},
    Alias: lambda row: {board_key()},
    Role: lambda row: {board_key()},
}


@pytest.mark.parametrize("model", SEEN, ids=lambda model: model.__name__)
def test_a_row_that_is_changed_by_sql_moves_it_and_touches_its_key(paper, model):
    row = model.objects.order_by("pk").first()
    table, pk = model._meta.db_table, model._meta.pk.column
    key = model._meta.pk.get_db_prep_value(row.pk, connection)
    column = next(f.column for f in model._meta.fields if not f.primary_key)

    same = f"UPDATE {table} SET {column} = {column} WHERE {pk} = %s"
    assert changed_by(lambda: run(same, key)) == SEEN[model](row)
    assert changed_by(lambda: run(f"{same} AND 1 = 0", key)) == set()


def test_the_table_of_every_watched_row_is_tried_here():
    tried = {model._meta.db_table for model in [*SEEN, Edition]}

    assert {watched.table for watched in WATCHED} == tried
    assert not tried & {*UNWATCHED}
    tables = {model._meta.db_table for model in apps.get_models()}
    assert tried < tables


def test_whatever_is_made_and_deleted_moves_it(db):
    def begin():
        make.outlet(name="Lamp")

    assert changed_by(begin) == {"outlet:lamp"}
    assert changed_by(Outlet.objects.all().delete) == {"outlet:lamp"}


def test_what_is_renamed_touches_both_of_its_keys(db):
    make.outlet(name="Lamp")

    assert changed_by(lambda: Outlet.objects.update(identity="torch")) == {
        *("outlet:lamp", "outlet:torch"),
    }


def test_many_rows_at_once_touch_every_key_and_the_ignored_ones_none(db):
    rows = [Tag(name=name, slug=name, identity=name) for name in ("a", "b", "c")]

    assert changed_by(lambda: Tag.objects.bulk_create(rows)) == {
        *("tag:a", "tag:b", "tag:c"),
    }
    again = [Tag(name=name, slug=name, identity=name) for name in ("a", "d")]
    made = changed_by(lambda: Tag.objects.bulk_create(again, ignore_conflicts=True))
    assert made == {"tag:d"}


def test_publishing_touches_every_slug_of_a_story_and_all_that_it_names(paper):
    make.rewrite(paper, headline="Ports close")
    first = changed_by(lambda: make.edition(paper))
    make.rewrite(paper, slug="docks")
    renamed = changed_by(lambda: make.edition(paper))

    assert {"slug:ports", "record", "dates", "named:board", "named:strike"} <= first
    assert first | {"slug:docks", "slug:ports"} == renamed
    assert changed_by(lambda: paper.withdraw(note="Gone.")) >= renamed - {"dates"}


def test_the_working_copy_and_the_desk_move_nothing(paper):
    def work():
        paper.headline = "Another"
        paper.save()
        paper.save_revision()
        make.comment(paper)
        make.handover(paper)
        make.message()
        make.person()

    assert changed_by(work) == set()


def test_commands_move_it(paper):
    assert {"slug:ports", "named:board"} <= changed_by(
        lambda: call_command("rebuild_derived")
    )
    assert changed_by(lambda: call_command("forget_pages")) == {EVERYTHING}


def test_what_is_rolled_back_moves_nothing(paper):
    def rolled_back():
        with transaction.atomic():
            Image.objects.update(credit="Somebody")
            transaction.set_rollback(True)

    assert changed_by(rolled_back) == set()


def test_its_number_is_the_clock_or_more(db):
    changed_by(lambda: generation.touch("a"))
    first = Generation.objects.get()
    Generation.objects.update(n=first.n + 10**9)
    changed_by(lambda: generation.touch("b"))
    later = Generation.objects.get()

    assert abs(first.n - first.moved_at.timestamp() * 1000) < 2
    assert later.n == first.n + 10**9 + 1
    assert later.moved_at >= first.moved_at


def test_it_begins_anew_where_its_row_is_gone(db):
    changed_by(lambda: generation.touch("a"))
    before = generation.number()
    Generation.objects.all().delete()

    assert generation.number() == 0
    changed_by(lambda: generation.touch("b"))
    assert generation.number() >= before


def test_what_was_changed_since_is_known_by_any_of_many_keys(db):
    changed_by(lambda: generation.touch("tag:a"))
    then = generation.number()
    changed_by(lambda: generation.touch("tag:b"))

    def is_changed(*keys):
        return generation.is_changed_since(then, keys)

    assert not is_changed()
    assert not is_changed("tag:a", "tag:c")
    assert is_changed("tag:a", "tag:b")
    assert is_changed(*[f"x:{number}" for number in range(1000)], "tag:b")
    changed_by(lambda: generation.touch(EVERYTHING))
    assert is_changed()


def test_the_check_reports_a_trigger_that_is_gone(db):
    on = " ON stories_pick" if connection.vendor == "postgresql" else ""
    run(f"DROP TRIGGER stories_pick_update_moves{on}")

    found = run_checks(tags=["database"], databases=["default"])

    assert [(fault.id, fault.msg) for fault in found] == [
        (
            "paper.E001",
            "The generation of the paper is unguarded: stories_pick_update_moves is"
            " missing.",
        )
    ]


def test_every_trigger_is_in_place_once_the_tables_are(db):
    assert WATCH.missing(connection) == []


def test_postgres_tables_that_are_emptied_make_every_page_anew(db):
    if connection.vendor != "postgresql":
        pytest.skip("This is about PostgreSQL.")
    make.outlet(name="Lamp")
    settle()

    assert changed_by(lambda: run("TRUNCATE stories_pick")) == {EVERYTHING}


@pytest.mark.usefixtures("committed")
def test_it_shows_with_the_change_and_not_before():
    """Another connection sees the old number until the very commit."""
    make.outlet(name="Lamp")
    before = generation.number()
    seen, meet = [], Barrier(2, timeout=30)

    def look():
        try:
            meet.wait()
            seen.append((generation.number(), Outlet.objects.get().owner))
            meet.wait()
            meet.wait()
            seen.append((generation.number() > before, Outlet.objects.get().owner))
        finally:
            connection.close()

    thread = Thread(target=look)
    thread.start()
    with transaction.atomic():
        Outlet.objects.update(owner="Somebody")
        meet.wait()
        meet.wait()
    meet.wait()
    thread.join(30)

    assert seen == [(before, ""), (True, "Somebody")]


@pytest.mark.usefixtures("committed")
def test_transactions_that_touch_the_same_keys_in_other_orders_all_commit():
    before = generation.number()
    meet = Barrier(2, timeout=30)

    def change(names):
        try:
            meet.wait()
            for name in names:
                with transaction.atomic():
                    generation.touch(name)
                    generation.touch(names[0])
        finally:
            connection.close()

    names = [f"tag:{number}" for number in range(5)]
    threads = [Thread(target=change, args=(each,)) for each in (names, names[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    found = KeyChange.objects.filter(n__gt=before, key__in=names)
    assert {row.key for row in found} == {*names}
    assert generation.number() == max(row.n for row in found)


@pytest.mark.django_db
def test_what_is_said_of_an_entity_is_said_of_those_that_are_one_with_it():
    gone = make.entity(slug="old-board")
    board = make.entity(slug="new-board")
    make.entity(slug="other-board")
    Entity.objects.filter(pk=gone.pk).update(merged_into=board)

    keys = changed_by(lambda: Entity.objects.filter(pk=board.pk).update(lead="So."))

    assert keys == {"entity:new-board", "entity:old-board", f"entity:{board.pk}"}


def test_a_migrate_that_has_nothing_to_do_leaves_every_page(db):
    assert changed_by(lambda: call_command("migrate", verbosity=0)) == set()
    assert changed_by(lambda: generation.begin(plan=["0002"])) == {EVERYTHING}


def test_a_migrate_that_puts_a_trigger_back_has_every_page_made_anew(db):
    on = " ON stories_pick" if connection.vendor == "postgresql" else ""
    run(f"DROP TRIGGER stories_pick_update_moves{on}")

    assert changed_by(lambda: call_command("migrate", verbosity=0)) == {EVERYTHING}


def test_after_a_restore_there_is_no_plan_and_every_page_is_made_anew(db):
    assert changed_by(generation.begin) == {EVERYTHING}
