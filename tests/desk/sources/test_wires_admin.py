"""Wires and feeds at the desk: found, read, looked through, and made into stories."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from desk.sources.wires_admin import PAGE, chosen_items, search_items
from sources.models import Feed, FeedItem, Source
from tests import make
from tests.support import desk

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.usefixtures("editor"),
]

ADD = "admin:sources_feed_add"
WIRES = "admin:sources_feeditem_changelist"
START = "admin:sources_feeditem_start"
RSS = """<rss><channel><title>The Paper</title><item><title>Rates rise</title>
  <link>https://paper.example/a</link></item></channel></rss>"""


def said(page):
    return [str(message) for message in page.context["messages"]]


def watch(client, address):
    return client.post(reverse(ADD), {"address": address}, follow=True)


def test_a_feed_is_watched_and_read_at_once(client, site):
    outlet = make.outlet(domains="127.0.0.1")

    page = watch(client, site.says("/feed", RSS, kind="application/rss+xml"))

    feed = Feed.objects.get()
    assert (feed.name, feed.outlet, feed.items.get().title) == (
        "The Paper (127.0.0.1)",
        outlet,
        "Rates rise",
    )
    assert said(page) == ["The Paper (127.0.0.1): 1 new piece."]


def test_the_feed_of_a_site_is_found_at_its_address(client, site):
    site.says("/feed", RSS)
    link = '<link rel="alternate" type="application/rss+xml" href="/feed">'

    watch(client, site.says("/", link))

    assert Feed.objects.get().url == f"{site.url}/feed"


def test_of_several_feeds_one_is_chosen(client, site):
    one, two = site.says("/1", RSS, kind="text/xml"), site.says("/2", RSS)
    link = '<link rel="alternate" type="application/atom+xml" title="{0}" href="/{0}">'

    page = watch(client, site.says("/", link.format(1) + link.format(2)))
    offered = [address for address, _title in page.context["choices"]]
    watch(client, one)

    assert offered == [one, two]
    assert Feed.objects.get().url == one


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("", "This field is required."),
        ("nonsense", "no address of a web page"),
        ("http://10.0.0.1/", "leads into a private network"),
        ("/page", "names none either"),
        ("/gone", "no page at this address"),
    ],
)
def test_what_has_no_feed_is_not_watched(client, site, address, fault):
    site.says("/page", "<title>No feed</title>")
    address = site.url + address if address.startswith("/") else address

    page = watch(client, address)

    assert fault in page.content.decode()
    assert not Feed.objects.exists()


@pytest.mark.once(False)
def test_a_feed_is_watched_once(client, site):
    address = site.says("/feed", RSS, kind="text/xml")
    watch(client, address)

    page = watch(client, address)

    assert said(page) == ["This feed is watched already."]
    assert Feed.objects.count() == 1


def test_a_feed_is_read_now_but_not_twice_in_a_moment(client, site):
    feed = make.feed(url=site.says("/feed", RSS))
    address = reverse("admin:sources_feed_read", args=[feed.pk])

    first = client.post(address, follow=True)
    second = client.post(address, follow=True)

    assert said(first) == ["1 new piece."]
    assert said(second) == ["It was read a moment ago: 1 new piece."]
    assert len(site.asked) == 1
    assert client.get(address).status_code == 405


@pytest.mark.once(False)
def test_a_feed_is_named_by_itself_as_far_as_there_is_room(client, site):
    host = "127.0.0.1"
    for path, title in (("/long", "x" * 121), ("/none", "")):
        said = RSS.replace("The Paper", title)
        watch(client, site.says(path, said, kind="application/rss+xml"))

    names = [feed.name for feed in Feed.objects.order_by("pk")]

    assert names == [f"{'x' * 120} ({host})", host]


@pytest.mark.once(False)
@pytest.mark.parametrize(("seconds", "is_read"), [(29, False), (31, True)])
def test_a_feed_is_let_be_for_half_a_minute(client, site, seconds, is_read):
    before = timezone.now() - dt.timedelta(seconds=seconds)
    gone = {"url": f"{site.url}/gone", "failures": 1, "said": "Not there."}
    feed = make.feed(checked_at=before, **gone)

    page = client.post(reverse("admin:sources_feed_read", args=[feed.pk]), follow=True)

    (told,) = page.context["messages"]
    assert told.level_tag == "warning"
    assert bool(site.asked) is is_read
    assert (str(told) == "It was read a moment ago: Not there.") is not is_read
    change = reverse("admin:sources_feed_change", args=[feed.pk])
    assert page.redirect_chain == [(change, 302)]


