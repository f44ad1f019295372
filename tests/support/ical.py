"""Holds a calendar to RFC 5545, RFC 7986 and to what apps read, line by line."""

import re

from icalendar import Calendar

LINE = re.compile(r"([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:\"[^\"]*\"|[^\";:,]*))*):(.*)", re.S)
# How often each may stand in its component: exactly once, or once at most.
ONCE = {
    "VCALENDAR": {"PRODID", "VERSION", "METHOD", "CALSCALE", "X-WR-CALNAME"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "STATUS", "URL"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
}
MOST_ONCE = {"DTEND", "DESCRIPTION", "LAST-MODIFIED", "TRANSP", "CLASS", "SOURCE"}
TEXTS = {"SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME"}


def checked(content):
    """The calendar that these bytes are, after every rule."""
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")[:-1]
    for line in lines:
        assert len(line) <= 75
        assert not {*b"\r\n"} & {*line}
        line.decode()  # No character is cut in two.
    open_parts, seen, found = [], [], []
    for line in unfolded(lines):
        match = LINE.fullmatch(line)
        assert match, line
        name, _params, value = match.groups()
        if name == "BEGIN":
            open_parts.append(value)
            seen.append([])
        elif name == "END":
            assert open_parts.pop() == value
            whole(value, names := seen.pop())
            found.append((value, names))
        else:
            seen[-1].append(name)
            if name in TEXTS:
                assert re.fullmatch(r"(?:[^\\,;\n]|\\[\\,;nN])*", value), line
    assert not open_parts
    assert found[-1][0] == "VCALENDAR"
    assert len(found) > 1  # A calendar consists of something.
    made = Calendar.from_ical(content)
    uids = [event["UID"] for event in events(made)]
    assert len({*uids}) == len(uids)
    return made


def whole(part, names):
    for name in ONCE[part]:
        assert names.count(name) == 1, (part, name)
    for name in MOST_ONCE:
        assert names.count(name) <= 1, (part, name)


def unfolded(lines):
    text = b"\r\n".join(lines).replace(b"\r\n ", b"").decode()
    return text.split("\r\n")


def events(calendar):
    return [*calendar.walk("VEVENT")]
