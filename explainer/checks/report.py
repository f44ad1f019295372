"""Findings weighed: what blocks, what is worth a look, what somebody silenced. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from explainer.checks.catalogue import BLOCK, DEFAULTS, OFF, RANK, STRUCTURAL
from explainer.finding import Finding

MOST = 5  # Nobody reads more warnings than this at once.


@dataclass(frozen=True)
class Report:
    """`silenced` has each finding with who said never, and why."""

    must: list[Finding] = field(default_factory=list)
    look: list[Finding] = field(default_factory=list)
    silenced: list[tuple[Finding, Any]] = field(default_factory=list)

    @property
    def count(self) -> str:
        """As the panel's name has it: 1+4, or nothing."""
        if not (self.must or self.look):
            return ""
        return f"{len(self.must)}+{len(self.look)}"

    @property
    def first(self) -> list[Finding]:
        return self.look[:MOST]

    @property
    def others(self) -> list[Finding]:
        return self.look[MOST:]


def level(code: str, levels: Mapping[str, str]) -> str:
    """What a check does at a desk; nothing turns a structural one down."""
    if code in STRUCTURAL:
        return BLOCK
    return levels.get(code, DEFAULTS.get(code, BLOCK))


def weigh(
    found: Iterable[Finding],
    levels: Mapping[str, str],
    waived: Mapping[str, Any] | None = None,
) -> Report:
    """The findings by level, the most important first."""
    report = Report()
    for finding in sorted(found, key=lambda finding: RANK.get(finding.code, 0)):
        weight = level(finding.code, levels)
        if weight == BLOCK:
            report.must.append(finding)
        elif weight != OFF and waived and finding.digest in waived:
            report.silenced.append((finding, waived[finding.digest]))
        elif weight != OFF:
            report.look.append(finding)
    return report
