"""The rows of parts that a form sent, set in order before Django counts them."""

import re
import uuid
from collections import defaultdict
from typing import NamedTuple

from django.http import QueryDict

# What a row says before anybody has written into it.
BLANK = ("id", "uid", "position", "focal_x", "focal_y")
# The field that names the rows which a browser left out: "number:key:uid:position …".
UNTOUCHED = "UNTOUCHED"
LEFT_OUT = re.compile(r"([0-9]{1,4}):([0-9]{1,18}):([0-9a-fA-F-]{32,36}):([0-9]{0,8})")


class Untouched(NamedTuple):
    """A row of a saved part that wasn't sent, as nobody had touched it."""

    number: int
    key: str
    uid: str
    position: str


def arrange_rows(data, prefix, parts, owner, most, is_left_out=lambda row: False):
    """The rows of one formset: those of saved parts first, then the new ones.

    Every row stays, so that no text is lost: the row of a part that somebody has
    removed meanwhile is a new one, and a new row that was saved already, the form
    being sent twice, is the row of the part that it made.
    """
    saved, new = match_rows(sent_rows(data, prefix), parts, most)
    saved = [row for row in saved if not is_left_out(row)]
    made = QueryDict(mutable=True)
    for place, row in enumerate([*saved, *new]):
        # Django gives each row the owner of the form that it came with.
        for name, values in (row | {owner: [""]}).items():
            made.setlist(f"{prefix}-{place}-{name}", values)
    for name in ("MIN_NUM_FORMS", "MAX_NUM_FORMS"):
        made[f"{prefix}-{name}"] = data.get(f"{prefix}-{name}", "")
    made[f"{prefix}-TOTAL_FORMS"] = str(len(saved) + len(new))
    made[f"{prefix}-INITIAL_FORMS"] = str(len(saved))
    return made


def sent_rows(data, prefix):
    """The rows as they were sent, in their order on the page."""
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    total = int(total) if re.fullmatch("[0-9]{1,4}", total) else 0
    pattern = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,4}})-(\w+)")
    rows = defaultdict(dict)
    for key in data:
        found = key.startswith(prefix) and pattern.fullmatch(key)
        if found and int(found[1]) < total:
            rows[int(found[1])][found[2]] = data.getlist(key)
    return [rows[number] for number in sorted(rows)]


def untouched_rows(data, prefix):
    """The rows that a browser left out, since they were as they came."""
    said = data.get(f"{prefix}-{UNTOUCHED}", "").split()
    found = [match for word in said if (match := LEFT_OUT.fullmatch(word))]
    return [
        Untouched(int(number), key, uid_of({"uid": [uid]}), position)
        for number, key, uid, position in (match.groups() for match in found)
    ]


def match_rows(rows, parts, most):
    """(rows of saved parts, new rows); each part is one row's at most."""
    by_key = {str(part.pk): part for part in parts}
    by_uid = {str(part.uid): part for part in parts}
    saved, new, taken = [], [], set()
    for row in rows:
        uid, key = uid_of(row), value(row, "id")
        part = by_key.get(key) or by_uid.get(uid)
        if part is None and most == 1 and len(parts) == 1 and says_something(row):
            part = parts[0]
        if part and part.pk not in taken:
            taken |= {part.pk, str(part.uid)}
            saved.append(row | {"id": [str(part.pk)], "uid": [str(part.uid)]})
        elif not (key and "DELETE" in row):
            new.append(row | {"id": [""], "uid": ["" if uid in taken else uid]})
            taken.add(uid)
    return saved, new


def says_something(row):
    return any(value(row, name).strip() for name in row if name not in BLANK)


def value(row, name):
    return row.get(name, [""])[-1]


def uid_of(row):
    """The row's own mark, under which it is known however often it is sent."""
    try:
        return str(uuid.UUID(value(row, "uid")))
    except ValueError:
        return ""
