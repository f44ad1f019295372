"""Whatever is done to the paper, a kept answer is what Django would say now."""

from random import Random

import pytest
import time_machine
from django.utils import timezone

from entities.models import Alias, Entity
from images.models import Image
from people.desks import Desk
from sources.models import Outlet
from stories.models import Story, Tag
from tests import make
from tests.support import wire
from tests.support.small_paper import ADDRESSES, paper
from tests.support.wire import ask


@pytest.fixture
def front():
    return wire.cache()


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
    lambda story, chance: Tag.objects.create(name="Freight", slug="f", identity="f"),
    lambda story, chance: make.published_question(title=f"Why {chance.random()}?"),
    lambda story, chance: Story.objects.get(slug="other").withdraw(note="Gone."),
]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_after_any_verb_a_kept_answer_is_what_django_says(front, seed):
    chance, story = Random(seed), paper()
    verbs = [*VERBS, *VERBS[:4]]
    chance.shuffle(verbs)
    plain = wire.Paper()
    for address in ADDRESSES:
        ask(front, address)
    for verb in verbs[:12]:
        story.refresh_from_db()
        verb(story, chance)
        with time_machine.travel(timezone.now(), tick=False):
            for address in chance.sample(ADDRESSES, 9):
                # Some ask twice: the second is answered from memory.
                for _time in range(chance.randint(1, 2)):
                    got, right = ask(front, address), ask(plain, address)
                    assert (got.status, got.body) == (right.status, right.body), (
                        address,
                        verb,
                    )
    assert len(front.application.asked) < len(plain.asked)
