"""What a printed name is called in addresses and mentions, in whatever script. Pure."""

import unicodedata

from django.utils.text import slugify


def credit(name: str) -> str:
    """Of somebody in a byline; their own script where theirs isn't ours."""
    return str(slugify(name) or slugify(name, allow_unicode=True))[:200]


def outlet(name: str) -> str:
    """Of an outlet: no two names of another script are alike for a word of ours."""
    return str(slugify(name, allow_unicode=not is_latin(name)))[:80]


def is_latin(name: str) -> bool:
    letters = filter(str.isalpha, name)
    return all(unicodedata.name(sign, "").startswith("LATIN") for sign in letters)
