"""Correcting what is live: a form of the blocks that readers have.

Nothing typed is lost: neither when other words are sought, nor when readers have got
another text meanwhile, or none.
"""

import datetime as dt

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.form.field_names import Places
from desk.form.fields import KindField
from desk.form.verb_fields import Note, NumberField
from desk.verbs.correction_fields import blocks_in_order, by_place, match_blocks, tidy
from desk.verbs.resolution import WaitingResolution
from desk.verbs.verb import AMENDING, NOTE_HELP, Verb
from explainer import blocks
from explainer.checks.structure import half_filled
from explainer.file import format_faults
from stories.models.verb_refusals import TextMovedError

KEPT = ("kind", "note", "find", "waiting", "why")


class Correct(Verb):
    template = "desk/verbs/correct.html"
    title = gettext_lazy("Correct what is live")
    explains = gettext_lazy(
        "Change the words that are wrong and leave the rest. Your draft is not "
        "published. The same words are changed in the draft and in an edition that is "
        "waiting. Where that edition says something else there, you are asked."
    )
    button = gettext_lazy("Correct what is live")
    needs = "live"
    edition = NumberField()
    kind = KindField(AMENDING)
    note = Note(help_text=NOTE_HELP)

    def prepare(self):
        """A field for each block of the edition that was looked at, `seen`."""
        self.moved, self.left, self.blocks = {}, [], []
        self.resolution, standing = WaitingResolution(self), self.state.standing
        number = self.fields["edition"].said(self.typed.get("edition"))
        self.seen = edition_seen(standing, number)
        if self.seen:
            self.fields["edition"].initial = self.seen.number
            self.blocks = blocks_in_order(self.state.owner, self.seen.revision.content)
        for block in self.blocks:
            self.fields[block.input] = block.form_field()
        self.apart = apart_in(standing.waiting, self.blocks)

    def context(self, request):
        """The fields to show: those sent, else those with the words sought, or changed
        before they were sought."""
        typed = self.typed.get("find", request.GET.get("find", "")).strip()
        find = "" if self.typed.get("_look") == "all" else typed
        sought = [block for block in self.blocks if block.has(find)]
        found = [
            {
                "field": self[block.input],
                "apart": (*block.place, block.index) in self.apart,
                "live": self.moved.get(block.input),
            }
            for block in self.blocks
            if (
                block.input in self.data
                if self.is_bound
                else block.has(find) or self.is_changed(block)
            )
        ]
        return {"find": find, "sought": sought, "found": found}

    def is_changed(self, block):
        return block.differs(self.typed.get(block.input, block.text))

    def changes(self):
        """A change for every block that now reads otherwise; what wasn't sent stays."""
        for block in self.blocks:
            if block.input in self.data and block.differs(new := self.new(block)):
                yield block.change(new)

    def new(self, block):
        value = self.cleaned_data[block.input]
        if isinstance(value, dt.date):
            return value.isoformat()
        return tidy(value or "")

    def clean(self):
        super().clean()
        self.demand_texts()
        if self.errors:
            return
        changes = [*self.changes()]
        if not changes:
            raise forms.ValidationError(_("Nothing is changed yet."))
        self.demand_readable(changes)
        self.resolution.demand(changes)

    def demand_texts(self):
        """What the desk's form demands can't be corrected away."""
        for _key, found in by_place(self.blocks):
            field = [*found]
            if field[0].required and not any(
                block.input not in self.data
                or block.input in self.errors
                or self.new(block)
                for block in field
            ):
                for block in field:
                    self.add_error(block.input, _("This can't be left empty."))

    def demand_readable(self, changes):
        """The text that comes of it is one that the format allows."""
        before = self.seen.revision.content
        after, _left = blocks.merge_changes(before, changes)
        had = unreadable(before)
        places = Places(self.state.owner)
        for fault in unreadable(after):
            if fault not in had:
                name, _input = places.of_finding(fault.place)
                self.add_error(None, f"{name}: {fault.message}")

    def again(self, state):
        """After a refusal: what was typed, laid on what readers have by now."""
        if not state.standing.live or state.standing.live.number == self.seen.number:
            return super().again(state)
        fresh = blocks_in_order(state.owner, state.standing.live.revision.content)
        became = match_blocks(self.blocks, fresh)
        sent = {key: value for key, value in self.data.items() if key in KEPT}
        sent["edition"] = str(state.standing.live.number)
        moved, left = {}, []
        for block in self.blocks:
            now, is_changed = became.get(block), self.is_changed(block)
            if now and block.input in self.data:
                sent[now.input] = self.data[block.input] if is_changed else now.text
                if is_changed and now.text != block.text:
                    moved[now.input] = now
            elif is_changed:
                left.append((block.name, self.typed[block.input]))
        form = type(self)(sent, state=state, by=self.by)
        form.moved, form.left = moved, left
        return form

    def say(self, refusal):
        """Names the places that somebody else has corrected meanwhile, if that is why
        it was refused."""
        names = [block.name for block in self.moved.values()]
        names += [name for name, _typed in self.left]
        if not isinstance(refusal, TextMovedError) or not names:
            super().say(refusal)
            return
        words = _(
            "Somebody has corrected the same words meanwhile: %(places)s. What readers "
            "have now stands beside yours. Nothing was done yet."
        )
        self.add_error(None, words % {"places": "; ".join(names)})

    def act(self, owner, by):
        """Publish the correction; says what the draft and the waiting edition did not
        take over."""
        result = owner.correct(
            changes=[*self.changes()],
            note=self.cleaned_data["note"],
            kind=self.cleaned_data["kind"],
            by=by,
            waiting=self.resolution.answer,
        )
        said = [_("Published edition %(number)s.") % {"number": result.edition.number}]
        if left := self.resolution.named(result.left_in_draft):
            words = _("Your draft has other words there (%(places)s): look at it.")
            said.append(words % {"places": left})
        return " ".join([*said, *self.resolution.outcome(result)])


def unreadable(document):
    """What no file could hold, and parts that lack what readers need."""
    return [*format_faults(document), *half_filled(document)]


def edition_seen(standing, number):
    """The edition that the editor had before them; at first what is live."""
    live = standing.live
    if number is None or (live and number == live.number):
        return live
    out = standing.owner.editions.due(standing.now)
    seen = out.filter(number=number, revision__isnull=False)
    return seen.select_related("revision").first() or live


def apart_in(waiting, found):
    """Where the waiting edition has other words, so that no change of these blocks
    fits."""
    if not waiting or not found:
        return set()
    trial = [block.change(f"{block.text} …") for block in found]
    _made, left = blocks.merge_changes(waiting.revision.content, trial)
    return {(change.uid, change.field, change.index) for change in left}
