"""The same story in other languages: where it stands, under each one's own name."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from explainer.languages import direction, language_info
from paper.page.surroundings import Part, Surroundings


@dataclass(frozen=True)
class Tongue:
    """A live text of the story, and whether the others were translated from it."""

    language: str
    direction: str
    name: str
    address: str
    original: bool
    here: bool = False


def tongues(document: Part, around: Surroundings) -> list[Tongue]:
    """Every language that the story can be read in; nothing if it is only this one."""
    if around.showing is None or not around.translations:
        return []
    original = not document.get("translation_of")
    found = [tongue(around.showing, original, here=True)]
    found += [tongue(row, row.original) for row in around.translations]
    return sorted(found, key=lambda one: (not one.original, one.name.casefold()))


def tongue(row: Any, original: bool, here: bool = False) -> Tongue:
    """A link to the text in its language, under that language's own name."""
    # A text that names no language is in the paper's.
    language = row.language or settings.LANGUAGE_CODE
    return Tongue(
        language=language,
        direction=direction(language),
        name=str(language_info(language).get("name_local", language)).capitalize(),
        address=row.get_absolute_url(),
        original=original,
        here=here,
    )
