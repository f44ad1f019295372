"""Somebody who has no scripts: sees a page, follows its links and sends its forms.

Nothing can be sent that the page has no field for, nor chosen that it doesn't offer.
"""

from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from urllib.parse import urljoin

VOID = {"input", "br", "img", "hr", "meta", "link", "source", "wbr", "col"}
UNREAD = {"template", "script", "style"}


@dataclass
class Control:
    """A field of a form, with what it would send."""

    name: str
    kind: str
    values: list = field(default_factory=list)
    offered: list = field(default_factory=list)  # Of choices: what can be chosen.

    @property
    def is_choice(self):
        return self.kind in ("checkbox", "radio", "select", "select-multiple")


@dataclass
class Form:
    key: str
    action: str
    method: str
    controls: dict = field(default_factory=dict)
    buttons: list = field(default_factory=list)  # (words, name, value, address)


class Page(HTMLParser):
    """The forms and links of a page, as a browser without scripts has them."""

    def __init__(self, html):
        super().__init__()
        self.forms, self.links, self.within = [], [], []
        self.form = self.control = self.link = self.button = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs}
        if tag in UNREAD:
            self.within.append(tag)
        if self.within:
            return
        if tag == "form":
            method = attrs.get("method", "get").lower()
            key, action = attrs.get("id", ""), attrs.get("action", "")
            self.form = Form(key, action, method)
            self.forms.append(self.form)
        elif tag == "a" and "href" in attrs:
            self.link = [attrs["href"], attrs.get("aria-label", "")]
            self.links.append(self.link)
        elif "disabled" not in attrs:
            self.take(tag, attrs)

    def take(self, tag, attrs):
        """A field, a choice of one, or a button of the form that it belongs to."""
        form = self.owner(attrs)
        kind = attrs.get("type", "submit" if tag == "button" else "text")
        if tag == "option" and self.control:
            self.offer(self.control, attrs, "selected" in attrs)
        if form is None or "hidden" in attrs:
            return
        if tag in ("button", "input") and kind == "submit":
            about = attrs.get("name"), attrs.get("value", ""), attrs.get("formaction")
            self.button = [attrs.get("value", "") if tag == "input" else "", *about]
            form.buttons.append(self.button)
            self.button = self.button if tag == "button" else None
        elif tag in ("input", "select", "textarea") and attrs.get("name"):
            if tag != "input":
                kind = f"{tag}-multiple" if "multiple" in attrs else tag
            made = Control(attrs["name"], kind)
            control = form.controls.setdefault(attrs["name"], made)
            self.control = control if tag != "input" else None
            if control.is_choice and tag == "input":
                self.offer(control, {"value": "on"} | attrs, "checked" in attrs)
            elif tag == "input" and kind not in ("button", "reset", "image"):
                control.values.append(attrs.get("value", ""))

    def owner(self, attrs):
        named = [form for form in self.forms if form.key == attrs.get("form")]
        return named[0] if "form" in attrs and named else self.form

    def offer(self, control, attrs, is_chosen):
        control.offered.append(attrs.get("value", ""))
        if is_chosen:
            control.values.append(attrs.get("value", ""))

    def handle_data(self, text):
        if self.within:
            return
        if self.link:
            self.link[1] += text
        if self.button:
            self.button[0] += text
        if self.control and self.control.kind == "textarea":
            self.control.values = ["".join([*self.control.values, text])]

    def handle_endtag(self, tag):
        if self.within and tag == self.within[-1]:
            self.within.pop()
        elif self.within:
            return
        elif tag == "form":
            self.form = None
        elif tag == "a":
            self.link = None
        elif tag == "button":
            self.button = None
        elif tag in ("select", "textarea") and self.control:
            self.settle(self.control)
            self.control = None

    def settle(self, control):
        if control.kind == "textarea":
            text = "".join(control.values)
            control.values = [text.removeprefix("\n")]
        elif control.kind == "select" and not control.values:
            control.values = control.offered[:1]


class Visitor:
    """A client that looks at pages: the last answer, and what its page has."""

    def __init__(self, client):
        self.client = client

    def open(self, address):
        return self.see(self.client.get(address, follow=True), address)

    def see(self, response, address):
        self.response = response
        self.address = address
        for hop, _status in getattr(response, "redirect_chain", ()):
            self.address = urljoin(self.address, hop)
        self.__dict__.pop("page", None)
        return self

    @cached_property
    def page(self):
        return Page(self.response.content.decode())

    def link(self, words):
        """Where the link leads that has these words, or begins with them."""
        found = [to for to, said in self.page.links if tidy(said).startswith(words)]
        assert found, f"{self.address} has no link “{words}”."
        return urljoin(self.address, found[0])

    def follow(self, words):
        return self.open(self.link(words))

    def form(self, button):
        """The form that has this button, and the button."""
        for form in self.page.forms:
            for words, *about in form.buttons:
                if tidy(words) == button:
                    return form, about
        raise AssertionError(f"{self.address} has no button “{button}”.")

    def fill(self, **values):
        """Write into the fields with these names, wherever on the page they are."""
        for name, value in values.items():
            found = [f.controls[name] for f in self.page.forms if name in f.controls]
            assert found, f"{self.address} has no field “{name}”."
            said = [str(one) for one in (value if isinstance(value, list) else [value])]
            for control in found:
                missing = {*said} - {*control.offered} if control.is_choice else ()
                assert not missing, f"{name} doesn't offer {missing}."
                assert control.kind != "hidden", f"{name} is not for a hand."
                control.values = said
        return self

    def press(self, button, follow=True):
        """Send the form with this button, as it was filled in."""
        form, (name, value, elsewhere) = self.form(button)
        sent = {key: control.values for key, control in form.controls.items()}
        if name:
            sent[name] = [value]
        address = urljoin(self.address, elsewhere or form.action).partition("#")[0]
        ask = getattr(self.client, form.method)
        return self.see(ask(address, sent, follow=follow), address)


def tidy(words):
    return " ".join(words.split())
