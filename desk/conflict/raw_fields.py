"""A draft as raw fields, the way a browser would send its form, valid or not.

So a text as somebody loaded it, as it is saved now and as somebody has it in the form
can be compared and mixed without losing a letter.
"""

import re
from dataclasses import dataclass, field

from django import forms

from desk.form.row_order import sent_rows, uid_of
from stories.models import Tag, freezing

# What says which part a row is and where it stands; the rest is its text.
NOT_TEXT = ("id", "uid", "position", "DELETE")
TICKED = "on"
ONLY = "only"  # Stands for the uid where there is one part at most.


@dataclass
class Row:
    """One part: its text by field, and all that was sent of it."""

    said: dict
    sent: dict = field(default_factory=dict)
    is_saved: bool = False
    is_deleted: bool = False


@dataclass
class Text:
    """The fields of a draft, and of its parts by the formset's prefix and their uid."""

    own: dict
    rows: dict


def raw(value):
    """A value as a form field is sent."""
    if isinstance(value, bool):
        return TICKED if value else ""
    if isinstance(value, list | tuple):
        value = value[-1] if value else ""
    return "" if value is None else str(value).replace("\r\n", "\n")


def shown_by(form, names):
    """What a form that nobody has touched would send of these fields."""
    found = {}
    for name in names:
        value = form[name].value()
        is_plain = isinstance(value, bool)
        found[name] = raw(
            value if is_plain else form[name].field.widget.format_value(value)
        )
    return found


def own_names(form):
    return [name for name, item in form.fields.items() if not item.widget.is_hidden]


def part_names(formset):
    """The fields of a part that its document tells of."""
    quiet = {*NOT_TEXT, *formset.model.UNFROZEN}
    return [name for name in formset.form.base_fields if name not in quiet]


def is_tick(field):
    return isinstance(field.widget, forms.CheckboxInput)


def form_kind(form):
    """The class of a form that shows what is saved, whatever this one shows."""
    return type(form).plain or type(form)


def in_form(form, formsets):
    """What was typed: the draft as the form was sent."""
    own = {name: raw(form[name].data) for name in own_names(form) if has(form, name)}
    rows = {}
    for formset in formsets:
        rows[formset.prefix] = found = {}
        for place, sent in enumerate(sent_rows(form.data, formset.prefix)):
            found[mark(formset, sent, place)] = row_of(formset, sent)
    return Text(own, rows)


def has(form, name):
    """Whether a field was in the form when it was typed into."""
    return name in form.data or is_tick(form.fields[name])


def mark(formset, sent, place):
    """By what a row is known; one that the page gave no mark is known by its place."""
    if formset.max_num == 1:
        return ONLY if place == 0 else f"{ONLY} {place}"
    return uid_of(sent) or f"row {place}"


def row_of(formset, sent):
    said = {}
    for name in part_names(formset):
        if is_tick(formset.form.base_fields[name]):
            said[name] = raw(name in sent)
        elif name in sent:
            said[name] = raw(sent[name])
    return Row(said, sent, bool(raw(sent.get("id"))), "DELETE" in sent)


def saved_text(owner, form, formsets):
    """The draft as it is saved now."""
    fresh = type(owner)._default_manager.get(pk=owner.pk)
    own = shown_by(form_kind(form)(instance=fresh), own_names(form))
    rows = {}
    for formset in formsets:
        parts = freezing.parts_of(fresh, formset.model)
        rows[formset.prefix] = {
            uid(formset, part): as_row(formset, part) for part in parts
        }
    return Text(own, rows)


def document_text(owner, document, form, formsets):
    """The draft as a document tells it; None if there is no document."""
    if document is None:
        return None
    finder = freezing.Finder(document)
    told = type(owner)(pk=owner.pk)
    freezing.tell(told, document, finder)
    tags = {"tags": Tag.objects.filter(slug__in=document.get("tags", []))}
    known = {*owner.FROZEN, *owner.SHAPED}
    names = [name for name in own_names(form) if name in known]
    own = shown_by(form_kind(form)(instance=told, initial=tags), names)
    rows = {item.prefix: document_rows(item, document, finder) for item in formsets}
    return Text(own, rows)


def document_rows(formset, document, finder):
    items = freezing.items_at(document, formset.model.KEY)
    finder.learn({formset.model: items})
    found = {}
    for item in items:
        part = formset.model()
        part.uid = item.get("uid")
        freezing.fill_part(part, item, finder)
        found[uid(formset, part)] = as_row(formset, part)
    return found


def uid(formset, part):
    return ONLY if formset.max_num == 1 else str(part.uid)


def as_row(formset, part):
    """A part as the row that shows it would be sent."""
    form = formset.form(instance=part)
    names = [name for name in formset.form.base_fields if name not in NOT_TEXT]
    everything = shown_by(form, names)
    sent = {
        name: [value]
        for name, value in everything.items()
        if value or not is_tick(formset.form.base_fields[name])
    }
    sent |= {"uid": [str(part.uid or "")], "position": [str(part.position)]}
    if part.pk:
        sent["id"] = [str(part.pk)]
    said = {name: everything[name] for name in part_names(formset)}
    return Row(said, sent, bool(part.pk))


def write(row, name, values, field):
    """Put values into a row; a box that isn't ticked isn't sent."""
    row.pop(name, None)
    if values != [""] or not is_tick(field):
        row |= {name: values}


def replace_rows(data, prefix, rows):
    """Write rows into what a form sent, in the place of those that it had."""
    old = re.compile(rf"{re.escape(prefix)}-[0-9]+-.*")
    for name in [name for name in data if old.fullmatch(name)]:
        del data[name]
    for place, sent in enumerate(rows):
        for name, values in sent.items():
            data.setlist(f"{prefix}-{place}-{name}", values)
    data[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
