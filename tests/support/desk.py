"""An editor at the desk: opens a form, changes what is in it, and sends it."""

import re
import uuid
from html.parser import HTMLParser
from urllib.parse import urlencode

from django.urls import reverse

FORM = "application/x-www-form-urlencoded"
ROW = re.compile(r"(\w+-[0-9]+-)(\w+)")
EMPTY = "-__prefix__-"  # stands in a template for the number of a new row


class Fields(HTMLParser):
    """What a browser would send of a page's form, its buttons aside."""

    def __init__(self, form_id):
        super().__init__()
        self.form_id, self.inside = form_id, False
        self.fields, self.open, self.first = {}, None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            posts = attrs.get("method") == "post"
            self.inside = posts and attrs.get("id") == self.form_id
        if not self.inside or not (attrs.get("name") or tag == "option"):
            return
        if tag == "input":
            self.take_input(attrs)
        elif tag in ("textarea", "select"):
            self.open, self.first = attrs["name"], None
            self.fields[self.open] = ""
        elif tag == "option" and self.open:
            value = attrs.get("value", "")
            if self.first is None or "selected" in attrs:
                self.fields[self.open] = self.first = value

    def take_input(self, attrs):
        kind = attrs.get("type", "text")
        unticked = kind in ("checkbox", "radio") and "checked" not in attrs
        if kind == "submit" or unticked or "disabled" in attrs:
            return
        plain = "on" if kind == "checkbox" else ""
        self.fields[attrs["name"]] = attrs.get("value", plain)

    def handle_data(self, text):
        if self.inside and self.open and self.first is None:
            self.fields[self.open] += text

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        if tag in ("textarea", "select"):
            if tag == "textarea" and self.open:
                # The parser's first newline in a textarea is not part of its text.
                self.fields[self.open] = self.fields[self.open].removeprefix("\n")
            self.open = None


def fields(page, form="story_form"):
    html = page.content.decode()
    parser = Fields(form)
    parser.feed(html)
    if "desk/rows.js" not in html:  # Nothing makes a row of a template.
        parser.fields = {k: v for k, v in parser.fields.items() if EMPTY not in k}
    return parser.fields


def address(page, owner=None, *more):
    kind = owner.path_kind if owner else "story"
    args = [owner.pk, *more] if owner else []
    return reverse(f"admin:stories_{kind}_{page}", args=args)


def open_form(client, story):
    """The form of a story, as a browser would send it back unchanged."""
    return fields(client.get(address("change", story)), f"{story.path_kind}_form")


def left_out(sent, came):
    """What a browser with scripts sends: saved rows that are as they came are named."""
    rows, before = rows_of(sent), rows_of(came)
    made = {name: value for name, value in sent.items() if not ROW.fullmatch(name)}
    for start, row in rows.items():
        if row != before.get(start) or not row.get("id"):
            made |= {f"{start}{name}": value for name, value in row.items()}
            continue
        prefix, number, _end = start.split("-")
        word = ":".join([number, row["id"], row["uid"], row.get("position", "")])
        named = made.get(f"{prefix}-UNTOUCHED", "")
        made[f"{prefix}-UNTOUCHED"] = f"{named} {word}".strip()
    return made


def rows_of(sent):
    """The fields of each row, by what their names begin with."""
    rows = {}
    for name, value in sent.items():
        if found := ROW.fullmatch(name):
            rows.setdefault(found[1], {})[found[2]] = value
    return rows


def add_part(sent, prefix, **values):
    """Fill in a new row, as the script of rows would that `fields` has seen."""
    number = int(sent[f"{prefix}-TOTAL_FORMS"])
    empty = f"{prefix}{EMPTY}"
    row = {k.removeprefix(empty): v for k, v in sent.items() if k.startswith(empty)}
    assert {*values} <= {*row}, f"The page has no way to add this to {prefix}."
    mark = {"uid": str(uuid.uuid4())} if "uid" in row else {}
    for name, value in (row | mark | values).items():
        sent[f"{prefix}-{number}-{name}"] = value
    sent[f"{prefix}-TOTAL_FORMS"] = str(number + 1)
    return number


def save(client, story, **changes):
    """Open the form, change some fields, press Save."""
    sent = urlencode(open_form(client, story) | changes, doseq=True)
    return client.post(address("change", story), sent, content_type=FORM)


def plain(html):
    """What a page says, a line for each element."""
    return re.sub(r"<[^>]*>", "\n", html)
