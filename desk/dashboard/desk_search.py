"""Finds what the desk has: by words of its title, or by a pasted public address."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Case, IntegerField, Value, When
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from desk.form import work
from desk.form.lookups import LETTERS, words_query
from desk.form.state import State
from entities.models import Entity
from images.models import Image
from sources.models import Outlet, Source
from stories.models import Path, Question, Story
from stories.models.publishable import Publishable


@dataclass(frozen=True)
class Kind:
    """What can be found: where to look, and which field is its title."""

    model: type
    words: object
    title: str
    others: tuple = ()
    links: tuple = ()
    letters: tuple = ()


KINDS = (
    Kind(Story, _("Stories"), "headline", ("slug", "kicker", "tags__name"), ("desk",)),
    Kind(Question, _("Questions"), "title", ("slug",)),
    Kind(
        Entity,
        _("Who's who"),
        "name",
        ("slug", "aliases__name"),
        ("merged_into",),
        (LETTERS, f"aliases__{LETTERS}"),
    ),
    Kind(Source, _("Sources"), "title", ("url", "outlet__name"), ("outlet",)),
    Kind(Outlet, _("Outlets"), "name", ("domains",)),
    Kind(Image, _("Pictures"), "alt", ("caption", "credit")),
)


@dataclass(frozen=True)
class SearchResult:
    title: str
    said: str
    address: str
    verbs: tuple = ()  # (words, address)


@dataclass(frozen=True)
class Group:
    words: object
    found: list
    more: str = ""


def find(asked, user, most):
    """Groups of what matches, the kinds in a fixed order; none for nothing."""
    if not asked:
        return []
    if owner := at_address(asked):
        own = [Group(_("At this address"), [public(owner, user)])]
        return own if may_see(user, owner) else []
    groups = [group(kind, asked, most) for kind in KINDS if may_see(user, kind.model)]
    return [item for item in groups if item.found]


def may_see(user, model):
    opts = model._meta
    return any(
        user.has_perm(f"{opts.app_label}.{verb}_{opts.model_name}")
        for verb in ("view", "change")
    )


def group(kind, asked, most):
    rows = [*matching_rows(kind, asked)[: most + 1]]
    opts = kind.model._meta
    listed = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
    more = listed if len(rows) > most else ""
    return Group(kind.words, results(rows[:most]), more)


def matching_rows(kind, asked):
    """Every word is somewhere; titles that begin with what was asked come first."""
    names = (f"{name}__icontains" for name in (kind.title, *kind.others))
    every = words_query(asked, *names, *kind.letters)
    begins = When(**{f"{kind.title}__istartswith": asked}, then=Value(0))
    rows = kind.model.objects.filter(pk__in=kind.model.objects.filter(every))
    rows = rows.select_related(*kind.links) if kind.links else rows
    rank = Case(begins, default=Value(1), output_field=IntegerField())
    return rows.annotate(rank=rank).order_by("rank", *kind.model._meta.ordering)


def results(rows):
    """Each found thing; of stories and questions also what readers have."""
    if not rows or not isinstance(rows[0], Publishable):
        return [result_of(row, subtitle(row)) for row in rows]
    now = timezone.now()
    works = work.with_editions(rows)
    return [result_of(w.owner, subtitle(w.owner), w.status(now).words) for w in works]


def result_of(row, *said, verbs=()):
    opts = row._meta
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])
    return SearchResult(str(row), " · ".join(filter(None, said)), address, verbs)


def subtitle(row):
    """A few words that tell it from others of its name."""
    if isinstance(row, Story):
        return str(row.desk or "")
    if isinstance(row, Question):
        return row.get_status_display()
    if isinstance(row, Entity):
        return str(row.merged_into or row.get_kind_display())
    if isinstance(row, Source):
        return str(row.outlet or row.url)
    return row.credit if isinstance(row, Image) else row.country


def at_address(asked):
    """The story or question that has, or had, a public address."""
    if not asked.startswith(("/", "http://", "https://")):
        return None
    try:
        match = resolve(urlsplit(asked).path)
    except (Resolver404, ValueError):
        return None
    slug = match.kwargs.get("slug")
    # Every address of the record says of what kind it is.
    kind = match.kwargs.get("kind", match.url_name)
    if not slug or kind not in ("story", "question"):
        return None
    rows = Path.objects.select_related("story", "question")
    kept = rows.filter(kind=kind, slug=slug).first()
    return kept and (kept.story or kept.question)


def public(owner, user):
    """What has an address, and what one wants who pastes it: to correct it."""
    state, one = State(owner), work.Work(owner)
    may = state.standing.live and one.may(user, "publish")
    verbs = ((_("Correct what is live"), one.address("correct")),) if may else ()
    return result_of(owner, state.words, verbs=verbs)
