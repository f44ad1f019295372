"""Rows that a browser left out of a form, since nobody had touched them: put back.

A save leaves such parts as they are. Where the form is shown again it is shown whole,
and whoever compares or mixes two texts needs all of this one: as its page was loaded.
"""

from desk.conflict import raw_fields
from desk.form.part_formsets import key_of
from desk.form.row_order import UNTOUCHED, untouched_rows
from stories.models import freezing


def is_whole(data):
    """Whether a form was sent with all of its rows."""
    return not any(map(names_rows, data))


def names_rows(name):
    """Whether a field says which rows were left out."""
    return name.endswith(f"-{UNTOUCHED}")


def whole_form(data, owner, formsets):
    """What was sent, and the rows that were left out, as a browser would send them.

    A row is as it is saved, if nobody has saved since the form was loaded; else as the
    save says that it was loaded from. What nobody knows any more stays out.
    """
    made, loaded = data.copy(), Loaded(data, owner)
    for name in filter(names_rows, data):
        del made[name]
    for formset in formsets:
        rows = untouched_rows(data, formset.prefix)
        known = loaded.rows(formset) if rows else {}
        for row in rows:
            only = formset.max_num == 1
            said = known.get(raw_fields.ONLY if only else row.uid)
            if said is None:
                continue
            place = {} if only else {"position": [row.position]}
            said = {n: said[n] for n in said if n != "position"} | place
            said |= {"id": [row.key], "uid": [row.uid]}
            for name, values in said.items():
                made.setlist(f"{formset.prefix}-{row.number}-{name}", values)
    return made


class Loaded:
    """The text that a form was loaded from."""

    def __init__(self, data, owner):
        self.owner = owner
        drafts = type(owner)._default_manager.filter(pk=owner.pk)
        version = drafts.values_list("lock_version", flat=True).first()
        self.is_newest = data.get("loaded_version") == str(version)
        key = key_of(owner.revisions, data.get("loaded_revision", ""))
        found = owner.revisions.filter(pk=key).first() if key else None
        self.document = found.content if found else None

    def rows(self, formset):
        """What would be sent of each row, by its mark."""
        parts = freezing.parts_of(self.owner, formset.model)
        saved = {
            raw_fields.uid(formset, part): raw_fields.as_row(formset, part).sent
            for part in parts
        }
        if self.document is None:
            return saved
        told = raw_fields.document_rows(
            formset, self.document, freezing.Finder(self.document)
        )
        for mark, row in told.items():
            quiet = {*formset.model.UNFROZEN} & {*saved.get(mark, ())}
            told[mark] = row.sent | {name: saved[mark][name] for name in quiet}
        return told | saved if self.is_newest else saved | told
