"""The list of stories, and of questions: what each row says, and how rows are found.

What a page of it says beside the rows is fetched for all of them at once; nothing is
counted that grows with the archive.
"""

from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.draft.draft_filters import DueFilter, HolderFilter, ReviewFilter, StateFilter
from desk.form import work
from desk.form.desk_page import DeskPage
from desk.form.status import when
from desk.models import Handover
from people.open_list import OpenChangeList
from stories.models import Review
from stories.models.reviews import Verdict

VERDICTS = {
    Verdict.APPROVED: gettext_lazy("Approved by %(who)s"),
    Verdict.SENT_BACK: gettext_lazy("Sent back by %(who)s"),
}


class DraftChangeList(OpenChangeList):
    def get_results(self, request):
        """Give each row `work`, `held` and `verdict`, in a fixed number of queries."""
        super().get_results(request)
        rows = self.result_list = list(self.result_list)
        kind, keys = self.model.path_kind, [row.pk for row in rows]
        works = {one.owner.pk: one for one in work.by_keys(keys, self.model)}
        held = Handover.objects.open().filter(**{f"{kind}__in": keys})
        held = {one.owner.pk: one for one in held.select_related(kind, "to")}
        read = verdicts(kind, keys)
        for row in rows:
            row.work, row.held = works[row.pk], held.get(row.pk)
            row.verdict = read.get(row.pk)


def verdicts(kind, keys):
    """The newest answered review of each."""
    found = Review.objects.filter(**{f"revision__{kind}__in": keys})
    found = found.filter(verdict__in=VERDICTS).order_by("decided_at", "pk")
    return {one.owner.pk: one for one in found.named()}


FILTERS = (StateFilter, HolderFilter, DueFilter, ReviewFilter)


class DraftList(DeskPage):
    hooks = ("get_changelist", "state", "holder", "due", "review", "saved")

    def get_changelist(self, request, **options):
        return DraftChangeList

    @admin.display(description=gettext_lazy("state"))
    def state(self, owner):
        now = timezone.now()
        first, *ahead = owner.work.status(now).phrases()
        if owner.work.is_behind(now):
            ahead.append(owner.work.lack(now))
        elif owner.work.is_unscheduled(now):
            ahead.append(_("changes not public"))
        lines = format_html_join("", "<small>{}</small>", ((line,) for line in ahead))
        return format_html("<strong>{}</strong>{}", first, lines)

    @admin.display(description=gettext_lazy("with"))
    def holder(self, owner):
        return owner.held and owner.held.to

    @admin.display(description=gettext_lazy("due"))
    def due(self, owner):
        if not owner.held or not owner.held.due_at:
            return None
        now, at = timezone.now(), owner.held.due_at
        if at > now:
            return _("due %(at)s") % {"at": when(at, now)}
        late = _("overdue since %(at)s") % {"at": work.moment(at, now)}
        return format_html('<strong class="late">{}</strong>', late)

    @admin.display(description=gettext_lazy("review"))
    def review(self, owner):
        """Who was asked to read it, or what was said of these very words."""
        now, one = timezone.now(), owner.verdict
        if asked := owner.work.status(now).review:
            return asked
        is_of_draft = one and one.revision.digest == owner.work.owner.head_digest
        live = owner.work.live(now)
        if not is_of_draft or (live and not owner.work.is_ahead(now)):
            return None
        return VERDICTS[one.verdict] % {"who": one.decided_by}

    @admin.display(description=gettext_lazy("saved at"), ordering="saved_at")
    def saved(self, owner):
        at = timezone.localtime(owner.saved_at)
        said = work.moment(at, timezone.now())
        return format_html(
            '<time datetime="{}" title="{}">{}</time>',
            at.isoformat(timespec="seconds"),
            date_format(at, "DATETIME_FORMAT"),
            said,
        )
