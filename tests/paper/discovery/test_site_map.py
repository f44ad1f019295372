"""A site map's XML, whatever stands in it."""

import datetime as dt

import pytest
from lxml import etree

from paper.discovery import site_map
from paper.discovery.site_map import Entry, NewsEntry
from tests.support import site_maps

AT = dt.datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=dt.UTC)
SITE = "https://lantern.example"


def read(text):
    root = etree.fromstring(text.encode())
    site_maps.schema().assertValid(root)
    return root


def test_a_part_says_when_each_page_changed_and_what_belongs_to_it():
    tongues = [("de", "/stories/haefen/"), ("en-gb", "/stories/ports/")]
    entry = Entry("/stories/ports/", AT, ["/images/a.png", "/images/b.png"], tongues)

    root = read(site_map.urlset(SITE, [entry, Entry("/tags/%D0%BC/?a=1&b=2")]))

    assert site_maps.texts(root, "//s:loc") == [
        f"{SITE}/stories/ports/",
        f"{SITE}/tags/%D0%BC/?a=1&b=2",
    ]
    assert site_maps.texts(root, "//s:lastmod") == ["2026-01-02T03:04:05+00:00"]
    assert site_maps.texts(root, "//i:loc") == [
        f"{SITE}/images/a.png",
        f"{SITE}/images/b.png",
    ]
    links = root.xpath("//x:link", namespaces=site_maps.NAMES)
    assert [(one.get("hreflang"), one.get("href")) for one in links] == [
        (language, f"{SITE}{path}") for language, path in tongues
    ]


def test_no_page_has_more_pictures_than_are_read():
    entry = Entry("/a/", None, [f"/images/{n}.png" for n in range(1200)])

    root = read(site_map.urlset(SITE, [entry]))

    assert len(site_maps.texts(root, "//i:loc")) == 1000


def test_the_index_leaves_out_what_it_does_not_know():
    root = read(site_map.index(SITE, [("/a.xml", AT), ("/b.xml", None)]))

    assert site_maps.texts(root, "//s:loc") == [f"{SITE}/a.xml", f"{SITE}/b.xml"]
    assert len(site_maps.texts(root, "//s:lastmod")) == 1


def test_news_are_called_as_the_paper_calls_them():
    entry = NewsEntry("/stories/a/", 'Fish & "chips" <now>', "pt-BR", AT)

    root = read(site_map.news(SITE, "Salt & Light", [entry]))

    assert site_maps.texts(root, "//n:name") == ["Salt & Light"]
    assert site_maps.texts(root, "//n:title") == ['Fish & "chips" <now>']
    assert site_maps.texts(root, "//n:language") == ["pt"]
    assert len(read(site_map.news(SITE, "Salt & Light", []))) == 0


@pytest.mark.parametrize(
    ("code", "said"),
    [
        *(("en", "en"), ("en-gb", "en"), ("fil-PH", "fil"), ("zh", "zh-cn")),
        *(("zh-Hans", "zh-cn"), ("zh-Hant-HK", "zh-tw"), ("zh-TW", "zh-tw")),
    ],
)
def test_news_are_in_a_language_without_its_region_but_for_chinese(code, said):
    assert site_map.news_language(code) == said
