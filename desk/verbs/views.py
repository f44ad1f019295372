"""One page for each verb of publishing: asked with GET, done with POST."""

from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from desk.form.desk_page import DeskPage, address
from desk.form.state import State
from desk.verbs import schedule, take_down
from desk.verbs import verb as verbs
from desk.verbs.correct import Correct
from desk.verbs.end import ENDINGS
from desk.verbs.publish import Publish
from desk.verbs.review import REVIEW_VERBS
from desk.verbs.takeover import TakeOver
from people.audit import record
from people.refusals import RefusedError
from stories.models import Story
from stories.models.owned_rows import may

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


def verbs_of(model):
    """The verbs that a story has, or a question, by the names of their pages."""
    return VERBS | (ENDINGS if model is Story else {})


class Publishing(DeskPage):
    """A page for each verb."""

    def urls(self, admin):
        view = self.verb_page
        return [
            self.path(f"<path:object_id>/{name}/", partial(view, name=name), name)
            for name in verbs_of(self.model)
        ]

    def verb_page(self, request, object_id, name):
        """Asks for what a verb needs and does it; a refusal shows the form again, with
        what is true now. 403 without the verb's permission."""
        verb = verbs_of(self.model)[name]
        owner = self.owner_for(request, object_id, "change", verb.permission)
        form = verb_form(request, owner, verb)
        if form.is_valid():
            said, refusal = outcome(request, owner, form, name)
            if refusal is None:
                return verb_done(request, form.made or owner, said)
            form = form.again(State(owner))
            form.say(refusal)
        context = {"title": form.title, "form": form, "state": form.state}
        context |= form.context(request)
        return self.admin.desk_page(request, owner, form.template, context)

    def context(self, save):
        verbs = open_verbs(save.by, save.state)
        return {"verbs": verbs, "public_page": public_page(save.state)}


def verb_form(request, owner, form_class):
    """Empty, as it was sent, or with what was typed if it is only asked again."""
    about = {"state": State(owner), "by": request.user}
    if request.method != "POST":
        return form_class(**about)
    if "_look" in request.POST:
        return form_class(initial=form_class.kept(request.POST), **about)
    return form_class(request.POST, **about)


def outcome(request, owner, form, name):
    """(what the verb did, in words; why it was refused, or None)."""
    try:
        with transaction.atomic():
            said = form.act(owner, request.user)
            record(request, name, owner, note=str(said))
            return said, None
    except RefusedError as refusal:
        owner.refresh_from_db()
        return "", refusal


def verb_done(request, owner, said):
    state = State(owner)
    words = f"{said} {state.words}"
    if page := public_page(state):
        link = format_html('<a href="{}">{}</a>', page, _("Read it as readers do"))
        words = format_html("{} {}", words, link)
    messages.success(request, words)
    return HttpResponseRedirect(address("change", owner))


def public_page(state):
    """Where readers have it, while they do; else None."""
    live, kind = state.standing.live, state.owner.path_kind
    try:
        return live and reverse(kind, args=[live.revision.content["slug"]])
    except NoReverseMatch:
        return None


def open_verbs(user, state):
    """Name, words, address and danger of the verbs that make sense now."""
    owner = state.owner
    verbs = verbs_of(type(owner))
    needed = {verb.permission for verb in verbs.values()}
    allowed = {verb for verb in needed if may(user, verb, owner)}
    return [
        (name, verb.button, address(name, owner), verb.danger)
        for name, verb in verbs.items()
        if name != "publish" and verb.permission in allowed and verb.open(state)
    ]
