"""Correcting what is live: the blocks readers have, each with its text to change."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stories import blocks, prose
from stories.admin.fields import KindField, TextArea
from stories.admin.places import Places
from stories.admin.verbs import AMENDING, NOTE_HELP, Note, OnLive
from stories.blocks import Change

# Kinds of fields that can be wrong; the others hold addresses, keys and settings.
TEXTS = ("plain", "prose", "date")
SETTINGS = ("src", "kind", "language", "desk", "original_language")


@dataclass
class Block:
    """One block of what readers have, and the name of its field in the form."""

    name: str
    uid: str
    field: str
    index: int | None
    text: str
    kind: str = "plain"
    limit: int = 0
    required: bool = False
    number: int = 0

    @property
    def sought(self):
        """The text in which wrong words are sought."""
        return self.text.casefold()

    @property
    def input(self):
        return f"text-{self.number}"


def listed(owner, document):
    """Every block of a document, in reading order."""
    found = [*walked(owner, document)]
    for number, block in enumerate(found):
        block.number = number
    return found


def walked(owner, document):
    places = Places(owner)
    own = blocks.fields_of(document)
    for key, field in own.items():
        if field.kind == "object":
            yield from inside(document.get(key, {}), field.items, places, prefix=key)
        elif field.kind != "list":
            yield from of_field(document, key, field, places.name("", key), "", key)
        for path, items, fields in blocks.lists(document):
            if path.partition(".")[0] == key:
                for number, item in enumerate(items, 1):
                    for name, inner in fields.items():
                        label = places.name(path, name, number)
                        uid = item["uid"]
                        yield from of_field(item, name, inner, label, uid, name)


def inside(values, fields, places, prefix):
    for name, field in fields.items():
        full = f"{prefix}.{name}"
        yield from of_field(values, name, field, places.name("", full), "", full)


def of_field(values, key, field, label, uid, full):
    """The blocks of one field; none if it is empty or isn't a text."""
    value = values.get(key)
    if not value or field.kind not in TEXTS or key in SETTINGS:
        return
    made = {"uid": uid, "field": full, "kind": field.kind, "limit": field.limit}
    if field.kind != "prose":
        yield Block(label, index=None, text=value, required=field.required, **made)
        return
    texts = prose.blocks(value)
    for index, text in enumerate(texts):
        name = label if len(texts) == 1 else f"{label}, {index + 1}"
        yield Block(name, index=index, text=text, **made)


class Correct(OnLive):
    template = "admin/stories/correct.html"
    title = gettext_lazy("Correct what is live")
    explains = gettext_lazy(
        "Change the words that are wrong and leave the rest. Your draft is not "
        "published. The same change is made in the draft and in an edition that is "
        "waiting, wherever they have the same words."
    )
    button = gettext_lazy("Correct what is live")
    edition = forms.IntegerField(widget=forms.HiddenInput)
    kind = KindField(AMENDING)
    note = Note(help_text=NOTE_HELP)

    def prepare(self):
        live = self.state.live
        if not live:
            self.blocks = []
            return
        self.fields["edition"].initial = live.number
        self.blocks = listed(self.state.owner, self.seen(live).revision.content)
        for block in self.blocks:
            self.fields[block.input] = self.text_field(block)

    def seen(self, live):
        """The edition that the editor had before them."""
        number = self.data.get("edition", "")
        if not number.isdecimal() or int(number) == live.number:
            return live
        seen = self.state.owner.editions.filter(number=number, revision__isnull=False)
        return seen.select_related("revision").first() or live

    def text_field(self, block):
        options = {"label": block.name, "initial": block.text, "required": False}
        if block.kind == "date":
            return forms.RegexField(r"^\d{4}-\d\d-\d\d$", **options)
        return forms.CharField(
            widget=TextArea, max_length=block.limit or None, **options
        )

    def context(self, request):
        """The fields to show: those sent, else those with the words sought."""
        find = request.GET.get("find", "").strip()
        sought = find.casefold()
        found = [
            self[block.input]
            for block in self.blocks
            if (block.input in self.data if self.is_bound else sought in block.sought)
        ]
        return {"find": find, "found": found}

    def changes(self):
        """A change for every block that now reads otherwise; what wasn't sent stays."""
        for block in self.blocks:
            if self.add_prefix(block.input) not in self.data:
                continue
            new = self.cleaned_data[block.input].replace("\r\n", "\n").strip()
            if new != block.text.strip():
                op = "replace" if new else "remove"
                yield Change(op, block.uid, block.field, block.index, block.text, new)

    def clean(self):
        said = super().clean()
        for block in self.blocks:
            sent = self.add_prefix(block.input) in self.data
            if block.required and sent and said.get(block.input) == "":
                self.add_error(block.input, _("This can't be left empty."))
        if not self.errors and not [*self.changes()]:
            raise forms.ValidationError(_("Nothing is changed yet."))
        return said

    def act(self, owner, by):
        result = owner.correct(
            changes=[*self.changes()],
            note=self.cleaned_data["note"],
            kind=self.cleaned_data["kind"],
            by=by,
        )
        said = [_("Published edition %(number)s.") % {"number": result.edition.number}]
        if result.left_in_draft:
            said.append(_("Your draft has other words there: look at it."))
        if result.left_in_waiting:
            said.append(_("The waiting edition has other words there: look at it."))
        return " ".join(said)
