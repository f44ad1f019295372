"""One page for each verb of publishing: asked with GET, done with POST."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext as _

from desk.form.desk_page import DeskPage
from desk.form.state import State
from desk.verbs import schedule, take_down
from desk.verbs import verb as verbs
from desk.verbs.correct import Correct
from desk.verbs.publish import Publish
from desk.verbs.review import REVIEW_VERBS
from desk.verbs.takeover import TakeOver
from people.refusals import RefusedError

VERBS = {
    "publish": Publish,
    **REVIEW_VERBS,
    "move": schedule.Move,
    "lift": schedule.Lift,
    "cancel": schedule.Cancel,
    "correct": Correct,
    "check": verbs.Check,
    "take-over": TakeOver,
    "hold": take_down.Hold,
    "withdraw": take_down.Withdraw,
    "keep-up": take_down.KeepUp,
    "reinstate": take_down.Reinstate,
}


class VerbPages(DeskPage):
    """Mixed into an admin whose model is published."""

    verbs = VERBS

    def get_urls(self):
        return [
            self.desk_path(f"<path:object_id>/{name}/", self.verb_page, name, name=name)
            for name in self.verbs
        ] + super().get_urls()

    def verb_page(self, request, object_id, name):
        """Asks for what a verb needs and does it; a refusal shows the form again, with
        what is true now. 403 without the verb's permission."""
        verb = self.verbs[name]
        owner = self.owner_for(request, object_id, "change", verb.permission)
        form = self.verb_form(request, owner, verb)
        if form.is_valid():
            if said := self.done(request, owner, form, name):
                return self.verb_done(request, form.made or owner, said)
            refusal, form = form.refusal, form.again(State(owner))
            form.say(refusal)
        return self.desk_page(
            request,
            owner,
            form.template,
            title=form.title,
            form=form,
            state=form.state,
            **form.context(request),
        )

    def verb_form(self, request, owner, form_class):
        """Empty, as it was sent, or with what was typed if it is only asked again."""
        about = {"state": State(owner), "by": request.user}
        if request.method != "POST":
            return form_class(**about)
        if "_look" in request.POST:
            return form_class(initial=form_class.kept(request.POST), **about)
        return form_class(request.POST, **about)

    def verb_done(self, request, owner, said):
        words = f"{said} {State(owner).words}"
        if page := self.view_on_site(owner):
            link = format_html('<a href="{}">{}</a>', page, _("Read it as readers do"))
            words = format_html("{} {}", words, link)
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", owner))

    def done(self, request, owner, form, name):
        """What the verb did, in words; nothing if it was refused."""
        try:
            with transaction.atomic():
                said = form.act(owner, request.user)
                self.log_verb(request, owner, name, said)
                return said
        except RefusedError as refusal:
            form.refusal = refusal
            owner.refresh_from_db()
            return ""

    def open_verbs(self, request, state):
        """Name, words and address of the verbs that make sense now."""
        allowed = {
            permission: self.may(request, permission, state.owner)
            for permission in {verb.permission for verb in self.verbs.values()}
        }
        return [
            (name, verb.button, self.address(name, state.owner), verb.danger)
            for name, verb in self.verbs.items()
            if name != "publish" and allowed[verb.permission] and verb.open(state)
        ]
