"""The rows that stories share, found or made for an imported file.

A file fills what a shared row leaves empty. Where both say something and differ, the
row wins and the difference is reported, unless the import was told to overwrite.
"""

from django.utils.text import Truncator

from entities.models import Alias, Entity, Role
from explainer.addresses import without_logins
from explainer.blocks import named_entities
from explainer.document import without_passwords
from explainer.file import FROZEN, freeze, with_slug
from explainer.format import ADDRESSES
from explainer.row_fields import RIGHTS
from images.models import Image
from people.desks import Desk
from sources.models import Outlet, Source
from stories.models import Tag
from stories.transfer.known_rows import KnownRows
from stories.transfer.shared_names import Names

SAID_OF_SOURCES = (
    *("kind", "title", "author", "language", "published", "accessed", "archive_url"),
)
# What an outlet is; its domains are lines of one text.
SAID_OF_OUTLETS = ("country", "owner", "kind", "wire", "newsroom", "paywalled")
# What a file says of rows that readers see beside other texts too.
SHARED = ("mentioned", "entities", "outlets", "tags", "tag_names")
SAID_OF_ENTITIES = ("lead", "as_of", "attribution", "licence")


class SharedRows:
    place = ""  # Where the file that is being read stands.

    def __init__(self, notices, *, overwrite=False, public_figures=False):
        self.notices = notices
        self.overwrite = overwrite
        self.unsaid = True if public_figures else None  # Of persons, by the operator.
        # What a new row only has by default: whichever file says it first, fills it.
        self.assumed = set()
        self.known = KnownRows()
        self.forget()

    def forget(self):
        """Look up anew what rows there are: those of a refused story are gone."""
        self.names = {
            model: Names(model, self.notices) for model in (Desk, Tag, Outlet)
        }
        self.known.forget()

    def document(self, item):
        """The frozen part of a file, after its shared rows were seen to."""
        said = {name: item[name] for name in SHARED if name in item}
        item = item | without_passwords(said)
        document = freeze(item, FROZEN[item["format"]])
        for outlet in item.get("outlets", []):
            self.publisher(outlet)
        known = {entity["slug"] for entity in item.get("mentioned", [])}
        for entity in item.get("mentioned", []):
            self.entity(entity)
        for entity in with_slug(item.get("entities", [])):
            self.entity(entity, labelled=entity["slug"] in known)
        for part in document.get("entities", []):
            part.setdefault("prominence", 1)
            if "slug" in part and "name" not in part:
                part["name"] = self.known.entity(part["slug"]).name
        if "desk" in document:
            named = {item["desk"]: item["desk_name"]} if "desk_name" in item else {}
            document["desk"] = self.names[Desk].labelled(item["desk"], named).slug
        if "tags" in document:
            named = {tag["slug"]: tag["name"] for tag in item.get("tag_names", [])}
            tags = (self.names[Tag].labelled(label, named) for label in item["tags"])
            document["tags"] = sorted({tag.slug for tag in tags})
        return document

    def report(self, row, name, has="", value=""):
        """Say that a row keeps what it has, and what the file has instead."""
        notice = f"{self.place}: {row._meta.verbose_name} “{row}” keeps its own {name}"
        if has or value:
            notice += f": “{brief(has)}”, not “{brief(value)}”"
        if notice not in self.notices:
            self.notices.append(notice)

    def fill(self, row, **values):
        """Set what the row leaves empty; report or overwrite what it says otherwise.

        Returns the names of what was set.
        """
        changed = []
        for name, value in values.items():
            if value in ("", None):
                continue
            has = getattr(row, name)
            has = has.isoformat() if hasattr(has, "isoformat") else has
            is_taken = takes(self, row, name, value)
            self.assumed.discard((type(row), row.pk, name))
            if has == value:
                continue
            if is_taken:
                setattr(row, name, value)
                changed.append(name)
            else:
                self.report(row, name, has, value)
        return changed

    def assume(self, row, item, *names):
        """Remember what no file has said of a new row yet."""
        self.assumed |= {
            (type(row), row.pk, name) for name in names if name not in item
        }

    def entity(self, item, *, labelled=False):
        """The entity of a file; a person is a public figure if somebody says so.

        `labelled`: the name is only what the story calls it.
        """
        slug = item["slug"]
        entity = self.known.entity(slug) or Entity(slug=slug)
        is_new = entity._state.adding
        changed = self.fill(
            entity,
            name="" if labelled else item.get("name", ""),
            kind=item.get("kind", ""),
            public_figure=item.get("public_figure", self.unsaid),
            same_as="\n".join(item.get("same_as", [])),
            **{name: item.get(name, "") for name in SAID_OF_ENTITIES},
        )
        if is_new:
            entity.save()
            self.known.entities[slug] = entity
            self.assume(entity, item, "kind", "public_figure")
        elif changed:
            entity.save(update_fields=[*changed, "letters"])
        self.aliases_and_roles(entity, item, is_new=is_new)

    def unanswered(self):
        """New entities that get no page, because no file said what that takes."""
        keys = {pk for model, pk, _name in self.assumed if model is Entity}
        for entity in Entity.objects.filter(pk__in=keys).order_by("slug"):
            if not entity.kind:
                yield f"{entity.slug}: no kind, so no page until an editor chooses one"
            elif entity.is_private and (
                (Entity, entity.pk, "public_figure") in self.assumed
            ):
                yield (
                    f"{entity.slug}: public_figure is not said, so no page of this "
                    "person until an editor says yes"
                )

    def aliases_and_roles(self, entity, item, *, is_new):
        """An entity's other names and offices: all of a file's, or those it has."""
        has = set() if is_new else {alias.name for alias in entity.aliases.all()}
        names, roles = {*item.get("aliases", [])}, item.get("roles", [])
        if self.gives_way(entity, "aliases", has, names, ", "):
            self.known.entities.pop(entity.slug, None)
            if has:
                entity.aliases.exclude(name__in=names).delete()
            new = [Alias(entity=entity, name=name) for name in sorted(names - has)]
            Alias.objects.bulk_create(new)
        has = set() if is_new else spans(map(role_span, entity.roles.all()))
        if self.gives_way(entity, "roles", has, spans(roles), "; "):
            self.known.entities.pop(entity.slug, None)
            if has:
                entity.roles.all().delete()
            Role.objects.bulk_create([Role(entity=entity, **role) for role in roles])

    def gives_way(self, row, name, has, said, comma):
        """Whether a row's set of texts is to be what a file says; else it is told."""
        if not said or has == said:
            return False
        if has and not self.overwrite:
            self.report(row, name, comma.join(sorted(has)), comma.join(sorted(said)))
            return False
        return True

    def publisher(self, item):
        """What a file says of an outlet, beyond the name that its sources print."""
        names = self.names[Outlet]
        is_new = item["name"] not in names
        outlet = names.get(item["name"])
        if is_new:
            self.assume(outlet, {}, "wire", "paywalled")
        domains = []
        for domain in item.get("domains", []):
            if other := outlet.rival(domain):
                self.notices.append(f"{self.place}: {domain} stays {other}’s")
            else:
                domains.append(domain)
        said = {name: item.get(name, "") for name in SAID_OF_OUTLETS}
        if changed := self.fill(outlet, domains="\n".join(domains), **said):
            outlet.save(update_fields=changed)

    def rights(self, picture):
        """What a file says of a picture's rights, which are the image's."""
        said = {name: picture[name] for name in RIGHTS if name in picture}
        image = said and Image.objects.filter(name=picture["src"]).first()
        if image and (changed := self.fill(image, **said)):
            image.save(update_fields=changed)

    def sources(self, items):
        """The shared sources that citations mean, by the uids of these."""
        found, new = {}, []
        for item in items:
            item = item | {k: without_logins(item[k]) for k in ADDRESSES if k in item}
            url, title = item.get("url", ""), item.get("title", "")
            outlet = self.names[Outlet].get(item.get("outlet"))
            if not (url or title or outlet):
                continue  # Nothing by which another story could mean the same one.
            if not url:
                self.make_sources(new)  # One of these may be meant.
            known = self.known.source(url, title, outlet)
            source = known or Source(url=url)
            if known and known._state.adding:
                self.make_sources(new)
            changed = self.fill(
                source,
                outlet=outlet,
                syndicated_from=self.names[Outlet].get(item.get("syndicated_from")),
                **{name: item.get(name, "") for name in SAID_OF_SOURCES},
            )
            found[item["uid"]] = source
            if known is None:
                source.clean()
                new.append((source, item))
                if key := source.normalised_url:
                    self.known.sources[key] = source
            elif changed:
                source.save(update_fields=changed)
        self.make_sources(new)
        return found

    def make_sources(self, new):
        """Insert sources, each with the citation that it is made of."""
        Source.objects.bulk_create([source for source, _item in new])
        for source, item in new:
            self.assume(source, item, "kind")
        new.clear()

    def has_image(self, src):
        return Image.objects.filter(name=src).exists()


