"""Made-up words: the same for a seed, frequent and rare ones as in a language."""

from collections import Counter

from benchmarks import words
from explainer.prose import citations, mentions


def test_a_seed_and_a_number_decide_every_word():
    def text(seed, number):
        return words.Writer(seed, number).text(3, ["s1"])

    assert text(1, 7) == text(1, 7)
    assert len({text(1, 7), text(1, 8), text(2, 7)}) == 3


def test_some_words_are_in_most_texts_and_most_in_few():
    texts = [{*words.Writer(1, n).run(200)} for n in range(50)]
    found = Counter(word for text in texts for word in text)

    assert found[words.COMMON] > 40
    assert sum(times < 5 for times in found.values()) > 1000


def test_every_number_has_a_word_of_letters_alone():
    found = {words.rare(number) for number in range(0, 200_000, 7)}

    assert len(found) == len(range(0, 200_000, 7))
    assert all(word.isalpha() for word in found)


def test_a_paragraph_cites_and_names_in_house_markup():
    said = words.Writer(1, 1).text(2, ["s1", "s2"], [("Ana Ruiz", "ana-ruiz")])

    assert [key for key, _locator in citations(said)] == ["s1", "s2"]
    assert [*mentions(said)] == [("Ana Ruiz", "ana-ruiz")] * 2
