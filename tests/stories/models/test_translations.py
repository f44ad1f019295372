"""Which text of a story a list has, in whatever order its texts come and go."""

import datetime as dt
from random import Random

import pytest
from django.db.models import Q
from django.utils import timezone

from people.refusals import RefusedError
from stories.models import Mention, Showing
from stories.record_audit import derived_row_faults
from tests import make

pytestmark = pytest.mark.django_db
PAPERS, STORIES = 6, 7
VERBS = ("publish", "publish", "publish", "schedule", "withdraw", "rename", "cancel")


def originals():
    """Each live text's slug with that of the story whose text it is."""
    rows = Showing.objects.stories().order_by("pk")
    slugs = dict(rows.values_list("story_id", "slug"))
    live = Showing.objects.live(timezone.now()).stories()
    return {row.slug: slugs[row.original_id] for row in live}


def test_a_translation_knows_its_original_whichever_of_them_is_first():
    make.published_story(slug="zinsen", translation_of="rates")
    make.published_story(slug="other")
    assert originals() == {"zinsen": "zinsen", "other": "other"}

    make.published_story(slug="rates")
    make.published_story(slug="taux", translation_of="rates")

    assert originals() == {
        **{"zinsen": "rates", "taux": "rates"},
        **{"rates": "rates", "other": "other"},
    }


def test_what_a_text_mentions_knows_which_story_that_tells():
    board = {"entity": make.entity(slug="board"), "name": "The board"}
    parts = {"entities": [board]}
    told = make.published_story(parts=parts, slug="zinsen", translation_of="rates")
    other = make.published_story(parts=parts, slug="other")
    make.published_question(slug="why", intro="Ask @[the board](board).")

    def told_by():
        rows = Mention.objects.filter(kind="entity").order_by("pk")
        return [*rows.values_list("original_id", flat=True)]

    assert told_by() == [told.pk, other.pk, None]

    original = make.story(slug="rates")
    make.edition(original, at=make.soon())
    assert told_by() == [original.pk, other.pk, None]
    original.cancel()
    assert told_by() == [told.pk, other.pk, None]


def test_an_original_keeps_its_translations_under_another_slug():
    rates = make.published_story(slug="rates")
    make.published_story(slug="zinsen", translation_of="rates")
    rates.slug = "interest"
    rates.save()
    make.edition(rates, kind="wording")
    make.published_story(slug="taux", translation_of="interest")

    assert originals() == dict.fromkeys(("interest", "zinsen", "taux"), "interest")


def test_an_edition_that_is_taken_back_is_the_original_of_nothing():
    kept, gone = make.story(slug="kept"), make.story(slug="gone")
    for story in (kept, gone):
        make.published_story(slug=f"of-{story.slug}", translation_of=story.slug)
        make.edition(story, at=make.soon())
    gone.cancel()

    rows = Showing.objects.filter(slug__in=["of-kept", "of-gone"]).order_by("slug")

    gone, kept_by = rows
    assert gone.original_id == gone.story_id
    assert kept_by.original_id == kept.pk


def ours(text):
    return text.language in ("", "en", "en-GB")


def listed(texts):
    """As a list is meant: of one story's texts one alone. Slow, and plainly right."""
    groups = {}
    for text in texts:
        groups.setdefault(text.original_id, []).append(text)
    best = (
        min(
            group,
            key=lambda row: (
                not ours(row),
                row.story_id != row.original_id,
                row.story_id.hex,
            ),
        )
        for group in groups.values()
    )
    return {text.slug for text in best}


def known_original(text, texts):
    """By the slugs that texts name, as the record has them, and not by a stored key."""
    said = text.edition.revision.content.get("translation_of")
    owners = [row.story_id for row in texts if row.slug == said]
    return owners[0] if said and owners else text.story_id


def happen(chance, stories, desks):
    """One thing that may happen to one story; it is refused where it makes no sense."""
    story, verb = chance.choice(stories), chance.choice(VERBS)
    story.refresh_from_db()
    story.desk = chance.choice(desks)
    if verb == "rename":
        story.slug = f"{story.slug.partition('-r')[0]}-r{chance.randint(0, 99)}"
    story.save()
    at = make.soon(days=chance.randint(1, 9)) if verb == "schedule" else None
    if verb == "withdraw":
        story.withdraw(note="Gone.")
    elif verb == "cancel":
        story.cancel()
    else:
        kind = "first" if not story.editions.exists() else "wording"
        make.edition(story, at=at, kind=kind, replace=True)


def paper(chance):
    """Stories in some languages, some of them translations of others, after a while."""
    desks = [make.desk(), make.desk()]
    stories = []
    for number in range(STORIES):
        of = chance.choice(["", *[story.slug for story in stories]])
        fields = {"language": chance.choice(["en", "en-GB", "de", "ar"])}
        fields |= {"translation_of": of, "slug": f"t{desks[0].pk}-{number}"}
        stories.append(make.story(**fields))
    chance.shuffle(stories)
    for _ in range(4 * STORIES):
        try:
            happen(chance, stories, desks)
        except RefusedError:
            continue
    return desks


def test_a_list_has_each_story_once_in_any_paper_and_at_any_time(unguarded):
    for seed in range(PAPERS):
        desks = paper(Random(seed))
        everything = [*Showing.objects.select_related("edition__revision")]
        for row in everything:
            if row.kind != "withdrawal":
                assert row.original_id == known_original(row, everything)
        for days in range(0, 10, 3):
            at = timezone.now() + dt.timedelta(days=days)
            live = Showing.objects.live(at, at).stories()
            assert {row.slug for row in live.one_each(at)} == listed(live)
            for desk in desks:
                mine = live.filter(desk=desk.slug)
                kept = mine.one_each(at, Q(desk=desk.slug))
                assert {row.slug for row in kept} == listed(mine)
        assert not [*derived_row_faults()]
