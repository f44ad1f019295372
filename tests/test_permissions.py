"""Nobody sees or does what their role does not allow: every address of the desk.

The addresses come from the URL configuration, so a new page is asked for here as soon
as it is there. What isn't listed below, and is about a story or question, is for those
who may change that. A new kind of address needs an example in `examples`.
"""

import io
import logging
import re

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import transaction
from django.template.response import SimpleTemplateResponse
from django.urls import get_resolver
from PIL import Image as Pillow

from desk.talk.views import DEEDS
from images.image_store import keep, manifest_name
from images.models import Image
from people import roles
from people.models import AuditEvent
from stories import models
from stories.models import Tag
from tests import make
from tests.support import door

pytestmark = [pytest.mark.django_db, pytest.mark.once]

APPS = "stories|sources|images|pages|entities|people|desk|auth"
RANKS = ("anonymous", "nobody", *roles.NAMES)

# Who may at least ask for an address of the site itself.
SITE = {
    "login": "anonymous",
    "logout": "anonymous",
    "password_reset": "anonymous",
    "password_reset_done": "anonymous",
    "password_reset_confirm": "anonymous",
    "app_list": "contributor",
    "autocomplete": "contributor",
}
SITE_ELSE = "nobody"  # somebody with an account, who has no role yet

# The same of a story or question, at one's own desk; elsewhere nobody may.
DRAFT = {
    "kept_text": "nobody",  # one's own, wherever it belongs
    "presence_new": "nobody",  # says nothing
    "publish": "editor",
    "approve": "editor",
    "send-back": "editor",
    "move": "editor",
    "lift": "editor",
    "cancel": "editor",
    "correct": "editor",
    "check": "editor",
    "take-over": "editor",
    "restore": "editor",
    "post sharing": "editor",  # who was shown it is for everybody at its desk
    "end_sharing": "editor",
    "deed read": "editor",
    "hold": "chief",
    "withdraw": "chief",
    "keep-up": "chief",
    "reinstate": "chief",
    "delete": "chief",
}
DRAFT_ELSE = "contributor"
# What may be looked at wherever it belongs: some pages however they are asked for,
# others as long as no form is sent to them.
OPEN = {"kept_text", "history", "compare", "revision"}
LOOKS = {"change", "preview", "checks"}
# The rows that belong to a desk, by their kind in an address.
AT_DESKS = ("story", "desk", "readermessage", "telling")

# The same of standing data, beside the stock pages, which `people.roles` answers for.
STANDING = {
    "desk_add": "admin",  # who is chief at every desk may too
    "desk_slug": "admin",
    "telling_changelist": "contributor",
    "telling_change": "contributor",  # whoever may write the story that is here
    "telling_history": "contributor",
    "telling_delete": "chief",
    "entity_wikidata": "editor",
    "feed_read": "editor",
    "feeditem_start": "contributor",
    "feeditem_read": "contributor",
    "pick_preview": "contributor",
    "image_upload": "contributor",
    "image_describe": "contributor",
    "image_file": "contributor",
    "image_size": "contributor",
    "image_thumb": "contributor",
    "image_about": "contributor",
    "image_credentials": "editor",
    "image_kill": "editor",
    "image_revive": "chief",
    "flatpage_preview": "contributor",
    "flatpage_earlier": "contributor",
    "source_intake": "contributor",
    "source_take": "contributor",
    "source_bookmark": "contributor",
    "source_fetch_new": "contributor",
    "source_fetch": "editor",
    "source_outlet": "editor",
    "user_password_change": "admin",
    "user_second_factor": "admin",
}
STOCK = {"changelist": "view", "history": "view", "add": "add", "delete": "delete"}
STOCK["slug"] = "add"
# Pages that are there because Django makes them, and that answer nobody.
NEVER = {
    *("entity_delete", "rule_add", "rule_delete", "pick_add", "pick_delete"),
    *("feeditem_add", "feeditem_delete", "group_add", "group_delete"),
    *("readermessage_add", "telling_add"),
    *("redaction_add", "redaction_delete"),
    *("auditevent_add", "auditevent_delete", "auditevent_history"),
}