def test_feeds_are_read_together_and_what_fails_is_told(client, site):
    make.feed(name="Good", url=site.says("/feed", RSS))
    make.feed(name="Bad", url=f"{site.url}/gone")
    make.feed(checked_at=timezone.now())

    page = client.post(reverse("admin:sources_feeditem_read"), follow=True)

    assert said(page) == [
        "2 feeds read.",
        "Bad: There is no page at this address (the site says 404).",
    ]


def groups(page):
    found = page.context["groups"]
    return [[piece.title for piece in group.pieces] for group in found]


@pytest.mark.once(False)
def test_the_newest_pieces_come_first_and_one_thing_stands_together(client):
    hour = dt.timedelta(hours=1)
    make.announced(title="Rates rise", published=timezone.now() - hour)
    make.announced(title="Ports close", published=timezone.now() - 2 * hour)
    make.announced(title="RATES RISE", published=timezone.now() - 3 * hour)

    assert groups(client.get(reverse(WIRES))) == [
        ["Rates rise", "RATES RISE"],
        ["Ports close"],
    ]


@pytest.mark.once(False)
def test_pieces_are_found_by_words_and_feed(client):
    feed = make.feed()
    make.announced(title="Rates rise", author="Reuters", feed=feed)
    make.announced(title="Rates fall")

    def shown(**asked):
        return groups(client.get(reverse(WIRES), asked))

    assert shown(q="reuters RATES") == [["Rates rise"]]
    assert shown(feed=feed.pk) == [["Rates rise"]]
    assert shown(q="nothing of the kind") == []
    assert len(shown(feed="x", p="y", q="\0")) == 2
    assert shown(feed="9" * 30) != []


def test_agency_text_and_pieces_in_use_are_marked(client):
    feed = make.feed(outlet=make.outlet(name="The Paper"))
    make.announced(author="Reuters", feed=feed, url="https://paper.example/a")
    source = make.source(url="https://www.paper.example/a")
    make.story({"sources": [{"key": "a", "source": source}]}, headline="Our story")

    page = client.get(reverse(WIRES)).content.decode()

    assert "Reuters text" in page
    assert "Our story" in page


def in_use():
    source = make.source()
    make.story({"sources": [{"key": "a", "source": source}]})
    make.announced(feed=make.feed(outlet=make.outlet()), url=source.url)


@pytest.mark.once(False)
@pytest.mark.parametrize("pieces", [1, 3])
def test_the_page_costs_the_same_however_much_it_shows(
    client, django_assert_num_queries, pieces
):
    for _time in range(pieces):
        in_use()

    with django_assert_num_queries(9):
        client.get(reverse(WIRES))


def test_a_story_is_started_from_ticked_pieces(client):
    outlet = make.outlet(name="The Paper", slug="the-paper")
    one = make.announced(feed=make.feed(outlet=outlet), author="Jo Doe", title="One")
    known = make.source(url="https://other.example/b")
    two = make.announced(url="https://other.example/b")

    ticked = {"item": [one.pk, two.pk], "new": "1"}
    answer = client.post(reverse(START), ticked)
    form = desk.fields(client.get(answer["Location"]))

    made = Source.objects.exclude(pk=known.pk).get()
    assert (made.title, made.author, made.outlet) == ("One", "Jo Doe", outlet)
    assert answer["Location"].endswith(f"?sources={made.pk}%2C{known.pk}")
    assert form["storysource_set-0-key"] == "the-paper-1"
    assert form["storysource_set-1-source"] == str(known.pk)


def test_a_piece_on_another_site_is_not_the_outlets_because_its_feed_says_so(client):
    outlet, other = make.outlet(name="The Paper"), make.outlet(domains="other.example")
    feed = make.feed(url="https://paper.example/feed", outlet=outlet)
    addresses = ["https://www.paper.example/a", "https://fake.example/b"]
    pieces = [make.announced(feed=feed, url=url) for url in addresses]
    pieces += [make.announced(feed=feed, url="https://other.example/c")]

    client.post(reverse(START), {"item": [piece.pk for piece in pieces], "new": "1"})

    found = {row.url: (row.outlet, row.accessed) for row in Source.objects.all()}
    assert found == {
        "https://www.paper.example/a": (outlet, None),
        "https://fake.example/b": (None, None),
        "https://other.example/c": (other, None),
    }


