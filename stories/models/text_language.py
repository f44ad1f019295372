"""Which of the texts of a story a list has, by the language that each is in."""

from django.conf import settings
from django.db.models import Case, F, Q, When


def language_rank():
    """The lowest is shown: the paper's own language first, then the original."""
    abroad = Case(When(spoken_here(), 0), default=2)
    translated = Case(When(story_id=F("original_id"), then=0), default=1)
    return abroad + translated


def spoken_here():
    """Texts in the paper's own language; those that name none are in it."""
    ours = settings.LANGUAGE_CODE.partition("-")[0]
    named = Q(language__iexact=ours) | Q(language__istartswith=f"{ours}-")
    return Q(language="") | named
