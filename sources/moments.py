"""Moments as pages and feeds write them, in whatever form and zone. Pure."""

import datetime as dt
import re
from email.utils import parsedate_to_datetime

DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?![\d])")
MIDNIGHT = re.compile(r"(?<!\d)24:00(?::00(?:\.0{1,9})?)?(?![:\d])")  # of the next day
# Hours from Greenwich of zones that one name belongs to, or nearly so.
ZONES = {
    **dict.fromkeys(("Z", "UT", "UTC", "GMT", "WET"), 0),
    **dict.fromkeys(("BST", "WEST", "CET", "MEZ"), 1),
    **dict.fromkeys(("CEST", "MESZ", "EET", "SAST"), 2),
    **dict.fromkeys(("EEST", "MSK", "TRT"), 3),
    **{"PKT": 5, "NPT": 5.75, "ICT": 7, "WIB": 7, "HKT": 8, "SGT": 8},
    **{"AWST": 8, "JST": 9, "KST": 9, "ACST": 9.5, "AEST": 10, "ACDT": 10.5},
    **{"AEDT": 11, "NZST": 12, "NZDT": 13, "BRT": -3, "ART": -3, "NST": -3.5},
    **{"ADT": -3, "AST": -4, "EDT": -4, "EST": -5, "CDT": -5, "CST": -6, "MDT": -6},
    **{"MST": -7, "PDT": -7, "PST": -8, "AKDT": -8, "AKST": -9, "HST": -10},
}


def moment_of(text: str, zone: dt.tzinfo) -> dt.datetime | None:
    """A moment that a page or a feed names; without a zone it is the paper's.

    One that names a zone which we don't know is none: nobody can say when it was.
    """
    text, name = without_zone(text.strip()[:100])
    if name and name not in ZONES:
        return None
    zone = dt.timezone(dt.timedelta(hours=ZONES[name])) if name else zone
    midnight = MIDNIGHT.search(text)
    text = MIDNIGHT.sub("00:00", text)
    found = None
    for parse in (dt.datetime.fromisoformat, parsedate_to_datetime, bare_day):
        try:
            found = parse(text)
            break
        except (ValueError, OverflowError, TypeError, LookupError, AttributeError):
            continue
    if found is None or not 1800 <= found.year <= 2200:
        return None
    found += dt.timedelta(days=bool(midnight))
    return found if found.tzinfo else found.replace(tzinfo=zone)


def without_zone(text: str) -> tuple[str, str]:
    """A moment's words, and apart from them the zone that it names at its end."""
    rest, _space, last = text.rpartition(" ")
    return (rest, last) if last.isalpha() and last.isupper() else (text, "")


def bare_day(text: str) -> dt.datetime:
    found = DAY.match(text)
    if found is None:
        raise ValueError
    year, month, day = map(int, found.groups())
    return dt.datetime(year, month, day)  # noqa: DTZ001  # the caller gives its zone
