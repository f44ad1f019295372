"""What checks are told besides the document, in as few queries as that takes."""

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from entities.models import Entity
from explainer.addresses import host_of
from explainer.blocks import named_entities
from explainer.checks.catalogue import CHECKS
from explainer.checks.context import Context, KnownEntity, Office
from explainer.checks.hyperlinks import named_addresses
from explainer.identity import identity
from explainer.newsrooms import Publisher, Publishers, parent_hosts
from images.models import Image
from sources.models.source import Outlet, Source
from stories.models import pointers
from stories.models.derived_rows import outlets
from stories.models.record import Kind
from stories.models.showing import Showing
from stories.models.topics import public

# Who needs to know more of somebody than that there is an entry.
ABOUT_PEOPLE = {"first-mention", "stale-role"}
ABOUT_RIGHTS = {"picture-ended", "picture-ends"}
ABOUT_LINKS = {"dead-link", "moved-link"}
ABOUT_OUTLETS = {"outlet-differs"}


def context(document, now, *, first, codes=CHECKS, at=None, named=None):
    """The facts for the checks of these codes on a document, at a moment.

    `at` is when readers get it, if that is known: what it points at must be there.
    `named` has the slugs of those entities that it names and that are there.
    """
    live, moved, hidden = set(), set(), set()
    if ABOUT_LINKS & {*codes}:
        live, moved = addresses(named_addresses(document, settings.SITE_URL), now)
    if "hidden-pointer" in codes:
        if at is None:
            hidden = pointers.find_unreachable(document, now)
        else:
            hidden = pointers.find_hidden(document, at=at)
    return Context(
        hidden=hidden,
        today=timezone.localdate(now),
        first=first,
        entities=known_entities(document, bool(ABOUT_PEOPLE & {*codes}), named),
        live=live,
        moved=moved,
        ends=ends(document) if ABOUT_RIGHTS & {*codes} else {},
        **(whose(document) if ABOUT_OUTLETS & {*codes} else {}),
        home=settings.SITE_URL,
    )


def known_entities(document, in_full, known=None):
    """Entries of the who's who by the slugs that the document names."""
    if known is not None and not in_full:
        return {slug: KnownEntity(slug) for slug in known}
    named = named_entities(document)
    if not in_full:
        slugs = Entity.objects.filter(slug__in=named).values_list("slug", flat=True)
        return {slug: KnownEntity(slug) for slug in slugs}
    found = Entity.objects.named(named)
    found = found.prefetch_related("aliases", "roles", "merged_into__roles")
    return {entity.slug: in_the_whos_who(entity) for entity in found}


def in_the_whos_who(entity):
    """An entry as checks know it: one that was merged has the other's offices."""
    roles = [*entity.survivor.roles.all()]
    aliases = [alias.name for alias in entity.aliases.all()]
    return KnownEntity(
        name=entity.name,
        kind=entity.kind,
        aliases=[*aliases, entity.survivor.name],
        offices=[Office(role.title, role.since, role.until) for role in roles],
    )


def ends(document):
    """By file, the first day on which a picture may no longer be shown."""
    pictures = [document.get("image", {}), *document.get("figures", [])]
    names = {picture["src"] for picture in pictures if "src" in picture}
    images = Image.objects.filter(name__in=names)
    moments = {image.name: image.ends_at for image in images}
    return {name: timezone.localdate(at) for name, at in moments.items() if at}


def whose(document):
    """What an editor has said of whose the pieces are that a document cites."""
    urls = {part["url"] for part in document.get("sources", []) if part.get("url")}
    vouched = Source.objects.known_by(*urls).filter(vouched=True)
    return {
        "publishers": publishers(document),
        "vouched": {row.normalised_url for row in vouched},
    }


def whose_of_all():
    """The same for any document, from who looks through many."""
    vouched = Source.objects.filter(vouched=True).order_by()
    return {
        "publishers": publishers_of(Outlet.objects.all()),
        "vouched": {*vouched.values_list("normalised_url", flat=True)} - {""},
    }


def publishers(document, *, by_host=True):
    """The outlets that a document names, and those at whose hosts its pieces are."""
    sources = document.get("sources", [])
    hosts = {host_of(part["url"]) for part in sources if part.get("url")}
    domains = {name for host in hosts for name in parent_hosts(host)}
    named = {identity(name) for name in outlets(document)} - {""}
    at_hosts = [("domains__icontains", name) for name in domains if by_host]
    wanted = Q(("identity__in", named), *at_hosts, _connector=Q.OR)
    return publishers_of(Outlet.objects.filter(wanted))


def publishers_of(rows):
    return Publishers(
        Publisher(r.name, frozenset(r.hosts), r.owner, r.newsroom, r.paywalled)
        for r in rows
    )


def addresses(paths, now):
    """(live, moved) of addresses such as `/stories/x/`, as readers find them now."""
    if not paths:
        return set(), set()
    by_kind = {"stories": set(), "questions": set(), "topics": set()}
    for path in paths:
        _root, kind, slug, _end = path.split("/")
        by_kind[kind].add(slug)
    live, moved = topics(by_kind.pop("topics"), now)
    slugs = set().union(*by_kind.values())
    rows = Showing.objects.filter(slug__in=slugs, live_from__lte=now)
    was = {path_of(row): row for row in rows}
    now_there = (r for r in rows if r.live_until > now and r.kind != Kind.WITHDRAWAL)
    stands = {*map(path_of, now_there)}
    gone = {path: row for path, row in was.items() if path not in stands}
    return live | stands, moved | standing_elsewhere(gone, now)


def path_of(row):
    return f"/{'questions' if row.question_id else 'stories'}/{row.slug}/"


def standing_elsewhere(gone, now):
    """Of addresses that once stood, those whose page stands at another now."""
    live = Showing.objects.live(now)
    owners = {row.story_id or row.question_id for row in gone.values()}
    stories = live.filter(story_id__in=owners).values_list("story_id", flat=True)
    asked = live.filter(question_id__in=owners).values_list("question_id", flat=True)
    there = {*stories, *asked}
    return {p for p, row in gone.items() if (row.story_id or row.question_id) in there}


def topics(slugs, now):
    """(live, moved) of the addresses of entities."""
    named = [*Entity.objects.named(slugs)]
    survivors = [entity.survivor.pk for entity in named]
    shown = public(Entity.objects.filter(pk__in=survivors), now)
    shown = {*shown.values_list("pk", flat=True)}
    live, moved = set(), set()
    for entity in named:
        kept = live if entity.merged_into_id is None else moved
        if entity.survivor.pk in shown:
            kept.add(f"/topics/{entity.slug}/")
    return live, moved
