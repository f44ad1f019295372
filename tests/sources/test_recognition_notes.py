"""What is kept of a page that was looked at, and what its taker should know."""

import datetime as dt

import pytest
from django.utils import timezone

from desk.sources import wires
from desk.sources.draft_citations import cite
from desk.sources.drafts import acquaintance, stories_of
from people.models import AuditEvent
from sources import batch, discovery, feed_reader, limits, recognition
from sources.batch import sources_for
from sources.discovery import Look
from sources.fetcher import Page
from sources.models import FeedItem, Outlet, Source
from sources.network import FetchError
from sources.ownership import bind, confirm
from sources.page_claims import Reading
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HERE = "https://paper.example/a"
TITLE = "Rates rise for the third time"


@pytest.fixture
def by():
    return make.editor(username="ana")


def look(url=HERE, **fields):
    """What was found at an address; of its reading what the test is about."""
    of_look = {"archived", "warnings", "is_fetched", "outlet"}
    more = {name: fields.pop(name) for name in of_look & {*fields}}
    return Look(url, url, reading=Reading(**{"title": TITLE} | fields), **more)


def columns(source):
    names = ("url", "normalised_url", "kind", "title", "outlet", "author", "language")
    names += ("published", "accessed", "archive_url", "claimed", "syndicated_from")
    return {name: getattr(source, name) for name in names}


def test_all_that_a_page_says_is_kept(by):
    today = timezone.localdate()
    found = look(
        f"{HERE}?b#c",
        archived="https://archive.example/a",
        warnings=("Readers may need a subscription.",),
        is_fetched=True,
        kind="data",
        site="The Paper",
        authors=["Jo Doe", "Ana Ruiz"],
        language="en",
        published=today + dt.timedelta(days=1),
    )

    taking = recognition.take(found, by)

    source = Source.objects.get()
    assert (taking.source, taking.is_new, taking.agency) == (source, True, "")
    assert taking.warnings == [
        "Readers may need a subscription.",
        "paper.example calls itself “The Paper”: nobody has confirmed that yet.",
    ]
    assert columns(source) == {
        "url": f"{HERE}?b#c",
        "normalised_url": f"{HERE}?b",
        "kind": "data",
        "title": TITLE,
        "outlet": None,
        "author": "Jo Doe, Ana Ruiz",
        "language": "en",
        "published": today + dt.timedelta(days=1),
        "accessed": today,
        "archive_url": "https://archive.example/a",
        "claimed": "The Paper",
        "syndicated_from": None,
    }
    event = AuditEvent.objects.get()
    assert (event.verb, event.by, event.key) == ("add", by, str(source.pk))
    assert event.after["Title"] == TITLE


def test_of_a_page_that_says_nothing_only_its_address_is_kept(by):
    bare = discovery.bare_look(HERE)

    source = recognition.take(bare, by, title=" As  the browser\nhad it ").source

    assert columns(source) == {
        "url": HERE,
        "normalised_url": HERE,
        "kind": "report",
        "title": "As the browser had it",
        "outlet": None,
        "author": "",
        "language": "",
        "published": None,
        "accessed": None,
        "archive_url": "",
        "claimed": "",
        "syndicated_from": None,
    }


def test_what_is_too_long_or_lies_ahead_is_cut_or_left_out(by):
    ahead = timezone.localdate() + dt.timedelta(days=2)
    found = look(published=ahead, authors=["A" * 301], site="B" * 201)

    source = recognition.take(found, by, title="Not this one").source

    assert (source.published, source.title) == (None, TITLE)
    assert (source.author, source.claimed) == ("A" * 299 + "…", "B" * 199 + "…")


@pytest.mark.parametrize("wire", [True, False])
def test_whose_it_is_comes_from_its_host_or_else_from_an_editor(by, wire):
    told = make.outlet(name="Told")
    paper = make.outlet(name="Paper", domains="paper.example", wire=wire)

    found = recognition.take(look(outlet=told, kind="data"), by).source
    other = recognition.take(look("https://b.example/", outlet=told), by).source

    assert (found.outlet, found.kind) == (paper, "wire" if wire else "data")
    assert (other.outlet, other.kind) == (told, "report")


