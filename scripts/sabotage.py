"""What the tests don't see: a sample of small faults, and which test notices each.

`SEED COUNT` breaks a copy of the project in COUNT places, one after another, runs the
tests that come to each place, nearest first, and prints a table. The first run records
where every test goes, which takes as long as the suite. All of it is kept in
var/sabotage: a run that was stopped goes on, and without the folder it begins anew.
`--layer NAME` breaks one alone; `--record TESTS` records new tests; `--again` judges
what nothing noticed by the code and the tests of now. What changes nothing is in
sabotage.toml, with a reason.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from scripts.judge import QUIET, Judge
from scripts.mutants import mutants
from scripts.sampling import LAYERS, layer, sample
from scripts.traces import APPS, nearest, traces

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "sabotage"
TREE, TRACES = FOLDER / "tree", FOLDER / "traces.jsonl"
EQUIVALENT = tomllib.loads((ROOT / "scripts" / "sabotage.toml").read_text())
LEFT_ALONE = ("migrations", "demo", "demo.py", "settings.py")
# They look at the source, or start processes that nothing here can follow.
BLIND = ("test_house_style", "test_image", "test_bootstrap", "test_start")
BLIND += ("newsroom/postgresql/test_base", "test_locale")
ENVIRONMENT = {"DATABASE_URL": "", "ENV_FILE": os.devnull}
WIRED = {"DEBUG": "1", "DATABASE_URL": "sqlite://:memory:"}


def copy_project():
    """The project as it is, whether committed or not, in a tree of its own."""
    listed = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout
    shutil.rmtree(TREE, ignore_errors=True)
    for name in filter(None, names.decode().split("\0")):
        if (ROOT / name).is_file():
            (TREE / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, TREE / name)


def suite(*options, plugins=()):
    """Load the suite of the copy, in this process."""
    os.chdir(TREE)
    os.environ.update(ENVIRONMENT)
    sys.path[:] = [str(TREE), *(p for p in sys.path if Path(p).resolve() != ROOT)]
    ignored = [f"--ignore=tests/{name}.py" for name in BLIND]
    return pytest.main([*QUIET, "-s", *ignored, *options], plugins=[*plugins])


def record(tests):
    pytest = ["pytest", *QUIET, "-n", "2", "--dist", "loadfile", "-p", "scripts.traces"]
    command = [sys.executable, "-m", *pytest, *tests]
    ignored = [f"--ignore=tests/{name}.py" for name in BLIND]
    environment = os.environ | ENVIRONMENT | {"TRACES": str(TRACES)}
    subprocess.run([*command, *ignored], cwd=TREE, env=environment, check=False)


def sources():
    """Each file that may be broken, with its text."""
    files = [path for name in APPS for path in (TREE / name).rglob("*.py")]
    for path in sorted([*files, *(TREE / "templates").rglob("*.html")]):
        name = path.relative_to(TREE)
        if not {*LEFT_ALONE} & {*name.parts}:
            yield str(name), path.read_text()


def is_wired():
    """Whether the models of the copy are those that the migrations make."""
    check = [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]
    environment = os.environ | ENVIRONMENT | WIRED
    ran = subprocess.run(check, cwd=TREE, env=environment, capture_output=True)
    return ran.returncode == 0


def row_of(judge, mutant, source, tests):
    """One row: the fault, and what noticed it."""
    noticed = judge.rule(mutant, source, tests)
    was, now = mutant.difference(source)
    about = {"key": mutant.key(source), "path": mutant.path, "line": mutant.line}
    about |= {"kind": mutant.kind, "layer": layer(mutant.path), "was": was, "now": now}
    return about | {"noticed": noticed, "tests": len(tests)}


def read_rows(file):
    """The rows of a run so far, by their key."""
    lines = file.read_text().splitlines() if file.exists() else []
    return {row["key"]: row for row in map(json.loads, lines)}


def run(judge, file, chosen, texts):
    """Judges what has no row yet; a row is written as soon as it is known."""
    done, recorded = read_rows(file), traces(TRACES)
    for n, mutant in enumerate(chosen, 1):
        source = texts[mutant.path]
        if mutant.key(source) in done:
            continue
        row = row_of(judge, mutant, source, nearest(mutant, source, texts, recorded))
        with file.open("a") as out:
            out.write(json.dumps(row) + "\n")
        place = f"{row['path']}:{row['line']} {row['kind']}"
        print(f"{n:>4} {place}: {row['noticed'] or 'NOT NOTICED'}", file=sys.stderr)


def again(seed, texts):
    """The faults of a run that nothing noticed, as they stand in the code of today."""
    missed = {
        key for key, row in read_rows(rows_of(seed)).items() if not row["noticed"]
    }
    paths = {row["path"] for row in read_rows(rows_of(seed)).values()}
    found = {}
    for path in paths & {*texts}:
        for mutant in mutants(path, texts[path]):
            if mutant.key(texts[path]) in missed:
                found[mutant.key(texts[path])] = mutant
    return [*found.values()]


def rows_of(seed, suffix=""):
    return FOLDER / f"{seed}{suffix}.jsonl"


def line(*cells):
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def summary(rows, later):
    """Per layer: how many, how many change nothing, and how many were noticed when."""
    yield line("layer", "faults", "change nothing", "noticed", "share", "by now")
    yield line(*["---"] * 6)
    for name in [*LAYERS, "pure", "templates", "all"]:
        some = [row for row in rows if name in (row["layer"], "all")]
        real = [row for row in some if row["key"] not in EQUIVALENT]
        found = [row for row in real if row["noticed"]]
        now = [row for row in real if later.get(row["key"], row)["noticed"]]
        share, after = (f"{len(n) / max(1, len(real)):.0%}" for n in (found, now))
        yield line(name, len(some), len(some) - len(real), len(found), share, after)


def table(rows, later):
    """All of it as Markdown: the summary, then each fault."""
    yield from summary(rows, later)
    yield from (
        "",
        line("key", "place", "was", "now", "noticed by"),
        line(*["---"] * 5),
    )
    for row in sorted(rows, key=lambda row: (row["layer"], row["path"], row["line"])):
        key, test = row["key"], row["noticed"]
        if key in EQUIVALENT:
            test = f"*changes nothing: {EQUIVALENT[key]}*"
        elif not test:
            found = later.get(key, row)["noticed"]
            test = f"**nothing**; by now: {found}" if found else "**nothing**"
        was, now = (
            f"`{part}`" if part else "" for part in short(row["was"], row["now"])
        )
        place = f"{row['path']}:{row['line']}, {row['kind']}"
        yield line(key, place, was, now, test)


def short(was, now, width=60):
    """Two lines, without most of what they have in common before the difference."""
    pairs = zip(was, now, strict=False)
    same = next(
        (n for n, (a, b) in enumerate(pairs) if a != b), min(len(was), len(now))
    )
    start = max(0, same - width // 2)
    return tuple(part[start : start + width].strip() for part in (was, now))


def main():
    """Run a sample of mutants, or one `--again`; print which tests noticed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("seed", type=int)
    parser.add_argument("count", type=int)
    parser.add_argument("--layer", default="")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--record", nargs="+", default=[])
    asked = parser.parse_args()
    os.nice(10)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the copy is mended first
    if asked.again or not TREE.exists():
        copy_project()
    if asked.record or not TRACES.exists():
        record(asked.record)
    texts = dict(sources())
    some = {p: t for p, t in texts.items() if asked.layer in ("", layer(p))}
    if asked.again:
        file, chosen = rows_of(asked.seed, "-again"), again(asked.seed, texts)
    else:
        file, chosen = rows_of(asked.seed), sample(some, asked.seed, asked.count)
    suite(
        plugins=[Judge(TREE, lambda judge: run(judge, file, chosen, texts), is_wired)]
    )
    first, later = (
        read_rows(rows_of(asked.seed)),
        read_rows(rows_of(asked.seed, "-again")),
    )
    print("\n".join(table([*first.values()], later)))


if __name__ == "__main__":
    main()
