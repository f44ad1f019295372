"""Whether a text tells more than another did, or the same in other words. Pure.

Asked where nobody says it: of what comes in from outside again and again. In doubt it
is news, for a reader is rather told twice than not at all.
"""

from explainer import claims
from explainer.addresses import normalise_url
from explainer.document import Document
from explainer.folding import tokens

SOURCES, QUOTES, DATES = "sources", "quotes", "dates"
FIGURES, NAMES, DENIAL = "figures", "names", "denial"


def news(old: Document, new: Document) -> list[str]:
    """What the new text tells that the old one did not; nothing if only its wording,
    its order or its length is another."""
    language = new.get("language", "").partition("-")[0].lower()
    before, after = claims.telling(old), claims.telling(new)
    asked = {
        SOURCES: sources(new) - sources(old),
        QUOTES: quotes(old) ^ quotes(new),
        DATES: days(new) - days(old)
        or claims.months(after, language) - claims.months(before, language),
        FIGURES: figures(old, new, before, after),
        NAMES: claims.names(after, language) - claims.words(before),
        DENIAL: denies(old) ^ denies(new),
    }
    return [name for name, found in asked.items() if found]


def sources(document: Document) -> set[str]:
    """What a text cites, by address or by title."""
    return {
        normalise_url(part["url"]) if part.get("url") else part.get("title", "")
        for part in document.get("sources", [])
    } - {""}


def quotes(document: Document) -> set[str]:
    """The words of its quotes, whatever signs stand between them."""
    return {" ".join(tokens(q.get("text", ""))) for q in document.get("quotes", [])}


def days(document: Document) -> set[str]:
    """When the events of a text were, and what is expected by when."""
    found = {part.get("date", "") for part in document.get("timeline", [])}
    labels = (part.get("label", "") for part in document.get("timeline", []))
    found |= {" ".join(tokens(label)) for label in labels}
    return (found | {p.get("due", "") for p in document.get("expectations", [])}) - {""}


def figures(old: Document, new: Document, before: str, after: str) -> set[str]:
    """Numbers that are new, and those that stood on top and are nowhere any more."""
    gone = claims.numbers(claims.opening(old)) - claims.numbers(after)
    return (claims.numbers(after) - claims.numbers(before)) | gone


def denies(document: Document) -> bool:
    """Whether the headline says that something is not so."""
    return claims.denials(document.get("headline", ""))
