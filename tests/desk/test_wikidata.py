"""An editor asks Wikidata about an entry, and takes what is right of its answer."""

import json
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from desk import wikidata
from entities.models import Entity, Proposal
from people.models import AuditEvent
from tests import make
from tests.support.site import nobody_has_fetched_yet, site  # noqa: F401
from tests.support.wikidata import ITEM, LENA, OFFICES

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def answers(site, monkeypatch):  # noqa: F811
    """A site that answers as Wikidata and Commons do."""
    monkeypatch.setattr(wikidata, "SITE", site.url)
    monkeypatch.setattr(wikidata, "COMMONS", site.url)

    def says(path, value, **asked):
        query = f"?{urlencode(asked | {'format': 'json'})}" if asked else ""
        site.says(path + query, json.dumps(value), kind="application/json")

    says(f"/wiki/Special:EntityData/{ITEM}.json", {"entities": {ITEM: LENA}})
    said = {"ids": "|".join(OFFICES), "props": "labels"}
    said["languages"] = "en|de|fr|es|uk|ar|mul"
    says("/w/api.php", {"entities": OFFICES}, action="wbgetentities", **said)
    told = {"LicenseShortName": {"value": "CC0"}, "Artist": {"value": "Tom Weber"}}
    pages = {"1": {"imageinfo": [{"extmetadata": told}]}}
    asked = {"prop": "imageinfo", "iiprop": "url|extmetadata"}
    asked["titles"] = "File:Lena Graf 2019.jpg"
    says("/w/api.php", {"query": {"pages": pages}}, action="query", **asked)
    row = {"id": ITEM, "label": "Lena Graf", "description": "mayor of Almarra"}
    asked = {"search": "Lena", "language": "en", "uselang": "en"}
    says("/w/api.php", {"search": [row]}, action="wbsearchentities", limit=7, **asked)
    return site


def page(entity):
    return reverse("admin:entities_entity_wikidata", args=[entity.pk])


def test_an_editor_searches_chooses_and_takes_field_by_field(client, answers):
    entity = make.entity(name="Lena Graf", kind="", lead="Our own words.")
    client.force_login(make.editor())
    change = reverse("admin:entities_entity_change", args=[entity.pk])
    assert page(entity) in client.get(change).content.decode()
    client.get(page(entity))
    assert answers.asked == []  # Nobody has asked for anything.

    found = client.post(page(entity), {"asked": "Lena"}).content.decode()
    assert "mayor of Almarra" in found
    assert not Proposal.objects.exists()
    shown = client.post(page(entity), {"asked": ITEM}, follow=True).content.decode()

    assert "harbour pilot (2010 – 2018-03-04)" in shown
    assert "<bdi>Tom Weber</bdi> (CC0)" in shown
    assert "lead-en" not in shown
    before = Entity.objects.get(pk=entity.pk)
    assert (before.kind, before.same_as) == ("", "")
    sent = {"take": "1", "field": ["kind", "role-1-Q900003", "lead-en"]}
    client.post(page(entity), sent)

    after = Entity.objects.get(pk=entity.pk)
    assert (after.kind, after.lead) == ("person", "Our own words.")
    assert [role.title for role in after.roles.all()] == ["harbour pilot"]
    note = AuditEvent.objects.filter(kind="entities.entity").latest("pk").note
    assert note.startswith("kind: person, role-1-Q900003: harbour pilot")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ('{"entities": {}}', "Wikidata has no such item."),
        ('{"entities": []}', "Wikidata has no such item."),
        ('{"entities": 7}', "must be an object"),
        ("<html>", "The answer makes no sense."),
        ("[" * 100_000, "The answer makes no sense."),
        (" " * (2 * 1024**2 + 9), "The answer is too large to be read."),
    ],
)
def test_a_strange_answer_is_said_and_changes_nothing(client, answers, answer, said):
    path = f"/wiki/Special:EntityData/{ITEM}.json"
    answers.says(path, answer, kind="application/json")
    entity = make.entity()
    client.force_login(make.editor())

    shown = client.post(page(entity), {"asked": ITEM}, follow=True).content.decode()

    assert said in shown
    assert not Proposal.objects.exists()


def test_a_picture_of_which_nobody_says_the_licence_is_said_to_have_none(
    client, answers
):
    entity = make.entity(name="Lena Graf")
    query = {"prop": "imageinfo", "iiprop": "url|extmetadata"}
    query |= {"titles": "File:Lena Graf 2019.jpg", "format": "json"}
    path = f"/w/api.php?{urlencode({'action': 'query'} | query)}"
    told = {"Artist": {"value": "Tom Weber"}}
    pages = {"1": {"imageinfo": [{"extmetadata": told}]}}
    answers.says(path, json.dumps({"query": {"pages": pages}}), kind="application/json")
    client.force_login(make.editor())

    shown = client.post(page(entity), {"asked": ITEM}, follow=True).content.decode()

    assert "The picture has no licence." in shown
    assert "Tom Weber" in shown


def test_nothing_is_fetched_unless_the_operator_allows_it(client, answers, settings):
    settings.FETCH_SOURCES = False
    entity = make.entity()
    client.force_login(make.editor())

    shown = client.post(page(entity), {"asked": "Lena"}).content.decode()

    assert "Fetching is switched off here." in shown
    assert answers.asked == []


def test_who_may_not_write_entries_asks_nothing(client, answers):
    entity = make.entity()
    client.force_login(make.viewer())

    assert client.get(page(entity)).status_code == 403
    assert client.post(page(entity), {"asked": ITEM}).status_code == 403
    assert answers.asked == []
