"""At the desk: pasted addresses into a draft, into a form, and from a bookmark."""

import json
import uuid

import pytest
from django.urls import reverse

from people.models import AuditEvent
from sources.models import Outlet, Source
from tests import make
from tests.support import desk

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.usefixtures("editor"),
]

INTAKE = "admin:sources_source_intake"
TAKE = "admin:sources_source_take"
PAGE = "<title>Rates rise</title><meta name='author' content='Jo Doe'>"


def sent(client, url, **more):
    return client.post(reverse(INTAKE), {"url": url, **more})


def said(page):
    return [str(message) for message in page.context["messages"]]


def test_a_script_is_told_what_was_found(client, site):
    make.outlet(name="The Paper", slug="the-paper", domains="127.0.0.1")

    found = sent(client, site.says("/a", PAGE), keys="the-paper-1 x").json()

    source = Source.objects.get()
    assert found["id"] == source.pk
    assert (found["key"], found["title"], found["outlet"], found["author"]) == (
        "the-paper-2",
        "Rates rise",
        "The Paper",
        "Jo Doe",
    )
    assert (found["known"], found["wire"], found["warnings"]) == ("", "", [])
    assert found["accessed"] == source.accessed.isoformat()


def test_a_source_that_we_have_is_told_with_its_stories(client, site):
    known = make.source(url="https://paper.example/a")
    make.story({"sources": [{"key": "a", "source": known}]})

    found = sent(client, "https://www.paper.example/a/").json()

    assert (found["id"], found["known"]) == (
        known.pk,
        "We have this already, cited in 1 story.",
    )


def test_a_page_that_cant_be_read_makes_a_bare_source_or_first_asks(client, site):
    asked = sent(client, "http://10.0.0.1/", ask="1").json()
    before = Source.objects.count()
    made = sent(client, "http://10.0.0.1/", ask="1", anyway="1").json()
    plain = sent(client, "http://10.0.0.2/").json()

    assert asked == {
        "error": "The address leads into a private network.",
        "anyway": True,
    }
    assert before == 0
    assert (made["url"], made["warnings"]) == (
        "http://10.0.0.1/",
        ["We have no outlet for 10.0.0.1 yet."],
    )
    assert "private network" in plain["warnings"][0]


@pytest.mark.once(False)
@pytest.mark.parametrize(
    "url", ["", "nonsense", "javascript:alert(1)", "https://\0", "http://a.b/" * 900]
)
def test_what_is_no_address_is_refused(client, url):
    answer = sent(client, url)

    assert answer.status_code == 400
    assert answer.json() == {"error": "This is no address of a web page."}


def test_too_many_at_once_are_asked_to_come_back(client, site, monkeypatch):
    monkeypatch.setattr("sources.limits.A_MINUTE", 0)
    make.source(url="https://paper.example/a")

    sent(client, site.says("/1", PAGE), ask="1")
    answer = sent(client, site.says("/2", PAGE), ask="1")

    assert (answer.status_code, answer["Retry-After"]) == (429, "2")
    assert sent(client, "https://paper.example/a", ask="1").status_code == 200


def test_nothing_is_taken_by_looking_or_by_who_may_not(client, site):
    assert client.get(reverse(INTAKE)).status_code == 405
    client.force_login(make.editor(is_superuser=False))

    answer = sent(client, site.says("/a", PAGE))

    assert answer.status_code == 403
    assert not Source.objects.exists()
    assert site.asked == []


