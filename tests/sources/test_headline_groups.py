"""Pieces on one thing stand together."""

from dataclasses import dataclass

from sources.headline_groups import group_pieces


@dataclass(frozen=True)
class Piece:
    title: str


def groups(*titles):
    found = group_pieces(map(Piece, titles))
    return [[piece.title for piece in group.pieces] for group in found]


def test_the_same_headline_is_one_thing():
    assert groups("Rates rise", "Ports close", "RATES rise!") == [
        ["Rates rise", "RATES rise!"],
        ["Ports close"],
    ]


def test_a_headline_that_hardly_differs_is_the_same_thing():
    one = "Bank raises rates for the third time this year"
    other = "Bank raises rates for third time this year"

    assert groups(one, other) == [[one, other]]


def test_short_or_other_headlines_are_other_things():
    titles = (
        "Rates rise",
        "Rates fall",
        "",
        "",
        "Bank raises rates",
        "Bank cuts rates",
    )

    assert groups(*titles) == [[title] for title in titles]
