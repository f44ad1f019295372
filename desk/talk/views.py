"""What people say to each other about one story or question: a page, and a panel."""

import uuid
from functools import cached_property

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms.models import model_to_dict
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk.form.desk_page import DeskPage
from desk.form.state import State
from desk.models import Comment, Contact, Handover, LockNote
from desk.talk.anchors import Anchors, notes_on_changes
from desk.talk.forms import COMMENT_DEEDS, ReadAfter
from desk.talk.handover_page import HANDING_DEEDS
from desk.verbs.review import REVIEW_VERBS
from people.refusals import RefusedError

DEEDS = COMMENT_DEEDS | HANDING_DEEDS | {"read": ReadAfter}
# How much of the talk a page can show: all of it, or what stands beside the form.
PARTS = {
    "sheet": "desk/talk/_talk_sheet.html",
    "panel": "desk/talk/_talk_panel.html",
}


class Talk:
    """Everything that is said about one story or question, as its pages show it."""

    said = ""
    warnings = ()

    def __init__(self, page, request, state):
        self.by, self.state, self.owner = request.user, state, state.owner
        self.address = page.address("talk", self.owner)
        self.form_address = page.address("change", self.owner)
        self.text_address = page.address("preview", self.owner)
        self.may_publish = page.may_publish(request, self.owner)
        self.page, self.request = page, request

    @cached_property
    def anchors(self):
        head = self.state.head
        return Anchors(self.owner, head and head.content)

    @cached_property
    def threads(self):
        """Every thread with its replies, oldest first."""
        threads = {}
        for comment in Comment.objects.of(self.owner).named():
            self.equip(comment)
            if comment.parent_id is None:
                threads[comment.pk] = comment
            elif comment.parent_id in threads:
                threads[comment.parent_id].answers.append(comment)
        return [*threads.values()]

    def equip(self, comment):
        """Say where it belongs and what this person may do with it."""
        self.place(comment)
        comment.answers = []
        comment.is_mine = comment.written_by_id == self.by.pk
        comment.is_editable = comment.is_editable_by(self.by)
        text = self.anchors.text(comment.uid, comment.field)
        comment.words_are_gone = bool(comment.quote) and comment.quote not in text

    def place(self, row):
        """Name the place that a comment or a note is about."""
        where = (row.uid, row.field)
        row.place = self.anchors.name(*where) if any(where) else ""
        row.column = self.anchors.column(*where)
        field_id = self.anchors.field_id(*where)
        row.address = f"{self.form_address}#{field_id}" if field_id else ""

    @property
    def open_threads(self):
        return [thread for thread in self.threads if not thread.resolved_at]

    @property
    def resolved_threads(self):
        return [thread for thread in self.threads if thread.resolved_at]

    @cached_property
    def handover(self):
        """Who has it now."""
        return Handover.objects.of(self.owner).open().named().first()

    @property
    def is_left_for_me(self):
        held = self.handover
        return bool(held and held.to_id == self.by.pk and not held.taken_at)

    @cached_property
    def notes(self):
        """The lock notes that are on it."""
        notes = [*LockNote.objects.of(self.owner).open().named()]
        for note in notes:
            self.place(note)
            now = self.anchors.text(note.uid, note.field)
            note.is_reworded = bool(note.wording) and note.wording != now
        return notes

    @property
    def touched_notes(self):
        """The notes on what readers would get changed."""
        had, head = self.state.text, self.state.head
        old = had and had.revision.content
        return notes_on_changes(self.notes, old, head.content) if head else []

    @cached_property
    def contacts(self):
        return [*Contact.objects.of(self.owner).named()]

    @property
    def contact_rows(self):
        """Each with the form that mends it."""
        for contact in self.contacts:
            contact.form = self.form("answer", key=contact.pk, of=contact)
        return self.contacts

    @property
    def review_verbs(self):
        """Name, words and address of what can be done about a review now."""
        verbs = self.page.open_verbs(self.request, self.state)
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

    @cached_property
    def forms(self):
        """The forms that begin something new."""
        names = ("comment", "hand-over", "lock", "contact")
        return {name.replace("-", "_"): self.form(name) for name in names}

    @cached_property
    def comment_form(self):
        return self.form("comment")


class TalkPages(DeskPage):
    """Mixed into an admin whose model is published."""

    def get_urls(self):
        deed = require_POST(self.deed_page)
        place = "<path:object_id>/talk/"
        return [
            self.desk_path(place, self.talk_page, "talk"),
            self.desk_path(f"{place}<slug:name>/", deed, "deed"),
            self.desk_path(f"{place}<slug:name>/<int:key>/", deed, "deed_on"),
            *super().get_urls(),
        ]

    def desk_context(self, request, owner, form):
        context = super().desk_context(request, owner, form)
        may = self.has_change_permission(request, owner)
        return context | {"talk": Talk(self, request, owner.state) if may else None}

    def desk_page(self, request, owner, template, **context):
        """Every page can show what is said; it is fetched when it is shown."""
        if state := context.get("state"):
            context = {"talk": Talk(self, request, state)} | context
        return super().desk_page(request, owner, template, **context)

    def talk_page(self, request, object_id, failed=None):
        """All that is said; a deed that was refused is asked for again, on top."""
        owner = self.owner_for_editing(request, object_id)
        return self.desk_page(
            request,
            owner,
            "desk/talk/talk.html",
            title=_("Comments and handover"),
            state=State(owner),
            failed=failed,
        )

    def deed_page(self, request, object_id, name, key=None):
        """Do one thing, and go back to the page; a script gets its part of it."""
        owner = self.owner_for_editing(request, object_id)
        if name not in DEEDS:
            raise Http404(_("There is nothing at this address."))
        if not self.may(request, DEEDS[name].permission, owner):
            raise PermissionDenied
        form = Talk(self, request, State(owner)).form(name, request.POST, key)
        done = self.deed_done(request, owner, form)
        if part := PARTS.get(request.POST.get("_part")):
            return self.part_shown(request, owner, part, form, done)
        if not done:
            return self.talk_page(request, object_id, failed=form)
        self.message_user(request, done, messages.SUCCESS)
        for warning in form.warnings:
            self.message_user(request, warning, messages.WARNING)
        return HttpResponseRedirect(f"{self.address('talk', owner)}#{form.section}")

    def deed_done(self, request, owner, form):
        """What was done, in words; nothing if it was refused."""
        if not form.is_valid():
            return ""
        try:
            with transaction.atomic():
                said = form.act()
                if form.is_logged:
                    self.log_verb(request, owner, form.name, said)
                return said
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
            return ""

    def part_shown(self, request, owner, template, form, done):
        """What a script puts in place of the part that it asked from."""
        if not done:
            template = "desk/talk/_talk_refused.html"
            return TemplateResponse(request, template, {"form": form}, status=422)
        talk = Talk(self, request, State(owner))
        talk.said, talk.warnings = done, form.warnings
        context = {"talk": talk, "owner": owner, "opts": self.opts}
        return TemplateResponse(request, template, context)
