"""Nonsense in an address or a form of the desk is no error of ours.

The addresses come from the URL configuration; the names from the models, the lists'
filters and the code that reads them; the fields from the pages themselves. So what is
new is asked here too.
"""

import logging
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.urls import get_resolver, resolve

from tests import make, test_permissions
from tests.support import rooms
from tests.test_permissions import ADDRESSES, Asking
from tests.visitor import Page

pytestmark = [pytest.mark.django_db, pytest.mark.once]
desks, examples = test_permissions.desks, test_permissions.examples

ROOT = Path(__file__).parents[1]
READ = re.compile(r"""\bGET(?:\.get\(|\.getlist\(|\[)["'](\w+)["']""")
WORD, LARGE = "abc", "9" * 40
# No engine sees a word that is no number; what is too large each refuses for itself.
JUNK = (LARGE,) if connection.vendor == "postgresql" else (WORD, LARGE)
OF_LISTS = ("q", "p", "o", "_to_field")
FLAGS = ("e", "all", "_facets", "_popup")  # They are there or not, whatever they say.
LOOKUPS = ("", "__exact", "__in", "__isnull", "__id__exact")
# Stock pages of one thing, which read nothing of the kind.
PLAIN = re.compile(r"/(history|delete|password)/$")


def read_names():
    """Every name that code of ours reads from a query."""
    for app in rooms.rooms():
        for path in (ROOT / app).rglob("*.py"):
            yield from READ.findall(path.read_text())


NAMES = {*read_names()}


def admin_of(address):
    """The admin of the model whose list or form an address is."""
    for model, page in admin.site._registry.items():
        place = f"admin/{model._meta.app_label}/{model._meta.model_name}/"
        if address.route in (place, f"{place}add/"):
            return page
    return None


def filters(page):
    """Names by which a list is filtered."""
    for item in page.list_filter:
        name = item[0] if isinstance(item, tuple) else item
        known = getattr(name, "parameter_name", None)
        yield from [known] if known else [f"{name}{lookup}" for lookup in LOOKUPS]


def queries(address):
    """What an address is asked with: all names at once, those of a list one by one."""
    page, names = admin_of(address), {*NAMES}
    if page:
        names |= {field.name for field in page.model._meta.get_fields()}
        names |= {"_popup", "_changelist_filters"}
    for junk in () if PLAIN.search(address.route) else JUNK:
        yield dict.fromkeys(names, junk)
        if page and not address.route.endswith("add/"):
            yield dict.fromkeys(FLAGS, junk)
            yield from ({name: junk} for name in {*filters(page), *OF_LISTS})


@pytest.fixture
def ask(client, examples):
    """Asks an address of the desk as a chief; returns status, page and where it is."""
    logging.disable(logging.CRITICAL)
    client.raise_request_exception = False
    asking = Asking(client, "admin", make.editor(), examples)

    def ask(address, query=None, sent=None, url=""):
        url = url or asking.url(address, "own")
        with transaction.atomic():
            send = client.get if sent is None else client.post
            response = send(url, query if sent is None else sent)
            for close in response._resource_closers:
                close()
            transaction.set_rollback(True)
        is_page = response.get("Content-Type", "").startswith("text/html")
        whole = is_page and not response.streaming and response.status_code == 200
        return response.status_code, response.content.decode() if whole else "", url

    yield ask
    logging.disable(logging.NOTSET)


@pytest.mark.once(False)
def test_no_address_of_the_desk_fails_on_its_query(ask):
    failed = {
        (address.route, str(query)[:80])
        for address in ADDRESSES
        for query in queries(address)
        if ask(address, query)[0] >= 500
    }

    assert failed == set()


TEXTS = ("text", "textarea", "search", "email", "url", "password")


def misfilled(form):
    """What a form never sends: choices, keys and marks that are none."""
    plain = {name: field.values for name, field in form.controls.items()}
    chosen = [
        name
        for name, field in form.controls.items()
        if field.kind not in TEXTS and name != "csrfmiddlewaretoken"
    ]
    yield plain | dict.fromkeys(chosen, WORD)
    # What counts the rows of a form has to be right, or nothing else is read.
    yield plain | dict.fromkeys((n for n in chosen if not n.endswith("_FORMS")), LARGE)
    yield plain | dict.fromkeys((n for n in chosen if "-" not in n), WORD)


def kind(form, to):
    """A form of the same fields, read by the same code, is the same in every row."""
    match = resolve(to)
    names = frozenset(re.sub(r"\d+", "0", name) for name in form.controls)
    return match.view_name, match.kwargs.get("name"), names


def test_no_form_of_the_desk_fails_on_what_it_never_sends(ask):
    tried, failed = set(), set()
    for address in ADDRESSES:
        html, here = ask(address)[1:]
        for form in Page(html).forms if html else []:
            to = urlsplit(urljoin(here, form.action)).path
            if form.method != "post" or "logout" in to or kind(form, to) in tried:
                continue
            tried.add(kind(form, to))
            for sent in misfilled(form):
                if ask(address, sent=sent, url=to)[0] >= 500:
                    failed.add((to, form.key, str(sent)[:80]))

    assert failed == set()


@pytest.mark.once(False)
def test_no_public_address_fails_on_its_query(client):
    make.published_story(slug="ports")
    make.edition(make.question(slug="why", intro="So."))
    client.raise_request_exception = False
    paths = ["/stories/ports/", "/questions/why/", "/stories/ports/editions/1/"]
    paths += [
        f"/{pattern.pattern}"
        for pattern in get_resolver().url_patterns
        if "<" not in str(pattern.pattern)
        and not str(pattern.pattern).startswith("admin/")
    ]
    answers = {
        (path, junk): client.get(path, dict.fromkeys(NAMES, junk)).status_code
        for path in paths
        for junk in JUNK
    }

    assert {asked: status for asked, status in answers.items() if status >= 500} == {}
