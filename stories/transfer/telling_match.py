"""Which story each text of a batch tells of: surely, perhaps, or none that is here."""

from collections import Counter
from dataclasses import dataclass

from explainer.addresses import normalise_url
from stories.archives.likeness import (
    Likeness,
    Signature,
    Verdict,
    likeness,
    marks,
    signature,
)
from stories.models import Story, StorySource, Telling

FEW = 5  # stories of people that share most articles with a text


@dataclass
class Match:
    """What a text and a story have in common; `is_settled`: nobody has to be asked."""

    story: Story
    likeness: Likeness
    is_settled: bool = True

    @property
    def verdict(self):
        if self.is_settled or self.likeness.verdict != Verdict.SAME:
            return self.likeness.verdict
        return Verdict.POSSIBLE


def matches(said, at, batch):
    """The stories that a text may tell of, each once, what is most alike first."""
    best = {}
    for row in Telling.objects.near(marks(said), at, batch):
        story = row.story or row.candidate
        found = Match(story, likeness(said, of_row(row)), not row.is_waiting)
        keep(best, found)
    for story in written_here(said, best):
        found = Match(story, likeness(said, of_story(story)), False)
        keep(best, found)
    chosen = (match for match in best.values() if match.verdict != Verdict.OTHER)
    return sorted(chosen, key=lambda match: (-match.likeness.score, match.story.slug))


def keep(best, found):
    known = best.get(found.story.pk)
    if known is None or known.likeness.score < found.likeness.score:
        best[found.story.pk] = found


def of_row(row):
    kept = row.signature
    return Signature(
        *(frozenset(kept.get(name, ())) for name in ("articles", "names", "words"))
    )


def as_lists(said):
    """A signature as a row keeps it."""
    return {name: sorted(found) for name, found in vars(said).items()}


def written_here(said, known):
    """Stories that no file brought, which cite most of the same articles."""
    rows = StorySource.objects.filter(source__normalised_url__in=said.articles)
    rows = rows.filter(story__tellings=None).order_by()
    counts = Counter(rows.values_list("story_id", flat=True)[: 100 * FEW])
    keys = [key for key, _count in counts.most_common(FEW) if key not in known]
    return Story.objects.filter(pk__in=keys).order_by("slug") if keys else []


def of_story(story):
    """The signature of a draft as it is now."""
    head = story.revisions.head()
    document = head.content if head else {"headline": story.headline}
    urls = StorySource.objects.filter(story=story).values_list("source__url", flat=True)
    said = signature(document)
    here = frozenset(normalise_url(url) for url in urls if url)
    return Signature(said.articles | here, said.names, said.words)


def assign(texts, taken=()):
    """For each (signature, at, batch) its match, or None for a new story.

    Two texts of one batch are never one story: the best gets it, and none gets those
    that are `taken`.
    """
    found = [
        (match, number)
        for number, (said, at, batch) in enumerate(texts)
        for match in matches(said, at, batch)
    ]
    found.sort(key=lambda pair: (-pair[0].likeness.score, pair[1]))
    given, taken = {}, {*taken}
    for match, number in found:
        if number in given or match.story.pk in taken:
            continue
        given[number] = match
        if match.verdict == Verdict.SAME:
            taken.add(match.story.pk)
    return [given.get(number) for number in range(len(texts))]
