"""Texts from outside that may tell of a story that is here: an editor says whether.

Whoever may write the story may say so; nothing comes in before, and nothing twice.
"""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from explainer import prose
from people.audit import AuditedAdmin, record
from people.backends import desks_where
from people.desk_view import never, respond, row_for
from people.refusals import RefusedError
from stories.models import Kind, Telling
from stories.transfer.publisher import PublishOptions
from stories.transfer.telling_verdict import settle

WRITE, PUBLISH = "stories.change_story", "stories.publish_story"
LIST = "admin:stories_telling_changelist"
# What tells most of a text in few words, and how much of it is shown.
TOLD, LONGEST = ("summary", "standfirst", "brief", "report"), 1500
SHARES = {
    "articles": gettext_lazy("Sources in common"),
    "names": gettext_lazy("Names in common"),
    "words": gettext_lazy("Words in common"),
}


@admin.display(description=gettext_lazy("in common"), ordering="score")
def share(row):
    return f"{row.score} %"


@admin.display(description=gettext_lazy("told"), ordering="at")
def moment_told(row):
    return f"{localtime(row.at):%Y-%m-%d %H:%M}"


def publishing(user, row, story):
    """How a text goes out as a story, or as a new one: if its own file was to be
    published, and they may do that."""
    if not row.options.get("publish"):
        return None
    anywhere = desks_where(user, PUBLISH) is None
    may = user.has_perm(PUBLISH, story) if story else anywhere
    return PublishOptions(kind=str(Kind.DEVELOPMENT), weighs=True) if may else None


def decide(request, row, verdict):
    """Do as was said, and say what became of it."""
    try:
        with transaction.atomic():
            how = partial(publishing, request.user)
            report = settle(row.pk, verdict, by=request.user, publishing=how)
            if report is None:
                messages.info(request, _("Somebody has said so before."))
                return
            label = Telling.Verdict(verdict).label
            record(request, "change", row.candidate, note=f"{row.headline}: {label}")
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return
    for notice in report.outcome.notices + report.notes:
        messages.info(request, notice)
    done = report.outcome
    if done.published:
        messages.success(request, _("Brought in, and published."))
    elif done.made or done.changed:
        messages.success(request, _("Brought in, as a draft."))
    else:
        messages.success(request, _("Saved."))


@admin.register(Telling)
class PossibleMatches(AuditedAdmin):
    nothing_yet = gettext_lazy(
        "Nothing waits: what comes in again is asked about here, if it isn't sure "
        "which story it tells of."
    )
    list_display = ["headline", "candidate", share, moment_told]
    list_select_related = ["candidate"]
    search_fields = ["headline", "candidate__headline"]
    list_per_page = 50
    actions = None

    has_add_permission = never

    def get_queryset(self, request):
        keys = desks_where(request.user, WRITE)
        found = super().get_queryset(request).exclude(candidate=None)
        found = found.select_related("candidate", "story")
        if request.resolver_match.url_name.endswith("changelist"):
            found = found.waiting()
        if keys is None:
            return found
        return found.filter(Q(candidate__desk__in=keys) | Q(candidate__desk=None))

    def has_module_permission(self, request):
        return self.has_change_permission(request)

    def has_view_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        if obj is None:
            keys = desks_where(request.user, WRITE)
            return keys is None or bool(keys)
        return request.user.has_perm(WRITE, obj.candidate)

    def has_delete_permission(self, request, obj=None):
        """Whoever may delete a draft may delete what is known of where it came from."""
        story = obj and (obj.story or obj.candidate)
        return bool(story) and request.user.has_perm("stories.delete_story", story)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Both texts beside each other, and the two answers."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        row = row_for(self, request, object_id, "change")
        if request.method == "POST":
            if request.POST.get("verdict") in Telling.Verdict:
                decide(request, row, request.POST["verdict"])
            return HttpResponseRedirect(reverse(LIST))
        fields = row.entry.get("fields", {})
        head = row.candidate.revisions.head()
        here = head.content if head else {"headline": row.candidate.headline}
        shares = [
            (label, f"{round(100 * row.signs.get(name, 0))} %")
            for name, label in SHARES.items()
        ]
        return respond(
            request,
            "desk/match.html",
            title=_("Does this tell of the same story?"),
            opts=self.opts,
            row=row,
            shares=shares,
            publishes=bool(publishing(request.user, row, row.candidate)),
            texts=[
                text_of(row.headline, fields, moment_told(row), ""),
                text_of(here.get("headline", ""), here, "", address(row.candidate)),
            ],
            verdicts=Telling.Verdict.choices,
        )


def address(story):
    return reverse("admin:stories_story_change", args=[story.pk])


def text_of(headline, said, at, link):
    """What an editor needs to know one of the two texts."""
    sources = said.get("sources", [])
    told = next(filter(None, (said.get(key) for key in TOLD)), "")
    return {
        "headline": headline,
        "at": at,
        "link": link,
        "summary": Truncator(prose.plain(told)).chars(LONGEST),
        "sources": [s.get("title") or s.get("url") or s.get("key") for s in sources],
    }
