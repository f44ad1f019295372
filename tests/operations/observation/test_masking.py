"""What no log says."""

import pytest

from operations.observation.masking import masked_path, masked_query, masked_sql


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/stories/a-ferry/", "/stories/a-ferry/"),
        ("/contact/received/ABCDE-FGHIJ/", "/contact/received/…"),
        ("/admin/password-reset/MQ/c9-8f/", "/admin/password-reset/…"),
        ("/shared/Xrcc8gGI7yhXMpPq/images/0f.png/640.avif", "/shared/…"),
        ("/shared/", "/shared/"),
        ("/admin/password-reset/", "/admin/password-reset/"),
        ("/admin/password-reset/sent/", "/admin/password-reset/sent/"),
        ("/" + "a" * 9_000, "/" + "a" * 1_999),
    ],
)
def test_of_a_path_what_opens_a_door_is_left_out(path, told):
    assert masked_path(path) == told


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("page=2&depth=brief", "page=2&depth=brief"),
        ("q=my+illness&page=2", "page=2"),
        ("utm_source=a&token=b", ""),
        ("depth=a%20long%20secret", "depth=…"),
        ("status=", "status=…"),
    ],
)
def test_of_a_query_the_words_of_a_search_are_left_out(query, told):
    assert masked_query(query) == told


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ('SELECT "a" FROM "b" WHERE "c" = %s', 'SELECT "a" FROM "b" WHERE "c" = %s'),
        ("WHERE a = 'it''s' AND b > 12.5", "WHERE a = ? AND b > ?"),
        ("SELECT\n   1", "SELECT ?"),
        ("SELECT col1, t4.x", "SELECT col1, t4.x"),
    ],
)
def test_a_query_is_told_without_its_values(sql, told):
    assert masked_sql(sql) == told


def test_a_value_that_a_long_query_cuts_is_no_value_either():
    assert masked_sql(f"SELECT '{'secret ' * 9_000}'") == "SELECT ?"
