"""Whose piece a source is, and what is a newsroom."""

import pytest

from explainer.newsrooms import Publisher, Publishers, is_newsroom

CBC = Publisher("CBC", frozenset({"cbc.ca"}))
MINISTRY = Publisher("The ministry", frozenset({"works.example"}), newsroom=False)
KNOWN = Publishers([CBC, MINISTRY])


@pytest.mark.parametrize(
    ("source", "publisher"),
    [
        ({"outlet": "cbc"}, CBC),
        ({"outlet": "cbc.ca", "url": "https://www.cbc.ca/a"}, CBC),
        ({"url": "https://news.cbc.ca/a"}, CBC),
        ({"outlet": "CBC", "url": "https://works.example/a"}, CBC),
        ({"url": "https://notcbc.ca/a"}, None),
        ({"outlet": "C B C"}, None),
        ({}, None),
    ],
)
def test_a_piece_is_whose_it_is_by_name_else_by_host(source, publisher):
    assert KNOWN.of(source) is publisher


@pytest.mark.parametrize(
    ("address", "newsroom"),
    [
        ("https://www.reddit.com/r/a", False),
        ("https://old.reddit.com/r/a", False),
        ("https://www.gov.uk/a", False),
        ("https://works.gov.ie/a", False),
        ("https://www.state.gov/a", False),
        ("https://www.gc.ca/a", False),
        ("https://ec.europa.eu/a", False),
        ("https://works.example/a", False),
        ("https://cbc.ca/a", True),
        ("https://paper.example/a", True),
        ("https://notreddit.com/a", True),
        ("https://governing.com/a", True),
        ("", False),
    ],
)
def test_what_is_no_newsroom_is_known_by_its_address(address, newsroom):
    source = {"url": address}

    assert is_newsroom(source, KNOWN.of(source)) is newsroom


def test_an_editors_word_goes_before_an_address():
    state_radio = Publisher("Radio", frozenset({"radio.gov.example"}), newsroom=True)
    film = {"outlet": "CBC", "url": "https://youtube.com/watch"}

    assert is_newsroom({"url": "https://radio.gov.example/a"}, state_radio)
    assert is_newsroom(film, KNOWN.of(film))
    assert not is_newsroom(film | {"outlet": "Somebody"}, None)
    assert is_newsroom({"outlet": "A printed paper"}, None)
