"""Share cards: the paper's own letters, or none rather than wrong ones."""

import io

import pytest
from PIL import Image, ImageChops

from stories.cards.drawing import cut_of, draw, is_covered, limited

PAPER = "The Lantern"


def drawn(*texts):
    with Image.open(io.BytesIO(draw(*texts))) as card:
        assert (card.format, card.size) == ("PNG", (1200, 630))
        return card.convert("RGB")


def alike(one, other):
    return ImageChops.difference(one, other).getbbox() is None


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("Größte Überraschung: Łódź", True),
        ("Прем’єр подав відставку", True),
        ("الحكومة تعلن القرار", False),
        ("北京", False),
        ("🔥", False),
    ],
)
def test_letters_that_the_fonts_lack_are_known(text, covered):
    assert is_covered(text) == covered


def test_a_card_shows_the_paper_what_the_page_is_called_and_what_it_says():
    whole = drawn(PAPER, "Why the tunnel costs more", "The auditor’s sum.")

    assert not alike(whole, drawn(PAPER, "Why the tunnel costs more", ""))
    assert not alike(whole, drawn(PAPER, "Why the tunnel costs less", ""))
    assert not alike(whole, drawn("Another", "Why the tunnel costs more", ""))


def test_words_of_another_script_leave_the_papers_name():
    plain = drawn(PAPER, PAPER, "")

    assert alike(drawn(PAPER, "الحكومة تعلن القرار", "وصف"), plain)
    assert not alike(drawn("صحيفة", "الحكومة", ""), plain)


@pytest.mark.parametrize("name", ["word " * 90, "Donaudampfschiff" * 20, "x" * 300])
def test_a_long_name_is_cut_and_stays_within_its_card(name):
    card = drawn(PAPER, name, "")
    assert len(card.crop((1140, 150, 1200, 560)).getcolors()) == 1  # the paper
    lines = limited(name, "display", 54, 4)
    assert (len(lines), lines[-1][-1]) == (4, "…")


def letters_measured(name):
    before = cut_of.cache_info().hits
    draw(PAPER, name, "")
    return cut_of.cache_info().hits - before


def test_a_name_of_mixed_letters_costs_no_more_than_its_length():
    few, many, most = map(letters_measured, ("aж" * 75, "aж" * 150, "aж" * 600))

    assert 150 < few < many < 3 * few
    assert most < 2 * many
