"""What templates of readers' pages say in the paper's language: translated while they
are compiled, so that nobody looks for it in a catalogue while a reader waits.
"""

import re

from django.utils.safestring import SafeString
from django.utils.translation import gettext
from jinja2 import nodes
from jinja2.ext import InternationalizationExtension
from jinja2.runtime import Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, _escape_inner, escape

# In a text: what is filled in, or a sign of per cent, which is doubled in all of them.
FILLED = re.compile(r"%\((\w+)\)s|%(%)")
LINE = re.compile(r"\n\s+")  # the indentation of a template is for who reads it


def printed(value):
    """What a page says of a value: what is no HTML yet escaped, as a mere text.

    A page prints a thousand values, and joins them: to make `Markup` of each, as Jinja
    does, takes as long as to escape them.
    """
    kind = type(value)
    if kind is str:
        return _escape_inner(value)
    if kind is Markup or kind is SafeString:
        return value
    return escape(value)


class Part(Macro):
    """A part of a page, of which a page has a hundred: with a value for each of its
    arguments it is printed without looking for more."""

    def __init__(self, *said):
        super().__init__(*said)
        takes_more = self.catch_kwargs or self.catch_varargs or self.caller
        self.is_plain = self._default_autoescape and not takes_more

    def __call__(self, *args, **named):
        if named or len(args) != self._argument_count or not self.is_plain:
            return super().__call__(*args, **named)
        return Markup(self._func(*args))


class Texts(InternationalizationExtension):
    """`{% trans %}`: a text that counts nothing becomes pieces of the template."""

    def _make_node(
        self, singular, plural, context, variables, plural_expr, *more
    ):  # as Jinja calls it
        if plural_expr is not None or context is not None:
            return super()._make_node(
                singular, plural, context, variables, plural_expr, *more
            )
        return nodes.Output([*pieces(gettext(singular), variables)])


def pieces(text, variables):
    """The nodes of a text: words, and between them what is filled in."""
    ends = 0
    for found in FILLED.finditer(text):
        yield nodes.TemplateData(text[ends : found.start()])
        yield nodes.TemplateData("%") if found[2] else variables[found[1]]
        ends = found.end()
    yield nodes.TemplateData(text[ends:])


class Folding(NodeTransformer):
    """`_("…")` becomes what it says, and indentation goes."""

    def visit_Call(self, node):
        node = self.generic_visit(node)
        name, said = node.node, node.args
        if not (isinstance(name, nodes.Name) and name.name == "_" and len(said) == 1):
            return node
        text = gettext(said[0].value).replace("%%", "%")
        return nodes.TemplateData(text, lineno=node.lineno)

    def visit_TemplateData(self, node):
        node.data = LINE.sub("\n", node.data)
        return node