class Address:
    """One address of the desk, as the URL configuration has it."""

    def __init__(self, route, name, parameters, deed=""):
        self.route, self.name, self.parameters = route, name or "", parameters
        self.deed = deed

    def __str__(self):
        return f"{self.route} {self.deed}".strip()

    @property
    def of_draft(self):
        return re.match("admin/stories/(story|question)/", self.route)

    @property
    def has_desk(self):
        kind = re.sub(rf"admin/({APPS})/", "", self.route).partition("/")[0]
        return kind in AT_DESKS and "object_id" in self.parameters

    @property
    def page(self):
        return re.sub(rf"^({APPS})_", "", self.name)

    def asks_for(self, method):
        """The least that somebody must be to be answered."""
        if self.page in NEVER:
            return None
        if not self.name or not re.match(rf"admin/({APPS})/.", self.route):
            return SITE.get(self.name, SITE_ELSE)
        kind, _underscore, page = self.page.partition("_")
        if self.of_draft and page not in STOCK:
            page = f"deed {self.deed}" if self.deed else page
            return DRAFT.get(f"{method} {page}", DRAFT.get(page, DRAFT_ELSE))
        if self.of_draft and page in DRAFT:
            return DRAFT[page]
        if self.page in STANDING:
            return STANDING[self.page]
        if self.page == "rule_changelist" and method == "post":
            return "admin"  # the rules of every desk at once
        if self.page == "pick_changelist" and method == "post":
            return "editor"  # to look at it is for everybody
        looks = "view" if method == "get" else "change"
        return least(self.route.split("/")[1], kind, STOCK.get(page, looks))

    def answers(self, role, method, own):
        """Whether somebody with this role is to be answered."""
        if self.has_desk and not own:
            kind, _underscore, page = self.page.partition("_")
            if kind == "readermessage":
                return role in (roles.CHIEF, roles.ADMIN)  # They may read all.
            if kind == "telling":
                return False
            if not (page in OPEN or (page in LOOKS and method == "get")):
                return not self.name and role != "anonymous"
        needed = self.asks_for(method)
        return needed is not None and RANKS.index(role) >= RANKS.index(needed)


def least(app, model, verb):
    """The first role that the table of roles lets do it."""
    perm = f"{app}.{verb}_{model}"
    return next(
        (role for role in roles.NAMES if perm in roles.permission_names(role)), None
    )


def with_deeds(addresses):
    """One address for each deed, in the place of the one for all."""
    for address in addresses:
        names = DEEDS if "name" in address.parameters else [""]
        # Of a row alone: without one that address is the verb's of the same name.
        for name in names if "key" in address.parameters else {*names} - {"lift"}:
            yield Address(address.route, address.name, address.parameters, name)


def walk(patterns, before=""):
    for pattern in patterns:
        route = f"{before}{pattern.pattern}"
        if hasattr(pattern, "url_patterns"):
            yield from walk(pattern.url_patterns, route)
        elif route.startswith("admin/"):
            names = [*re.findall(r"<(?:\w+:)?(\w+)>", route)]
            yield Address(route, pattern.name, names)


# What only leads elsewhere: to the door, to a list, to the page that isn't there.
ELSEWHERE = re.compile(
    r"login/code/$|(rule|pick)/<path:object_id>/change/$|\(\?P<url>\.\*\)\$$"
)
ADDRESSES = [
    address
    for address in with_deeds(walk(get_resolver().url_patterns))
    if not ELSEWHERE.search(address.route)
]


@pytest.fixture(autouse=True)
def _quick(monkeypatch, settings):
    """Who may is decided before a page is rendered, so no page is."""

    def unrendered(self):
        self.content = b""
        return self

    monkeypatch.setattr(SimpleTemplateResponse, "render", unrendered)

    settings.MAIL_IS_SET_UP = True
    logging.disable(logging.WARNING)  # each refusal would be a traceback
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def desks():
    return {"own": make.desk(), "foreign": make.desk()}


@pytest.fixture
def examples(desks):
    """What the parts of an address stand for, by the thing that it is about."""
    things = {
        "image": picture(),
        "feed": make.feed(),
        "feeditem": make.announced(),
        "rule": models.Rule.objects.create(code="no-sources", level="warn"),
        "pick": make.pick(make.published_story()),
        "flatpage": make.page(),
        "outlet": make.outlet(),
        "source": make.source(),
        "tag": Tag.objects.create(name="Budget", slug="budget"),
        "entity": make.entity(),
        "user": make.person("contributor"),
        "group": Group.objects.create(name="Owners"),
        "redaction": make.redaction(),
        "auditevent": AuditEvent.objects.record("sign-in"),
    }
    for whose, desk in desks.items():
        for kind, built in (("story", make.story(desk=desk)), ("question", None)):
            owner = built or make.question()
            make.edition(owner)
            things[kind, whose] = owner
        message = make.message(story=make.story(desk=desk))
        things["desk", whose], things["readermessage", whose] = desk, message
        things["telling", whose] = make.telling(make.story(desk=desk))
        things["story", whose, "delete"] = make.story(desk=desk)
        things["question", whose, "delete"] = make.question()
    return things