@pytest.mark.parametrize("make_owner", [make.story, make.question])
def test_pasted_addresses_become_sources_of_the_saved_draft(client, site, make_owner):
    owner = make_owner({"sources": [{"key": "paper-1", "title": "First"}]})
    make.outlet(name="Paper", slug="paper", domains="127.0.0.1")
    known = make.source(url="https://paper.example/x", title="Known")
    pasted = f"See {site.says('/a', PAGE)}.\n{known.url}\n{known.url}"
    before = owner.save_revision()

    address = desk.address("sources", owner)
    page = client.post(address, {"addresses": pasted}, follow=True)

    assert page.redirect_chain[-1][0] == desk.address("change", owner)
    head = owner.revisions.head().content["sources"]
    assert [(item["key"], item["title"]) for item in head] == [
        ("paper-1", "First"),
        ("paper-2", "Rates rise"),
        ("paper-3", "Known"),
    ]
    assert owner.revisions.exclude(pk=before.pk).count() == 1
    event = AuditEvent.objects.about(owner).get()
    assert (event.verb, event.note) == ("sources", "paper-2, paper-3")
    assert said(page) == ["2 sources added."]


def test_who_has_the_draft_open_is_told_that_sources_came(client, site):
    story = make.story(headline="Before")
    opened = desk.open_form(client, story)
    known = make.source(url="https://paper.example/x")
    client.post(desk.address("sources", story), {"addresses": known.url})

    page = client.post(desk.address("change", story), opened | {"headline": "After"})

    assert "saved at" in page.content.decode()
    story.refresh_from_db()
    assert story.headline == "Before"


def test_what_could_not_be_read_is_left_to_add_anyway(client, site):
    story = make.story({"sources": []})
    address = desk.address("sources", story)
    pasted = f"{site.says('/a', PAGE)}\nhttp://10.0.0.1/\nnonsense"

    page = client.post(address, {"addresses": pasted})
    form = desk.fields(page, None)
    client.post(address, form | {"addresses": "http://10.0.0.1/", "anyway": "on"})

    html = page.content.decode()
    assert "The address leads into a private network." in html
    assert "This is no address of a web page." in html
    assert form["addresses"] == "http://10.0.0.1/\nnonsense"
    urls = [part.url for part in story.storysource_set.all()]
    assert urls == [f"{site.url}/a", "http://10.0.0.1/"]


@pytest.mark.parametrize(
    ("pasted", "fault"),
    [
        ("", "This field is required."),
        ("a.example/1\n" * 31_000, "at most 30000 characters"),
        ("\n".join(f"a.example/{n}" for n in range(13)), "12 addresses at a time"),
    ],
)
def test_too_much_or_nothing_changes_nothing(client, pasted, fault):
    story = make.story()

    page = client.post(desk.address("sources", story), {"addresses": pasted})

    assert fault in page.content.decode()
    assert not Source.objects.exists()


def test_sources_are_for_who_may_change_the_draft_and_add_sources(client):
    story = make.story(desk=make.desk())
    address = desk.address("sources", story)
    elsewhere = make.person("editor", make.desk())

    client.force_login(elsewhere)

    assert client.get(address).status_code == 403
    assert client.post(address, {"addresses": "a.example"}).status_code == 403


def test_a_new_draft_begins_with_chosen_sources_and_is_saved_with_them(client):
    outlet = make.outlet(name="The Paper", slug="the-paper")
    one, two = make.source(outlet=outlet), make.source(outlet=outlet)
    asked = f"?sources={two.pk},{one.pk},{one.pk},999999,x,٣,-1"

    page = client.get(desk.address("add") + asked)
    form = desk.fields(page)
    form |= {"headline": "Rates rise", "slug": "rates-rise"}
    client.post(desk.address("add") + asked, form)
    client.post(desk.address("add") + asked, form)

    cited = [*one.storysource_set.all(), *two.storysource_set.all()]
    assert [(part.key, part.title, part.outlet) for part in cited] == [
        ("the-paper-2", one.title, "The Paper"),
        ("the-paper-1", two.title, "The Paper"),
    ]
    assert len({part.story_id for part in cited}) == 1


def test_the_bookmark_page_offers_a_bookmark(client):
    page = client.get(reverse("admin:sources_source_bookmark")).content.decode()

    assert "javascript:void(location.href=&#x27;http://testserver/admin/" in page


