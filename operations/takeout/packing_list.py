"""What a take-out says of itself, in its first member: whose form, which tables."""

import json
from dataclasses import asdict, dataclass, fields

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from operations.backup.refusal import BackupError, DamagedError
from operations.readiness import migrations as known_migrations
from operations.version import VERSION

NAME, DIGESTS = "manifest.json", "digests.json"
FORM, FORMAT = "take-out", 1
OTHER = (
    "It is of version {version}, whose tables are not those of this one ({said}). Load"
    " it with that version, and upgrade then."
)
NEWER = "It is of a newer version of the paper, {version} ({said}): upgrade first."
NOT_MIGRATED = "This database is not migrated: run manage.py migrate first."


@dataclass(frozen=True)
class PackingList:
    """`keys` says whether passwords and second factors are in it."""

    form: str
    format: int
    made_at: str
    engine: str
    version: str
    keys: bool
    migrations: list[str]

    def encoded(self):
        return encoded(asdict(self))

    def refuse_what_is_not_for_us(self):
        """A form that we don't know, and tables of another shape."""
        if self.form != FORM:
            raise BackupError("It is no take-out of a paper.")
        if not isinstance(self.format, int) or self.format > FORMAT:
            said = f"format {self.format}"
            raise BackupError(NEWER.format(version=self.version, said=said))
        known = {".".join(each) for each in known_migrations()}
        if {*applied()} != known:
            raise BackupError(NOT_MIGRATED)
        if strange := {*self.migrations} - known:
            said = f"{min(strange)} is not known here"
            raise BackupError(NEWER.format(version=self.version, said=said))
        if lacking := known - {*self.migrations}:
            said = f"it lacks {min(lacking)}"
            raise BackupError(OTHER.format(version=self.version, said=said))


def describe(made_at, *, keys):
    return PackingList(
        form=FORM,
        format=FORMAT,
        made_at=made_at.isoformat(timespec="seconds"),
        engine=connection.vendor,
        version=VERSION,
        keys=keys,
        migrations=applied(),
    )


def applied():
    found = MigrationRecorder(connection).applied_migrations()
    return sorted(".".join(each) for each in found)


def encoded(told):
    return json.dumps(told, indent=1, sort_keys=True).encode() + b"\n"


def parse(text):
    told = parse_json(NAME, text)
    if isinstance(told, dict) and "server" in told and "form" not in told:
        raise BackupError("It is a backup: manage.py restore brings it back.")
    try:
        made = PackingList(
            **{each.name: told[each.name] for each in fields(PackingList)}
        )
    except (KeyError, TypeError):
        raise DamagedError(f"Its {NAME} can't be read.") from None
    if not all(isinstance(each, str) for each in made.migrations):
        raise DamagedError(f"Its {NAME} can't be read.")
    return made


def parse_digests(text):
    told = parse_json(DIGESTS, text)
    try:
        said = told["tables"].items()
        return {table: [int(rows), str(digest)] for table, (rows, digest) in said}
    except (AttributeError, KeyError, TypeError, ValueError):
        raise DamagedError(f"Its {DIGESTS} can't be read.") from None


def parse_json(name, text):
    try:
        return json.loads(text)
    except ValueError:
        raise DamagedError(f"Its {name} can't be read.") from None
