"""Django's texts that we translate ourselves: those that are named, and no others."""

from babel.messages.pofile import read_po

from newsroom import stock_texts
from scripts.messages import LOCALE

GROUPS = ("MODEL_FORMS", "LISTS", "DELETING", "ACCOUNTS")


def test_a_catalogue_has_just_the_stock_texts_that_are_named():
    with (LOCALE / "de" / "LC_MESSAGES" / "django.po").open("rb") as file:
        kept = [
            m for m in read_po(file) if ("newsroom/stock_texts.py", None) in m.locations
        ]

    named = [text for group in GROUPS for text in getattr(stock_texts, group)]
    # Of a text that counts this is its form for one.
    assert sorted(m.id if isinstance(m.id, str) else m.id[0] for m in kept) == sorted(
        text if isinstance(text, str) else text % 1 for text in named
    )
