"""Share cards: the paper's own letters, or none rather than wrong ones."""

import io
import re
import string
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from paper.cards import drawing
from paper.cards.drawing import (
    clean_line,
    cut_of,
    draw,
    fit_title,
    is_covered,
    limit_lines,
)

PAPER = "The Lantern"


def drawn(*texts):
    with Image.open(io.BytesIO(draw(*texts))) as card:
        assert (card.format, card.size) == ("PNG", (1200, 630))
        return card.convert("RGB")


def po_texts(language):
    """Lines of a catalogue, without the sign of a key that no font of ours has."""
    path = Path(f"locale/{language}/LC_MESSAGES/django.po")
    said = re.findall(r'^(?:msgstr(?:\[\d\])? )?"(.+)"$', path.read_text(), re.M)
    return [clean_line(text.replace("⌘", "")) for text in said]


def alike(one, other):
    return ImageChops.difference(one, other).getbbox() is None


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("Größte Überraschung: Łódź", True),
        ("Прем’єр подав відставку", True),
        ("الحكومة تعلن القرار: ٢٠٢٦", True),
        ("הממשלה מודיעה", True),
        ("Πόλη: κυβέρνηση", True),
        ("می\u200cشود", True),
        ("北京", False),
        ("🔥", False),
    ],
)
def test_letters_that_the_fonts_lack_are_known(text, covered):
    assert is_covered(text) == covered


@pytest.mark.parametrize("language", ["ar", "de", "es", "fr", "uk"])
def test_each_letter_of_the_papers_own_words_is_in_a_cut(language):
    texts = po_texts(language)

    assert len(texts) > 100
    assert [text for text in texts if not is_covered(text)] == []


def test_a_page_in_english_needs_the_first_cut_alone():
    signs = {*"0123456789%$£€–—…‘’“”«»×·é", *string.ascii_letters}

    for family in ("display", "sans", "serif", "serif-italic"):
        assert {cut_of(sign, family) for sign in signs} == {0}


def test_a_card_shows_the_paper_what_the_page_is_called_and_what_it_says():
    whole = drawn(PAPER, "Why the tunnel costs more", "The auditor’s sum.")

    assert not alike(whole, drawn(PAPER, "Why the tunnel costs more", ""))
    assert not alike(whole, drawn(PAPER, "Why the tunnel costs less", ""))
    assert not alike(whole, drawn("Another", "Why the tunnel costs more", ""))


def test_words_of_another_script_leave_the_papers_name():
    plain = drawn(PAPER, PAPER, "")

    assert alike(drawn(PAPER, "北京的决定", "说明"), plain)
    assert not alike(drawn("灯报", "北京", ""), plain)


@pytest.mark.parametrize("name", ["word " * 90, "Donaudampfschiff" * 20, "x" * 300])
def test_a_long_name_is_cut_and_stays_within_its_card(name):
    card = drawn(PAPER, name, "")
    assert len(card.crop((1140, 150, 1200, 560)).getcolors()) == 1  # the paper
    lines = limit_lines(name, "display", 54, 4)
    assert (len(lines), lines[-1][-1]) == (4, "…")


def letters_measured(name):
    before = cut_of.cache_info().hits
    draw(PAPER, name, "")
    return cut_of.cache_info().hits - before


def test_a_name_of_mixed_letters_costs_no_more_than_its_length():
    few, many, most = map(letters_measured, ("aж" * 75, "aж" * 150, "aж" * 600))

    assert 150 < few < many < 3 * few
    assert most < 2 * many


class Pen:
    """Writes down what is drawn on a card, and where, instead of drawing it."""

    def __init__(self, card):
        self.card, self.done, self.sides = card, [], []

    def text(self, at, words, colour, font, anchor, direction=""):
        left, baseline = at
        cut = font.path.rpartition("/")[2].partition(".")[0]
        self.done.append((round(left), baseline, words, colour, cut, font.size, anchor))
        self.sides.append(direction)

    def rectangle(self, corners, fill):
        self.done.append((*corners, fill))


