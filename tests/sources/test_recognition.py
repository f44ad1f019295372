"""A pasted address becomes a source, or is one that we have."""

import datetime as dt
import uuid

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from desk.sources.draft_citations import cite
from desk.sources.drafts import acquaintance
from people.models import AuditEvent
from sources import limits
from sources.batch import sources_for
from sources.discovery import NoAddressError
from sources.models import Outlet, Source
from sources.ownership import HostTakenError, bind, confirm
from sources.recognition import source_for
from tests import make

pytestmark = pytest.mark.django_db

PAGE = """<html lang="en"><title>Rates rise for the third time - The Paper</title>
<meta property="og:site_name" content="The Paper"><meta name="author" content="Jo Doe">
<meta property="article:published_time" content="2026-01-15T10:00:00Z">"""


def contributor(*perms):
    user = make.editor(is_superuser=False)
    codes = [perm.partition(".")[2] for perm in perms]
    user.user_permissions.set(Permission.objects.filter(codename__in=codes))
    return user


def test_a_source_is_made_of_what_the_page_says(site):
    by = make.editor()

    taking = source_for(site.says("/rates", PAGE) + "?utm_source=x", by)

    source = taking.source
    assert taking.is_new
    assert (source.url, source.title) == (
        f"{site.url}/rates",
        "Rates rise for the third time",
    )
    assert (source.author, source.published) == ("Jo Doe", dt.date(2026, 1, 15))
    assert (source.language, source.accessed) == ("en", timezone.localdate())
    assert (source.outlet, source.claimed) == (None, "The Paper")
    assert taking.warnings == [
        "127.0.0.1 calls itself “The Paper”: nobody has confirmed that yet."
    ]
    added = AuditEvent.objects.filter(verb="add", by=by)
    assert [event.kind for event in added] == ["sources.source"]


def test_the_same_address_is_the_same_source_and_nobody_is_asked(site):
    known = make.source(url="https://www.paper.example/a")
    make.story({"sources": [{"key": "a", "source": known}]})

    taking = source_for("http://m.paper.example/a/?fbclid=x#y", make.editor())

    assert (taking.source, taking.is_new) == (known, False)
    assert acquaintance(taking) == "We have this already, cited in 1 story."
    assert site.asked == []


def test_where_a_redirect_or_the_page_itself_leads_is_known_too(site):
    known = make.source(url=f"{site.url}/rates")
    site.says("/rates", PAGE)
    amp = site.says("/rates/amp", f'<link rel="canonical" href="{site.url}/rates">')

    for address in (site.leads("/short", "/rates"), amp):
        assert source_for(address, make.editor()).source == known


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://10.0.0.1/a", "private network"),
        ("http://127.0.0.1:1/a", "cannot be reached"),
    ],
)
def test_a_fault_of_the_webs_leaves_a_bare_source_with_a_warning(site, address, why):
    taking = source_for(address, make.editor(), title="As the browser had it")

    assert taking.source.url == address
    assert taking.source.title == "As the browser had it"
    assert why in taking.warnings[0]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "nonsense",
            "ftp://paper.example/a",
            "javascript:alert(1)",
            "https://2130706433/",
        ),
        *("https://", "https://paper.example/\0", "https://a.example/" + "ü" * 1500),
        *("https://a.example/\ud800", "https://[::1", "https://exa mple.com/", "\0"),
    ],
)
def test_what_is_no_address_is_refused_and_makes_nothing(text):
    with pytest.raises(NoAddressError):
        source_for(text, make.editor())

    assert not Source.objects.exists()


def test_an_archives_copy_is_kept_beside_the_original(site):
    copy = "https://web.archive.org/web/20260101000000/http://10.0.0.1/a"

    source = source_for(copy, make.editor()).source

    assert (source.url, source.archive_url) == ("http://10.0.0.1/a", copy)


def test_a_gate_is_not_taken_for_the_page(site):
    site.says("/login", "<title>Sign in</title>")

    taking = source_for(site.leads("/a", "/login?next=/a"), make.editor())

    assert (taking.source.url, taking.source.title) == (f"{site.url}/a", "")
    assert "asks us to sign in" in taking.warnings[0]


def test_who_may_not_add_outlets_gets_a_source_without_one(site):
    by = contributor("sources.add_source")

    taking = source_for(site.says("/a", PAGE), by)

    assert taking.source.outlet is None
    assert len(taking.warnings) == 1
    assert not Outlet.objects.exists()


def test_an_outlet_is_known_by_its_domain_whatever_the_page_calls_itself(site):
    outlet = make.outlet(name="The Machine", domains="www.other.example\n127.0.0.1")

    assert source_for(site.says("/a", PAGE), make.editor()).source.outlet == outlet


def test_a_page_that_calls_itself_like_another_outlet_is_not_believed(site):
    make.outlet(name="the paper", domains="paper.example")

    taking = source_for(site.says("/a", PAGE), make.editor())

    assert taking.source.outlet is None
    assert "calls itself the paper, but we know the paper elsewhere" in str(
        taking.warnings
    )


def outlets():
    return [*Outlet.objects.order_by("name").values()]


@pytest.mark.parametrize("domains", ["", "reuters.example"])
def test_no_page_is_of_an_outlet_because_it_says_so(site, domains):
    make.outlet(name="Reuters", domains=domains, wire=True)
    make.outlet(name="A bystander")
    page = PAGE.replace("The Paper", "reuters").replace("Jo Doe", "Reuters")
    before, by = outlets(), make.editor()

    first = source_for(site.says("/a", page), by)
    second = source_for(site.says("/b", page), by)
    [many] = sources_for([site.says("/c", page)], by)

    assert outlets() == before
    for taking in (first, second, many.taking):
        source = taking.source
        assert (source.outlet, source.syndicated_from) == (None, None)
        assert (source.claimed, source.kind) == ("reuters", "report")
        assert any("calls itself" in warning for warning in taking.warnings)
        assert taking.agency == "Reuters"  # told, for an editor to say