def test_ticked_pieces_are_added_to_a_draft(client):
    story = make.story({"sources": []})
    piece = make.announced(title="One", published=timezone.now() - dt.timedelta(days=2))

    answer = client.post(reverse(START), {"item": [piece.pk], "to": str(story.pk)})

    assert answer["Location"].startswith(desk.address("change", story))
    part = story.storysource_set.get()
    assert (part.title, part.published) == ("One", timezone.localdate(piece.published))
    assert story.revisions.head().content["sources"][0]["title"] == "One"


@pytest.mark.once(False)
@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({"new": "1"}, "Tick what the story is to begin with."),
        ({"item": ["x", "\0", "9" * 30], "new": "1"}, "Tick what the story"),
        ({"item": ["all"]}, "Choose a draft that you may change."),
        ({"item": ["all"], "to": "x"}, "Choose a draft that you may change."),
    ],
)
def test_nothing_is_started_from_nothing_or_nowhere(client, sent, fault):
    piece = make.announced()
    sent = {k: [piece.pk] if v == ["all"] else v for k, v in sent.items()}

    page = client.post(reverse(START), sent, follow=True)

    assert fault in said(page)[0]
    assert not Source.objects.exists()


def test_not_more_pieces_than_a_story_bears(client):
    feed = make.feed()
    keys = [make.announced(feed=feed).pk for _time in range(25)]

    page = client.post(reverse(START), {"item": keys, "new": "1"}, follow=True)

    assert said(page) == ["A story begins with 24 sources at most: tick fewer."]


def test_feeds_are_looked_at_by_all_and_watched_by_editors(client, site):
    feed, piece = make.feed(), make.announced()
    read = reverse("admin:sources_feed_read", args=[feed.pk])
    client.force_login(make.person("contributor"))

    assert client.get(reverse(WIRES)).status_code == 200
    assert client.get(reverse(ADD)).status_code == 403
    assert watch(client, site.url).status_code == 403
    assert client.post(read).status_code == 403
    assert site.asked == []

    client.force_login(make.editor(is_superuser=False))
    start = client.post(reverse(START), {"item": [piece.pk], "new": "1"})

    assert [client.get(reverse(WIRES)).status_code, start.status_code] == [403, 403]
    assert FeedItem.objects.count() == 1


@pytest.mark.once(False)
def test_pieces_are_found_by_all_of_six_words_in_title_or_author():
    feed = make.feed()
    now = timezone.now()

    def piece(title, minutes, author="", feed=feed):
        at = now - dt.timedelta(minutes=minutes)
        return make.announced(title=title, author=author, feed=feed, published=at)

    first = piece("Rates rise", 2, author="Ana Ruiz")
    second = piece("Rates fall", 1, author="Ana Ruiz")
    other = piece("Rates rise", 3, author="Ben", feed=make.feed())

    assert [*search_items("", "")] == [second, first, other]
    assert [*search_items("RISE rates", "")] == [first, other]
    assert [*search_items("ana rates", "")] == [second, first]
    assert [*search_items("rates", str(feed.pk))] == [second, first]
    assert [*search_items("r a t e s rise nothing", "")] == [first, other]
    assert [*search_items("nothing", "")] == []


@pytest.mark.once(False)
def test_what_was_ticked_is_taken_in_the_order_of_the_page_each_once():
    one, two = make.announced(), make.announced()
    keys = [str(two.pk), "x", "²", "1" * 10, str(one.pk), str(two.pk), "999999999"]

    assert chosen_items(keys) == [two, one]
    assert chosen_items([str(one.pk)] * 2 * PAGE + [str(two.pk)]) == [one]
    assert chosen_items([str(one.pk)] * (2 * PAGE - 1) + [str(two.pk)]) == [one, two]


def test_the_page_of_wires_has_sixty_pieces_and_what_one_may_do_with_them(
    client, editor
):
    now = timezone.now()
    for number in range(61):
        at = now - dt.timedelta(minutes=number)
        make.announced(title=f"Piece{number} {'abcdefghij'[number % 10]}", published=at)
    make.feed(name="A feed")
    story = make.story()
    story.save_revision(by=editor)

    first = client.get(reverse(WIRES)).context
    second = client.get(reverse(WIRES), {"p": "2", "q": "\0piece", "feed": "x"}).context

    assert len(first["page"].object_list) == 60
    assert [item.title[:7] for item in second["page"]] == ["Piece60"]
    assert (second["words"], second["feed"]) == ("piece", "")
    assert (first["title"], first["may_take"]) == ("Wires and feeds", True)
    assert first["feeds"][0].name == "A feed"
    assert first["drafts"] == [story]
    client.force_login(make.person())
    assert client.get(reverse(WIRES)).status_code == 403
