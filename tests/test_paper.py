"""The whole demo paper, crawled: pages are sound, and every link leads somewhere."""

import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from images.models import Image
from paper.followers.followable import Followable
from paper.followers.letter import Letter, letter_mail
from paper.followers.news import new_stories, news_of_text
from stories.models import Showing
from tests import make
from tests.support import answers, heads, letter_rules

HOST = urlsplit(settings.SITE_URL).netloc
POINTERS = ("for", "aria-controls", "aria-labelledby", "aria-describedby")
# The reader's own words, and pages of pages, could be followed for ever.
ENDLESS = re.compile(r"\?(?!depth=)|^/contact/received/")
OFFERED = re.compile(r'<link rel="alternate" type=[^>]* href="([^"]+)"')
# Of a hundred topics, whose pages are looked at: their feeds and files are of one code.
MANY = re.compile(r"^/topics/(?![abc]).+\.(xml|json|md|ics)$")


class Anatomy(HTMLParser):
    """Ids, headings, links, pictures and names of one page."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.levels, self.links, self.faults = Counter(), [], [], []
        self.pointers, self.landmarks, self.lang = [], Counter(), ""
        self.feed(html)
        self.faults += heads.faults(html, settings.SITE_URL)

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs}
        if "id" in attrs:
            self.ids[attrs["id"]] += 1
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag in ("html", "main", "header", "footer"):
            self.landmarks[tag] += 1
            self.lang = attrs.get("lang", self.lang) if tag == "html" else self.lang
        for name in {"href", "src", "action"} & {*attrs}:
            self.links.append(attrs[name])
        for name in {*POINTERS} & {*attrs}:
            self.pointers += attrs[name].split()
        if tag == "img" and not {"alt", "width", "height"} <= {*attrs}:
            self.faults.append(f"a picture without {attrs}")
        if "style" in attrs or any(name.startswith("on") for name in attrs):
            self.faults.append(f"style or script within <{tag}>")

    @property
    def unsound(self):
        """What is wrong with the page by itself."""
        found = [*self.faults]
        found += [f"two of #{name}" for name, count in self.ids.items() if count > 1]
        found += [f"no #{name}" for name in {*self.pointers} - {*self.ids}]
        if self.levels.count(1) != 1:
            found.append(f"{self.levels.count(1)} h1")
        before = 0
        for level in self.levels:
            if level > before + 1:
                found.append(f"h{level} after h{before}")
            before = level
        if self.landmarks["main"] != 1 or not self.lang:
            found.append("no single main, or no language")
        return found


def crawl(client, begin="/"):
    """Address to (status, page); what is no HTML has no page."""
    waiting, seen = [begin, "/no/such/page/"], {}
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        response = client.get(address)
        page = None
        is_page = response.get("Content-Type", "").startswith("text/html")
        if is_page and response.status_code != 301:
            page = Anatomy(response.content.decode())
            waiting += [place for place, _at in internal(address, page)]
        waiting += [response.url] if response.status_code == 301 else []
        seen[address] = (response.status_code, page)
    return seen


def internal(address, page):
    """(address, fragment) of each link that stays in the paper."""
    for link in page.links:
        place, fragment = urldefrag(urljoin(address, link))
        parts = urlsplit(place)
        if parts.netloc not in ("", HOST) or parts.scheme not in ("", "http", "https"):
            continue
        place = parts.path + (f"?{parts.query}" if parts.query else "")
        mine = place.startswith(("/static/", "/admin/", "/images/"))
        if place and not (mine or ENDLESS.search(place) or MANY.match(place)):
            yield place, unquote(fragment)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo paper, of which letters are sent."""
    said = {"MEDIA_ROOT": tmp_path_factory.mktemp("media"), "FOLLOW_BY_MAIL": True}
    with (
        override_settings(**said),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        call_command("demo", verbosity=0)
        yield
        transaction.set_rollback(True)
    cache.clear()


@pytest.mark.once
def test_every_page_of_the_demo_paper_is_sound_and_no_link_is_broken(client, demo, db):
    assert Image.objects.filter(name__endswith=".webp").count() == 28

    seen = crawl(client)

    assert len(seen) > 300
    assert {
        address: page.unsound
        for address, (_, page) in seen.items()
        if page and page.unsound
    } == {}
    leads = {
        (place, fragment, address)
        for address, (_, page) in seen.items()
        if page
        for place, fragment in internal(address, page)
    }
    broken = {
        (place, at)
        for place, _f, at in leads
        if place != at and seen[place][0] not in (200, 301, 410)
    }
    assert broken == set()
    nowhere = {
        (place, fragment, at)
        for place, fragment, at in leads
        if fragment and (page := seen[place][1]) and fragment not in page.ids
    }
    assert nowhere == set()


@pytest.mark.once
def test_what_stories_and_questions_offer_programs_keeps_the_rules_of_its_kind(
    client, demo, db
):
    """A third of each text's own outputs, in turn; those of lists are of one code."""
    kinds, faulty = Counter(), {}
    for number, row in enumerate(Showing.objects.live(timezone.now())):
        path = row.get_absolute_url()
        head = client.get(path).content.decode().partition("</head>")[0]
        offered = (urljoin(settings.SITE_URL, to) for to in OFFERED.findall(head))
        own = [link for link in offered if path[:-1] in unquote(link)]
        for link in map(unescape, own[number % 3 :: 3]):
            answer = client.get(link.removeprefix(settings.SITE_URL))
            kinds[answer["Content-Type"].partition(";")[0]] += 1
            if found := answers.faults(answer, link):
                faulty[link] = found

    assert faulty == {}
    assert {*answers.KINDS} <= {*kinds, "frame"}
    assert kinds["application/json"] > kinds["text/xml"] > 5


@pytest.mark.once
def test_every_letter_of_the_demo_paper_is_sound_and_says_what_its_edition_does(
    demo, db
):
    """Of each change of fact of each story and question, to who follows it and to who
    follows its desk."""
    now, follower = timezone.now(), make.follower(make.desk())
    subscription = follower.subscriptions.get()
    thing = Followable("desk", "city", "City", "/desks/city/")
    told = 0
    for row in Showing.objects.filter(material=True, live_from__lte=now):
        for is_list, news in (
            (False, [news_of_text([row], now)]),
            (True, new_stories([row], now) if row.story_id else ()),
        ):
            if news:
                letter = Letter(follower, subscription, thing, news, is_list)
                mail = letter_mail(letter, "ana@place.example", f"edition-{row.pk}")
                assert letter_rules.faults(mail.as_bytes()) == []
                assert unsaid(mail, row, news[0]) == []
                told += 1
    assert told > 40


def unsaid(mail, row, news):
    """What a letter should say and doesn't, in both of its forms."""
    words = [news.path] if news.is_withdrawn else [news.row.headline, news.path]
    words += [row.note] if news.editions else []
    if news.changes_path:
        words.append(news.changes_path)
    forms = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    return [word for form in map(unescape, forms) for word in words if word not in form]
