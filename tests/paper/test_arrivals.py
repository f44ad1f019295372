"""Every edition has a number, by whatever way it came into the paper."""

import pytest
from django.db import connection

from paper import generation
from paper.arrivals import number_first
from paper.models import Arrival
from stories.models import Edition
from tests import make
from tests.support.wire import settle

pytestmark = pytest.mark.django_db


def numbers():
    settle()
    return dict(Arrival.objects.values_list("showing_id", "n"))


def test_an_edition_has_the_number_of_the_generation_in_which_it_came():
    one = make.edition()
    before = numbers()
    other = make.edition()
    known = numbers()

    assert before == {one.pk: before[one.pk]}
    assert known == before | {other.pk: known[other.pk]}
    assert before[one.pk] < known[other.pk] <= generation.number()
    make.entity()
    assert numbers() == known


def test_what_was_written_while_nobody_counted_comes_after_all_that_was_read():
    one = make.edition()
    known = numbers()
    generation.WATCH.take_down(connection)
    others = [make.edition(), make.edition()]
    assert numbers() == known

    generation.begin()

    found = numbers()
    last = max(known.values())
    assert found.keys() == {one.pk, *(edition.pk for edition in others)}
    assert found[one.pk] == last
    assert all(found[edition.pk] > last for edition in others)


def test_a_paper_of_before_keeps_the_order_in_which_its_editions_were_recorded():
    editions = [make.edition(), make.edition()]
    settle()
    Arrival.objects.all().delete()

    with connection.cursor() as cursor:
        cursor.execute(number_first(connection.vendor))

    found = numbers()
    moments = dict(Edition.objects.values_list("pk", "recorded_at"))
    for edition in editions:
        moment = moments[edition.pk].timestamp() * 1000
        assert abs(found[edition.pk] - moment) < 2
