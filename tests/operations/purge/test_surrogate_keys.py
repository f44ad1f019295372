"""The tags of an answer: short, the same for ever, and few enough for any cache."""

import re

from operations.purge.surrogate_keys import (
    MOST,
    tag_headers,
    tag_of,
    tags_of_change,
    tags_of_page,
)


def test_a_tag_is_short_and_never_another():
    """A cache has them for weeks, and knows no difference of case."""
    assert tag_of("slug:ports") == "n2dxj5c2"
    assert tag_of("tag:übersee " * 50) == "dk7j77dr"
    assert re.fullmatch("[a-z2-7]{8}", tag_of("entity:Ángela"))


def test_a_change_purges_what_hangs_on_it_and_what_says_no_keys():
    changed = {*tags_of_change({"slug:ports"})}

    assert changed & {*tags_of_page(("slug:ports", "tag:sea"))}
    assert changed & {*tags_of_page(None)}
    assert not changed & {*tags_of_page(("slug:port", "tag:sea"))}
    assert not changed & {*tags_of_page(())}


def test_every_answer_can_be_purged_with_all_others():
    pages = [None, (), ("a",), tuple(map(str, range(MOST + 1)))]

    assert {tags_of_page(keys)[0] for keys in pages} == {"everything"}


def test_a_page_with_very_many_keys_hangs_on_all_that_there_is():
    most, more = (tag_headers(tuple(map(str, range(n)))) for n in (MOST, MOST + 1))

    assert len(most["Surrogate-Key"]) == len(most["Cache-Tag"]) == 7210
    assert more == {"Surrogate-Key": "everything any", "Cache-Tag": "everything,any"}
