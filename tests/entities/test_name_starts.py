"""What somebody types leads to a name by the beginning of any of its words."""

import importlib

import pytest
from django.apps import apps

from entities.models import Alias, Entity, NameStart
from entities.name_starts import LONGEST, beginning, starts_of
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "starts"),
    [
        ("Kaja Kallas", ["kajakallas", "kallas"]),
        ("Maroš Šefčovič", ["marossefcovic", "sefcovic"]),
        ("O’Brien", ["brien", "obrien"]),
        ("Jean-Luc", ["jeanluc", "luc"]),
        ("U.S.", ["s", "us"]),
        ("北京", ["京", "北京"]),
        ("Zoé zoé", ["zoe", "zoezoe"]),
        ("…", []),
        ("", []),
    ],
)
def test_a_name_begins_with_each_of_its_words(name, starts):
    assert starts_of(name) == starts


def test_of_a_long_name_so_much_is_compared():
    assert starts_of("a" * 200) == ["a" * LONGEST]
    assert len(starts_of(" ".join("abcdefghijklmnopq"))) == len("abcdefghijklmnopq")


def test_names_are_told_whose_words_begin_with_any_of_some_letters():
    court = make.entity(name="Criminal Court")
    other = Alias.objects.create(entity=court, name="The Hague")
    make.entity(name="Beside")

    own = ("criminalcourt", court.pk, None, "Criminal Court")
    hague = ("hague", court.pk, other.pk, "Criminal Court")
    assert {*beginning(["crim", "hag", "x"], 9)} == {own, hague}
    assert len(beginning(["crim", "hag"], 1)) == 1
    assert beginning(["riminal", "hagues"], 9) == beginning([], 9) == []


def test_the_later_words_of_names_from_before_are_added():
    letters = "abcdefghijklmnopq"
    long, short = make.entity(name=" ".join(letters)), make.entity(name="One two")
    alias = Alias.objects.create(entity=short, name=" ".join(letters))
    right = {*NameStart.objects.values_list("entity", "alias", "start")}
    for row in (long.starts, alias.starts):
        row.filter(start__in=starts_of(" ".join(letters))[12:]).delete()
    assert NameStart.objects.count() == len(right) - 10

    fill = importlib.import_module("entities.migrations.0003_starts_of_long_names").fill
    fill(apps, None)

    assert {*NameStart.objects.values_list("entity", "alias", "start")} == right
    assert NameStart.objects.count() == len(right)


def found(start):
    rows = NameStart.objects.filter(start__begins=start)
    return sorted((row.entity.slug, row.start) for row in rows)


def test_names_and_other_names_are_found_by_what_their_words_begin_with():
    court = make.entity(name="Criminal Court", slug="court")
    other = Alias.objects.create(entity=court, name="Hague court")
    make.entity(name="Courteous", slug="beside")

    words = [("beside", "courteous"), ("court", "court"), ("court", "court")]
    assert found("cour") == words
    assert found("courts") == found("riminal") == []
    other.name = "Tribunal"
    other.save()
    assert found("cour") == words[:2]
    assert found("trib") == [("court", "tribunal")]
    court.name = "Old bench"
    court.save()
    assert found("cour") == words[:1]
    other.delete()
    assert found("trib") == []
    assert found("bench") == [("court", "bench")]


def test_a_save_of_something_else_leaves_the_starts_alone(django_assert_num_queries):
    court = make.entity(name="Criminal Court", slug="court")
    before = [*NameStart.objects.values_list("pk", flat=True)]
    court.name = "Not saved"

    with django_assert_num_queries(1):
        court.save(update_fields=["lead"])

    assert [*NameStart.objects.values_list("pk", flat=True)] == before
    court.save(update_fields=["name", "letters"])
    assert found("sav") == [("court", "saved")]


def test_rows_that_are_made_together_have_their_starts():
    made = Entity.objects.bulk_create(
        Entity(name=f"Port {word}", slug=word, kind="place") for word in ("a", "b")
    )
    Alias.objects.bulk_create([Alias(entity=made[1], name="Berth")])

    assert found("por") == [("a", "porta"), ("b", "portb")]
    assert found("ber") == [("b", "berth")]


def test_an_upgrade_finds_the_starts_of_all_names():
    court = make.entity(name="Criminal Court", slug="court")
    Alias.objects.create(entity=court, name="Hague court")
    make.entity(name="Port", slug="port")
    kept = sorted(NameStart.objects.values_list("entity", "alias", "start"), key=str)
    NameStart.objects.all().delete()
    step = importlib.import_module("entities.migrations.0002_name_starts")

    step.fill(apps, None)

    rows = NameStart.objects.values_list("entity", "alias", "start")
    assert sorted(rows, key=str) == kept
    assert len(kept) == 5
