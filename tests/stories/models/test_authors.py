"""Where a byline leads: to the name as printed, and to whom may be known by it."""

import pytest
from django.urls import reverse

from tests import make
from tests.support.reader import get

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "slug"), [("محمد علي", "mhmd-ly"), ("Jörg Strauß", "joerg-strauss")]
)
def test_a_byline_of_any_script_leads_to_its_author(client, name, slug):
    make.edition(make.story({"byline": [{"name": name}]}, slug="ports"))

    address = reverse("author", args=[slug])

    assert f'href="{address}"' in get(client, "/stories/ports/")
    assert f"<h1>{name}</h1>" in get(client, address)


@pytest.mark.parametrize("merged", [False, True])
def test_a_pen_name_is_not_undone_by_its_link(client, merged):
    person = make.entity(name="Real Name", slug="real-name", kind="person")
    byline = {"byline": [{"name": "Pen Name", "entity": person}]}
    make.edition(make.story(byline, slug="ports", headline="Ports"))
    if merged:
        person.merge_into(make.entity(slug="agency", open=True))

    page = get(client, "/stories/ports/")

    assert 'href="/authors/pen-name/"' in page
    assert "real-name" not in page
    assert "Ports" in get(client, "/authors/pen-name/")
    assert client.get("/authors/real-name/").status_code == 404


def test_a_public_figure_has_one_page_under_whatever_name_they_write(client):
    ana = make.entity(name="Ana Ruiz", slug="ana", kind="person", public_figure=True)
    for name, slug in (("Ana Ruiz", "ports"), ("A. Ruiz", "rivers")):
        byline = {"byline": [{"name": name, "entity": ana}]}
        make.edition(make.story(byline, slug=slug, headline=slug.title()))
        assert 'href="/authors/ana/"' in get(client, f"/stories/{slug}/")

    page = get(client, "/authors/ana/")

    assert "Ports" in page
    assert "Rivers" in page