@pytest.fixture
def pens(monkeypatch):
    """The pens of all cards that are drawn."""
    made = []

    def pen(card):
        made.append(Pen(card))
        return made[-1]

    monkeypatch.setattr(drawing.ImageDraw, "Draw", pen)
    return made


INK, SOFT, PENCIL = "#15191e", "#4e565f", "#1d4f9e"
HEAD = [
    (72, 104, PAPER, INK, "display", 44, "ls"),
    (72, 134, 1128, 139, INK),
]
FOOT = [(72, 586, 168, 593, PENCIL)]


def test_each_word_of_a_card_has_its_place_size_and_colour(pens):
    draw(PAPER, "Why the tunnel\ncosts\u200b  more", "The auditor’s sum.")

    assert pens[0].card.size == (1200, 630)
    assert pens[0].done == [
        *HEAD,
        (72, 274, "Why the tunnel costs more", INK, "display", 84, "ls"),
        (72, 394, "The auditor’s sum.", SOFT, "sans", 30, "ls"),
        *FOOT,
    ]


def test_letters_of_two_cuts_stand_one_behind_the_other(pens):
    draw(PAPER, "Why Львів pays", "x " * 200)

    assert pens[0].done == [
        *HEAD,
        (72, 274, "Why ", INK, "display", 84, "ls"),
        (254, 274, "Львів", INK, "display-cyrillic", 84, "ls"),
        (458, 274, " pays", INK, "display", 84, "ls"),
        (72, 394, ("x " * 54)[:-1], SOFT, "sans", 30, "ls"),
        (72, 436, ("x " * 53)[:-1] + "…", SOFT, "sans", 30, "ls"),
        *FOOT,
    ]


def test_a_name_of_four_small_lines_leaves_no_room_for_more(pens):
    draw(PAPER, "word " * 60, "More.")

    line = ("word " * 8)[:-1]
    lines = [line, line, line, f"{line[:-1]}…"]
    assert pens[0].done == [
        *HEAD,
        *(
            (72, 274 + 62 * number, words, INK, "display", 54, "ls")
            for number, words in enumerate(lines)
        ),
        *FOOT,
    ]


def test_a_paper_without_a_name_of_ours_has_its_sign(pens):
    draw("灯报", "Why?", "")

    (pen,) = pens
    assert pen.done == [(72, 274, "Why?", INK, "display", 84, "ls"), *FOOT]
    plain = Image.new("RGB", (1200, 630), "#fcfcfb")
    left, top, right, bottom = ImageChops.difference(pen.card, plain).getbbox()
    assert min(left - 57, top - 44, 153 - right, 140 - bottom) >= 0
    assert (left + right, top + bottom) == (2 * (57 + 48), 2 * (44 + 48))
    assert right - left > 60


def test_a_page_of_another_script_is_called_as_the_paper(pens):
    draw(PAPER, "北京", "More.")

    assert pens[0].done == [
        *HEAD,
        (72, 274, PAPER, INK, "display", 84, "ls"),
        *FOOT,
    ]


def test_a_long_name_of_the_paper_and_four_hundred_letters_are_cut(pens):
    draw("The Lantern " * 40, "a" * 9, "b " * 300)

    head = pens[0].done[0]
    assert (head[2][-1], head[5]) == ("…", 44)
    assert drawing.fits(head[2], "display", 44)
    assert not drawing.fits(f"{head[2][:-1]}T…", "display", 44)


WORDS = [
    ("A" * 10, 84, [1]),
    ("word " * 12, 84, [5, 5, 2]),
    ("word " * 20, 72, [6, 6, 6, 2]),
    ("word " * 26, 62, [7, 7, 7, 5]),
    ("word " * 32, 54, [8, 8, 8, 8]),
    ("word " * 40, 54, [8, 8, 8, 8]),
    ("Donaudampfschiffahrtsgesellsch", 72, [1]),
    ("Donaudampfschiff" * 3, 54, [1, 1]),
]


