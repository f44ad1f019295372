"""The form as a page: its blocks in reading order, how full and how long."""

from dataclasses import dataclass

from django.contrib.admin.utils import flatten
from django.utils.translation import gettext as _

from desk.form.part_formsets import is_deleted
from desk.form.save import form_document
from explainer import prose
from paper.page import depth


@dataclass(frozen=True)
class Block:
    """One block of the public page: fields of the story's own, then its parts."""

    key: str
    name: str
    fields: tuple = ()
    parts: type | None = None
    always: bool = False  # Open even while it says nothing.
    apart: bool = False  # Closed although it says something.


def block(key, name, *fields, **options):
    return Block(key, name, fields, **options)


class BoundBlock:
    """One block, with what the form holds of it."""

    def __init__(self, block, form, fieldset, inline):
        self.block, self.form = block, form
        self.fieldset, self.inline = fieldset, inline
        self.names = flatten(block.fields)

    @property
    def forms(self):
        """The forms of its parts, without those that are to be deleted."""
        found = self.inline.formset.forms if self.inline else ()
        return [form for form in found if not is_deleted(form)]

    @property
    def keys(self):
        """Where its texts stand in a document."""
        lists = [self.inline.opts.model.KEY.partition(".")[0]] if self.inline else []
        return " ".join(dict.fromkeys([self.block.key, *self.names, *lists]))

    @property
    def is_filled(self):
        return bool(self.forms) or any(
            field_value(self.form, name) for name in self.names
        )

    @property
    def is_faulty(self):
        if not self.form.is_bound:
            return False
        faulty = any(name in self.form.errors for name in self.names)
        return faulty or bool(self.inline and self.inline.formset.total_error_count())

    @property
    def is_open(self):
        filled = self.is_filled and not self.block.apart
        return self.block.always or filled or self.is_faulty

    @property
    def state(self):
        return "faulty" if self.is_faulty else "filled" if self.is_filled else "empty"

    @property
    def words(self):
        """The words of its prose, as the script counts them."""
        texts = [
            field_value(self.form, n) for n in self.names if is_counted(self.form, n)
        ]
        texts += [
            field_value(f, n) for f in self.forms for n in f.fields if is_counted(f, n)
        ]
        return sum(len(prose.plain(text).split()) for text in texts if text)


def field_value(form, name):
    """What a field holds; of a form that may only be looked at, what was saved."""
    if name in form.fields:
        return form[name].value()
    return getattr(form.instance, name, None)


def is_counted(form, name):
    return name in form.fields and "data-words" in form.fields[name].widget.attrs


@dataclass(frozen=True)
class Length:
    """How much there is to read at one depth."""

    depth: str
    name: str
    words: int
    time: str
    offered: bool


def lengths(document):
    """Every depth, as the page's own ladder counts it."""
    names = {
        depth.GLANCE: _("At a glance"),
        depth.BRIEF: _("In brief"),
        depth.FULL: _("In full"),
    }
    offered = depth.available_depths(document)
    counts = {step: depth.words(document, step) for step in names}
    return [
        Length(
            depth=step,
            name=name,
            words=counts[step],
            time=depth.duration(counts[step], short=True),
            offered=step in offered,
        )
        for step, name in names.items()
    ]


def blocks_context(model_admin, context):
    """The blocks with their forms, those with faults, and the words at each depth, of
    what Django's form says of itself."""
    fieldsets = iter(context["adminform"])
    form = context["adminform"].form
    inlines = {type(item.opts): item for item in context["inline_admin_formsets"]}
    blocks = [
        BoundBlock(
            item,
            form,
            next(fieldsets) if item.fields else None,
            inlines.get(item.parts),
        )
        for item in model_admin.reading_order
    ]
    made = {"blocks": blocks, "faulty": [item for item in blocks if item.is_faulty]}
    if model_admin.has_depths:
        formsets = [item.formset for item in inlines.values()]
        made["lengths"] = lengths(form_document(form.instance, formsets))
        made["pace"] = depth.WORDS_A_MINUTE
    return made
