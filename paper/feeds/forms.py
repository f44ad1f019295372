"""The forms that every feed has: how addresses call each, and who writes it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from paper.feeds import json_form, xml_forms
from paper.outputs.alternates import FEEDS


@dataclass(frozen=True)
class FeedForm:
    """`name` ends the name of a feed's address; `kind` is its media type."""

    name: str
    write: Callable

    @property
    def kind(self):
        return FEEDS[self.name]


# By what their addresses end with; `questions/feed.json` is the twin of a question.
FORMS = {
    "rss.xml": FeedForm("rss", partial(xml_forms.write, xml_forms.Rss)),
    "atom.xml": FeedForm("atom", partial(xml_forms.write, xml_forms.Atom)),
    "feed.v1.json": FeedForm("jsonfeed", json_form.write),
}