def test_a_page_from_the_bookmark_is_looked_up_but_not_fetched_by_looking(client, site):
    known = make.source(url="https://paper.example/a", title="Rates rise")
    make.story({"sources": [{"key": "a", "source": known}]}, headline="Our story")

    page = client.get(reverse(TAKE), {"url": "https://m.paper.example/a"})
    new = client.get(reverse(TAKE), {"url": site.says("/b", PAGE), "title": "<b>x"})

    assert "cited in 1 story" in page.content.decode()
    assert "Our story" in page.content.decode()
    assert "&lt;b&gt;x" in new.content.decode()
    assert site.asked == []


def test_a_page_from_the_bookmark_goes_where_one_says(client, site, editor):
    story = make.story({"sources": []})
    story.save_revision(by=editor)
    address = {"url": site.says("/a", PAGE)}

    new = client.post(reverse(TAKE), address | {"to": "new"})
    source = Source.objects.get()
    kept = client.post(reverse(TAKE), address | {"to": "keep"})
    added = client.post(reverse(TAKE), address | {"to": str(story.pk)})

    assert new["Location"] == f"{desk.address('add')}?sources={source.pk}"
    assert kept["Location"].endswith(f"/source/{source.pk}/change/")
    assert added["Location"].startswith(desk.address("change", story))
    assert story.storysource_set.get().source == source


@pytest.mark.once(False)
@pytest.mark.parametrize(
    ("form", "fault"),
    [
        ({"url": "nonsense", "to": "new"}, "no address of a web page"),
        ({"url": "https://paper.example/a"}, "Choose a draft"),
        ({"url": "https://paper.example/a", "to": "\0"}, "Choose a draft"),
        ({"url": "https://paper.example/a", "to": str(uuid.UUID(int=1))}, "Choose a"),
    ],
)
def test_a_bookmark_without_a_place_to_go_takes_nothing(client, form, fault):
    page = client.post(reverse(TAKE), form)

    assert fault in page.content.decode()
    assert not Source.objects.exists()


def test_the_form_of_a_source_fills_what_is_empty_and_saves_nothing(client, site):
    make.outlet(name="The Paper", domains="127.0.0.1")
    source = make.source(url=site.says("/a", PAGE), title="Ours")
    change = reverse("admin:sources_source_change", args=[source.pk])
    form = desk.fields(client.get(change), "source_form")

    address = reverse("admin:sources_source_fetch", args=[source.pk])
    page = client.post(address, form | {"language": "de"})
    filled = desk.fields(page, "source_form")
    before = Source.objects.get()
    client.post(change, filled)

    assert (filled["title"], filled["author"], filled["language"]) == (
        "Ours",
        "Jo Doe",
        "de",
    )
    assert said(page) == ["Filled in, not saved yet: outlet, author, read by us on."]
    assert (before.author, before.language) == ("", "")
    after = Source.objects.get()
    assert (after.author, str(after.outlet)) == ("Jo Doe", "The Paper")


def test_the_form_of_a_new_source_fills_itself_too(client, site):
    form = desk.fields(client.get(reverse("admin:sources_source_add")), "source_form")

    address = reverse("admin:sources_source_fetch_new")
    page = client.post(address, form | {"url": site.says("/a", PAGE)})
    fault = client.post(address, form | {"url": "http://10.0.0.1/"})

    filled = desk.fields(page, "source_form")
    client.post(reverse("admin:sources_source_add"), filled)
    assert Source.objects.get().title == "Rates rise"
    assert said(fault) == ["The address leads into a private network."]


def test_a_source_is_filled_only_by_who_may_change_it(client, site):
    source = make.source(url=site.says("/a", PAGE))
    address = reverse("admin:sources_source_fetch", args=[source.pk])
    client.force_login(make.person("contributor"))

    answers = [client.get(address), client.post(address, {"url": source.url})]
    lost = client.post(reverse("admin:sources_source_fetch", args=["x"]))

    assert [answer.status_code for answer in [*answers, lost]] == [405, 403, 404]
    assert site.asked == []


