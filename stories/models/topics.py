"""Which entries of the who's who readers have a page of: the paper's topics."""

from django.db.models import Exists, OuterRef, Q

from entities.models import private
from stories.models.showing import Mention


def public(entities, at):
    """Of these entities those with a page at that moment.

    One that a live edition names, under its own name or one that it absorbed, or that
    an editor has opened. A person needs to be a public figure besides: nobody gets a
    page just by being named, nor because nobody said that it is a person.
    """
    mentions = Mention.objects.shown(at)
    # Asked of each entity: the mentions of a whole archive are too many to gather.
    named = Exists(mentions.filter(entity=OuterRef("pk")))
    absorbed = Exists(mentions.filter(entity__merged_into=OuterRef("pk")))
    return entities.filter(
        Q(open=True) | named | absorbed, ~private(), merged_into=None
    )
