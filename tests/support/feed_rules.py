"""What a feed has to be for every program to read it: the rules of RSS 2.0, Atom and
JSON Feed, and of the validators that publishers are pointed to.

`faults` names each that one breaks; `read` is what a follower's program makes of it.
"""

import datetime as dt
import json
import re
from collections import Counter
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
MEDIA = "{http://search.yahoo.com/mrss/}"
TYPES = {
    "rss.xml": "application/rss+xml; charset=utf-8",
    "atom.xml": "application/atom+xml; charset=utf-8",
    "feed.v1.json": "application/feed+json; charset=utf-8",
}
ELEMENTS = {
    *("a", "abbr", "address", "article", "aside", "b", "bdi", "blockquote", "br"),
    *("caption", "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn"),
    *("div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2", "h3"),
    *("h4", "h5", "h6", "header", "hr", "i", "img", "ins", "li", "mark", "ol", "p"),
    *("picture", "pre", "q", "s", "section", "small", "source", "span", "strong"),
    *("sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead"),
    *("time", "tr", "u", "ul"),
}
LINKS = ("href", "src", "cite", "srcset")
LANGUAGE = re.compile("[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")
ID = re.compile("(urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|https?://.+)")


def form_of(address):
    return urlsplit(address).path.rpartition("/")[2]


def faults(response, address):
    """What is wrong with the answer at a feed's absolute address."""
    form = form_of(address)
    found = []
    if response["Content-Type"] != TYPES[form]:
        found.append(f"is served as {response['Content-Type']}")
    if response.headers.get("Access-Control-Allow-Origin") != "*":
        found.append("can't be read from another page")
    if f'<{address}>; rel="self"' not in response["Link"]:
        found.append("names no self in its Link")
    look = {"rss.xml": rss_faults, "atom.xml": atom_faults, "feed.v1.json": json_faults}
    return [*found, *look[form](response.content, address)]


def rss_faults(body, address):
    root = etree.fromstring(body)
    if (root.tag, root.get("version"), len(root)) != ("rss", "2.0", 1):
        yield "is no RSS 2.0 with one channel"
    (channel,) = root
    for name in ("title", "link", "description", "language", "lastBuildDate"):
        if len(channel.findall(name)) != 1 or not channel.findtext(name).strip():
            yield f"has not one {name}"
    yield from date_faults(channel.findtext("lastBuildDate"))
    yield from self_faults(channel.findall(f"{ATOM}link"), address)
    yield from address_faults(channel.findtext("link"))
    if not LANGUAGE.fullmatch(channel.findtext("language")):
        yield "is in no language"
    items = channel.findall("item")
    yield from twice(item.findtext("guid") for item in items)
    for item in items:
        yield from item_faults(item)


def item_faults(item):
    for name in ("title", "link", "description", "guid", "pubDate", CONTENT):
        if len(item.findall(name)) != 1:
            yield f"an item has not one {name}"
    if item.find("guid").get("isPermaLink") != "false":
        yield "an id passes for an address"
    if not item.findtext("title").strip():
        yield "an item has no title"
    if item.find("author") is not None:
        yield "an author who is no mail address"
    for creator in item.findall(CREATOR):
        if not creator.text or "@" in creator.text:
            yield f"an author without a name: {creator.text}"
    yield from id_faults(item.findtext("guid"))
    yield from address_faults(item.findtext("link"))
    yield from date_faults(item.findtext("pubDate"))
    yield from html_faults(item.findtext(CONTENT))
    yield from media_faults(item)


def atom_faults(body, address):
    root = etree.fromstring(body)
    if root.tag != f"{ATOM}feed":
        yield "is no Atom"
    for name in ("id", "title", "updated", "subtitle"):
        if len(root.findall(ATOM + name)) != 1 or not root.findtext(ATOM + name):
            yield f"has not one {name}"
    yield from id_faults(root.findtext(f"{ATOM}id"))
    yield from moment_faults(root.findtext(f"{ATOM}updated"))
    yield from self_faults(root.findall(f"{ATOM}link"), address)
    if not root.findtext(f"{ATOM}author/{ATOM}name"):
        yield "has no author"
    entries = root.findall(f"{ATOM}entry")
    yield from twice(entry.findtext(f"{ATOM}id") for entry in entries)
    for entry in entries:
        yield from entry_faults(entry)


