"""A page of a list: its rows, whether others follow, and where it all ends."""

import pytest
from django.http import Http404
from django.test import RequestFactory

from paper.queries.paging import DEEPEST, Page, page_of


def page(number="", rows=range(5), size=2):
    """A page of a list, and how many rows were read for it."""
    read = []
    asked = RequestFactory().get("/", {"page": number} if number else {})
    made = page_of(asked, size, lambda most: read.append(most) or rows[:most])
    return made, read


@pytest.mark.parametrize(
    ("number", "rows", "more", "read"),
    [
        ("", [0, 1], True, 3),
        ("1", [0, 1], True, 3),
        ("2", [2, 3], True, 5),
        ("3", [4], False, 7),
        *((word, [0, 1], True, 3) for word in ("x", "-2", "٢", "1.5", " ")),
    ],
)
def test_a_page_has_its_rows_and_one_row_more_is_read(number, rows, more, read):
    made, asked = page(number)

    at = int(number) if number in "123" and number else 1
    assert made == Page(rows, at, 2, more, at - 1, at + 1 if more else None)
    assert asked == [read]
    assert ([*made], len(made)) == (rows, len(rows))


def test_a_last_page_may_be_full_and_knows_how_many_there_are():
    last, _read = page("2", range(4))
    first, _read = page("1", range(4))

    assert (last.more, last.total, last.newer, last.older) == (False, 4, 1, None)
    assert (first.more, first.total, first.newer, first.older) == (True, None, 0, 2)
    assert page("3")[0].total == 5


@pytest.mark.parametrize("number", ["0", "4", "51", "9" * 30])
def test_beyond_the_end_is_no_page(number):
    with pytest.raises(Http404):
        page(number)


def test_the_first_page_may_be_empty_and_no_other():
    assert page("", [])[0] == Page([], 1, 2, False)
    for number, rows in (("2", []), ("3", range(4))):
        with pytest.raises(Http404):
            page(number, rows)


def test_a_list_is_followed_to_its_deepest_page_and_no_further():
    deepest, before = (page(f"{DEEPEST - n}", range(999))[0] for n in (0, 1))

    assert (deepest.more, deepest.older, before.older) == (True, None, DEEPEST)
    with pytest.raises(Http404):
        page(f"{DEEPEST + 1}", range(999))
    # More digits than nine are not read.
    assert page("000000001" + "9", range(9))[0].number == 1