def test_what_we_have_is_not_kept_twice_by_whichever_address(by):
    known = make.source(url=HERE)
    make.source(url="https://other.example/")
    amp = "https://amp.b.example/"
    found = Look(amp, "https://b.example/", reading=Reading(canonical=HERE))

    taking = recognition.take(found, by)

    assert (taking.source, taking.is_new, taking.warnings) == (known, False, [])
    assert Source.objects.count() == 2
    assert not AuditEvent.objects.exists()


def test_a_source_that_another_kept_a_moment_before_is_the_one(by, monkeypatch):
    known = make.source(url=HERE)
    asked = []

    def known_by(found, plain=recognition.known_by):
        asked.append(found)
        return plain(found) if len(asked) > 1 else None

    monkeypatch.setattr(recognition, "known_by", known_by)

    taking = recognition.take(look(), by)

    assert (taking.source, taking.is_new, len(asked)) == (known, False, 2)


def test_a_source_that_we_have_tells_its_agency_and_whose_it_is_today():
    wire = make.outlet(name="Wire")
    make.source(url=HERE, claimed="The Paper", syndicated_from=wire)
    bare = discovery.bare_look(HERE)

    before = recognition.known_by(bare)
    paper = make.outlet(name="Paper", domains="paper.example")
    after = recognition.known_by(bare)

    assert (before.agency, before.is_new) == ("Wire", False)
    assert before.warnings == [
        "paper.example calls itself “The Paper”: nobody has confirmed that yet."
    ]
    assert (after.source.outlet, after.warnings) == (paper, [])
    assert recognition.known_by(discovery.bare_look("https://b.example/")) is None


def test_a_source_tells_in_how_many_stories_it_is_cited():
    source = make.source()
    taking = recognition.Recognition(source, False, [])
    twice = [{"key": "a", "source": source}, {"key": "b", "source": source}]
    said = [acquaintance(taking)]
    make.story()
    stories = [make.story({"sources": twice})]
    said.append(acquaintance(taking))
    stories.append(make.story({"sources": twice[:1]}))
    said.append(acquaintance(taking))

    assert {*stories_of(taking.source)} == {*stories}
    assert said == [
        "We have this already.",
        "We have this already, cited in 1 story.",
        "We have this already, cited in 2 stories.",
    ]
    assert acquaintance(recognition.Recognition(source, True, [])) == ""


@pytest.mark.parametrize(
    ("said", "outlet", "agency", "words"),
    [
        ({}, None, "", []),
        ({"authors": ["Reuters"]}, None, "Reuters", ["This looks like Reuters text."]),
        ({"authors": ["Reuters"]}, "Thomson Reuters", "", []),
        ({"authors": ["Calder"]}, None, "Calder", ["This looks like Calder text."]),
        ({"authors": ["Nowires"]}, None, "", []),
        (
            {"authors": ["Jo Doe, with AP"]},
            "Paper",
            "AP",
            ["Part of this may be AP text: look at its foot."],
        ),
    ],
)
def test_whose_text_it_is_by_the_pages_word_is_told(by, said, outlet, agency, words):
    make.outlet(name="Calder", wire=True)
    make.outlet(name="Nowires")
    outlet = outlet and make.outlet(name=outlet, domains="paper.example")
    source = Source(url=HERE, outlet=outlet)

    found = recognition.agency_of(source, Reading(**said))

    assert found == (agency, "".join(words))
    taking = recognition.take(look(outlet=outlet, **said), by)
    bare = [] if outlet else ["We have no outlet for paper.example yet."]
    assert (taking.agency, taking.warnings) == (agency, bare + words)


SAME = "paper.example has the same headline: is it one agency's text?"


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"accessed": 0}, SAME),
        ({"accessed": 30}, SAME),
        ({"accessed": 31}, ""),
        ({"published": 30}, SAME),
        ({"published": 31}, ""),
        ({"published": 31, "accessed": 30}, SAME),
        ({"accessed": 0, "title": TITLE.upper()}, SAME),
        ({"accessed": 0, "title": f"{TITLE}!"}, ""),
        ({"accessed": 0, "outlet": "Paper"}, ""),
        ({"accessed": 0, "outlet": "Other"}, SAME.replace("paper.example", "Other")),
    ],
)
def test_the_same_headline_of_the_last_month_elsewhere_is_told(other, said):
    today = timezone.localdate()
    papers = {name: make.outlet(name=name) for name in ("Paper", "Other")}
    for name in ("accessed", "published"):
        if name in other:
            other[name] = today - dt.timedelta(days=other[name])
    if "outlet" in other:
        other["outlet"] = papers[other["outlet"]]
    make.source(**{"title": TITLE} | other)
    mine = make.source(title=TITLE, outlet=papers["Paper"], accessed=today)

    if other.get("outlet") or not said:
        assert recognition.same_words(mine) == said
    else:  # of no outlet, neither it nor mine
        mine.outlet = None
        assert recognition.same_words(mine) == said


