"""What people who work here are called, on every page and in every line of a log."""

from django.db.models import F, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Trim


def full_name(person):
    """A person's name; who hasn't given one is called by what they sign in with."""
    return person.get_full_name() or person.get_username()


def name_column(person):
    """The same as a database says it of a linked person."""
    first, last, username = (
        f"{person}__{name}" for name in ("first_name", "last_name", "username")
    )
    whole = Trim(Concat(first, Value(" "), last))
    return Coalesce(NullIf(whole, Value("")), F(username))
