"""Break archives of each format in a thousand ways, and import each broken one.

    DATABASE_URL=… python scripts/break_archives.py [COUNT]

The database is a paper that may be written to; every import is rehearsed, so that
nothing stays. Each has to come in whole, or to be refused by its place.
"""

import io
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

import django  # noqa: E402

django.setup()

from django.core.management import CommandError, call_command  # noqa: E402

from tests.support.archive_files import ARCHIVES, mutant  # noqa: E402


def main(count):
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for form, (name, text) in ARCHIVES.items():
            start, taken, longest = time.monotonic(), 0, 0.0
            for seed in range(count):
                path = Path(folder) / name
                path.write_bytes(mutant(text, seed))
                begun = time.monotonic()
                try:
                    taken += rehearse(path, form)
                except Exception as fault:
                    failed += 1
                    print(f"{form} {seed}: {type(fault).__name__}: {fault}"[:300])
                longest = max(longest, time.monotonic() - begun)
            took = time.monotonic() - start
            print(
                f"{form}: {taken} of {count} whole, {count - taken} refused, "
                f"{took:.0f} s, the longest {longest:.2f} s"
            )
    return 1 if failed else 0


def rehearse(path, form):
    """Whether all of an archive would come in; a refusal names the file."""
    out = io.StringIO()
    try:
        call_command(
            "import_archive",
            str(path),
            format=form,
            dry_run=True,
            publish=True,
            verbosity=0,
            stdout=out,
            stderr=out,
        )
    except CommandError as refusal:
        if str(path) not in str(refusal):
            raise
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
