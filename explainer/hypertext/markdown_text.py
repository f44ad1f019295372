"""Markdown as others write it, with footnotes, as HTML. Pure."""

import re

from markdown_it import MarkdownIt

NOTE = re.compile(r"^\[\^([^\]\s]{1,60})\]:[ \t]?(.*)$")
REFERENCE = re.compile(r"\[\^([^\]\s]{1,60})\]")
MORE = ["table", "strikethrough"]
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(MORE)
PLAIN = MarkdownIt("commonmark", {"html": False}).enable(MORE)


def html_of(markdown: str, has_html: bool = True) -> str:
    """Markdown as HTML, footnotes too; without `has_html` a tag is words."""
    reader = MARKDOWN if has_html else PLAIN
    lines, notes, last = [], dict[str, str](), ""
    for line in markdown.split("\n"):
        found = NOTE.match(line)
        if found:
            last = found[1]
            notes[last] = found[2]
        elif last and line.startswith(("    ", "\t")) and line.strip():
            notes[last] += f" {line.strip()}"
        else:
            last = "" if line.strip() else last
            lines.append(line)
    text = "\n".join(lines)
    if notes:
        numbers = {key: number for number, key in enumerate(notes, 1)}
        text = REFERENCE.sub(lambda found: reference(found, numbers), text)
    made = str(reader.render(text))
    listed = (
        f'<li id="fn-{number}">{reader.renderInline(note)}</li>'
        for number, note in enumerate(notes.values(), 1)
    )
    return made + (f"<ol>{''.join(listed)}</ol>" if notes else "")


def reference(found: re.Match[str], numbers: dict[str, int]) -> str:
    number = numbers.get(found[1])
    return f"[{number}](#fn-{number})" if number else found[0]