def entry_faults(entry):
    for name in ("id", "title", "updated", "published", "content"):
        if len(entry.findall(ATOM + name)) != 1 or not entry.findtext(ATOM + name):
            yield f"an entry has not one {name}"
    if len(entry.findall(f"{ATOM}summary")) > 1:
        yield "an entry has two summaries"
    for name in ("updated", "published"):
        yield from moment_faults(entry.findtext(ATOM + name))
    yield from id_faults(entry.findtext(f"{ATOM}id"))
    if [way.get("rel") for way in entry.findall(f"{ATOM}link")] != ["alternate"]:
        yield "an entry leads to not one page"
    for way in entry.findall(f"{ATOM}link"):
        yield from address_faults(way.get("href"))
    yield from content_faults(entry.find(f"{ATOM}content"))
    yield from author_faults(entry.findall(f"{ATOM}author"))
    yield from media_faults(entry)


def content_faults(content):
    if content.get("type") != "html":
        yield "a content is no HTML"
    yield from html_faults(content.text)


def author_faults(authors):
    for author in authors:
        if not author.findtext(f"{ATOM}name") or len(author) > 2:
            yield "an author without a name, or with more than an address"
        if author.find(f"{ATOM}uri") is not None:
            yield from address_faults(author.findtext(f"{ATOM}uri"))


def json_faults(body, address):
    said = json.loads(body)
    if said["version"] != "https://jsonfeed.org/version/1.1":
        yield "is no JSON Feed 1.1"
    if said["feed_url"] != address:
        yield f"says that it is {said['feed_url']}"
    for name in ("title", "home_page_url", "language"):
        if not said[name]:
            yield f"has no {name}"
    yield from address_faults(said["home_page_url"])
    if not all(author.get("name") for author in said["authors"]):
        yield "an author without a name"
    yield from twice(item["id"] for item in said["items"])
    for item in said["items"]:
        yield from json_item_faults(item)


def json_item_faults(item):
    yield from id_faults(item["id"])
    yield from address_faults(item["url"])
    yield from html_faults(item["content_html"])
    for name in ("date_published", "date_modified"):
        yield from moment_faults(item[name])
    if not item["title"]:
        yield "an item has no title"
    if "image" in item:
        yield from address_faults(item["image"])
    if not all(isinstance(tag, str) and tag for tag in item.get("tags", [])):
        yield "a tag without a name"


def self_faults(links, address):
    own = [link.get("href") for link in links if link.get("rel") == "self"]
    if own != [address]:
        yield f"says that it is at {own}"
    for link in links:
        yield from address_faults(link.get("href"))


def address_faults(address):
    parts = urlsplit(address or "")
    if parts.scheme not in ("http", "https") or not parts.netloc:
        yield f"no absolute address: {address}"
    if not (address or "").isascii() or " " in (address or ""):
        yield f"an address that isn't escaped: {address}"


def id_faults(text):
    if not ID.fullmatch(text or ""):
        yield f"no id that lasts: {text}"


def twice(ids):
    for id, count in Counter(ids).items():
        if count > 1:
            yield f"{id} stands {count} times"


def date_faults(text):
    """RFC 822: with the right day of the week, and a zone."""
    at = parsedate_to_datetime(text)
    if at.tzinfo is None or format_datetime(at) != text:
        yield f"no date of RFC 822: {text}"


def moment_faults(text):
    """RFC 3339."""
    at = dt.datetime.fromisoformat(text)
    if at.tzinfo is None or "T" not in text:
        yield f"no moment of RFC 3339: {text}"


def html_faults(text):
    if not text:
        yield "an entry says nothing"
        return
    for part in html.fragments_fromstring(f"<div>{text}</div>"):
        for element in part.iter(etree.Element):
            if element.tag not in ELEMENTS:
                yield f"an element that programs take out: {element.tag}"
            for name, value in element.items():
                if name.startswith("on") or name == "style":
                    yield f"an attribute that programs take out: {name}"
                if name in LINKS and urljoin("https://other.example/", value) != value:
                    yield f"an address that leads elsewhere from a feed: {value}"


def media_faults(item):
    for media in item.findall(f"{MEDIA}content"):
        yield from address_faults(media.get("url"))
        if not media.get("type").startswith("image/") or media.get("medium") != "image":
            yield "a picture of no kind"
        if not media.findtext(f"{MEDIA}credit"):
            yield "a picture without a credit"


def read(body, form):
    """(id, updated) of each entry, in the order of the feed: what tells a follower's
    program that there is news. RSS has no `updated` of its own, so ours has Atom's."""
    if form == "feed.v1.json":
        items = json.loads(body)["items"]
        found = [(item["id"], item["date_modified"]) for item in items]
    elif form == "atom.xml":
        entries = etree.fromstring(body).findall(f"{ATOM}entry")
        found = [
            tuple(e.findtext(ATOM + n) for n in ("id", "updated")) for e in entries
        ]
    else:
        items = etree.fromstring(body).findall("channel/item")
        names = ("guid", f"{ATOM}updated")
        found = [tuple(item.findtext(name) for name in names) for item in items]
    return [(id, dt.datetime.fromisoformat(moment)) for id, moment in found]