def picture():
    out = io.BytesIO()
    Pillow.new("RGB", (640, 480)).save(out, "PNG")
    name = "images/a.png"
    file = ContentFile(out.getvalue(), name="a.png")
    made = Image.objects.create(name=name, file=file, width=640, height=480)
    keep(made.file.storage, manifest_name(made), b"who made it")
    return made


class Asking:
    """Somebody who tries every address."""

    def __init__(self, client, role, person, examples):
        self.client, self.role, self.person = client, role, person
        self.examples = examples
        if person:
            client.force_login(person)

    def url(self, address, whose):
        if address.name == "app_list":
            return "/admin/stories/"
        if address.name == "autocomplete":
            query = "app_label=stories&model_name=storyentity&field_name=entity"
            return f"/admin/autocomplete/?{query}"
        return "/" + re.sub(
            r"<(?:\w+:)?(\w+)>",
            lambda found: str(self.value(address, found[1], whose)),
            address.route,
        )

    def value(self, address, parameter, whose):
        """An example of one part of an address."""
        kind = address.route.split("/")[2]
        thing = self.examples.get(kind) or self.draft(address, kind, whose)
        known = {
            "object_id": lambda: thing.pk,
            "id": lambda: thing.pk,
            "revision_id": lambda: thing.revisions.head().pk,
            "key": lambda: self.key(address, thing),
            "name": lambda: address.deed,
            "size": lambda: "320.webp",
            "uidb64": lambda: "MQ",
            "token": lambda: "a-b",
            "content_type_id": lambda: (
                ContentType.objects.get_for_model(self.examples["entity"]).pk
            ),
        }
        if address.name == "view_on_site" and parameter == "object_id":
            return self.examples["entity"].pk
        assert parameter in known, (
            f"{address.route} is new: say in tests/test_permissions.py "
            f"what <{parameter}> is."
        )
        return known[parameter]()

    def draft(self, address, kind, whose):
        _kind, _underscore, page = address.page.partition("_")
        examples = self.examples
        return examples.get((kind, whose, page)) or examples.get((kind, whose))

    def key(self, address, thing):
        if address.page.endswith("kept_text"):
            return make.buffer(thing, user=self.person or make.person()).pk
        return make.comment(thing).pk

    def outcome(self, address, method, whose):
        """Whether it is answered; None if it isn't asked like that."""
        url = self.url(address, whose)
        with transaction.atomic():
            data = {"post": "yes"} if method == "post" else None
            response = getattr(self.client, method)(url, data)
            for close in response._resource_closers:
                close()  # the file alone: the whole would end the database's session
            transaction.set_rollback(True)
        if response.status_code == 405:
            return None
        if response.status_code == 302 and method == "get" and not sent_away(response):
            return None  # It shows nothing, and the next page asks again.
        assert response.status_code < 500, url
        if address.parameters and getattr(response, "url", "") == "/admin/":
            return False  # As if there were no such row.
        return response.status_code not in (401, 403, 404) and not sent_away(response)


def sent_away(response):
    """To the door, to sign in first."""
    return response.status_code == 302 and response.url.startswith(door.LOGIN)


def asked(address, method, own):
    """Who is asked: everybody to do something, but of who may look the first, the last
    who may not, and a stranger. Each role may all that those before it may.
    """
    ranks = [rank for rank in RANKS if own or rank != roles.ADMIN]
    if method == "post":
        return ranks
    answered = [rank for rank in ranks if address.answers(rank, method, own)]
    refused = [rank for rank in ranks if rank not in answered]
    return ["anonymous", *answered[:1], *refused[-1:]]


def cases(role):
    """What somebody asks for: the address, whose row, how, and whether they get it."""
    for address in ADDRESSES:
        for whose in ("own", "foreign") if address.has_desk else ("own",):
            own = whose == "own" or role == roles.ADMIN
            for method in ("get", "post"):
                if (address.name, method) == ("logout", "post"):
                    continue
                expected = address.answers(role, method, own)
                # Whoever may more may this too: people.roles is tested.
                is_first = role == address.asks_for(method)
                if role in asked(address, method, own) and (is_first or not expected):
                    yield address, whose, method, expected


@pytest.mark.parametrize("role", RANKS)
def test_every_address_answers_those_it_should_and_nobody_else(
    client, role, desks, examples
):
    person = None if role == "anonymous" else make.person()
    if role in roles.NAMES:
        desk = None if role == roles.ADMIN else desks["own"]
        person = make.person(role, desk)
    asking = Asking(client, role, person, examples)

    wrong = {}
    for address, whose, method, expected in cases(role):
        got = asking.outcome(address, method, whose)
        if got not in (expected, None):
            said = "answered" if got else "refused"
            wrong[f"{method} {address} ({whose})"] = said

    assert wrong == {}
