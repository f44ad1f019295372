"""What the doctor finds: one thing that is wrong, and what to do about it."""

from dataclasses import dataclass
from functools import partial

FAULT, WARNING = "fault", "warning"
PAGES = "docs/operators/"


@dataclass(frozen=True)
class Finding:
    """`fault` says what is wrong, with the figure; `remedy` what to do, with the
    command; `page` of an operator's pages says more. What `ends` a lane leaves nothing
    that the checks after it could look at."""

    severity: str
    fault: str
    remedy: str
    page: str
    ends: bool = False

    def as_row(self, check):
        """As programs read it."""
        return {
            "check": check,
            "severity": self.severity,
            "fault": self.fault,
            "remedy": self.remedy,
            "page": f"{PAGES}{self.page}",
        }


fault, warning = partial(Finding, FAULT), partial(Finding, WARNING)


def counted(number, noun):
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def spoken(span):
    """A span as one says it: 3 days, 5 hours, 20 minutes."""
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if (count := int(span.total_seconds() // length)) >= 1:
            return counted(count, unit)
    return counted(int(span.total_seconds()), "second")
