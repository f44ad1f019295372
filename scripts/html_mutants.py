"""Small faults that a hand could make in a template."""

import re

# A start tag, whose values may hold tags of the template with quotes of their own.
MARK = r"{[{%#].*?[%#}]}"
TAG = re.compile(rf"<([a-z][a-z0-9-]*)((?:{MARK}|\"(?:{MARK}|[^\"])*\"|[^<>\"])*)>")
ATTRIBUTE = re.compile(rf"\s([a-z-]+)(?:=\"(?:{MARK}|[^\"])*\")")
# What is printed, but for texts and for parts of the page.
VARIABLE = re.compile(r"{{\s*(?!_\(|print_|super\()(.+?)\s*}}")
CONDITION = re.compile(r"{%\s*(?:el)?if\s+(.+?)\s*%}")
INCLUDE = re.compile(r"{%\s*include\s.+?%}|{{\s*print_\w+\(.*?\)\s*}}")
FILTER = re.compile(r"\|[a-z_]+(?::(?:\"[^\"]*\"|[\w.]+)|\([^()]*\))?")
OPENING = r"{%\s*(?:(?:if|for|with|block|blocktranslate|trans|macro)\b|set\s+\w+\s*%})"
COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}", re.DOTALL)
PLAIN = {"class"}  # how it looks is for eyes


def is_whole(text):
    """Whether each block that begins in the text ends in it."""
    begun = re.findall(OPENING, text)
    return len(begun) == len(re.findall(r"{%\s*end", text)) and "{% el" not in text


def blocks(source):
    """(first line, last line, name) of each block, from outside in."""
    found, begun = [], []
    for mark in re.finditer(r"{%\s*(end)?block(?:\s+(\w+))?\s*%}", source):
        line = source.count("\n", 0, mark.start()) + 1
        if not mark[1]:
            begun.append((line, mark[2]))
        elif begun:
            begin, name = begun.pop()
            found.append((begin, line, name))
    return sorted(found, key=lambda block: (block[0], -block[1]))


def tags_changes(source):
    for found in CONDITION.finditer(source):
        yield *found.span(1), "True", "condition dropped"
        if " " not in found[1]:
            yield *found.span(1), f"not {found[1]}", "condition negated"
    for found in INCLUDE.finditer(source):
        yield *found.span(), "", "include gone"


def variables_changes(source):
    variables = [found[1] for found in VARIABLE.finditer(source)]
    for n, found in enumerate(VARIABLE.finditer(source)):
        others = [v for v in variables[n + 1 :] + variables[:n] if v != found[1]]
        yield *found.span(1), others[0] if others else '""', "variable swapped"
        for filtered in FILTER.finditer(source, *found.span(1)):
            yield *filtered.span(), "", "filter gone"


def markup_changes(source):
    for found in TAG.finditer(source):
        for attribute in ATTRIBUTE.finditer(source, *found.span(2)):
            if attribute[1] not in PLAIN:
                yield *attribute.span(), "", "attribute gone"
        end = source.find(f"</{found[1]}>", found.end())
        whole = source[found.start() : max(end, 0)]
        if whole.count(f"<{found[1]}") == 1 and len(whole) < 500 and is_whole(whole):
            yield found.start(), end + len(found[1]) + 3, "", "element gone"


def template_changes(source):
    """Every (start, end, text, kind) that changes a template."""
    source = COMMENT.sub(lambda comment: " " * len(comment[0]), source)
    for find in (tags_changes, variables_changes, markup_changes):
        yield from find(source)
