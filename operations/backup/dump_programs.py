"""PostgreSQL's own pg_dump and pg_restore, of the server's version or newer."""

import os
import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

from operations.backup.refusal import BackupError

DEBIAN = Path("/usr/lib/postgresql")
MISSING = (
    "{name} of PostgreSQL {server} or newer is needed, and {found}: install the client "
    "programs of the server's version, or name their folder in POSTGRESQL_PROGRAMS."
)


def candidates(name):
    """Where it may be: in the folder that is set, else on PATH and as Debian has it."""
    if settings.POSTGRESQL_PROGRAMS:
        return [Path(settings.POSTGRESQL_PROGRAMS) / name]
    on_path = shutil.which(name)
    return [*([Path(on_path)] if on_path else []), *DEBIAN.glob(f"*/bin/{name}")]


def version(program):
    """The main number that a program says of itself, or None if it doesn't run."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True)
    except OSError:
        return None
    found = re.search(r"\) (\d+)", said.stdout)
    return int(found[1]) if found else None


def program(name, server):
    """The one that is nearest to the server's version: an older one can't read it, and
    what a much newer one writes an old server may not understand."""
    found = {path: version(path) for path in candidates(name)}
    fitting = {path: v for path, v in found.items() if v is not None and v >= server}
    if fitting:
        return min(fitting, key=fitting.get)
    versions = sorted({str(v) for v in found.values() if v is not None})
    there = f"what is here is of {', '.join(versions)}" if versions else "none is here"
    raise BackupError(MISSING.format(name=name, server=server, found=there))


@contextmanager
def running(command, secret, **pipes):
    """The program at work; stopped if we stop, and heard if it fails."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    environment |= {"PGPASSWORD": secret} if secret else {}
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, env=environment, stderr=errors, **pipes)
        try:
            yield process
            close(process)
        except BrokenPipeError:  # it is gone, and said why
            close(process)
        except BaseException:
            process.kill()
            close(process)
            raise
        if process.returncode:
            errors.seek(0)
            said = last_words(errors.read().decode(errors="replace"))
            raise BackupError(f"{Path(command[0]).name} stopped: {said}")


def close(process):
    """Its pipes, and then itself."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()
    process.wait()


def last_words(text):
    """What the first line says that tells of an error, else the last line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    told = [line.partition("error: ")[2] for line in lines if "error: " in line]
    return (told or lines[-1:] or ["it did not say why"])[0]
