"""What a language is called, and which way it is written. Pure."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language_info


def direction(language: str) -> str:
    """The writing direction of a language: ltr, rtl, or nothing for no language."""
    if not language:
        return ""
    return "rtl" if language_info(language).get("bidi") else "ltr"


def language_name(language: str) -> str:
    """The name of a language in the reader's own, or its code where we know none."""
    return str(language_info(language).get("name_translated", language))


def language_info(language: str) -> Mapping[str, Any]:
    try:
        info: Mapping[str, Any] = get_language_info(language.lower())
    except KeyError:
        info = {}
    return info
