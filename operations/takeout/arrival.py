"""Loads a take-out into an empty paper: all of it in one transaction, or nothing."""

from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from itertools import batched, islice
from pathlib import Path

from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction

from images.models import Image
from operations.backup import pictures, tarball
from operations.backup.refusal import BackupError, DamagedError, one_line
from operations.redaction import (
    carry_out_again,
    orders_that_are_known,
    redact_again,
    without_words,
)
from operations.takeout import digests, packing_list
from operations.takeout.holdings import BEGUN, first_row_in_the_way, holdings, rows_of
from operations.takeout.row_lines import AT_ONCE, Lines
from paper import generation
from stories import doorkeeper, record_audit
from stories.database import update_statistics
from stories.models import Edition
from stories.models.rebuild import rebuild

FULL = "There is a paper already ({table} has rows): load it into an empty one."
CHANGED = "{table} is not what it was: (rows, digest) were {said}, and are {there}."
FEW = 3


@dataclass
class Arrival:
    """A take-out on its way in; afterwards, what was found of it."""

    file: object
    list_of_it: object = None
    told: dict = field(default_factory=dict)
    taken_out: list = field(default_factory=list)
    missing: list = field(default_factory=list)
    editions: int = 0


def load(path, progress=lambda table, rows: None):
    """Returns what arrived; BackupError says what is wrong, and nothing was changed."""
    path = Path(path)
    slips = orders_that_are_known()
    with one_line(f"{path} can't be read", OSError):
        file = path.open("rb")
    with file, ExitStack() as stack:
        arrival = look_through(file)
        arrival.list_of_it.refuse_what_is_not_for_us()
        refuse_a_paper()
        folder = stack.enter_context(pictures.folder_for_copies())
        stack.enter_context(one_line("The database refuses it", DatabaseError))
        with transaction.atomic():
            fill(arrival, folder, progress)
            arrival.taken_out = take_out_again(slips)
            audit(arrival)
            stack.enter_context(pictures.brought_in(folder))
    follow(arrival, slips)
    return arrival


def look_through(file):
    """What it says of itself, once each byte was found as it was written."""
    arrival = Arrival(file)
    for member in opened(file):
        if arrival.list_of_it is None:
            if member.name != packing_list.NAME:
                raise DamagedError(f"It does not begin with {packing_list.NAME}.")
            arrival.list_of_it = packing_list.parse(member.whole())
        elif member.name == packing_list.DIGESTS:
            arrival.told = packing_list.parse_digests(member.whole())
    if not arrival.told:
        raise DamagedError(f"It has no {packing_list.DIGESTS}.")
    return arrival


def opened(file):
    file.seek(0)
    return tarball.members(file)


def refuse_a_paper():
    if table := first_row_in_the_way():
        raise BackupError(FULL.format(table=table))


def fill(arrival, folder, progress):
    """Rows and pictures, and the proof that the rows are those that left."""
    keys = arrival.list_of_it.keys
    every = {model._meta.db_table: model for model in holdings(keys=keys)}
    if connection.vendor == "postgresql":
        connection.cursor().execute("SET LOCAL statement_timeout = 0")
    refuse_a_paper()  # once more: now nobody else can put one there on SQLite
    for model in every.values():
        if model._meta.label in BEGUN:
            rows_of(model)._raw_delete(connection.alias)
    with doorkeeper.aside(), closing(opened(arrival.file)) as found:
        lines = {table: Lines(model, keys=keys) for table, model in every.items()}
        for member in found:
            kind, _slash, rest = member.name.partition("/")
            if kind == "tables":
                take(member, lines, rest.partition("/")[0])
            elif kind == "media":
                pictures.unpack(member, folder)
    compare(arrival, every, progress)
    set_sequences(every.values())


def take(member, lines, table):
    """Insert the rows of one member, as they are."""
    if table not in lines:
        raise DamagedError(f"{member.name} is of a table that no take-out has.")
    rows = []
    for number, line in enumerate(member.whole().splitlines(), 1):
        try:
            rows.append(lines[table].row(line))
        except DamagedError as fault:
            raise DamagedError(f"{member.name}, line {number}: {fault}.") from None
    model = lines[table].model
    fields = model._meta.concrete_fields
    most = connection.ops.bulk_batch_size(fields, rows) or len(rows)
    with one_line(
        f"{member.name} is refused by the database", DatabaseError, ValueError
    ):
        for some in batched(rows, max(most, 1)):
            # Past the model's own rules, and with the very values that are told.
            models.QuerySet(model)._insert(
                [*some], fields=fields, using=connection.alias, raw=True
            )


def compare(arrival, every, progress):
    """Refuse what is not, row for row, what left."""
    for table in sorted({*every, *arrival.told}):
        said, there = arrival.told.get(table), None
        if table in every:
            there = digests.digest_of(every[table], keys=arrival.list_of_it.keys)
            progress(table, there[0])
        if said != there:
            raise BackupError(CHANGED.format(table=table, said=said, there=there))


def set_sequences(every):
    """Whoever comes next gets a number that nobody has."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [*every]):
            cursor.execute(statement)


def take_out_again(slips):
    """Before anybody can read it: what orders took out of which it may know nothing."""
    rebuild()
    done = carry_out_again(without_words(slips)) if slips else []
    return [f"{redaction}: {len(places)} places" for redaction, places in done]


def audit(arrival):
    """The record has to be sound; what has no file is told."""
    if faults := [*islice(record_audit.faults(), FEW)]:
        raise BackupError(f"Its record is not sound: {faults[0]}")
    arrival.editions = Edition.objects.count()


def follow(arrival, slips):
    """What no transaction can do: caches, statistics, bytes that were written over."""
    generation.begin()
    arrival.taken_out += redact_again(more=slips) if slips else []
    update_statistics()
    storage = Image._meta.get_field("file").storage
    names = rows_of(Image).values_list("name", flat=True).iterator(AT_ONCE)
    arrival.missing = [name for name in names if not storage.exists(name)]
