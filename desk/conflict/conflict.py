"""Two people's saves of one draft, side by side: as it was, theirs, mine.

Nothing is thrown away unseen: what one side alone changed stands, what both changed is
chosen by whoever saves second, and the result is shown before it is saved.
"""

from functools import cached_property

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.db.models import OuterRef, Subquery
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from desk.conflict import raw_fields
from desk.conflict.part_conflicts import Parts
from desk.conflict.place_conflict import field_place
from desk.form.approvals import clock
from desk.form.desk_page import DeskPage
from desk.form.part_formsets import key_of
from desk.form.save import typed_document
from explainer.document import canonical, digest
from stories.models import Revision

TAKE = "_take-"


class Conflict:
    """What differs between a draft as it is saved and the form that was refused."""

    def __init__(self, owner, version, form, formsets):
        self.owner, self.version, self.form = owner, version, form
        self.head = owner.revisions.select_related("created_by").head()
        loaded = loaded_revision(owner, form)
        document = loaded.content if loaded else None
        self.loaded = raw_fields.document_text(owner, document, form, formsets)
        self.theirs = raw_fields.saved_text(owner, form, formsets)
        self.mine = raw_fields.in_form(form, formsets)
        self.parts = [Parts(self, formset) for formset in formsets]

    def address(self, reader):
        """Say to this reader who saved, and whose each text is."""
        by = self.head and self.head.created_by
        at = clock(self.owner.saved_at)
        if by and by == reader:
            self.heading = _("You saved at %(at)s in another window") % {"at": at}
            self.their_words = _("From the other window")
            self.my_words = _("From this window")
            return
        who = {"who": by or _("Someone"), "at": at}
        self.heading = _("%(who)s saved at %(at)s while you were writing") % who
        self.their_words = _("%(who)s’s text") % who
        self.my_words = _("Yours")

    @cached_property
    def places(self):
        found = [*self.own, *(place for parts in self.parts for place in parts.places)]
        return [place for place in found if place.whose]

    @property
    def open(self):
        """Where somebody has to choose, or ought to look."""
        return [place for place in self.places if place.whose != "mine"]

    @property
    def mine_alone(self):
        return [place for place in self.places if place.whose == "mine"]

    @cached_property
    def own(self):
        """The draft's own fields."""
        made = []
        for name, mine in self.mine.own.items():
            field = self.form.fields[name]
            loaded = self.loaded and self.loaded.own.get(name)
            texts = loaded, self.theirs.own[name], mine
            label = capfirst(str(field.label))
            made.append(field_place(label, f"id_{name}", field, *texts))
        return made

    def merged(self, posted):
        """What the form would send with what was chosen, on top of their save."""
        choices = {
            name.removeprefix(TAKE): value
            for name, value in posted.items()
            if name.startswith(TAKE) and value in ("theirs", "mine", "both")
        }
        for place in self.places:
            if place.link in posted.getlist("_settled"):
                choices |= {piece.key: "mine" for piece in place.disputed}
        data = self.form.data.copy()
        for place in self.own:
            value = place.chosen(choices)
            if value is not None:
                raw_fields.write(
                    data, place.link.removeprefix("id_"), [value], place.field
                )
        for parts in self.parts:
            parts.merge_into(data, choices)
        data["loaded_version"] = str(self.version)
        data["loaded_revision"] = str(self.head.pk) if self.head else ""
        return data


def loaded_revision(owner, form):
    """The save that a form was loaded from, if it says so."""
    revisions = owner.revisions.all()
    key = key_of(revisions, form.loaded_revision)
    return revisions.filter(pk=key).first() if key else None


class ConflictPage(DeskPage):
    """The form of who saves second is the page to choose on."""

    hooks = ("get_queryset",)

    def get_queryset(self, request):
        """With the newest save of each: read at once, it belongs to the version."""
        owner = {self.model.path_kind: OuterRef("pk")}
        newest = Revision.objects.filter(**owner).heads().values("pk")[:1]
        rows = ModelAdmin.get_queryset(self.admin, request)
        rows = rows.select_related(*self.admin.list_select_related or [None])
        return rows.annotate(head_key=Subquery(newest))

    def context(self, save):
        if not save.conflict:
            return {}
        # Nobody has made a mistake if it alone is wrong.
        errors = {"errors": None} if is_conflict_alone(save) else {}
        return {"conflict": save.conflict} | errors


def is_conflict_alone(save):
    valid = all(formset.is_valid() for formset in save.formsets)
    return save.form.is_refused_for_conflict_alone and valid


def is_saved_already(save):
    """Whether a conflict is with oneself: the same form, sent twice."""
    head = save.owner.revisions.head()
    return (
        save.shown is None
        and is_conflict_alone(save)
        and not any(formset.changes_unfrozen for formset in save.formsets)
        and head is not None
        and head.created_by == save.by
        and head.digest == digest(canonical(typed_document(save.form, save.formsets)))
    )


def is_put_together(save):
    """Whether the form is to show what was chosen of this very conflict, of which
    nothing is saved; if not, the conflict is for the page to show."""
    posted = save.request.POST
    found = Conflict(save.owner, save.form.conflict, save.form, save.formsets)
    found.address(save.by)
    if posted.get("_choose") != str(found.version):
        save.conflict = found
        return False
    save.shown = found.merged(posted)
    said = _("Put together as you chose. Nothing is saved yet: read it, then Save.")
    messages.info(save.request, said)
    return True
