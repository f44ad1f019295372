"""Propose what a dump of Wikidata says of the entries that name their item.

Nothing in an entry changes: an editor takes it field by field, at the desk.
"""

import re
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from entities import proposals, wikidata_dump
from entities.models import Entity
from entities.wikidata_items import ID

PAIR = "must be written SLUG=ITEM, as in ada-lovelace=Q7259"


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        add = parser.add_argument
        add("dump", help="JSON with an item on each line; .gz and .bz2 are unpacked")
        add(
            "pairs",
            nargs="*",
            metavar="SLUG=ITEM",
            help="entries of the who's who, if not all that have their item's address",
        )
        add(
            "--dry-run",
            action="store_true",
            help="say what would happen, write nothing",
        )

    def handle(self, dump, pairs, **options):
        """A CommandError names the line of a fault."""
        wanted = entries_of(pairs) if pairs else proposals.known()
        path = Path(dump)
        try:
            items = [one for _line, one in wikidata_dump.found(path, {*wanted})]
            language = translation.get_language() or ""
            wikidata_dump.name_offices(items, path, language.partition("-")[0])
        except wikidata_dump.DumpError as fault:
            raise CommandError(f"{path}: {fault}") from None
        new = 0
        for item in items:
            entity = wanted[item.id]
            if options["dry_run"]:
                new += not is_kept(entity, item)
            else:
                new += proposals.propose(entity, item)
        for key in sorted({*wanted} - {item.id for item in items}):
            self.stderr.write(f"Note: {wanted[key].slug}: {key} is not in the dump")
        rehearsed = "Would be: " if options["dry_run"] else ""
        self.stdout.write(
            f"{rehearsed}{new} proposed, {len(items) - new} as they were, "
            f"{len(wanted) - len(items)} not found"
        )


def is_kept(entity, item):
    kept = getattr(entity, "proposal", None)
    return bool(kept) and (kept.item, kept.said) == (item.id, item.said())


def entries_of(pairs):
    """Entries by their items, as written; a CommandError for what is none."""
    made = {}
    for pair in pairs:
        slug, sign, item = pair.partition("=")
        if not sign or not re.fullmatch(ID, item):
            raise CommandError(f"{pair}: {PAIR}")
        entity = Entity.objects.filter(slug=slug, merged_into=None).first()
        if entity is None:
            raise CommandError(f"{slug}: no entry of the who's who has this address")
        made[item] = entity
    return made