@pytest.mark.parametrize(("title", "told"), [("T" * 19, False), ("T" * 20, True)])
def test_a_short_headline_may_be_alike_by_chance(title, told):
    today = timezone.localdate()
    one, _other = (make.source(title=title, accessed=today) for _time in range(2))

    assert bool(recognition.same_words(one)) is told


@pytest.mark.parametrize(
    ("url", "outlet", "taken", "key"),
    [
        (HERE, None, (), "paper-1"),
        ("https://www.b-c.example/", None, {"b-c-1", "b-c-3"}, "b-c-2"),
        (HERE, "the-paper", {"the-paper-1", "the-paper-2"}, "the-paper-3"),
        ("https://新.example/", None, (), "xin-1"),
        (HERE, "a" * 60, (), "a" * 50 + "-1"),
        ("", None, ("source-1",), "source-2"),
    ],
)
def test_a_key_is_its_outlets_or_its_hosts_first_name_and_a_number(
    url, outlet, taken, key
):
    outlet = outlet and make.outlet(slug=outlet)

    assert recognition.key_for(Source(url=url, outlet=outlet), taken) == key


def test_a_page_that_may_not_be_fetched_now_is_kept_bare_with_why(by, monkeypatch):
    asked = []

    def look_at(address, wait):
        asked.append((address, wait))
        raise FetchError("It was late.")

    monkeypatch.setattr(discovery, "look", look_at)

    taking = recognition.source_for(f" {HERE} ", by, title="Mine", wait=3)

    assert asked == [(HERE, 3)]
    assert (taking.source.url, taking.source.title) == (HERE, "Mine")
    assert taking.warnings == [
        "Not read: It was late.",
        "We have no outlet for paper.example yet.",
    ]


def test_what_we_have_counts_for_nobodys_minute_and_each_page_once(by, monkeypatch):
    counted = []
    monkeypatch.setattr(limits, "count", counted.append)
    monkeypatch.setattr(discovery, "look", lambda address, wait: look(address))
    make.source(url=HERE)

    recognition.source_for(HERE, by)
    assert counted == []
    recognition.source_for("https://b.example/", by)
    sources_for([HERE, "https://c.example/", "https://d.example/", "x"], by)

    assert counted == [by] * 3


def test_each_pasted_line_has_its_own_end(by, monkeypatch):
    waited = []

    def look_at(address, wait):
        waited.append(wait)
        if "late" in address:
            raise FetchError("It was late.")
        return look(address)

    def count(user):
        if len(waited) == 0 and Source.objects.filter(url__contains="kept").exists():
            raise limits.BusyError("Go on in a moment.")

    monkeypatch.setattr(discovery, "look", look_at)
    monkeypatch.setattr(limits, "count", count)
    known = make.source(url=HERE)
    texts = [HERE, "https://late.example/", "nonsense", "https://kept.example/"]
    texts += ["https://busy.example/"]

    lines = sources_for(texts, by, anyway=["https://kept.example/"])

    assert [(line.text, line.fault, line.address) for line in lines] == [
        (HERE, "", HERE),
        ("https://late.example/", "It was late.", "https://late.example/"),
        ("nonsense", "This is no address of a web page.", ""),
        ("https://kept.example/", "", "https://kept.example/"),
        ("https://busy.example/", "Go on in a moment.", "https://busy.example/"),
    ]
    taken = [line.taking and line.taking.source for line in lines]
    kept = Source.objects.get(url="https://kept.example/")
    assert taken == [known, None, None, kept, None]
    assert len(waited) == 1
    assert 20 < waited[0] <= 24


