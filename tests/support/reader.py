"""A reader: meets pages as text, headings and ids."""

import io
import json
import re
from html.parser import HTMLParser

from PIL import Image

from entities.models import Entity
from explainer import file
from images.image_store import take_in
from stories.transfer.story_import import PublishOptions, import_stories
from tests import make

VOID = {"meta", "link", "img", "source", "br", "input", "rect", "path"}
SILENT = {"script", "style", "svg", "title"}


class Read(HTMLParser):
    """The words of a page, its headings in order, and every id."""

    def __init__(self, html):
        super().__init__()
        self.words, self.headings, self.ids, self.links = [], [], [], []
        self.open = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if attrs.get("href", "").startswith("#"):
            self.links.append(attrs["href"][1:])

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data):
        if SILENT & {*self.open}:
            return
        # Inside a sentence only raised figures and line ends part words.
        self.words.append(f" {data} " if "sup" in self.open else data)
        if any(re.fullmatch("h[1-6]", tag) for tag in self.open):
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)

    @property
    def text(self):
        return " ".join("".join(self.words).split())


def get(client, address):
    return client.get(address).content.decode()


def read(client, address):
    return Read(get(client, address))


def publish(document, at=None, kind="", note=""):
    """Give readers a document that needs no picture files."""
    document = {k: v for k, v in document.items() if k not in ("image", "figures")}
    text = re.sub(r"::figure \S+(\\n)*", "", json.dumps(document))
    import_stories(
        file.read_stories(text),
        publishing=PublishOptions(kind=kind, note=note, dated=at),
    )
    # As an editor does after an import; what has no kind has no page.
    Entity.objects.filter(kind="").update(kind="concept")


def picture(story, size=(2, 1), **fields):
    """Give a story a picture at the top, and publish it."""
    content = io.BytesIO()
    Image.new("RGB", size).save(content, "PNG")
    image = take_in(content.getvalue())
    words = {"alt": "A port.", "credit": "A. Ruiz", "licence": "Own work"}
    make.add_parts(story, {"image": [words | {"image": image} | fields]})
    make.edition(story)
    return image
