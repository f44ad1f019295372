"""A feed as RSS 2.0 and as Atom: Django's generators, with what these leave out."""

import re
from io import StringIO

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

# XML has no way to say these, not even escaped.
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SPACES = {
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}


def sayable(text):
    """The text without what no XML can say."""
    return FORBIDDEN.sub("", text)


class Parts:
    """What both forms say alike of a feed of ours, which they get as `ours`."""

    def latest_post_date(self):
        return self.feed["ours"].updated

    def add_ways(self, handler, link):
        """To itself, to older entries, and to who tells of new ones at once."""
        ours, form = self.feed["ours"], self.feed["form"]
        ways = {"next": ours.next_address(form), "hub": ours.hub}
        for rel, address in ways.items():
            if address:
                handler.addQuickElement(link, None, {"rel": rel, "href": address})

    def add_picture(self, handler, picture):
        if picture is None:
            return
        said = {"url": picture.address, "type": picture.kind, "medium": "image"}
        said |= {"width": str(picture.width), "height": str(picture.height)}
        handler.startElement("media:content", said)
        if picture.credit:
            handler.addQuickElement("media:credit", sayable(picture.credit))
        if picture.alt:
            alt = sayable(picture.alt)
            handler.addQuickElement("media:description", alt, {"type": "plain"})
        handler.endElement("media:content")


class Rss(Parts, Rss201rev2Feed):
    def rss_attributes(self):
        return {"version": self._version, **SPACES}

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        self.add_ways(handler, "atom:link")

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        entry = item["ours"]
        for writer in entry.writers:
            handler.addQuickElement("dc:creator", sayable(writer.name))
        if entry.language:
            handler.addQuickElement("dc:language", entry.language)
        handler.addQuickElement("atom:updated", entry.updated.isoformat())
        handler.addQuickElement("content:encoded", sayable(entry.html))
        self.add_picture(handler, entry.picture)


class Atom(Parts, Atom1Feed):
    def root_attributes(self):
        return super().root_attributes() | {"xmlns:media": SPACES["xmlns:media"]}

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        self.add_ways(handler, "link")

    def item_attributes(self, item):
        language = item["ours"].language
        return {"xml:lang": language} if language else {}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        entry = item["ours"]
        for writer in entry.writers:
            handler.startElement("author", {})
            handler.addQuickElement("name", sayable(writer.name))
            if writer.address:
                handler.addQuickElement("uri", writer.address)
            handler.endElement("author")
        if entry.summary:
            handler.addQuickElement("summary", sayable(entry.summary))
        handler.addQuickElement("content", sayable(entry.html), {"type": "html"})
        self.add_picture(handler, entry.picture)


def write(generator, feed, form):
    """The feed in one of these forms. Atom has summaries of its own, as plain text."""
    made = generator(
        title=sayable(feed.title),
        link=feed.address,
        description=sayable(feed.description),
        subtitle=sayable(feed.description),
        language=feed.language,
        author_name=sayable(feed.paper.name),
        author_link=feed.paper.address,
        feed_url=feed.own_address(form),
        feed_guid=feed.id,
        ours=feed,
        form=form,
    )
    for entry in feed.entries:
        made.add_item(
            title=sayable(entry.title),
            link=entry.address,
            description=sayable(entry.summary) if generator is Rss else None,
            pubdate=entry.published,
            updateddate=entry.updated,
            unique_id=entry.id,
            unique_id_is_permalink=False,
            categories=[sayable(tag) for tag in entry.tags],
            ours=entry,
        )
    out = StringIO()
    made.write(out, "utf-8")
    return out.getvalue()
