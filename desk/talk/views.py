"""What people say to each other about one story or question: a page, and a panel."""

import uuid
from functools import cached_property, partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms.models import model_to_dict
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk.form.desk_page import DeskPage, address
from desk.form.state import State
from desk.models import Comment, Contact, Handover, LockNote
from desk.talk.anchors import Anchors, notes_on_changes
from desk.talk.forms import COMMENT_DEEDS, ReadAfter
from desk.talk.handover_page import HANDING_DEEDS
from desk.verbs.review import REVIEW_VERBS
from desk.verbs.views import open_verbs
from people.audit import record
from people.compiled_query import KEY, compile_once
from people.refusals import RefusedError
from stories.models.owned_rows import may

DEEDS = COMMENT_DEEDS | HANDING_DEEDS | {"read": ReadAfter}
# How much of the talk a page can show: all of it, or what stands beside the form.
PARTS = {"sheet": "desk/talk/_talk_sheet.html", "panel": "desk/talk/_talk_panel.html"}


@compile_once(owner=KEY)
def said_of(model, kind, owner):
    """All of one kind that was said of a story or question."""
    return model.objects.filter(**{kind: owner}).named()


@compile_once(owner=KEY)
def open_of(model, kind, owner):
    return model.objects.filter(**{kind: owner}).open().named()


class Talk:
    """Everything that is said about one story or question, as its pages show it."""

    said = ""
    warnings = ()

    def __init__(self, by, state):
        self.by, self.state, self.owner = by, state, state.owner
        self.address = address("talk", self.owner)
        self.form_address = address("change", self.owner)
        self.text_address = address("preview", self.owner)
        self.may_publish = may(by, "publish", self.owner)

    @cached_property
    def anchors(self):
        head = self.state.head
        return Anchors(self.owner, head and head.content)

    @cached_property
    def threads(self):
        """Every thread with its replies, oldest first; each comment says what this
        person may do with it."""
        threads = {}
        for comment in said_of(Comment, self.owner.path_kind, owner=self.owner.pk):
            set_place(comment, self.anchors, self.form_address)
            comment.answers = []
            comment.is_mine = comment.written_by_id == self.by.pk
            comment.is_editable = comment.is_editable_by(self.by)
            text = self.anchors.text(comment.uid, comment.field)
            comment.words_are_gone = bool(comment.quote) and comment.quote not in text
            if comment.parent_id is None:
                threads[comment.pk] = comment
            elif comment.parent_id in threads:
                threads[comment.parent_id].answers.append(comment)
        return [*threads.values()]

    @property
    def open_threads(self):
        return [thread for thread in self.threads if not thread.resolved_at]

    @property
    def resolved_threads(self):
        return [thread for thread in self.threads if thread.resolved_at]

    @cached_property
    def handover(self):
        """Who has it now."""
        return open_of.first(Handover, self.owner.path_kind, owner=self.owner.pk)

    @property
    def is_left_for_me(self):
        held = self.handover
        return bool(held and held.to_id == self.by.pk and not held.taken_at)

    @cached_property
    def notes(self):
        """The lock notes that are on it."""
        notes = open_of(LockNote, self.owner.path_kind, owner=self.owner.pk)
        for note in notes:
            set_place(note, self.anchors, self.form_address)
            now = self.anchors.text(note.uid, note.field)
            note.is_reworded = bool(note.wording) and note.wording != now
        return notes

    @property
    def touched_notes(self):
        """The notes on what readers would get changed."""
        had, head = self.state.standing.text, self.state.head
        old = had and had.revision.content
        return notes_on_changes(self.notes, old, head.content) if head else []

    @cached_property
    def contacts(self):
        """Each with the form that mends it."""
        contacts = said_of(Contact, self.owner.path_kind, owner=self.owner.pk)
        for contact in contacts:
            contact.form = partial(self.form, "answer", key=contact.pk, of=contact)
        return contacts

    @property
    def review_verbs(self):
        """Name, words and address of what can be done about a review now."""
        verbs = open_verbs(self.by, self.state)
        return [item[:3] for item in verbs if item[0] in REVIEW_VERBS]

    @property
    def answered(self):
        return [contact for contact in self.contacts if contact.answer]

    @property
    def mark(self):
        """A new mark for each form that asks."""
        return uuid.uuid4()

    def form(self, name, sent=None, key=None, of=None):
        """A deed's form: as it was sent, or to begin with what a row says."""
        about = {"owner": self.owner, "by": self.by, "anchors": self.anchors}
        options = {"auto_id": f"talk-{name}-{key or 0}-%s", "key": key} | about
        initial = (model_to_dict(of) if of else {}) | {"mark": self.mark}
        form = DEEDS[name](sent, initial=initial, **options)
        form.name = name
        return form

    @property
    def forms(self):
        """The forms that begin something new, each made when it is asked for."""
        names = ("comment", "hand-over", "lock", "contact")
        return {name.replace("-", "_"): partial(self.form, name) for name in names}


def set_place(row, anchors, form_address):
    """Name the place that a comment or a note is about."""
    where = (row.uid, row.field)
    row.place = anchors.name(*where) if any(where) else ""
    row.column = anchors.column(*where)
    field_id = anchors.field_id(*where)
    row.address = f"{form_address}#{field_id}" if field_id else ""


class TalkPages(DeskPage):
    routes = (
        ("<path:object_id>/talk/", "talk_page", "talk"),
        ("<path:object_id>/talk/<slug:name>/", "deed_page", "deed"),
        ("<path:object_id>/talk/<slug:name>/<int:key>/", "deed_page", "deed_on"),
    )

    def context(self, save):
        allowed = may(save.by, "change", save.owner)
        return {"talk": Talk(save.by, save.state) if allowed else None}

    def talk_page(self, request, object_id, failed=None):
        """All that is said; a deed that was refused is asked for again, on top."""
        owner = self.owner_for(request, object_id, "change")
        context = {"title": _("Comments and handover"), "state": State(owner)}
        context["failed"] = failed
        return self.admin.desk_page(request, owner, "desk/talk/talk.html", context)

    @method_decorator(require_POST)
    def deed_page(self, request, object_id, name, key=None):
        """Do one thing, and go back to the page; a script gets its part of it."""
        owner = self.owner_for(request, object_id, "change")
        if name not in DEEDS:
            raise Http404(_("There is nothing at this address."))
        if not may(request.user, DEEDS[name].permission, owner):
            raise PermissionDenied
        form = Talk(request.user, State(owner)).form(name, request.POST, key)
        done = deed_done(request, owner, form)
        if part := PARTS.get(request.POST.get("_part")):
            return part_response(request, owner, part, form, done)
        if not done:
            return self.talk_page(request, object_id, failed=form)
        messages.success(request, done)
        for warning in form.warnings:
            messages.warning(request, warning)
        return HttpResponseRedirect(f"{address('talk', owner)}#{form.section}")


def deed_done(request, owner, form):
    """What was done, in words; nothing if it was refused."""
    if not form.is_valid():
        return ""
    try:
        with transaction.atomic():
            said = form.act()
            if form.is_logged:
                record(request, form.name, owner, note=str(said))
            return said
    except RefusedError as refusal:
        form.add_error(None, str(refusal))
        return ""


def part_response(request, owner, template, form, done):
    """What a script puts in place of the part that it asked from."""
    if not done:
        template = "desk/talk/_talk_refused.html"
        return TemplateResponse(request, template, {"form": form}, status=422)
    talk = Talk(request.user, State(owner))
    talk.said, talk.warnings = done, form.warnings
    context = {"talk": talk, "owner": owner, "opts": owner._meta}
    return TemplateResponse(request, template, context)
