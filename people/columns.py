"""Columns of the desk's lists that say a yes in words, where Django shows an icon."""

from django.contrib import admin
from django.utils.html import format_html

# What a list, or a form that is only read, shows where there is nothing.
NOTHING = format_html('<span class="none">{}</span>', "–")


def flag(name, words):
    """A column of rows whose field, or property, is true; it says these words."""

    @admin.display(description=words, ordering=name, empty_value=NOTHING)
    def column(row):
        return words if getattr(row, name) else None

    column.__name__ = name
    return column
