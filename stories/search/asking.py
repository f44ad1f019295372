"""What somebody searches for: words, phrases, and a last word that may go on. Pure."""

import re
from dataclasses import dataclass

from stories.search.tokens import tokens

MOST = 12
PHRASE = re.compile(r'["“”„]([^"“”„]*)["“”„]')


@dataclass(frozen=True)
class Asked:
    """All phrases have to be there; of the last word, its beginning."""

    text: str
    phrases: tuple[tuple[str, ...], ...] = ()
    begun: str = ""

    def __bool__(self) -> bool:
        return bool(self.phrases or self.begun)

    @property
    def words(self) -> set[str]:
        """Every whole word that was asked for."""
        return {word for phrase in self.phrases for word in phrase}

    def has(self, token: str) -> bool:
        """Whether a token is one of those asked for."""
        return token in self.words or bool(self.begun and token.startswith(self.begun))


def asked(text: str) -> Asked:
    """Quotation marks hold words together; a space ends the last word."""
    text = " ".join(text.replace("\0", " ").split())[:200]
    phrases = [tuple(tokens(found)) for found in PHRASE.findall(text)]
    loose = tokens(PHRASE.sub(" ", text))
    begun = loose.pop() if loose and not text.endswith(('"', "”")) else ""
    every = [phrase for phrase in phrases if phrase] + [(word,) for word in loose]
    return Asked(text, tuple(dict.fromkeys(every))[:MOST], begun)
