"""Reads site maps as a search engine does: held to a schema, then believed."""

from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "i": "http://www.google.com/schemas/sitemap-image/1.1",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


@cache
def schema():
    return etree.RelaxNG(etree.parse(Path(__file__).with_name("site_map.rng")))


def fetched(client, path):
    """The root of a site map that holds to the schema."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    assert len(answer.content) < 50 * 1024**2
    root = etree.fromstring(answer.content)
    schema().assertValid(root)
    return root


def texts(root, path):
    return [*root.xpath(f"{path}/text()", namespaces=NAMES)]


def parts(client):
    """The paths of the parts that the index lists."""
    return [
        urlsplit(place).path
        for place in texts(fetched(client, "/sitemap.xml"), "//s:loc")
    ]


def entries(client):
    """Path of each listed page to its element; none is listed twice."""
    found = {}
    for part in parts(client):
        for element in fetched(client, part):
            (place,) = texts(element, "s:loc")
            path = urlsplit(place).path
            assert path not in found
            found[path] = element
    return found


def listed(client):
    return {*entries(client)}
