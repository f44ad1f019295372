"""How near two texts are: by the sources, names and words that they share. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from explainer.folding import is_dense, words

SOURCE = 3  # One shared source tells as much as so many shared names.
NEAR = 3
RARE = 3  # A word of more headlines than this tells nothing.
STEM = 6
LONG = 5
LEAST_ALIKE = 0.5


@dataclass(frozen=True)
class Nearness:
    sources: int = 0
    names: int = 0
    words: int = 0

    @property
    def score(self) -> int:
        return SOURCE * self.sources + self.names + self.words

    @property
    def is_near(self) -> bool:
        return self.score >= NEAR or self.words > 1

    @property
    def tells_the_same(self) -> bool:
        """Two people may be writing one story."""
        return self.sources > 1 or (self.sources == 1 and self.names > 1)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, in words."""
        said = []
        if self.sources:
            words = ngettext("{} shared source", "{} shared sources", self.sources)
            said.append(words.format(self.sources))
        if self.names:
            words = ngettext("{} shared name", "{} shared names", self.names)
            said.append(words.format(self.names))
        if self.words:
            said.append(_("similar headline"))
        return tuple(said)


def stems(text: str) -> set[str]:
    """The words that tell what a line is about, without their endings.

    Of a script without spaces they are pairs of letters.
    """
    return {
        word.token if is_dense(word.token) else word.token[:STEM]
        for word in words(text)
        if len(word.token) >= LONG or word.first < word.end
        if word.token not in COMMON
    }


def rare(texts: Iterable[str]) -> set[str]:
    """Stems that few of these texts have."""
    counted = Counter(stem for text in texts for stem in stems(text))
    return {stem for stem, times in counted.items() if times <= RARE}


def is_similar(one: str, other: str) -> bool:
    """Whether two lines ask about the same thing."""
    words, others = stems(one), stems(other)
    shared = words & others
    smaller = min(len(words), len(others))
    return len(shared) > 1 and len(shared) >= LEAST_ALIKE * smaller


COMMON = {
    *("about", "after", "again", "against", "among", "before", "being", "between"),
    *("could", "does", "during", "every", "first", "might", "other", "should"),
    *("since", "still", "than", "their", "there", "these", "those", "under", "until"),
    *("what", "when", "where", "whether", "which", "while", "whose", "will", "would"),
    *("aber", "nicht", "werden", "wurde", "welche", "warum", "avant", "apres", "quand"),
    *("pourquoi", "porque", "cuando", "donde", "antes", "despues", "чому", "коли"),
}
