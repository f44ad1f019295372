"""The front matter of a Markdown file: the part of YAML that we write, and what of it
we read. Pure.

Texts stay texts, whatever they look like, and nothing is made of them but lists and
objects; what a value means is said by the format.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from explainer.finding import Finding
from explainer.notation import FaultyFileError, Pairs

FENCE = "---"
# Texts that need no marks around them, whoever reads them.
BARE = re.compile(r"[^\W_](?:[\w .()/+;’“”„…–—-]|,(?= )|:(?=[\w/]))*(?<! )")
NO_TEXT = re.compile(r"[\d._,]+|0[xob]\w+|\.?(inf|nan)|[\d.]+e\d+")
WORDS = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}
UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def write(value: dict[str, Any]) -> str:
    """An object between two fences; empty values are left out."""
    lines = [FENCE, *mapping(value, ""), FENCE]
    return "\n".join(lines) + "\n"


def mapping(value: dict[str, Any], indent: str) -> Iterator[str]:
    for key, item in value.items():
        if isinstance(item, dict) and item:
            yield f"{indent}{key}:"
            yield from mapping(item, f"{indent}  ")
        elif isinstance(item, list) and any(isinstance(one, dict) for one in item):
            yield f"{indent}{key}:"
            for one in item:
                first, *rest = (
                    mapping(one, f"{indent}    ") if one else [f"{indent}{{}}"]
                )
                yield f"{indent}  - {first.strip()}"
                yield from rest
        else:
            yield f"{indent}{key}: {scalar(item)}"


def scalar(value: Any) -> str:
    """One value in one line."""
    if isinstance(value, str) and is_bare(value):
        return value
    if isinstance(value, list):
        return f"[{', '.join(map(quoted, value))}]"
    return quoted(value)


def is_bare(text: str) -> bool:
    is_other = text.lower() in WORDS or NO_TEXT.fullmatch(text.lower())
    return bool(BARE.fullmatch(text)) and not is_other


def quoted(value: Any) -> str:
    """As JSON has it, which is YAML as well."""
    said = json.dumps(value, ensure_ascii=False)
    return UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", said)


def split(text: str) -> tuple[str, str, int] | None:
    """The front matter, what is behind it, and how many lines stand before that; None
    if a text has none."""
    lines = text.removeprefix("\ufeff").split("\n")
    if lines[0].rstrip() != FENCE:
        return None
    ends = (at for at, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE)
    end = next(ends, None)
    if end is None:
        raise fault(1, _("the front matter has no end: a line ---"))
    return "\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 1


def read(text: str) -> dict[str, Any]:
    """The object of a front matter, or the line of its fault."""
    import yaml  # Half a megabyte that no page needs.

    try:
        node = yaml.compose(text, yaml.BaseLoader)
        made = value_of(node, set()) if node else {}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise fault(mark.line + 2 if mark else 1, said_by(error)) from None
    except (yaml.YAMLError, ValueError) as error:
        raise fault(1, said_by(error)) from None
    except RecursionError:
        raise fault(1, _("is nested too deep")) from None
    if not isinstance(made, dict):
        raise fault(1, _("must be an object"))
    return made


def said_by(error: Exception) -> str:
    return str(getattr(error, "problem", None) or error).partition("\n")[0]


def value_of(node: Any, seen: set[int]) -> Any:
    """Texts, lists and objects; nothing twice, since what is named once and meant a
    thousand times grows without end."""
    line = node.start_mark.line + 2
    if id(node) in seen:
        raise fault(line, _("names another value (*), which is not read"))
    seen.add(id(node))
    if node.id == "scalar":
        return node.value
    if node.id == "sequence":
        return [value_of(item, seen) for item in node.value]
    if any(key.id != "scalar" for key, _item in node.value):
        raise fault(line, _("a key must be a text"))
    return Pairs([(key.value, value_of(item, seen)) for key, item in node.value])


def fault(line: int, message: str) -> FaultyFileError:
    return FaultyFileError([Finding(_("line %d") % line, message)])
