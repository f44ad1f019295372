"""Whatever is done to the paper, a kept answer is what Django would say now."""

from contextlib import suppress
from random import Random

import pytest
import time_machine
from django.utils import timezone

from entities.models import Alias, Entity
from images.models import Image
from newsroom.page_store import PageStore
from people.desks import Desk
from people.refusals import RefusedError
from sources.models import Outlet
from stories.models import Story, Tag
from tests import make
from tests.support import wire
from tests.support.small_paper import ADDRESSES, paper
from tests.support.wire import ask


def publish(story, chance):
    make.rewrite(story, headline=f"Ports {chance.random()}")
    make.edition(story)


def rename(story, chance):
    slug = chance.choice(["ports", "docks"])
    make.rewrite(story, slug=slug, headline=f"Moved {chance.random()}")
    make.edition(story)


def tell_of_what_names_it(story, chance):
    related = [{"slug": "ports", "label": "Ports"}]
    make.edition(make.story({"related": related}, headline=f"On {chance.random()}"))


def publish_what_it_names(story, chance):
    strike = Story.objects.filter(slug="strike").first() or make.story(slug="strike")
    publish(strike, chance)


VERBS = [
    publish,
    rename,
    tell_of_what_names_it,
    publish_what_it_names,
    lambda story, chance: Entity.objects.update(lead=f"It {chance.random()}."),
    lambda story, chance: Image.objects.update(credit=f"A. {chance.random()}"),
    lambda story, chance: Image.objects.update(killed_at=timezone.now()),
    lambda story, chance: Image.objects.update(killed_at=None),
    lambda story, chance: Desk.objects.update(name=f"City {chance.random()}"),
    lambda story, chance: Outlet.objects.update(owner=f"O. {chance.random()}"),
    lambda story, chance: Alias.objects.create(
        entity=Entity.objects.get(slug="board"), name=f"The {chance.random()}"
    ),
    lambda story, chance: make.pick(Story.objects.get(slug="other")),
    lambda story, chance: make.page(slug=f"p{chance.getrandbits(30)}", title="Terms"),
    lambda story, chance: Tag.objects.update(name=f"T {chance.random()}"),
    lambda story, chance: make.published_question(title=f"Why {chance.random()}?"),
    lambda story, chance: Story.objects.get(slug="other").withdraw(note="Gone."),
]


def translate(story, chance):
    words = {"language": "de", "headline": f"Häfen {chance.random()}"}
    slug = chance.choice(["ports", "docks"])
    make.published_story(**words, translation_of=slug)


def schedule(story, chance):
    """Something will change by itself, of this story or of what stands around it."""
    at = make.soon(seconds=chance.randint(20, 90))
    related = [{"slug": "ports", "label": "Ports"}]
    of = chance.choice([story, make.story({"related": related})])
    if of is story:
        make.rewrite(story, headline=f"Later {chance.random()}")
    make.edition(of, at=at)


def develop(story, chance):
    until = make.soon(seconds=chance.randint(20, 90))
    make.rewrite(story, developing_until=until, headline=f"Now {chance.random()}")
    make.edition(story)


TIMED = [translate, schedule, develop, *VERBS]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_after_any_verb_and_at_any_time_a_kept_answer_is_what_django_says(
    unguarded, seed
):
    """Asked of a process that remembers, and of one that shares what that one knows."""
    chance, story = Random(seed), paper()
    plain, store = wire.Paper(), PageStore(build=f"{seed} {story.pk}")
    front, shared = wire.cache(store), []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for address in ADDRESSES:
            ask(front, address)
        for verb in [chance.choice(TIMED) for _step in range(14)]:
            clock.shift(chance.choice([1, 1, 10, 40]))
            story.refresh_from_db()
            with suppress(RefusedError):
                verb(story, chance)
            clock.shift(chance.choice([0, 0, 0, 50]))
            for address in chance.sample(ADDRESSES, 7):
                begun_anew = wire.cache(store)
                for one in (front, begun_anew, front):
                    got, right = ask(one, address), ask(plain, address)
                    assert known(got) == known(right), (address, verb)
                shared.append(not begun_anew.application.asked)
    assert len(front.application.asked) < len(plain.asked) / 2
    assert any(shared)


def known(answer):
    """All but since when a process has known it."""
    headers = {n: v for n, v in answer.headers.items() if n != "Last-Modified"}
    return answer.status, headers, answer.body
