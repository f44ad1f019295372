"""The desk's navigation: on every page, with what one may see and where one is."""

import re

import pytest

from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NAV = re.compile(r'<nav class="desk-nav".*?</nav>', re.S)
LINK = re.compile(r'<a href="([^"]*)"(?: aria-current="(\w+)")?>(.*?)</a>')


def bar(client, address):
    """(address, aria-current, words) of what is always seen, and of the rest."""
    nav = NAV.search(client.get(address).content.decode())[0]
    always, _details, more = nav.partition("<details")
    return LINK.findall(always), LINK.findall(more)


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("/admin/", ("page", "The desk")),
        ("/admin/stories/story/", ("page", "Stories")),
        ("/admin/stories/story/{}/change/", ("true", "Stories")),
        ("/admin/stories/story/{}/publish/", ("true", "Stories")),
        ("/admin/sources/source/add/", ("true", "Sources")),
        ("/admin/find/?q=bridge", None),
    ],
)
def test_every_page_has_it_with_one_place_marked(client, address, here):
    client.force_login(make.editor())
    story = make.story()
    story.save_revision()

    always, more = bar(client, address.format(story.pk))

    assert [each[1:] for each in always if each[1]] == ([here] if here else [])
    assert [each for each in more if each in always] == always


def names(client):
    always, more = bar(client, "/admin/")
    return {words for _to, _here, words in [*always, *more]}


def test_it_leads_to_what_somebody_may_see(client):
    client.force_login(make.person("contributor", make.desk()))
    writes = names(client)
    client.force_login(make.person("admin"))
    appoints = names(client)

    assert {"Stories", "Pictures", "Outlets"} <= writes
    assert not {"Letters", "Users"} & writes
    assert "Users" in appoints


def test_crumbs_name_each_list_once(client):
    client.force_login(make.editor())
    story = make.story(headline="Bridge")
    for page, crumbs in {
        "/admin/stories/story/": ["The desk", "Stories"],
        f"/admin/stories/story/{story.pk}/change/": ["The desk", "Stories", "Bridge"],
        "/admin/images/image/": ["The desk", "Pictures"],
        "/admin/entities/entity/add/": ["The desk", "Who&#x27;s who", "Add entity"],
    }.items():
        text = client.get(page).content.decode()
        found = re.search(r'<ol class="breadcrumbs">(.*?)</ol>', text, re.S)[1]
        words = re.sub(r"<[^>]*>", "\n", found).split("\n")
        assert [each.strip() for each in words if each.strip()] == crumbs
