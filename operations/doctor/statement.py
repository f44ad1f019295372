"""What the doctor says, for people and for programs; needs no setting."""

import json

WELL, WARNED, FAULTY = 0, 1, 2
SETTINGS = "docs/operators/settings.md"


def status(report, strict=False):
    """What the command ends with."""
    if report.are_any("fault"):
        return FAULTY
    return WARNED if strict and report.rows else WELL


def as_json(report, seconds):
    said = {
        "findings": report.rows,
        "unseen": report.unseen,
        "seen": report.seen,
        "seconds": round(seconds, 2),
    }
    return json.dumps(said, indent=2, ensure_ascii=False)


def as_text(report, seconds):
    lines = [line for row in report.rows for line in lines_of(row)]
    if report.unseen:
        lines.append(
            f"Not looked at, for the reason above: {', '.join(report.unseen)}."
        )
    lines.append(f"{summary(report.rows)} {report.seen} checks in {seconds:.1f} s.")
    return "\n".join(lines)


def lines_of(row):
    mark = row["severity"].upper()
    yield f"{mark:8} {row['check']}: {row['fault']}"
    yield f"         {row['remedy']}"
    yield f"         More: {row['page']}"


def summary(rows):
    if not rows:
        return "The paper is well."
    faults = sum(row["severity"] == "fault" for row in rows)
    counts = [(faults, "fault"), (len(rows) - faults, "warning")]
    said = [f"{n} {word}{'s' if n > 1 else ''}" for n, word in counts if n]
    return f"{' and '.join(said)}."


def of_wrong_settings(said, is_json):
    """Of a start that ended with one line: nothing else could be looked at."""
    row = {
        "check": "settings",
        "severity": "fault",
        "fault": said.removeprefix("newsroom: "),
        "remedy": "Mend the variable where it is set, in .env or in the environment.",
        "page": SETTINGS,
    }
    if is_json:
        found = {"findings": [row], "unseen": [], "seen": 0, "seconds": 0}
        return json.dumps(found, indent=2, ensure_ascii=False)
    return "\n".join([*lines_of(row), "1 fault. Nothing else could be looked at."])
