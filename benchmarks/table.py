"""The table of a benchmark, in Markdown: what docs/benchmarks.md holds. Pure."""

from typing import Any

from benchmarks.targets import MOST_GROWTH, TARGETS, Run, growth, times

BACK = "`make bench` wrote this page."


def page(said: dict[str, Any]) -> str:
    """The whole page; `said` has the date, the machine and its runs."""
    runs = said["runs"]
    parts = [
        f"# Benchmarks\n\n{BACK} {said['date']}, {said['machine']}.\n{said['how']}",
        "## Targets\n\n" + targets(runs),
        "## Growth\n\n" + grown(runs),
        *(f"## {title(run)}\n\n{tables(run)}" for run in runs),
        *(f"## Plans: {title(run)}\n\n{plans(run)}" for run in largest(runs)),
    ]
    return "\n\n".join(parts) + "\n"


def title(run: Run) -> str:
    return f"{run['stories']:,} stories on {run['engine']} {run['version']}"


def lines(head: list[str], rows: list[list[str]]) -> str:
    """A table; the first column is words, the others are numbers."""
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, rule, *rows])


def number(value: float | None) -> str:
    if value is None:
        return "–"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.{2 if abs(value) >= 0.1 else 3}f}".rstrip("0").rstrip(".")


def targets(runs: list[Run]) -> str:
    """One row for each target: its floor, and what each run reached."""
    head = ["target", "floor", *(f"{r['engine']} {r['stories']:,}" for r in runs)]
    rows = []
    for target in TARGETS:
        sign = "≥" if target.is_least else "≤"
        row = [
            f"{target.number}. {target.name}",
            f"{sign} {number(target.floor)} {target.unit}".strip(),
        ]
        for run in runs:
            value = target.reached(run)
            missed = value is not None and not target.is_met(value)
            row.append(f"**{number(value)}**" if missed else number(value))
        rows.append(row)
    return lines(head, rows) + "\n\nWhat misses its floor is **bold**."


def grown(runs: list[Run]) -> str:
    """What a page costs in the larger paper, as times its cost in the smaller."""
    engines: dict[str, list[Run]] = {}
    for run in sorted(runs, key=lambda run: run["stories"]):
        engines.setdefault(run["engine"], []).append(run)
    pairs = {name: (of[0], of[-1]) for name, of in engines.items() if len(of) > 1}
    if not pairs:
        return "One size alone was measured."
    each = {name: growth(*pair) for name, pair in pairs.items()}
    sizes = [
        f"{n}, {a['stories']:,} to {b['stories']:,}" for n, (a, b) in pairs.items()
    ]
    rows = [
        [name, *(bold(found[name]) for found in each.values())]
        for name in next(iter(each.values()))
    ]
    return lines(["page", *sizes], rows)


def bold(times: float) -> str:
    return f"**{times:.2f}**" if times > MOST_GROWTH else f"{times:.2f}"


def tables(run: Run) -> str:
    """Everything that one run measured."""
    head = ["", "ms", "/s of a core", "of a constant", "of one SELECT", "bytes"]
    rows = [
        [f"{part}: {name}{strange(found)}", *measured(found), f"{found['bytes']:,}"]
        for part in ("bare", "hot", "warm", "cold")
        for name, found in run[part].items()
    ]
    desk = [
        [
            name,
            number(deed["milliseconds"]),
            number(times(deed, "constant")),
            f"{deed['queries']:,}",
            f"{deed['size']:,}" if deed["size"] else "–",
        ]
        for name, deed in run["desk"].items()
    ]
    return "\n\n".join(
        [
            lines(head, rows),
            lines(["at the desk", "ms", "of a constant", "queries", "bytes"], desk),
            f"{made(run)}The server holds {run['memory']} MiB.",
        ]
    )


def made(run: Run) -> str:
    took = run.get("made in")
    return f"Made in {took} s of CPU. " if took else ""


def strange(found: Run) -> str:
    """The status of an answer that is not what was asked for."""
    return "" if found["status"] in (200, 304) else f" ({found['status']})"


def measured(found: Run) -> list[str]:
    """A cost: milliseconds, rate, and ratios to the bare views of the same seconds."""
    views = ("constant", "one SELECT")
    took = found["milliseconds"]
    return [
        number(value)
        for value in (took, 1000 / took, *(times(found, view) for view in views))
    ]


def largest(runs: list[Run]) -> list[Run]:
    """The run of the largest paper on each engine."""
    found = {run["engine"]: run for run in sorted(runs, key=lambda r: r["stories"])}
    return [*found.values()]


def plans(run: Run) -> str:
    """The heaviest queries, each with its plan."""
    return "\n\n".join(
        f"**{number(place)}. {query['page']}**, {number(query['milliseconds'])} ms\n\n"
        + "```\n"
        + "\n".join([query["sql"], "", *query["plan"]])
        + "\n```"
        for place, query in enumerate(run["plans"], 1)
    )
