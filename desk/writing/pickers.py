"""What the writing tools ask for: whom to mention, where to link to.

Answers are JSON; whatever is refused is refused in words, and nothing changes.
"""

import secrets
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import (
    Case,
    Exists,
    OuterRef,
    Q,
    Value,
    When,
    prefetch_related_objects,
)
from django.http import HttpResponseNotAllowed, JsonResponse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from desk.form.desk_page import DeskPage
from desk.form.lookups import LETTERS, words_query
from entities.models import Alias, Entity
from explainer.addresses import host_of, without_logins
from explainer.folding import key
from people.refusals import TextRefusedError
from sources.models import Source
from stories.models import Showing
from stories.models.topics import public

MOST = 10
LONGEST = 200  # of what was typed


class Pickers(DeskPage):
    """For whoever writes somewhere."""

    routes = (
        ("pick/entities/", "pick_entities", "pick_entities"),
        ("pick/entity/", "make_entity", "make_entity"),
        ("pick/pages/", "pick_pages", "pick_pages"),
        ("pick/sources/", "pick_sources", "pick_sources"),
    )

    def path(self, route, view, name):
        """An address that is only for who may write."""

        @wraps(view)
        def inner(request):
            may_add = self.admin.has_add_permission(request)
            if not (may_add or self.admin.has_change_permission(request)):
                raise PermissionDenied
            return view(request)

        return super().path(route, inner, name)

    def keeper(self, model):
        """The admin of what is picked, which knows who may see and add it."""
        return self.admin.admin_site.get_model_admin(model)

    def pick_entities(self, request):
        """The who's who by name; beside it what a new entry may be, for who may add."""
        words = query_of(request)
        found = survivors(matching_entities(words)) if words else []
        may_add = self.keeper(Entity).has_add_permission(request)
        kinds = [("", _("Choose one")), *Entity.Kind.choices] if may_add else []
        return JsonResponse(
            {"found": [entity_data(row) for row in found], "kinds": kinds}
        )

    def make_entity(self, request):
        """A new entry, held to what the who's who asks of one."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        keeper = self.keeper(Entity)
        if not keeper.has_add_permission(request):
            words = _("You may not add to the who's who. Ask somebody who may.")
            return JsonResponse({"error": words}, status=403)
        asked = dict(request.POST.items())
        if double := homonym(asked):
            return JsonResponse({"error": double}, status=400)
        form = keeper.get_form(request)(asked | {"slug": address(asked)})
        if not form.is_valid():
            return JsonResponse({"error": faults(form)}, status=400)
        try:
            with transaction.atomic():
                entity = keeper.save_form(request, form, change=False)
                keeper.save_model(request, entity, form, change=False)
                keeper.log_addition(request, entity, [])
        except TextRefusedError as refusal:
            return JsonResponse({"error": str(refusal)}, status=400)
        except IntegrityError:  # Somebody else was a moment quicker.
            words = _("Somebody has just added an entity with this address.")
            return JsonResponse({"error": words}, status=400)
        return JsonResponse(entity_data(entity))

    def pick_pages(self, request):
        """Pages of the paper that readers can open now, by words of their titles."""
        return JsonResponse({"found": pages(query_of(request), request.now)})

    def pick_sources(self, request):
        """What other pages cite, by outlet or title, for who may see the sources."""
        may = self.keeper(Source).has_view_permission(request)
        return JsonResponse({"found": sources(query_of(request)) if may else []})


def query_of(request):
    return request.GET.get("q", "").strip()[:LONGEST]


def matching_entities(words):
    """Entities by name, alias or slug; those named like that come first."""
    aliases = Alias.objects.filter(entity=OuterRef("pk"))
    alias = aliases.filter(words_query(words, "name__icontains", LETTERS))
    called = Exists(aliases.filter(letters=key(words)))
    rank = Case(
        When(Q(letters=key(words)) | called, then=Value(0)),
        When(name__istartswith=words, then=Value(1)),
        When(name__icontains=f" {words}", then=Value(2)),
        default=Value(3),
    )
    named = words_query(words, "name__icontains", "slug__icontains", LETTERS)
    rows = Entity.objects.filter(named | Exists(alias))
    return rows.select_related("merged_into").order_by(rank, "name", "pk")


def survivors(rows):
    """The entities that stand for these now, each once, with what tells them apart."""
    found = list(dict.fromkeys(row.survivor for row in rows[: 3 * MOST]))[:MOST]
    prefetch_related_objects(found, "roles", "aliases")
    return found


def entity_data(entity):
    """An entity as the picker's script has it; `roles` and `aliases` should be
    prefetched."""
    role = next((role for role in entity.roles.all() if role.until is None), None)
    said = [entity.get_kind_display(), role.title if role else ""]
    if not entity.kind:
        said.append(_("kind not chosen, no page"))
    elif entity.is_private:
        said.append(_("private person, no page"))
    return {
        "slug": entity.slug,
        "name": entity.name,
        "said": " · ".join(filter(None, said)),
        "lead": Truncator(entity.lead).words(14),
        "also": ", ".join(alias.name for alias in entity.aliases.all()[:3]),
    }


def homonym(asked):
    """Words about an entity that has this name already, unless an address is given."""
    name = asked.get("name", "").strip()[:LONGEST]
    if not name or asked.get("slug", "").strip():
        return ""
    known = Q(name__iexact=name) | Q(aliases__name__iexact=name)
    double = Entity.objects.filter(known).select_related("merged_into").first()
    if double is None:
        return ""
    words = _(
        "There is “%(name)s” (%(kind)s) already. Choose it from the list, or give "
        "another one of the same name an address of its own."
    )
    kept = double.survivor
    return words % {"name": kept.name, "kind": kept.get_kind_display() or "–"}


def address(asked):
    """The slug that was asked for, or one made of the name.

    A private person's tells nothing: readers can see it in the addresses of a page.
    """
    if slug := asked.get("slug", "").strip():
        return slug
    if asked.get("kind") == Entity.Kind.PERSON and asked.get("public_figure") == "no":
        return f"person-{secrets.token_hex(4)}"
    return Entity.objects.free_slug(asked.get("name", ""))


def faults(form):
    """What is wrong, field by field, in one text."""
    said = []
    for name, messages in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        label = _("Address") if name == "slug" else label
        text = " ".join(messages)
        said.append(f"{label}: {text}" if label else text)
    return " ".join(said)


def pages(words, now):
    """Live stories and questions, then open topics, whose titles have these words."""
    if not words:
        return []
    live = Showing.objects.live(now).filter(words_query(words, "headline__icontains"))
    found = [
        page(row, row.headline, date_format(row.updated_at, "DATE_FORMAT"))
        for row in live.order_by("-updated_at")[:MOST]
    ]
    topics = public(Entity.objects, now).filter(
        words_query(words, "name__icontains", LETTERS)
    )
    rest = topics.order_by("name")[: MOST - len(found)]
    return found + [page(row, row.name, row.get_kind_display()) for row in rest]


def page(row, title, said):
    return {"title": title, "said": said, "address": row.get_absolute_url()}


def sources(words):
    """Sources with an address, the newest first, whose names have these words."""
    if not words:
        return []
    named = words_query(words, "title__icontains", "outlet__name__icontains")
    found = Source.objects.filter(named).exclude(url="").select_related("outlet")
    return [
        {
            "url": without_logins(row.url),
            "title": str(row.outlet or host_of(row.url)),
            "said": row.published and date_format(row.published, "DATE_FORMAT"),
            "more": row.title,
        }
        for row in found.order_by("-pk")[:MOST]
    ]
