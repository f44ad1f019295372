"""Which story a text is a translation of: looked up when it is published, not read.

A text names its original by a slug. An address belongs to one story for good, so the
key can be kept with every text that names it, whichever of the two is there first.
"""

from collections import defaultdict

from django.db.models import F

from people.compiled_query import KEY, TEXT
from people.compiled_writing import compile_update
from stories.models.showing import Mention, Showing


def original(edition, document):
    """The key of the story that a text is a translation of, else its own."""
    slug = document.get("translation_of", "")
    named = Showing.objects.stories().filter(slug=slug).values_list("story_id")
    found = named.first() if slug else None
    return found[0] if found else edition.story_id


def link(showing):
    """Let the texts that name this one's slug as their original's know its story."""
    story = showing.story_id
    if story is not None and linked(slug=showing.slug, story=story):
        tell_mentions(naming_texts(showing))


@compile_update(slug=TEXT, story=KEY)
def linked(slug, story):
    return others_naming(slug, story), {"original_id": story}


def unlink(showing):
    """Undo that for an edition that was taken back, if its slug was new with it."""
    if not Showing.objects.stories().filter(slug=showing.slug).exists():
        texts = naming_texts(showing)
        if texts.update(original_id=F("story_id")):
            tell_mentions(texts)


def tell_mentions(texts):
    """Let what these texts mention know which story they tell."""
    # By keys: after an import an engine knows nothing of its tables yet, and may read
    # all of them for a nested query.
    told = defaultdict(list)
    for key, original in texts.values_list("pk", "original_id"):
        told[original].append(key)
    for original, keys in told.items():
        mentions = Mention.objects.filter(showing__in=keys)
        mentions.update(original_id=original)


def link_all():
    """Look up every original anew, when all texts are there."""
    originals = Mention.objects.filter(kind=Mention.Kind.ORIGINAL)
    for slug in originals.values_list("slug", flat=True).distinct():
        if showing := Showing.objects.stories().filter(slug=slug).first():
            link(showing)


def naming_texts(showing):
    """Texts of other stories that name this one's slug as their original's."""
    if showing.story_id is None:
        return Showing.objects.none()
    return others_naming(showing.slug, showing.story_id)


def others_naming(slug, story):
    named = Mention.objects.filter(kind=Mention.Kind.ORIGINAL, slug=slug)
    rows = Showing.objects.filter(pk__in=named.values("showing"))
    return rows.exclude(story_id=story)