def test_what_a_script_is_told_is_json_whatever_the_page_says(client, site):
    page = "<meta name='og:title' content='</script><script>alert(1)</script>'>"

    answer = sent(client, site.says("/a", page))

    assert answer["Content-Type"] == "application/json"
    assert json.loads(answer.content)["title"] == "</script><script>alert(1)</script>"


NAMED = '<title>Rates rise</title><meta property="og:site_name" content="The Paper">'


def test_whose_a_host_is_is_confirmed_with_both_names_in_view(client, site):
    found = sent(client, site.says("/a", NAMED)).json()
    other = make.outlet(name="Other")

    claim = found["claim"]
    answer = client.post(claim["address"])

    assert (claim["host"], claim["name"], found["outlet"]) == (
        "127.0.0.1",
        "The Paper",
        "",
    )
    assert answer.json() == {"outlet": "The Paper"}
    again = sent(client, f"{site.url}/a").json()
    assert (again["outlet"], "claim" in again) == ("The Paper", False)
    other.refresh_from_db()
    assert other.domains == ""


def test_who_may_not_change_outlets_confirms_nothing(client, site):
    client.force_login(make.person("contributor", make.desk()))

    found = sent(client, site.says("/a", NAMED)).json()
    source = Source.objects.get()
    answer = client.post(reverse("admin:sources_source_outlet", args=[source.pk]))
    page = client.get(reverse("admin:sources_source_add")).content.decode()

    assert ("claim" in found, answer.status_code) == (False, 403)
    assert 'name="whose"' not in page
    assert not Outlet.objects.exists()


@pytest.mark.parametrize(
    ("whose", "domains", "vouched"),
    [
        ("", "reuters.example", False),
        ("host", "reuters.example\nfake.example", False),
        ("piece", "reuters.example", True),
    ],
)
def test_the_form_of_a_source_asks_whose_its_host_is(client, whose, domains, vouched):
    reuters = make.outlet(name="Reuters", domains="reuters.example")
    source = make.source(url="https://fake.example/a", claimed="Reuters")
    bystander = make.source(url="https://fake.example/b", claimed="Reuters")
    address = reverse("admin:sources_source_change", args=[source.pk])
    page = client.get(address)

    form = desk.fields(page, "source_form")
    client.post(address, form | {"outlet": reuters.pk, "whose": whose})

    assert "calls itself Reuters, but we know Reuters elsewhere" in page.text
    for row in (reuters, source, bystander):
        row.refresh_from_db()
    assert (source.outlet, source.vouched) == (reuters, vouched)
    assert (bystander.outlet, bystander.vouched) == (None, False)
    assert reuters.domains == domains


def test_a_piece_is_vouched_for_whose_outlet_stays(client):
    reuters = make.outlet(name="Reuters", domains="reuters.example")
    source = make.source(
        url="https://fake.example/a", claimed="Reuters", outlet=reuters
    )
    address = reverse("admin:sources_source_change", args=[source.pk])
    form = desk.fields(client.get(address), "source_form")

    client.post(address, form | {"whose": "piece"})

    source.refresh_from_db()
    assert (source.outlet, source.vouched) == (reuters, True)
    form = desk.fields(client.get(address), "source_form")
    client.post(address, form | {"title": "Another headline", "whose": ""})
    source.refresh_from_db()
    assert (source.title, source.vouched) == ("Another headline", True)


def test_a_host_that_is_anothers_is_not_noted_twice(client):
    make.outlet(name="Other", domains="fake.example")
    reuters = make.outlet(name="Reuters")
    source = make.source(url="https://fake.example/a")
    address = reverse("admin:sources_source_change", args=[source.pk])
    form = desk.fields(client.get(address), "source_form")

    page = client.post(address, form | {"outlet": reuters.pk, "whose": "host"})
    bare = client.post(address, form | {"whose": "piece"})

    assert "Other&#x27;s: take it away there first." in page.text
    assert "Give the address and the outlet that you confirm." in bare.text
    source.refresh_from_db()
    assert (source.outlet, source.vouched) == (None, False)
