"""Nothing that the desk offers is refused to who is offered it, or leads nowhere.

Each role walks from the desk's first page along every link there is, and presses every
button, on a desk where everything is: at their own desk and at another. A button that
did its work for one role does it for those above, which may all that it may.
"""

import functools
import logging
import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from explainer.blocks import Change
from people import roles
from people.desks import Desk
from stories import models
from tests import make
from tests.visitor import Page, tidy

pytestmark = [pytest.mark.django_db, pytest.mark.once]

DEAD = (403, 404, 405, 410, 500)
# The reader's pages are walked elsewhere; leaving ends the walk.
BEYOND = re.compile(r"^(?!/admin/|/find/)|^/admin/logout/|^/admin/jsi18n/")
MAIN = re.compile("/(change|talk)/$")  # Each story's are looked at.
KEY = re.compile("[0-9a-f]{8}-[0-9a-f-]{27}")
place = functools.cache(resolve)


@pytest.fixture(autouse=True)
def _quiet(settings):
    settings.MAIL_IS_SET_UP = True
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


def behind(desk):
    """A story whose draft has words of its own where readers' were corrected."""
    story = make.story(desk=desk, summary="Twelve met.")
    make.edition(story)
    models.Story.objects.filter(pk=story.pk).update(summary="A dozen met.")
    story.refresh_from_db()
    story.save_revision()
    change = Change("replace", "", "summary", 0, "Twelve met.", "Nine met.")
    story.correct(changes=[change], note="Nine met.")
    return story


def everything(person, desk):
    """A desk's week: each row of the first page, and each state of a story."""
    other, ahead = make.person("editor", desk), make.soon()
    behind(desk)
    asked = make.story(desk=desk)
    asked.reviews.submit(
        revision=asked.save_revision(by=other), by=other, reviewer=None
    )
    alone = make.story(desk=desk)
    Desk.objects.filter(pk=desk.pk).update(two_people=True)
    revision = alone.save_revision(by=other)
    alone.refresh_from_db()
    alone.desk.refresh_from_db()
    alone.publish(revision=revision, by=other, alone="It burns.")
    waiting = make.story(desk=desk)
    make.edition(waiting)
    waiting.summary = "It goes on."
    waiting.save()
    make.edition(waiting, at=ahead)
    gone = make.published_story(desk=desk)
    gone.withdraw(note="Gone.", by=other)
    due = {"expectations": [{"due": "2026-01-02", "text": "A verdict."}]}
    talked = make.story(due, desk=desk, developing_until=ahead)
    make.edition(talked)
    talked.save_revision(by=person)
    comment = make.comment(talked, by=other, body=f"@{person.username} look.")
    make.comment(talked, by=other, parent=comment)
    make.comment(talked, by=person)
    make.handover(talked, to=person, by=other)
    make.lock_note(talked)
    make.contact(talked)
    make.buffer(talked, user=person)
    make.message(story=talked)
    make.pick(talked)


@pytest.fixture
def everywhere():
    for thing in (make.entity, make.outlet, make.source, make.image, make.page):
        thing()
    make.announced()
    question = make.question()
    make.edition(question)
    question.save_revision()


class Walk:
    """One person, and what they were offered that they did not get."""

    def __init__(self, client, person, own, pressed=()):
        self.client, self.own = client, own
        self.faults, self.seen, self.pressed, self.led = {}, set(), {*pressed}, set()
        self.story = functools.cache(self.story)
        client.force_login(person)

    def story(self, key):
        """Its key and desk, or nothing; both stay what they are."""
        found = models.Story.objects.filter(pk=key)
        return found.values_list("pk", "desk").first() or (None, None)

    def kind(self, address, each=None):
        """Stands for a page: of all stories one is enough, but of main pages each."""
        path = urlsplit(address).path
        try:
            match = place(path)
        except Resolver404:
            return path
        key = KEY.search(path)
        story, desk = self.story(key[0]) if key else (None, None)
        is_own = story and desk == self.own
        whose = story if is_own and each and each.search(path) else is_own
        about = match.kwargs.get("name") or match.kwargs.get("content_type_id")
        return match.view_name, about, whose

    def go(self, start):
        todo = [(start, "")]
        while todo:
            address, origin = todo.pop(0)
            kind = self.kind(address, each=MAIN)
            if kind in self.seen or BEYOND.match(address):
                continue
            self.seen.add(kind)
            page, here = self.look(
                self.client.get(address, follow=True), address, origin
            )
            todo += [
                (urljoin(here, to), f"{here}: {words}") for to, words in page.links
            ]
            for form in page.forms:
                for button in form.buttons if form.method == "post" else ():
                    self.press(here, form, *button)

    def look(self, response, address, origin):
        """A page and where it is; what was no page is noted."""
        if response.status_code in DEAD:
            self.faults[f"{tidy(origin)} → {address}"] = response.status_code
        hops = getattr(response, "redirect_chain", ())
        here = hops[-1][0] if hops else address
        is_page = "text/html" in response.get("Content-Type", "")
        is_ours = response.status_code == 200 and is_page and not BEYOND.match(here)
        return Page(response.content.decode() if is_ours else ""), urljoin(
            address, here
        )

    def press(self, here, form, words, name, value, elsewhere):
        """Send a form as it came, and see where that leads; nothing of it lasts."""
        address = urljoin(here, elsewhere or form.action).partition("#")[0]
        kind = (self.kind(address), name)
        if kind in self.pressed or BEYOND.match(address):
            return
        self.pressed.add(kind)
        sent = {key: control.values for key, control in form.controls.items()}
        sent |= {name: value} if name else {}
        cookies, origin = self.client.cookies.output(), f"{here}: [{words}]"
        with transaction.atomic():
            response = self.client.post(address, sent)
            self.look(response, address, origin)
            to = urljoin(address, response.get("Location", address))
            if to != address and self.kind(to) not in self.led:
                self.led.add(self.kind(to))
                self.look(self.client.get(to, follow=True), to, origin)
            transaction.set_rollback(True)
        self.client.cookies.load(cookies.replace("Set-Cookie: ", ""))


def walked(role, pressed):
    """The walk of somebody with this role, in a week that is forgotten after it."""
    with transaction.atomic():
        own, foreign = make.desk(), make.desk()
        person = make.person(role, None if role == roles.ADMIN else own)
        for desk in (own, foreign) if role != roles.ADMIN else (own,):
            everything(person, desk)
        walk = Walk(Client(), person, own.pk, pressed)
        walk.go("/admin/")
        transaction.set_rollback(True)
    return walk


def test_nothing_that_is_offered_is_refused(everywhere):
    pressed = set()
    for role in roles.NAMES:
        walk = walked(role, pressed)
        assert (role, walk.faults) == (role, {})
        assert walk.pressed > pressed
        pressed = walk.pressed
        pages = {kind[0] for kind in walk.seen}
        assert {"admin:stories_story_talk", "admin:stories_story_compare"} <= pages
