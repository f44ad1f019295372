"""The rows of tables in a large JSON file, one after another. Pure."""

import codecs
import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from explainer.notation import Ahead, IrregularError
from stories.archives.entry import ArchiveError

Row = dict[str, Any]
# What stands around the tables of an export.
AROUND = {"db", "data"}


def text_of(file: BinaryIO) -> io.TextIOBase:
    """The letters of a file that is still to be closed by whoever opened it."""
    file.seek(0)
    return codecs.getreader("utf-8-sig")(file)  # type: ignore[return-value]


def rows(file: BinaryIO) -> Iterator[tuple[str, Row]]:
    """(table, row) of every table; `ArchiveError` where the file breaks off."""
    ahead = None
    try:
        ahead = Ahead(text_of(file).read)
        yield from rows_in(ahead, "")
        if ahead.skip():
            raise IrregularError
    except (IrregularError, UnicodeDecodeError, RecursionError, ValueError) as fault:
        if isinstance(fault, ArchiveError):
            raise
        near = ahead.text[ahead.at : ahead.at + 40].partition("\n")[0] if ahead else ""
        raise ArchiveError(f"is no JSON that can be read, near “{near}”") from None


def rows_in(ahead: Ahead, table: str) -> Iterator[tuple[str, Row]]:
    """Go through what is around tables, and through a table's rows."""
    sign = ahead.skip()
    if sign == "{":
        yield from members(ahead)
    elif sign == "[" and (not table or table in AROUND):
        yield from elements(ahead, "")
    elif sign == "[":
        yield from elements(ahead, table)
    else:
        ahead.value()


def members(ahead: Ahead) -> Iterator[tuple[str, Row]]:
    ahead.drop(1)
    while (sign := ahead.skip()) == '"':
        name = str(ahead.value()[0])
        expect(ahead, ":")
        if name in AROUND or ahead.skip() == "[":
            yield from rows_in(ahead, name)
        else:
            ahead.value()
        if ahead.skip() != ",":
            break
        ahead.drop(1)
    if sign not in '"}':
        raise IrregularError
    expect(ahead, "}")


def elements(ahead: Ahead, table: str) -> Iterator[tuple[str, Row]]:
    ahead.drop(1)
    while (sign := ahead.skip()) not in ("]", ""):
        if table:
            value = ahead.value()[0]
            if isinstance(value, dict):
                yield table, value
        else:
            yield from rows_in(ahead, "")
        sign = ahead.skip()
        if sign != ",":
            break
        ahead.drop(1)
    expect(ahead, "]")


def expect(ahead: Ahead, sign: str) -> None:
    if ahead.skip() != sign:
        raise IrregularError
    ahead.drop(1)