@pytest.mark.parametrize(("name", "size", "words"), WORDS)
def test_a_name_is_as_large_as_it_fits_in_four_lines(name, size, words):
    lines, family, found = fit_title(name)

    assert (family, found) == ("display", size)
    assert [len(line.split()) for line in lines] == words


def test_a_word_longer_than_a_line_is_cut_where_the_line_ends():
    parts = [*drawing.pieces("Donaudampfschiff" * 3, "display", 54)]

    assert parts == ["DonaudampfschiffDonaudampfschiffDonaud", "ampfschiff"]
    assert drawing.letters_that_fit("i", "display", 9999) == 1


def test_a_card_is_a_small_file_of_few_colours():
    with Image.open(io.BytesIO(draw("灯报", "Why?", "More."))) as card:
        assert card.mode == "P"
        assert 2 < len(card.getcolors()) <= 32
        assert card.convert("RGB").getpixel((0, 0)) == (252, 252, 251)


def test_a_card_says_at_its_foot_of_which_desk_and_day_it_is(pens):
    draw(PAPER, "Why?", "", "City · 12 May 2026")

    assert pens[0].done[-1] == (192, 593, "City · 12 May 2026", SOFT, "sans", 30, "ls")


def test_what_is_written_from_right_to_left_begins_at_the_right(pens):
    draw(PAPER, "قرار (BBC) رقم 21.", "", "12 مايو 2026")

    words = [(done[2], side) for done, side in zip_words(pens[0])]
    assert words[1:8] == [
        *(("قرار", "rtl"), (" (", "rtl"), ("BBC", "ltr"), (") ", "rtl")),
        *(("رقم", "rtl"), (" ", "rtl"), ("21", "ltr")),
    ]
    title = [done for done, _side in zip_words(pens[0]) if done[5] == 84]
    lefts = [done[0] for done in title]
    assert lefts == sorted(lefts, reverse=True)
    assert lefts[0] > 900
    mark = pens[0].done[[len(done) for done in pens[0].done].index(5, 2)]
    assert mark[0] == 1200 - 72 - 96


def zip_words(pen):
    """What was written, with the way that it runs."""
    return zip([done for done in pen.done if len(done) > 5], pen.sides, strict=True)


def test_arabic_letters_hang_together_as_their_neighbours_want_it():
    [font] = [f for f in drawing.cuts("display", 84) if "arabic" in f.path]

    apart = sum(font.getlength(letter) for letter in "سكير")
    assert font.getlength("سكير", direction="rtl") < apart


def test_without_the_library_that_joins_letters_none_are_drawn_wrong(monkeypatch):
    cut_of.cache_clear()
    monkeypatch.setattr(drawing.features, "check", lambda name: name != "raqm")

    assert not is_covered("قرار")
    assert is_covered("Größte")
    cut_of.cache_clear()


def test_an_operator_adds_fonts_for_other_scripts(settings, tmp_path):
    """Here of letters that the paper has already: those of phonetic signs."""
    static = Path("newsroom/static/fonts")
    (tmp_path / "more.woff2").write_bytes((static / "phonetic.woff2").read_bytes())
    (tmp_path / "LICENCE.txt").write_text("Free.")
    before = is_covered("ʃ")
    forget()
    settings.CARD_FONTS = str(tmp_path)

    assert (before, is_covered("ʃ")) == (False, True)
    forget()


def forget():
    cut_of.cache_clear()
    drawing.cuts.cache_clear()


def test_no_line_begins_with_what_ends_a_sentence(monkeypatch):
    monkeypatch.setattr(drawing, "letters_that_fit", lambda *_said: 4)
    monkeypatch.setattr(drawing, "fits", lambda words, *_said: len(words) < 5)

    assert [*drawing.pieces("为什么海。港隧道", "display", 84)] == [
        "为什么",
        "海。港隧",
        "道",
    ]
