"""What a backup says of itself: of which moment, by which version, what is in it."""

import datetime as dt
import json
from dataclasses import asdict, dataclass, fields

from operations.backup import contents
from operations.backup.refusal import BackupError, DamagedError
from operations.readiness import migrations as known_migrations
from operations.version import VERSION

FORMAT = 1
NAME = "manifest.json"
NEWER = "It was made by a newer version of the paper ({said}): upgrade first."
OTHER_ENGINE = (
    "It is of a paper in {theirs}, and DATABASE_URL names {ours}. Between the two, "
    "dump_paper and load_paper bring everything over."
)

CHANGED = "{table} is not what it was: (rows, digest) were {said}, and are {there}."


@dataclass(frozen=True)
class Manifest:
    """`tables` are (rows, digest) of each; `record` is one digest of all editions."""

    format: int
    made_at: str
    engine: str
    server: str
    version: str
    generation: int
    record: str
    migrations: list[str]
    tables: dict[str, list]

    def encoded(self):
        said = json.dumps(asdict(self), indent=1, sort_keys=True)
        return said.encode() + b"\n"

    def refuse_what_is_not_for_us(self, engine):
        """A newer format or schema, and the other engine's data."""
        unknown = {*self.migrations} - {".".join(each) for each in known_migrations()}
        if self.format > FORMAT:
            raise BackupError(NEWER.format(said=f"format {self.format}"))
        if self.engine != engine:
            raise BackupError(OTHER_ENGINE.format(theirs=self.engine, ours=engine))
        if unknown:
            raise BackupError(NEWER.format(said=f"{min(unknown)} is not known here"))


def describe(moment, made_at):
    """The manifest of a copy of the paper, asked of that copy."""
    asked = moment.connection
    return Manifest(
        format=FORMAT,
        made_at=made_at.isoformat(timespec="seconds"),
        engine=contents.vendor_of(asked),
        server=moment.server,
        version=VERSION,
        generation=contents.generation(asked),
        record=contents.record(asked),
        migrations=contents.migrations(asked),
        tables=contents.tables(asked),
    )


def parse(text):
    try:
        said = json.loads(text)
        if said.get("form") == "take-out":
            raise BackupError("It is a take-out: manage.py load_paper loads it.")
        made = Manifest(**{f.name: said[f.name] for f in fields(Manifest)})
        dt.datetime.fromisoformat(made.made_at)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise DamagedError(f"Its {NAME} can't be read.") from None
    return made


def compare(manifest, connection):
    """Refuse a copy that is not, row for row, what the manifest tells of."""
    found = contents.tables(connection)
    for table in sorted({*found, *manifest.tables}):
        said, there = manifest.tables.get(table), found.get(table)
        if said != there:
            raise BackupError(CHANGED.format(table=table, said=said, there=there))
    if contents.record(connection) != manifest.record:
        raise BackupError("The record is not what it was.")
    if contents.generation(connection) != manifest.generation:
        raise BackupError("The generation is not what it was.")
