"""Where feeds stand: below the page that each is of, under a name for each form."""

import re
from itertools import product

from django.urls import re_path

from paper.feeds import views
from paper.feeds.forms import FORMS

SLUG = r"/(?P<slug>[-\w]+)/"
PLACES = {
    "front": ("", views.front),
    "questions": ("questions/", views.questions),
    "corrections": ("corrections/", views.corrections),
    "desk": (f"desks{SLUG}", views.desk),
    "entity": (f"topics{SLUG}", views.entity),
    "tag": (f"tags{SLUG}", views.tag),
    "author": (f"authors{SLUG}", views.author),
    "story": (f"stories{SLUG}", views.story),
    "question": (f"questions{SLUG}", views.question),
}


def feed_routes():
    """`desk_rss`, `desk_atom`, `desk_jsonfeed` and so on."""
    for (page, (place, view)), (end, form) in product(PLACES.items(), FORMS.items()):
        at, name = f"^{place}{re.escape(end)}$", f"{page}_{form.name}"
        yield re_path(at, view, {"form": end}, name=name)
