"""smoke.py ADDRESS USER PASSWORD: what a paper must do once it has started.

A reader asks for the front page and a file of it; an editor signs in, types a story,
saves and publishes it, and a reader gets it: through HTTP alone, with the forms' own
fields. Ends with the first thing that fails.
"""

import re
import sys
import time
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, build_opener

SLUG = "the-ferry-runs-again"
HEADLINE = "The ferry runs again"
SAID = "The first boat left at seven.\nhttps://www.example.org/ferry"


class Form(HTMLParser):
    """The fields of a page's posting form with most fields, as a browser sends them."""

    def __init__(self, html):
        super().__init__()
        self.forms, self.open, self.first = [{}], None, None
        self.feed(html)
        self.fields = max(self.forms, key=len)

    def handle_starttag(self, tag, attrs):
        """Of a select the chosen option counts, or the first; of boxes the ticked
        ones."""
        named = dict(attrs)
        name, is_box = named.get("name"), named.get("type") in ("checkbox", "radio")
        value = named.get("value", "on" if is_box else "") or ""
        fields = self.forms[-1]
        if tag == "form":
            self.forms.append({})
        elif tag == "option" and self.open:
            if self.first is None or "selected" in named:
                self.first = fields[self.open] = value
        elif not name or "disabled" in named:
            return
        elif tag in ("textarea", "select"):
            self.open, self.first, fields[name] = name, None, ""
        elif tag != "input" or named.get("type") == "submit":
            return
        elif not is_box or "checked" in named:
            fields[name] = value

    def handle_data(self, text):
        if self.open and self.first is None:
            self.forms[-1][self.open] += text

    def handle_endtag(self, tag):
        """The line with which a text begins belongs to the HTML."""
        if tag == "textarea" and self.open:
            text = self.forms[-1][self.open]
            self.forms[-1][self.open] = text.removeprefix("\n")
        if tag in ("textarea", "select"):
            self.open = None


class Browser:
    """Keeps cookies, follows redirects, remembers where it is."""

    def __init__(self, address):
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.address, self.html = address, ""

    def get(self, path, fields=None):
        """Opens a page, or sends a form to it; fails on any answer but a page."""
        self.address = urljoin(self.address, path)
        sent = urlencode(fields).encode() if fields is not None else None
        headers = [("Origin", urljoin(self.address, "/").rstrip("/"))]
        self.opener.addheaders = headers
        try:
            with self.opener.open(self.address, sent, timeout=30) as answer:
                self.address, self.html = answer.url, answer.read().decode()
        except HTTPError as fault:
            sys.exit(f"{fault.code} at {self.address}:\n{fault.read().decode()[:2000]}")
        return self.html

    def send(self, **changes):
        """Sends the form of this page with these fields changed."""
        return self.get(self.address, Form(self.html).fields | changes)


def wait_for(address, seconds=120, probe="/readyz"):
    """Until the paper says that it is ready; returns the seconds that took."""
    began = time.monotonic()
    said = "nothing"
    while time.monotonic() - began < seconds:
        try:
            with build_opener().open(address + probe, timeout=5) as answer:
                answer.read()
                return time.monotonic() - began
        except HTTPError as fault:
            said = fault.read().decode()
        except OSError as fault:
            said = str(fault)
        time.sleep(0.1)
    sys.exit(f"{address}{probe} did not answer 200 in {seconds} s: {said}")


def expect(words, html, what):
    if words not in html:
        sys.exit(f"{what}: “{words}” is not on the page:\n{html[:3000]}")


def walk(address, user, password):
    """The whole walk; returns the address of the story that it published."""
    reader, editor = Browser(f"{address}/"), Browser(f"{address}/")
    style = re.search(r'href="(/static/site[^"]+css)"', reader.get("/"))
    expect("@layer", reader.get(style[1]), "the stylesheet")
    editor.get("/admin/login/")
    expect(
        "/admin/logout/", editor.send(username=user, password=password), "signing in"
    )
    editor.get("/admin/stories/story/new/")
    editor.send(text=SAID)
    editor.send(headline=HEADLINE, slug=SLUG)
    expect(HEADLINE, editor.html, "the saved story")
    editor.get("../publish/")
    editor.send()
    expect(HEADLINE, reader.get(f"/stories/{SLUG}/"), "the published story")
    return reader.address


if __name__ == "__main__":
    wait_for(sys.argv[1])
    print(walk(*sys.argv[1:4]))
