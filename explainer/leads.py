"""Short versions of a text, cut where a sentence ends and never inside a word."""

import re

from explainer import prose

LONGEST = 300
# A sentence ends where a capital, a figure or an opening mark follows its full stop;
# an initial ("J. Smith"), a title ("Dr. Smith") and a number ("4.2") end nothing.
END = re.compile(
    r"(?<!\b[A-Z]\.)(?<!\b[A-Z][a-z]\.)(?:(?<=[.!?…])|(?<=[.!?…][\"'”’»)\]]))"
    r"\s+(?=[\"'“‘«(\[]?[A-Z0-9À-ÞЀ-Я])"
)
CLOSED = re.compile(r"[.!?…][\"'”’»)\]]*$")


def shorten(text: str, longest: int = LONGEST) -> str:
    """Whole sentences up to a length; a first one that is longer ends at a word.

    What fits is left as it is. Of a longer text that was cut before it came to us, the
    sentence without an end is left out.
    """
    text = prose.plain(text)
    if len(text) <= longest:
        return text
    sentences = END.split(text)
    if len(sentences) > 1 and not CLOSED.search(sentences[-1]):
        sentences.pop()
    kept = sentences[0]
    for sentence in sentences[1:]:
        if len(kept) + len(sentence) >= longest:
            break
        kept += f" {sentence}"
    return kept if len(kept) <= longest else at_word(kept, longest)


def at_word(text: str, longest: int) -> str:
    return text[:longest].rsplit(maxsplit=1)[0].rstrip(" ,;:–—-") + "…"
