"""What a follower of each feed has is what a plain model of time foretells.

Every verb and the clock are tried in any order, as in `test_time_machine.py`; after
each step a program asks for every feed there is, through the cache or past it.
"""

import os
from random import Random

import pytest

from paper.feeds.feed import edition_id, text_id
from paper.feeds.views import A_PAGE
from tests.support.follower import answer, news
from tests.test_time_machine import AnyOrder

MATERIAL = {"first", "development", "correction", "clarification"}
MATERIAL |= {"withdrawal", "reinstatement"}
AMENDING = {"correction", "clarification"}
EXAMPLES = range(int(os.environ.get("EXAMPLES", "0"))) or (3, 6)
STEPS = 25


class Followers(AnyOrder):
    """Beside the newsroom everybody who follows something of it."""

    def step(self, seed):
        super().step(seed)
        assert self.followed() == self.foretold()

    def followed(self):
        paths = {"/": "rss.xml", "/authors/a-writer/": "feed.v1.json"}
        paths |= {"/corrections/": "atom.xml"}
        found = {path: news_at(path, form) for path, form in paths.items()}
        for story, page in zip(self.stories, self.pages, strict=True):
            if told := page.told(self.now):
                path = f"/stories/{told.text.slug}/"
                found[story.pk] = news_at(path, "atom.xml")
        return found

    def foretold(self):
        """By feed what it has, newest first."""
        lists, own, wrong = [], {}, []
        for story, page in zip(self.stories, self.pages, strict=True):
            out = [*enumerate(page.out(self.now), 1)]
            news = [(n, each) for n, each in out if each.kind in MATERIAL]
            told = [(edition_id(story.pk, n), e.at) for n, e in news][-A_PAGE:]
            if page.live(self.now):
                lists.append((text_id(story.pk), news[-1][1].at))
                wrong += [
                    (edition_id(story.pk, n), e.at)
                    for n, e in news
                    if e.kind in AMENDING
                ]
            elif told:
                told = told[-1:]
            if told:
                own[story.pk] = in_order(told)
        found = {"/": lists, "/authors/a-writer/": lists, "/corrections/": wrong}
        return {path: in_order(some)[:A_PAGE] for path, some in found.items()} | own


def in_order(some):
    return sorted(some, key=lambda each: (-each[1].timestamp(), each[0]))


def news_at(path, form):
    """What a program has that follows this; nothing where nothing is live."""
    status = answer(path, form).status_code
    if path.startswith("/stories/"):
        assert status in (200, 410)
    elif status == 404:
        return []
    return news(path, form, status)


@pytest.mark.once
@pytest.mark.parametrize("example", EXAMPLES)
def test_a_follower_has_what_was_foretold(unguarded, behind_the_cache, example):
    chance = Random(example)
    with Followers() as newsroom:
        for _step in range(STEPS):
            newsroom.step(chance.getrandbits(32))
