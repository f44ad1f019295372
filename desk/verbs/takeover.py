"""Taking over into the draft what readers have, place by place."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.verbs.correction_fields import blocks_in_order
from desk.verbs.verb import Verb


class TakeOver(Verb):
    template = "desk/conflict/takeover.html"
    title = gettext_lazy("Take over what readers have")
    explains = gettext_lazy(
        "Readers have text that your draft does not. It is put into the draft; where "
        "you have words of your own, it takes the place of those that are ticked here."
    )
    button = gettext_lazy("Take over")
    needs = "behind"

    places = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Where shall it take the place of your words?"),
        widget=forms.CheckboxSelectMultiple,
    )

    leave = forms.BooleanField(
        required=False,
        label=gettext_lazy("Leave the draft as it is: it includes it, or need not"),
    )

    def prepare(self):
        """One choice, ticked, for each place where the draft and what readers have both
        changed."""
        owner, text = self.state.owner, self.state.standing.text
        found = owner.draft.merge(text).touches if text else []
        self.touches = {touch.key: touch for touch in found}
        if not found:
            del self.fields["places"]
            return
        names = {
            block.place: block.whole_name or block.name
            for block in blocks_in_order(owner, text.revision.content)
        }
        field = self.fields["places"]
        field.choices = [
            (key, f"{names.get((one.uid, one.field), one.field)}: {one.after}")
            for key, one in self.touches.items()
        ]
        field.initial = [*self.touches]

    def act(self, owner, by):
        said = self.cleaned_data
        if said["leave"]:
            owner.draft.mark_level()
            return _("Left as it is: the draft can be published.")
        ticked = said.get("places", ())
        owner.draft.take_over({key: self.touches[key].after for key in ticked}, by=by)
        return _("Taken over: the draft can be published.")
