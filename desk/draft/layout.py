"""The form as a page: its blocks in reading order, how full and how long."""

import json
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from django.contrib.admin.utils import flatten

from desk.form.field_names import column
from desk.form.part_formsets import is_deleted
from desk.form.save import form_document
from explainer import prose
from explainer.depth_texts import BEYOND, READ
from paper.page import depth
from stories.models.freezing import part_models


class BoundBlock:
    """One block, with what the form holds of it."""

    def __init__(self, block, form, fieldset, inline):
        self.block, self.form = block, form
        self.fieldset, self.inline = fieldset, inline
        self.names = flatten(own_lines(block))

    @cached_property
    def forms(self):
        """The forms of its parts, without those that are to be deleted."""
        found = self.inline.formset.forms if self.inline else ()
        return [form for form in found if not is_deleted(form)]

    @cached_property
    def rows(self):
        """The values of its saved parts, where a script makes their fields."""
        values = self.inline and self.inline.formset.values
        return values.rows if values else []

    @cached_property
    def count(self):
        return len(self.rows) + len(self.forms)

    @cached_property
    def keys(self):
        """Where its texts stand in a document."""
        lists = [self.block.parts.partition(".")[0]] if self.inline else []
        return " ".join(dict.fromkeys([self.block.key, *self.names, *lists]))

    @cached_property
    def is_filled(self):
        return bool(self.count) or any(
            field_value(self.form, name) for name in self.names
        )

    @cached_property
    def is_faulty(self):
        if not self.form.is_bound:
            return False
        faulty = any(name in self.form.errors for name in self.names)
        return faulty or bool(self.inline and self.inline.formset.total_error_count())

    @property
    def is_open(self):
        filled = self.is_filled and not self.block.apart
        return self.block.always or filled or self.is_faulty

    @cached_property
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
        for row in self.rows:
            new = self.inline.formset.empty_form
            texts += [row[name] for name in row if is_counted(new, name)]
        return sum(len(prose.plain(text).split()) for text in texts if text)


def own_lines(block):
    """The fields of a block's own as the form names them, in lines."""
    return [
        line.replace(".", "_") if isinstance(line, str) else line
        for line in block.fields
    ]


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
    names = depth.names()
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
    what Django's form says of itself; `shape` is what the scripts need to know."""
    fieldsets = iter(context["adminform"])
    form = context["adminform"].form
    inlines = {i.opts.model.KEY: i for i in context["inline_admin_formsets"]}
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
    made["shape"] = shape(model_admin)
    if model_admin.has_depths:
        formsets = [item.formset for item in inlines.values()]
        made["lengths"] = lengths(form_document(form.instance, formsets))
        made["pace"] = depth.WORDS_A_MINUTE
    return made


def shape(model_admin):
    """What the form's scripts need of the format and of the table of blocks, as JSON.

    `shown` selects on the page a block, and one of its parts; `texts` are those that
    each depth reads, and `more` those that make a story more than its opening: each
    as the path of a list, the name of an input, and of which parts only.
    """
    models, blocks = part_models(model_admin.model), model_admin.reading_order

    def names(path, *keys):
        return [path, *(column(models[path], key) if path else key for key in keys)]

    made = {"shown": {b.key: [b.place, b.each] for b in blocks if b.place}}
    if model_admin.has_depths:
        made["texts"] = {d: [names(*text) for text in READ[d]] for d in READ}
        made["more"] = [names(*text) for text in chain(*BEYOND.values())]
    return json.dumps(made, separators=(",", ":"))
