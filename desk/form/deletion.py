"""What may be deleted at the desk: never what an edition names or a draft hangs on."""

from django.db.models import PROTECT
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from desk.form.desk_page import DeskPage
from desk.form.save import Save
from stories.models import Showing
from stories.models.owned_rows import may

SHOWN = 20


class Deletion(DeskPage):
    """A draft and its saves go together; what readers had stays."""

    hooks = ("has_delete_permission", "get_deleted_objects", "delete_model")

    def has_delete_permission(self, request, obj=None):
        """Only a draft that never went out can be deleted, one at a time."""
        if obj is None or not may(request.user, "delete", obj):
            return False
        state = Save.of(request).state
        return not (state.standing.editions if state else obj.editions.exists())

    def get_deleted_objects(self, objs, request):
        """Beside the drafts, the parts of others that lead to them."""
        protected = [
            f"{capfirst(row._meta.verbose_name)}: {getattr(row, row.OWNER)}"
            for link in self.opts.related_objects
            if link.on_delete is PROTECT and hasattr(link.related_model, "OWNER")
            for row in rows_naming(link, objs)
        ]
        return [str(item) for item in objs], {}, set(), protected

    def delete_model(self, request, obj):
        obj.revisions.all().delete()
        obj.delete()


def rows_naming(link, objs):
    rows = link.related_model._default_manager
    named = rows.filter(**{f"{link.field.name}__in": [item.pk for item in objs]})
    return named.select_related(link.related_model.OWNER)[:SHOWN]


def editions_naming(kind, slug):
    """The editions, past ones too, that mention this."""
    rows = Showing.objects.filter(mentions__kind=kind, mentions__slug=slug)
    return rows.order_by("-live_from")


def protected_by(editions, deleted):
    """What Django says is `deleted`, and that these editions, a queryset for each row,
    stand against it: what readers have or had stays readable."""
    *found, protected = deleted
    said = _("Edition %(number)s of “%(headline)s”, which names it")
    named = (row for rows in editions for row in rows[:SHOWN])
    words = [said % {"number": s.number, "headline": s.headline} for s in named]
    return *found, [*protected, *words]
