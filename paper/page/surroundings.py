"""What a page needs besides its document, fetched beforehand: pages stay pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from explainer.newsrooms import Part, Publishers

__all__ = ["Part", "Surroundings", "tongue"]

ENGLISH = "en-gb"  # With the day before the month, whatever the paper speaks.


@dataclass(frozen=True)
class Surroundings:
    """The time, the record's rows and the standing data around one document.

    A preview has neither showing nor editions. Whatever is missing from a mapping
    is not public: the page falls back to the label that the document carries.
    """

    now: datetime
    address: str = ""
    canonical: str = ""  # Where the text stands now, if that is somewhere else.
    twin: str = ""  # The same edition for machines.
    showing: Any = None
    editions: Sequence[Any] = ()
    entities: Mapping[str, Any] = field(default_factory=dict)
    stories: Mapping[str, Any] = field(default_factory=dict)
    questions: Mapping[str, Any] = field(default_factory=dict)
    pointing: Sequence[
        tuple[str, Any]
    ] = ()  # (relation, live story that names this one)
    images: Mapping[str, Any] = field(default_factory=dict)
    translations: Sequence[Any] = ()  # Live rows of the same story in other languages.
    since: Any = None  # Marks, for who has read an older edition.
    amended: Any = None  # What corrections did to the blocks that stand.
    publishers: Publishers = field(default_factory=Publishers)  # That it names.
    tags: Mapping[str, str] = field(default_factory=dict)  # Slug to name.
    authors: Mapping[str, str] = field(default_factory=dict)  # Identity to slug.

    @property
    def mentions(self) -> dict[str, str]:
        """Entity slug, as the document has it, to the address of its page."""
        return {slug: item.get_absolute_url() for slug, item in self.entities.items()}


def tongue(language: str) -> str:
    """The language for a text's own headings: its own, if the paper speaks it.

    Else, and for a text in the paper's language, the one that the paper speaks.
    """
    speaks: str = get_language() or settings.LANGUAGE_CODE
    asked = language.lower().partition("-")[0]
    if asked == speaks.partition("-")[0] or asked not in settings.TRANSLATIONS:
        return speaks
    return ENGLISH if asked == "en" else asked