def test_who_comes_after_the_end_does_not_wait(monkeypatch):
    waited = []
    monkeypatch.setattr(discovery, "look", lambda address, wait: waited.append(wait))

    batch.look(HERE, 0)

    assert waited == [0]


def told(groups):
    """Each group's pieces: title, agency, and the stories that cite it."""
    return [
        [(piece.title, piece.agency, piece.stories) for piece in group.pieces]
        for group in groups
    ]


def test_a_piece_tells_its_agency_unless_that_is_who_announced_it(by):
    make.outlet(name="Calder", wire=True)
    make.outlet(name="Nowires")
    reuters = make.feed(outlet=make.outlet(name="Thomson Reuters", wire=True))
    said = [
        make.announced(title="One", author="Reuters"),
        make.announced(title="Two", author="reuters", feed=reuters),
        make.announced(title="Three", author="Calder"),
        make.announced(title="Four", author="Nowires"),
        make.announced(title="Five", author="AP", feed=reuters),
        make.announced(title="Six", author=""),
    ]

    assert told(wires.groups(said, by)) == [
        [("One", "Reuters", [])],
        [("Two", "", [])],
        [("Three", "Calder", [])],
        [("Four", "", [])],
        [("Five", "AP", [])],
        [("Six", "", [])],
    ]
    assert wires.groups([], by) == []


def test_a_piece_tells_the_stories_that_cite_it_to_who_may_see_them(by):
    used, other = make.source(url="https://www.paper.example/a"), make.source()
    twice = [{"key": "a", "source": used}, {"key": "b", "source": used}]
    story = make.story({"sources": twice})
    make.story({"sources": [{"key": "a", "source": other}]})
    piece = make.announced(url=HERE)
    unused = make.announced(url="https://paper.example/b")

    found = wires.stories_by_address([piece, unused], by)

    assert found == {HERE: [story]}
    nobody = make.editor(is_superuser=False)
    assert wires.stories_by_address([piece, unused], nobody) == {HERE: []}


def test_a_source_of_a_piece_is_what_its_feed_says(by):
    paper = make.outlet(name="The Paper")
    feed = make.feed(url="https://feeds.paper.example/rss", outlet=paper)
    at = timezone.now() - dt.timedelta(days=3)
    dated = make.announced(feed=feed, url=HERE, author="Jo", title="A", published=at)
    undated = make.announced(feed=feed, url="https://b.gov/?utm_source=x", title="B")
    undated.published = undated.seen_at

    one, two = (wires.source_of(piece, by) for piece in (dated, undated))
    again = wires.source_of(dated, by)

    def kept(source):
        names = ("url", "title", "author", "outlet", "claimed", "published", "kind")
        return tuple(getattr(source, name) for name in (*names, "accessed"))

    assert kept(one.source) == (
        *(HERE, "A", "Jo", paper, "The Paper", timezone.localdate(at), "report", None),
    )
    assert kept(two.source) == (
        *("https://b.gov/", "B", "", None, "The Paper", None, "statement", None),
    )
    assert (again.source, again.is_new) == (one.source, False)


def test_what_cannot_be_noted_is_not_done(by, monkeypatch):
    def broken(*given, **said):
        raise RuntimeError

    source = make.source(url=HERE, claimed="The Paper")
    paper = make.outlet(name="Paper")
    story, feed = make.story({"sources": []}), make.feed()
    monkeypatch.setattr(type(AuditEvent.objects), "record", broken)
    monkeypatch.setattr(type(feed), "heard", broken)
    rss = f"<rss><channel><item><title>A</title><link>{HERE}</link></item></channel>"
    page = Page(HERE, HERE, kind="text/xml", body=rss.encode())

    for verb in (
        lambda: recognition.take(look("https://b.example/"), by),
        lambda: cite(story, [source], by),
        lambda: confirm(source, by),
        lambda: bind(paper, "paper.example", by),
        lambda: feed_reader.keep(feed, page, timezone.now()),
    ):
        with pytest.raises(RuntimeError):
            verb()

    assert [*Source.objects.values_list("url", "outlet")] == [(HERE, None)]
    assert [*Outlet.objects.values_list("name", "domains")] == [("Paper", "")]
    assert (story.storysource_set.count(), story.revisions.count()) == (0, 0)
    assert not FeedItem.objects.exists()
