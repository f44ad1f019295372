"""The rules of the desks: what each check does there, on one page for each desk."""

from itertools import groupby
from operator import attrgetter

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from explainer.checks.catalogue import DEFAULTS, LISTED
from people.audit import AuditedAdmin
from people.backends import desks_where
from people.desk_view import never, respond
from people.desks import Desk
from people.models import AuditEvent
from stories.models import Rule

LIST = "admin:stories_rule_changelist"
SET = [check for check in LISTED if not check.structural]
# What can be set comes first.
GROUPS = [*dict.fromkeys(check.group for check in [*SET, *LISTED])]


class Rules(forms.Form):
    """A choice for each check that can be turned down, at one desk or at all."""

    def __init__(self, data=None, *, desk, disabled=False):
        self.desk = desk
        self.general = Rule.objects.levels()
        own = {rule.code: rule.level for rule in Rule.objects.filter(desk=desk)}
        super().__init__(data, initial=own if desk else self.general)
        for check in SET:
            self.fields[check.code] = forms.ChoiceField(
                label=check.title,
                choices=self.choices(check.code),
                required=False,
                disabled=disabled,
            )

    def choices(self, code):
        if self.desk is None:
            return Rule.Level.choices
        general = Rule.Level(self.general[code]).label
        return [
            ("", _("As at every desk: %(level)s") % {"level": general}),
            *Rule.Level.choices,
        ]

    @property
    def groups(self):
        """(name, [(check, field or None, where else)]), in the order of importance."""
        elsewhere = self.elsewhere()
        ranked = sorted(LISTED, key=lambda check: GROUPS.index(check.group))
        for name, listed in groupby(ranked, key=attrgetter("group")):
            yield (
                name,
                [
                    (check, self.fields_by(check.code), elsewhere.get(check.code, []))
                    for check in listed
                ],
            )

    def fields_by(self, code):
        return self[code] if code in self.fields else None

    def elsewhere(self):
        """The desks that have a rule of their own, by check."""
        found = {}
        if self.desk is None:
            for rule in Rule.objects.exclude(desk=None).select_related("desk"):
                found.setdefault(rule.code, []).append(rule)
        return found

    def save(self):
        """Write what differs; what is as it would be anyway leaves no row."""
        for code in self.changed_data:
            level = self.cleaned_data[code]
            rows = Rule.objects.filter(desk=self.desk, code=code)
            if level in ("", None) or (self.desk is None and level == DEFAULTS[code]):
                rows.delete()
            else:
                Rule.objects.update_or_create(
                    desk=self.desk, code=code, defaults={"level": level}
                )


def desk_named(slug):
    """The desk that the address names, or None for all of them."""
    if not slug:
        return None
    found = Desk.objects.filter(slug=slug.replace("\0", "")).first()
    if found is None:
        raise Http404(_("There is no such desk."))
    return found


def may_set(request, desk):
    """A desk's chief sets its rules; those of all desks, who is chief at all."""
    perm = "stories.change_rule"
    if desk is None:
        return desks_where(request.user, perm) is None
    return request.user.has_perm(perm, Rule(desk=desk))


@transaction.atomic
def save(request, form):
    """Save the levels; the log gets those that changed, by their check's code."""
    before = Rule.objects.levels(form.desk)
    form.save()
    after = Rule.objects.levels(form.desk)
    changed = [code for code in after if before[code] != after[code]]
    if form.changed_data:
        AuditEvent.objects.record(
            "change",
            request=request,
            of=Rule(desk=form.desk),
            before={code: before[code] for code in changed},
            after={code: after[code] for code in changed},
            note=", ".join(form.changed_data),
        )
    messages.success(request, _("Saved."))


@admin.register(Rule)
class RuleAdmin(AuditedAdmin):
    """One page in the place of a list: nobody wants a row for each rule."""

    has_add_permission = has_delete_permission = never

    def changelist_view(self, request, extra_context=None):
        """The rules of every desk, or of `?desk=slug`, and links to the others as
        (name, address, whether it is this one); without the right to set them it is
        read-only, and a POST is refused."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        desk = desk_named(request.GET.get("desk", ""))
        may = may_set(request, desk)
        if request.method == "POST" and not may:
            raise PermissionDenied
        form = Rules(request.POST or None, desk=desk, disabled=not may)
        if form.is_valid():
            save(request, form)
            return HttpResponseRedirect(request.get_full_path())
        desks = [
            (one.name, f"?desk={one.slug}", one == desk) for one in Desk.objects.all()
        ]
        return respond(
            request,
            "desk/rules.html",
            title=_("What the checks do"),
            opts=self.opts,
            form=form,
            may=may,
            desks=[(_("Every desk"), reverse(LIST), not desk), *desks],
        )

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """A rule has no page of its own."""
        return HttpResponseRedirect(reverse(LIST))
