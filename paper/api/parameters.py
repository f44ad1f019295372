"""What may be asked of a resource: each parameter with its form, its limits, its words.

From one declaration follow how it is read, what a refusal says, the description for
programs and the page for people. Pure.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LONGEST = 200  # characters
# Of people they end at the door; a program is told that what it asks for is none.
LETTERS = rf"[^\u0000-\u001f\u007f-\u009f]{{1,{LONGEST}}}"
# The days of the years that a paper can have, and their moments as RFC 3339 has them.
YEAR = "(?:19[7-9][0-9]|20[0-9]{2})"
LEAP = "(?:19(?:7[26]|8[048]|9[26])|20(?:[02468][048]|[13579][26]))"
DAY = (
    f"(?:{YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    f"|{LEAP}-02-29)"
)
CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
MOMENT = f"{DAY}(?:T{CLOCK}:[0-5][0-9](?:\\.[0-9]{{1,6}})?(?:Z|[+-]{CLOCK}))?"


class ParameterError(ValueError):
    """What was given for a parameter is none of what it may be."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name


@dataclass(frozen=True)
class Parameter:
    """One parameter; `words` say what it narrows to. It is part of the address if it
    `is_path`."""

    name: str
    words: str
    example: Any = None
    is_path: bool = False
    is_required: bool = False

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{LETTERS}$"}

    @property
    def form(self) -> str:
        """What it may be, as a refusal says it."""
        return f"has 1 to {LONGEST} characters, and none that controls a device"

    def read(self, given: Any) -> Any:
        """The value that was given, be it in an address or in JSON."""
        try:
            return self.value(given)
        except (ValueError, TypeError, OverflowError):
            raise ParameterError(self.name, f"{self.name} {self.form}.") from None

    def value(self, given: Any) -> Any:
        if not isinstance(given, str) or not re.fullmatch(LETTERS, given):
            raise ValueError
        given.encode()  # No half of a character comes alone.
        return given


@dataclass(frozen=True)
class Words(Parameter):
    """Any words."""


@dataclass(frozen=True)
class Pattern(Parameter):
    """Characters of a form; the other engines' regular expressions read it alike."""

    pattern: str = ".+"
    told: str = "is not in the form that is given"

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{self.pattern}$", "maxLength": LONGEST}

    @property
    def form(self) -> str:
        return self.told

    def value(self, given: Any) -> str:
        found = str(super().value(given))
        if not re.fullmatch(self.pattern, found, re.ASCII):
            raise ValueError
        return found


@dataclass(frozen=True)
class Choice(Parameter):
    choices: tuple[str, ...] = ()

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": [*self.choices]}

    @property
    def form(self) -> str:
        return f"is one of {', '.join(self.choices)}"

    def value(self, given: Any) -> str:
        if given not in self.choices:
            raise ValueError
        return str(given)


@dataclass(frozen=True)
class Count(Parameter):
    """A whole number from `least` to `most`."""

    least: int = 1
    most: int = 100
    default: int | None = None

    @property
    def schema(self) -> dict[str, Any]:
        said = {"type": "integer", "minimum": self.least, "maximum": self.most}
        return said if self.default is None else said | {"default": self.default}

    @property
    def form(self) -> str:
        return f"is a whole number from {self.least} to {self.most}"

    def value(self, given: Any) -> int:
        if isinstance(given, str):
            if not re.fullmatch(r"[0-9]{1,9}", given, re.ASCII):
                raise ValueError
            given = int(given)
        if type(given) is not int or not self.least <= given <= self.most:
            raise ValueError
        return given


@dataclass(frozen=True)
class Day(Parameter):
    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{DAY}$"}

    @property
    def form(self) -> str:
        return "is a day that there is, from 1970 to 2099, such as 2026-03-01"

    def value(self, given: Any) -> dt.date:
        if not isinstance(given, str) or not re.fullmatch(DAY, given):
            raise ValueError
        return dt.date.fromisoformat(given)


@dataclass(frozen=True)
class Moment(Parameter):
    """A moment with its zone, or a day, which begins at midnight UTC."""

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{MOMENT}$"}

    @property
    def form(self) -> str:
        return (
            "is a moment with its zone or a day that there is, from 1970 to 2099, such"
            " as 2026-03-01T12:00:00Z or 2026-03-01"
        )

    def value(self, given: Any) -> dt.datetime:
        if not isinstance(given, str) or not re.fullmatch(MOMENT, given):
            raise ValueError
        found = dt.datetime.fromisoformat(given)
        return (
            found.astimezone(dt.UTC) if found.tzinfo else found.replace(tzinfo=dt.UTC)
        )


def read_all(
    parameters: tuple[Parameter, ...], given: Mapping[str, list[Any]]
) -> dict[str, Any]:
    """The values of what was given, by name: each once, none that nobody knows."""
    known = {parameter.name: parameter for parameter in parameters}
    for name, values in given.items():
        if name not in known:
            names = ", ".join(known) or "none"
            said = f"There is no parameter {name[:40]!r} here, there is: {names}."
            raise ParameterError(name[:40], said)
        if len(values) > 1:
            raise ParameterError(name, f"{name} is given more than once.")
    for parameter in parameters:
        if parameter.is_required and parameter.name not in given:
            raise ParameterError(parameter.name, f"{parameter.name} has to be given.")
    return {name: known[name].read(*values) for name, values in given.items()}