def test_a_host_is_an_outlets_once_an_editor_has_confirmed_it(site):
    reuters, other = make.outlet(name="Reuters"), make.outlet(name="Other")
    page = PAGE.replace("The Paper", "REUTERS")
    source, by = source_for(site.says("/a", page), make.editor()).source, make.editor()

    assert confirm(source, by) == reuters

    reuters.refresh_from_db()
    other.refresh_from_db()
    assert (reuters.domains, other.domains) == ("127.0.0.1", "")
    assert source_for(site.says("/b", page), by).source.outlet == reuters
    noted = AuditEvent.objects.filter(verb="change", by=by)
    assert {event.kind for event in noted} == {"sources.outlet", "sources.source"}


def test_a_source_that_was_kept_before_is_its_outlets_once_the_host_is(site):
    by = make.editor()
    first, second = site.says("/a", PAGE), site.says("/b", PAGE)
    sources = [source_for(url, by).source for url in (first, second)]
    asked_again = source_for(second, by)
    had = acquaintance(asked_again)
    confirm(sources[0], by)
    story = make.story({"sources": []})

    known = source_for(second, by)
    cite(story, [known.source], by)

    assert asked_again.warnings == [
        "127.0.0.1 calls itself “The Paper”: nobody has confirmed that yet."
    ]
    assert known.warnings == []
    assert (asked_again.source, had) == (sources[1], "We have this already.")
    assert acquaintance(known) == "We have this already, cited in 1 story."
    assert story.storysource_set.get().outlet == "The Paper"


def test_a_new_outlet_is_made_by_who_confirms_it(site):
    source = source_for(site.says("/a", PAGE), make.editor()).source

    confirm(source, make.editor())

    assert [(row["name"], row["domains"]) for row in outlets()] == [
        ("The Paper", "127.0.0.1")
    ]


def test_a_host_that_is_anothers_is_taken_from_nobody(site):
    reuters = make.outlet(name="Reuters")
    source = source_for(site.says("/a", PAGE), make.editor()).source
    make.outlet(name="Other", domains="127.0.0.1")
    before = outlets()

    with pytest.raises(HostTakenError, match=r"127.0.0.1 is Other's"):
        bind(reuters, "127.0.0.1", make.editor())
    with pytest.raises(HostTakenError):
        confirm(source, make.editor())

    assert outlets() == before


def test_what_may_be_agency_text_is_only_told(site):
    make.outlet(name="Reuters", wire=True, domains="reuters.example")
    page = PAGE.replace("Jo Doe", "Jo Doe, with Reuters")

    taking = source_for(site.says("/a", page), make.editor())

    assert (taking.source.syndicated_from, taking.agency) == (None, "Reuters")


def test_an_agencys_own_page_is_its_own(site):
    make.outlet(name="Reuters", wire=True, domains="127.0.0.1")

    taking = source_for(
        site.says("/a", PAGE.replace("Jo Doe", "Reuters")), make.editor()
    )

    assert (taking.source.kind, taking.agency, taking.warnings) == ("wire", "", [])


def test_the_same_headline_elsewhere_is_told(site):
    other = make.outlet(name="Other Paper")
    shouted, today = "RATES rise for the third time", timezone.localdate()
    make.source(title=shouted, outlet=other, accessed=today)

    taking = source_for(site.says("/a", PAGE), make.editor())

    assert "Other Paper has the same headline" in taking.warnings[-1]


def test_somebody_in_a_hurry_is_asked_to_wait(site, monkeypatch):
    monkeypatch.setattr(limits, "A_MINUTE", 1)
    by, other = make.editor(), make.editor()
    first, second = site.says("/a", PAGE), site.says("/b", PAGE)
    source_for(first, by)

    with pytest.raises(limits.BusyError):
        limits.count(by)
    limits.count(other)
    taking = source_for(second, by)

    assert "Go on in a moment" in taking.warnings[0]
    assert len(site.asked) == 1


def test_many_addresses_are_fetched_side_by_side(site):
    known = make.source(url="https://paper.example/a")
    addresses = [site.says(f"/{number}", PAGE) for number in range(3)]
    pasted = [*addresses, known.url, "nonsense", f"{site.url}/gone", "http://10.0.0.1/"]

    lines = sources_for(pasted, make.editor(), anyway=["http://10.0.0.1/"])

    assert [
        line.taking.source.url if line.taking else line.fault for line in lines
    ] == [
        *addresses,
        known.url,
        "This is no address of a web page.",
        "There is no page at this address (the site says 404).",
        "http://10.0.0.1/",
    ]


def test_a_draft_is_cited_into_as_it_is_now_and_not_as_it_was_looked_up():
    bystander = make.story({"sources": []}, pk=uuid.UUID(int=1), headline="Above")
    looked_up = make.story({"sources": []}, headline="Before")
    type(looked_up).objects.filter(pk=looked_up.pk).update(headline="After")
    source = make.source(kind="agency")

    made = cite(looked_up, [source, source], make.editor())
    again = cite(looked_up, [source], make.editor())

    head = looked_up.revisions.head().content
    assert (head["headline"], len(head["sources"])) == ("After", 1)
    assert (len(made), again) == (1, [])
    assert head["sources"][0]["kind"] == "agency"
    assert looked_up.revisions.count() == 1
    assert not bystander.revisions.exists()


def test_into_a_draft_that_is_gone_nothing_is_cited():
    story = make.story()
    type(story).objects.all().delete()

    assert cite(story, [make.source()], make.editor()) == []
