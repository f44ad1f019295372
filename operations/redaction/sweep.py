"""Goes through every text of the database, and finds where a sentence stands."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.contrib.sessions.models import Session

from explainer.erasure import spans, texts_of
from operations.redaction.text_columns import IN_JSON, OWNERS, swept
from stories.models import Revision

AT_ONCE = 200
AROUND = 40  # letters that are shown on either side
REVISION, SESSION = "stories.Revision", "sessions.Session"


@dataclass
class Place:
    """A column of a row that holds it; `old` and `new` are the column's values."""

    label: str
    key: Any
    column: str
    old: Any
    new: Any
    owner: tuple = ()  # ("story" or "question", its key), if it belongs to one
    context: list = field(default_factory=list)

    @property
    def entry(self):
        """What is kept of it: no words."""
        return [self.label, str(self.key), self.column, max(len(self.context), 1)]


class Sweep:
    """All places of what an eraser looks for."""

    def __init__(self, eraser):
        self.eraser = eraser

    def __iter__(self):
        yield from self.in_revisions()
        for columns in swept():
            yield from self.in_table(columns)
        yield from self.in_sessions()

    def in_revisions(self):
        names = ("pk", "story_id", "question_id", "document")
        rows = Revision._base_manager.order_by("pk").values_list(*names)
        for key, story, question, text in rows.iterator(AT_ONCE):
            before = json.loads(text)
            after = self.eraser.document(before)
            if after != before:
                owner = ("story", story) if story else ("question", question)
                context = self.context(before)
                new = stored(after)
                yield Place(REVISION, key, "document", text, new, owner, context)

    def in_table(self, columns):
        beside = {"language": columns.language} if columns.language else {}
        beside |= dict(columns.owners)
        names = [item.attname for item in columns.fields]
        rows = columns.model._base_manager.order_by("pk")
        rows = rows.values_list("pk", *names, *beside.values())
        for key, *values in rows.iterator(AT_ONCE):
            said = dict(zip(beside, values[len(names) :], strict=True))
            for item, old in zip(columns.fields, values, strict=False):
                if old and (place := self.in_column(columns, item, key, old, said)):
                    yield place

    def in_column(self, columns, item, key, old, said):
        is_json = f"{columns.label}.{item.name}" in IN_JSON
        if is_json:
            new = self.in_json_text(old)
        else:
            new = self.eraser.value(old, said.get("language") or "", item.max_length)
        if new == old:
            return None
        is_one = item.unique or (columns.derived and item.name == "name")
        if is_one and " " in new:  # a mark: an address is one of its own already
            new = f"{new[: (item.max_length or 300) - 20]} {key}"  # no other row's
        kind = OWNERS.get(columns.label)
        links = ((name, said.get(name)) for name, _column in columns.owners)
        owner = (kind, key) if kind else next((o for o in links if o[1]), ())
        context = self.context(json.loads(old) if is_json else old)
        return Place(columns.label, key, item.attname, old, new, owner, context)

    def in_json_text(self, text):
        try:
            before = json.loads(text)
        except ValueError:
            return self.eraser.text(text)
        after = self.eraser.value(before)
        return text if after == before else json.dumps(after)

    def in_sessions(self):
        for session in Session.objects.iterator():
            said = session.get_decoded()
            if self.eraser.value(said) != said:
                yield Place(SESSION, session.pk, "session_data", "", None)

    def context(self, value):
        """Each place with the words around it, for who has to look before it is gone;
        of an address that says the sentence the whole of it."""
        found = []
        for text in texts_of(value):
            for wanted in self.eraser.wanted:
                found += [excerpt(text, *span) for span in spans(text, wanted)]
            found += [slug for slug in self.eraser.slugs_in(text) if slug not in found]
        return found


def stored(document):
    """As `canonical` writes it, with nothing else changed."""
    options = {"ensure_ascii": False, "sort_keys": True, "separators": (",", ":")}
    return json.dumps(document, **options)


def excerpt(text, start, end):
    """Some words before, the sentence in marks, some words after, in one line."""
    before, after = text[max(start - AROUND, 0) : start], text[end : end + AROUND]
    return " ".join(f"{before}⟦{text[start:end]}⟧{after}".split())
