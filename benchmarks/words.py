"""Words that no language has, in sentences that house markup allows. Pure.

A seed and a place always give the same words. A few words are in most texts and most in
few, as in any language, so that an index of them is shaped as a real one.
"""

import random
from functools import cache
from itertools import accumulate

ONSETS, VOWELS, CODAS = "bdfgklmnprstvz", "aeiou", ("", "", "n", "r", "s")
VOCABULARY = 4000
COMMON = "harbour"  # What nearly every text has.


@cache
def vocabulary():
    """Every word that is drawn, the frequent ones first, and their running weights."""
    draw = random.Random(1)
    words = {COMMON: None}
    while len(words) < VOCABULARY:
        words[invented(draw, draw.choice((1, 2, 2, 3)))] = None
    weights = (1 / (place + 5) for place in range(VOCABULARY))
    return [*words], [*accumulate(weights)]


def invented(draw, syllables):
    return "".join(
        draw.choice(ONSETS) + draw.choice(VOWELS) + draw.choice(CODAS)
        for _syllable in range(syllables + 1)
    )


def numeral(number):
    """A word of its own for each number, made of letters alone."""
    word = ""
    while number or not word:
        number, digit = divmod(number, 70)
        word += ONSETS[digit // 5] + VOWELS[digit % 5]
    return word


def rare(number):
    """The word that one story has and no other."""
    return f"quex{numeral(number)}"


class Writer:
    """Writes the texts of one story; `seed` and `number` decide every word."""

    def __init__(self, seed, number):
        self.draw = random.Random(f"{seed}-{number}")
        self.words, self.weights = vocabulary()

    def run(self, count):
        return self.draw.choices(self.words, cum_weights=self.weights, k=count)

    def line(self, count):
        """So many words without a full stop, for headings and labels."""
        return " ".join(self.run(count)).capitalize()

    def sentences(self, count):
        lengths = [self.draw.randint(7, 13) for _sentence in range(count)]
        words = iter(self.run(sum(lengths)))
        return [
            " ".join(next(words) for _word in range(length)).capitalize() + "."
            for length in lengths
        ]

    def paragraph(self, count, key="", name=None):
        """Sentences of which the last cites a source and one names somebody."""
        written = self.sentences(count)
        if name:
            written.insert(1, f"Then @[{name[0]}]({name[1]}) spoke of it.")
        return " ".join(written) + (f"[^{key}]" if key else "")

    def text(self, paragraphs, keys, names=()):
        """Paragraphs that cite the sources in turn and name the names in turn."""
        return "\n\n".join(
            self.paragraph(
                3, keys[at % len(keys)], names[at % len(names)] if names else None
            )
            for at in range(paragraphs)
        )
