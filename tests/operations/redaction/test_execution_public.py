"""Afterwards no public page, no search, no twin and no export says the sentence."""

import io
import re
from collections import Counter
from html import unescape
from urllib.parse import urldefrag

import pytest
from django.core.management import call_command
from django.urls import Resolver404, resolve

from explainer.erasure import Sentence, letters, texts_of
from explainer.format import STORY
from operations.redaction import execution, traces
from stories import record_audit
from tests import filled, filled_paper, make

pytestmark = pytest.mark.django_db

SAID = "Ann did it so."
SPELT = "anndiditso"
LINK = re.compile(r'(?:href|content|src)="([^"]*)"')
NAMES = ("desk", "src", "language", "original_language")
OF_EACH = 3  # pages of one kind
ORDER = {"order": "Court of Almarra, 4 O 17/26", "reason": "It was private."}
EXPORTS = ({"whole": True}, {"draft": True}, {})


def saying(fields, part):
    """A document that says the sentence wherever a field has room for words."""
    made = dict(part)
    for name, value in part.items():
        field = fields[name]
        if field.kind == "list":
            made[name] = [saying(field.items, item) for item in value if field.items]
            made[name] = made[name] or value
        elif field.kind == "object":
            made[name] = saying(field.items, value)
        elif name == "table":
            made[name] = value.replace("one", SAID)
        elif field.kind in ("plain", "prose") and name not in NAMES:
            whole = f"{SAID} {value}"
            made[name] = whole if len(whole) <= (field.limit or 300) else value
        elif field.kind == "url":
            made[name] = f"{value}/ann-did-it-so"
    return made


def fill():
    filled.make_named()
    for number in range(3):
        make.published_story(slug=f"related-{number}", headline=f"Bare {number}")
    document = filled.story()
    del document["questions"]
    document = saying(STORY, document) | {"slug": "ann-did-it-so"}
    filled_paper.publish(document, 0)
    document["summary"] += " More is known."
    filled_paper.publish(document, 1, "correction", f"We said: {SAID}")
    bare = make.published_story(slug="bystander", headline="A bystander", brief="So.")
    make.page(slug="house", title="The house", body=f"Our rules.\n\n{SAID}")
    return bare


def pages(client):
    """What readers get, by its address: three pages of each kind that links lead to."""
    found, ahead, kinds = {}, ["/", "/search/?q=ann+did+it+so", "/search/?q=ann"], {}
    ahead += ["/search/suggestions/?q=ann", "/sitemap.xml", "/feed/"]
    while ahead:
        address = ahead.pop(0)
        try:
            kind = resolve(address.partition("?")[0]).view_name
        except Resolver404:
            continue
        if address in found or kinds.get(kind, 0) >= OF_EACH or "admin" in kind:
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        found[address] = said_at(client, address)
        links = (unescape(said) for said in LINK.findall(found[address]))
        ours = (said.removeprefix("http://testserver") for said in links)
        ahead += [urldefrag(said)[0] for said in ours if said.startswith("/")]
    return found


def said_at(client, address):
    response = client.get(address)
    whole = b"".join(response) if response.streaming else response.content
    return whole.decode("utf-8", "replace")


def is_there(client, address):
    """No page of what somebody looks for says more than they have written."""
    return "?" not in address and client.get(address).status_code == 200


def exports():
    for options in EXPORTS:
        out = io.StringIO()
        call_command("export_stories", stdout=out, **options)
        yield out.getvalue()


def saying_it(texts):
    return [name for name, text in texts.items() if SPELT in letters(text)]


@pytest.mark.once
def test_no_public_byte_and_no_export_says_it_afterwards(client):
    bystander = fill()
    before = pages(client)
    untouched = bystander.revisions.get().document
    assert len(saying_it(before)) > 20

    execution.carry_out(Sentence(SAID), **ORDER)
    traces.forget_pages()

    after = pages(client)
    again = {name: said_at(client, name) for name in before if is_there(client, name)}
    kinds = Counter(resolve(name.partition("?")[0]).view_name for name in after)
    assert {"story", "story_editions", "story_edition", "story_json"} <= {*kinds}
    after = {name: text for name, text in after.items() if "q=" not in name}
    assert saying_it(after) == saying_it(again) == []
    assert "bystander" not in said_at(client, "/search/?q=ann")
    assert not any(SPELT in letters(text) for text in exports())
    assert [*record_audit.faults()] == []
    assert bystander.revisions.get().document == untouched


def test_search_finds_nothing_by_it_and_suggests_nothing(client):
    fill()
    found = said_at(client, "/search/?q=ann+did+it")
    assert "/stories/ann-did-it-so/" in found

    execution.carry_out(Sentence(SAID), **ORDER)

    assert "/stories/removed-1-1/" not in said_at(client, "/search/?q=ann+did+it")
    assert "removed-1-1" in said_at(client, "/search/?q=headline")


def test_readers_are_told_of_it_where_the_edition_stands(client):
    story = make.published_story(slug="ports", brief=SAID)
    had = story.revisions.get().digest
    execution.carry_out(Sentence(SAID), **ORDER)
    traces.forget_pages()

    listed = client.get("/stories/ports/editions/").content.decode()
    read = client.get("/stories/ports/editions/1/").content.decode()
    twin = client.get("/stories/ports/editions/1.json").json()

    for page in (listed, read):
        assert "Words were removed from this edition on" in page
        assert ORDER["order"] in page
        assert ORDER["reason"] in page
    assert twin["document"]["brief"] == "[removed by order]."
    assert twin["digest"] == f"sha256:{story.revisions.get().digest}"
    (removed,) = twin["removed"]
    assert removed["digest_before"] == f"sha256:{had}"
    assert (removed["order"], removed["from"]) == (ORDER["order"], "document")
    assert SPELT not in letters(" ".join(texts_of(twin)))


def test_an_edition_of_which_nothing_was_taken_says_nothing(client):
    make.published_story(slug="ports", brief="So it is.")
    other = make.published_story(slug="other", brief=SAID)
    execution.carry_out(Sentence(SAID), **ORDER)

    assert "removed" not in client.get("/stories/ports.json").json()
    assert "Words were removed" not in client.get("/stories/ports/editions/").text
    assert "removed" in client.get(f"/stories/{other.slug}.json").json()
