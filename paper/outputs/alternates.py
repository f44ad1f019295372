"""Which other forms a kind of page has: the one table, for the head of a page (as
`<link rel="alternate">`) and for its `Link:` header.

A kind of page is the name of its address in `newsroom/urls.py`; a form's own is made
of what stands in the page's own (a slug, a number). Who makes a form adds a line.
"""

from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.utils.functional import Promise

from people.routes import address
from people.static_copy import is_for_copy

JSON, MARKDOWN = "application/json", "text/markdown"
CALENDAR = "text/calendar"


class Form(NamedTuple):
    """A form of a page: its media type, the name of its address, and what it is called
    where readers choose among several (a text to translate, or nothing)."""

    type: str
    name: str
    title: str | Promise = ""


@dataclass(frozen=True)
class Alternate:
    """One form of one page, at an address from the site's root on."""

    type: str
    address: str
    title: str = ""

    @property
    def link(self):
        """As a `Link:` header has it, whose titles would have to be in ASCII."""
        return f'<{self.address}>; rel="alternate"; type="{self.type}"'


# By the form of a twin, as addresses name it, what it is.
TWINS = {"json": JSON, "md": MARKDOWN, "ninjs": JSON}
TITLES = {"ninjs": "ninjs"}  # What tells it from other JSON.


def twins(page):
    """The same text for programs: forms whose names are the page's and their own."""
    return tuple(
        Form(kind, f"{page}_{form}", TITLES.get(form, ""))
        for form, kind in TWINS.items()
    )


# The forms of a feed, as the names of their addresses end; and what readers call them.
FEEDS = {"rss": "application/rss+xml", "atom": "application/atom+xml"}
FEEDS["jsonfeed"] = "application/feed+json"
NAMES = {"rss": "RSS", "atom": "Atom", "jsonfeed": "JSON Feed"}


def feeds(page):
    """What programs follow of a page."""
    return tuple(Form(FEEDS[end], f"{page}_{end}", NAMES[end]) for end in FEEDS)


LISTS = ("front", "questions", "corrections", "desk", "tag", "author")
FORMS = {
    **{name: feeds(name) for name in LISTS},
    **{name: twins(name) for name in ("story_edition", "question_edition")},
    **{name: twins(name) + feeds(name) for name in ("story", "question", "entity")},
}


# What is coming up, for calendars that readers keep.
CALENDARS = {
    "front": "calendar",
    "desk": "desk_ics",
    "entity": "entity_ics",
    "story": "story_ics",
}
for page, name in CALENDARS.items():
    FORMS[page] = (*FORMS.get(page, ()), Form(CALENDAR, name))


# What other servers of the fediverse know a page by, where the paper is one of them.
ACTIVITY = "application/activity+json"
FEDERATED = {
    page: (Form(ACTIVITY, f"fediverse_{page}"),)
    for page in ("front", "desk", "entity", "story")
}


def forms_of(page, request):
    forms = FORMS.get(page, ())
    if settings.FEDIVERSE_NAME and not is_for_copy(request):
        forms += FEDERATED.get(page, ())
    return forms


def alternates(request):
    """The forms of the page that is asked for, in the order of the table."""
    match = request.resolver_match
    forms = forms_of(match.view_name, request) if match else ()
    if not forms:
        return []
    asked = [*match.captured_kwargs.values()]
    return [
        Alternate(form.type, address(form.name, *asked), str(form.title))
        for form in forms
    ]
