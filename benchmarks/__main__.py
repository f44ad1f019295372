"""python -m benchmarks: what pages and verbs cost, beside bare Django views."""

import argparse
import contextlib
import datetime as dt
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

from benchmarks import table
from benchmarks.load import WRK
from benchmarks.server import environment
from benchmarks.targets import REFERENCE, middle
from scripts.with_postgres import QUICK, temporary_server

ROOT = Path(__file__).resolve().parent.parent
SIZES, ENGINES = (200, 2000), ("sqlite", "postgresql")
GROUPS = ("alone", "front", "servers", "redis", "replica")
HOW = (
    "CPU of server and database on one core, from /proc; `{asked}` asks for hot pages."
    " Cold: all that is kept is emptied before each request; warm: after a restart, or"
    " after a story elsewhere was published. Ratios are to two bare views, told as of"
    " the same seconds by a piece of work that is always the same; rates and times of"
    " targets are as of the machine on which they were set, which does that work in"
    f" {1000 * REFERENCE:g} ms.{{times}}"
)


def make_paper(given):
    """Fill the empty database of DATABASE_URL; its tables are made where they lack."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    # Models can't be imported before the apps are ready.
    from django.core.management import call_command

    from benchmarks import paper

    call_command("migrate", verbosity=0)
    began = time.process_time()
    paper.make(given.stories, given.seed)
    print(f"{given.stories} stories in {time.process_time() - began:.1f} s of CPU")


def measure(given):
    """One run, in a process whose environment says which paper; prints JSON."""
    django.setup()
    import logging

    from benchmarks.run import run

    logging.disable(logging.WARNING)
    print(json.dumps(run(given.stories, given.folder, given.database, given.quick)))


def run_all(given):
    """Every size on every engine; writes the page and the JSON beside it."""
    runs = []
    for engine in given.engines:
        for size in given.sizes:
            print(f"{size} stories on {engine}…", file=sys.stderr)
            each = [one(engine, size, given.quick) for _time in range(given.times)]
            runs.append(middle(each))
            write(runs, given)  # Who stops it half-way has what was measured.
    print(table.targets(runs))


def write(runs, given):
    """Write the page, and what it was made of beside it."""
    out, times = given.out, given.times
    often = f" Each number is the median of {times} runs." if times > 1 else ""
    said = {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": machine(),
        "how": HOW.format(asked="wrk" if WRK else "a client of our own", times=often),
        "runs": runs,
    }
    out.with_suffix(".json").write_text(json.dumps(said, indent=1))
    out.write_text(table.page(said))


def one(engine, size, quick):
    """The run of one engine and size, in a folder and on a database of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        contextlib.ExitStack() as s,
    ):
        words = [str(size), folder, *(["--quick"] if quick else [])]
        address = f"sqlite:///{folder}/bench.sqlite3"
        if engine == "postgresql":
            server = s.enter_context(temporary_server())
            address = server.address
            words += ["--database", str(server.process.pid)]
        made = subprocess.run(
            [sys.executable, "-m", "benchmarks", "measure", *words],
            cwd=ROOT,
            env=environment(address, folder),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return json.loads(made.stdout.splitlines()[-1])


def machine():
    """The processor, and the Python and Django that were measured."""
    names = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    core = names[0] if names else platform.machine()
    return f"{core}, Python {platform.python_version()}, Django {django.__version__}"


def run_hour(given):
    """A paper under readers and an editor; exit 1 if anybody got an error."""
    with (
        tempfile.TemporaryDirectory(prefix="endurance-") as folder,
        contextlib.ExitStack() as stack,
    ):
        address, database = f"sqlite:///{folder}/paper.sqlite3", None
        if given.engine == "postgresql":
            engine = stack.enter_context(temporary_server())
            address, database = engine.address, engine.process.pid
        os.environ |= environment(address, folder)
        django.setup()
        # Models can't be imported before the apps are ready.
        from benchmarks import endurance, run

        run.prepare(given.stories)
        with run.serving(run.PAPER, folder, database) as server:
            curve, asked, failed = endurance.endure(
                server,
                given.stories,
                given.seconds,
                given.rate,
                given.every,
                given.rest,
            )
    print(f"{asked} answers, {len(failed)} failed; {curve[0]} MiB, then {curve[-1]}")
    sys.exit("\n".join(failed[:5]) or 0)


def run_scale(given):
    """What each step of growing takes off whom, on PostgreSQL; two tables."""
    with (
        tempfile.TemporaryDirectory(prefix="scale-", dir="/tmp") as folder,
        # What is committed and not yet written a replica is not sent either.
        temporary_server(options=QUICK) as engine,
    ):
        os.environ |= environment(engine.address, folder)
        django.setup()
        # Models can't be imported before the apps are ready.
        from benchmarks import front_day, growth, reckoning, run

        run.prepare(given.stories)
        found = {}
        grown = growth.Growth(given.stories, folder, engine, given.pages, given.rate)
        for name, step in grown.steps(given.groups):
            found[name] = step
            print(f"{name}: {json.dumps(step)}", file=sys.stderr)
    reckoned = reckoning.reckoned(found, front_day.likely(given.stories))
    lacking = [
        f"Left out, {name}: no {' and no '.join(step['lacking'])} here."
        for name, step in found.items()
        if "lacking" in step
    ]
    said = f"{given.stories:,} stories. {machine()}; as of a machine that does a piece"
    said += f" of work that is always the same in {1000 * REFERENCE:g} ms."
    print(said, reckoning.table(found), reckoned, *lacking, sep="\n\n")


def parser():
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    verbs = asked.add_subparsers(required=True)
    all_of_it = verbs.add_parser("run", help="measure, and write docs/benchmarks.md")
    all_of_it.set_defaults(act=run_all)
    all_of_it.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    all_of_it.add_argument("--engines", nargs="+", default=ENGINES, choices=ENGINES)
    all_of_it.add_argument("--out", type=Path, default=ROOT / "docs/benchmarks.md")
    all_of_it.add_argument("--times", type=int, default=1, help="runs of each paper")
    all_of_it.add_argument(
        "--quick", action="store_true", help="measure almost nothing"
    )
    paper = verbs.add_parser("paper", help="fill the empty database of DATABASE_URL")
    paper.set_defaults(act=make_paper)
    paper.add_argument("stories", type=int)
    paper.add_argument("--seed", type=int, default=1)
    hour = verbs.add_parser("hour", help="what a server holds under load, each minute")
    hour.set_defaults(act=run_hour)
    hour.add_argument("--stories", type=int, default=2000)
    hour.add_argument("--engine", choices=ENGINES, default="sqlite")
    hour.add_argument("--seconds", type=float, default=3600)
    hour.add_argument("--rate", type=float, default=12, help="pages a second")
    hour.add_argument("--every", type=float, default=60, help="seconds between looks")
    hour.add_argument("--rest", type=float, default=10, help="of the editor, seconds")
    scale = verbs.add_parser("scale", help="what each step of growing takes off whom")
    scale.set_defaults(act=run_scale)
    scale.add_argument("--stories", type=int, default=2000)
    scale.add_argument("--pages", type=int, default=6000, help="that a crowd asks for")
    scale.add_argument("--rate", type=float, default=200, help="pages a second")
    scale.add_argument("--groups", nargs="+", default=GROUPS, choices=GROUPS)
    single = verbs.add_parser("measure", help="what `run` runs, once for each paper")
    single.set_defaults(act=measure)
    single.add_argument("stories", type=int)
    single.add_argument("folder", type=Path)
    single.add_argument("--database", type=int, help="PostgreSQL's process")
    single.add_argument("--quick", action="store_true")
    return asked


def main(words):
    given = parser().parse_args(words)
    given.act(given)


if __name__ == "__main__":
    main(sys.argv[1:])
