"""What a page says of its other forms, and who may read what is no page."""

import re

import pytest

from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def ports():
    make.published_story(slug="ports", headline="Ports")
    make.published_question(slug="why", title="Why?")


def in_head(response):
    head = response.content.decode().partition("</head>")[0]
    found = re.findall(r'<link rel="alternate" type="(.+?)" href="(.+?)"', head)
    return [f'<{address}>; rel="alternate"; type="{kind}"' for kind, address in found]


@pytest.mark.parametrize(
    "page",
    ["/stories/ports/", "/stories/ports/editions/1/", "/questions/why/?page=1"],
)
def test_a_page_names_its_other_forms_in_its_head_and_in_a_header(client, ports, page):
    response = client.get(page)

    forms = [form for form in in_head(response) if "oembed" not in form]
    assert response["Link"] == ", ".join(forms)
    assert len(forms) >= 3
    for form in forms:
        address, kind = re.fullmatch(r'<(.+)>; .+ type="(.+)"', form).groups()
        assert client.get(address)["Content-Type"].partition(";")[0] == kind


def test_what_is_not_there_names_no_other_form(client, ports):
    missing = client.get("/stories/coming/")

    assert missing.status_code == 404
    assert (in_head(missing), missing.has_header("Link")) == ([], False)
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        *("/stories/ports.json", "/stories/ports/editions/1.json", "/no/such.json"),
        *("/stories/nope.json", "/robots.txt", "/schema/explainer-1.json"),
    ],
)
def test_scripts_of_any_site_may_read_what_is_no_page(client, ports, address):
    for ask in (client.get, client.head):
        answer = ask(address)
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Access-Control-Expose-Headers"] == "ETag, Link"
    if "no" not in address:
        asked = client.options(address)
        assert asked["Access-Control-Allow-Origin"] == "*"
        assert asked["Access-Control-Allow-Methods"] == asked["Allow"]
        assert asked["Access-Control-Allow-Headers"] == "*"
    etag = answer.headers.get("ETag")
    if etag:
        unchanged = client.get(address, headers={"If-None-Match": etag})
        assert unchanged.status_code == 304
        assert unchanged["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", ["/", "/stories/ports/", "/contact/", "/admin/"])
def test_no_script_of_another_site_reads_a_page(client, ports, address):
    assert not client.get(address).has_header("Access-Control-Allow-Origin")