def rows_named(shared, document):
    """Rows that a document names, as far as they are known, by model and slug."""
    listed = {item.get("slug") for item in document.get("entities", [])}
    wanted = {
        Desk: ({document.get("desk")}, shared.names[Desk].by_slug),
        Tag: (document.get("tags", ()), shared.names[Tag].by_slug),
        Entity: (named_entities(document) | listed, shared.known.entities),
    }
    return {
        (model, slug): row
        for model, (slugs, rows) in wanted.items()
        for slug in slugs
        if (row := rows.get(slug))
    }


def takes(shared, row, name, value):
    """Whether a row takes a value that it hasn't."""
    has = getattr(row, name)
    if value in ("", None) or has == value:
        return False
    free = has in ("", None) or row._state.adding or shared.overwrite
    return free or (type(row), row.pk, name) in shared.assumed


DAYS = ("since", "until")
SPAN = ("title", "since", "since_precision", "until", "until_precision")


def role_span(role):
    return {name: getattr(role, name) for name in SPAN}


def spans(roles):
    """Roles as texts that can be compared, whether days are rows' or a file's."""
    parts = (map(span_part, SPAN, map(role.get, SPAN)) for role in roles)
    return {" ".join(filter(None, said)) for said in parts}


def span_part(name, value):
    return str(value or ("–" if name in DAYS else ""))


def brief(value):
    return Truncator(str(value)).chars(60)
