"""The checks beside the form: of what is saved, and again of what is being typed."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from desk.form.desk_page import DeskPage, address, answer
from desk.form.findings import CheckResults
from desk.form.save import sent_document
from desk.form.state import State
from explainer.checks.catalogue import CHECKS, STRUCTURAL
from explainer.checks.report import level
from people.audit import record
from stories.models import Waiver
from stories.models.ledger import Standing
from stories.models.owned_rows import may


class Never(forms.Form):
    """Why one warning need not be shown again, while the text there stays."""

    code = forms.ChoiceField(
        choices=[(code, code) for code in CHECKS if code not in STRUCTURAL]
    )
    digest = forms.RegexField(r"^[0-9a-f]{64}$")
    place = forms.CharField(max_length=120)
    reason = forms.CharField(
        max_length=300,
        error_messages={
            "required": gettext_lazy("Say why: the next editor will ask."),
            "max_length": gettext_lazy("Say it in 300 characters."),
        },
    )


class Checks(DeskPage):
    routes = (
        ("checks/", "checks_page", "checks_new"),
        ("<path:object_id>/checks/", "checks_page", "checks"),
        ("<path:object_id>/checks/never/", "never_page", "never"),
    )

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def checks_page(self, request, object_id=None):
        """A page about what is saved; of a form as it is, a piece of one."""
        owner = self.draft_for(request, object_id)
        if request.method != "POST":
            return self.saved_checks(request, owner)
        text = not owner._state.adding and Standing(owner).text
        document = sent_document(self.admin, request, owner)
        checked = CheckResults(owner, document, first=not text, now=request.now)
        context = {"checked": checked, "owner": owner, "opts": self.opts}
        context["may_waive"] = bool(object_id)
        return render(request, "desk/writing/_checked.html", context)

    def saved_checks(self, request, owner):
        """For who works without a script: the draft as it was saved."""
        if owner._state.adding:  # There is nothing to check before it is written.
            opts = self.opts
            return redirect(f"admin:{opts.app_label}_{opts.model_name}_add")
        state = State(owner)
        context = {"title": _("Checks"), "state": state, "checked": state.checked}
        context["may_waive"] = may(request.user, "change", owner)
        return self.admin.desk_page(request, owner, "desk/writing/checks.html", context)

    @method_decorator(require_POST)
    def never_page(self, request, object_id):
        """Silence one warning in this story, or let it be heard again."""
        owner = self.owner_for(request, object_id, "change")
        page = address("checks", owner)
        if "_again" in request.POST:
            digest = str(request.POST.get("digest", ""))
            Waiver.objects.of(owner).filter(digest=digest.replace("\0", "")).delete()
            return answer(request, page, _("This is shown again."))
        form = Never(request.POST)
        if not form.is_valid():
            faults = [fault for field in form for fault in field.errors]
            return answer(request, page, faults[0], messages.ERROR)
        said = form.cleaned_data
        checked = CheckResults(owner, {}, first=False)
        if level(said["code"], checked.levels) == "block":
            words = _("This blocks publishing: no reason takes it away.")
            return answer(request, page, words, messages.ERROR)
        Waiver.objects.update_or_create(
            **owner.as_owner,
            digest=said.pop("digest"),
            defaults=said | {"by": request.user},
        )
        words = _("Not shown again in this story, until the text there changes.")
        note = f"{said['code']}: {said['reason']}"
        record(request, "never", owner, note=note)
        return answer(request, page, words)
