"""A field in a line of a form: a long story has hundreds, too many for templates."""

from functools import cache

from django.template import Library, Node
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.translation import get_language

register = Library()

ENDS = ":?.!"  # No colon follows these, in any of our languages.


class FormField(Node):
    def __init__(self, field):
        self.field = field

    def render(self, context):
        return field_html(self.field.resolve(context))


@register.tag
def form_field(parser, token):
    """The label, input, errors and hint of one of the admin's fields."""
    _name, field = token.split_contents()
    return FormField(parser.compile_filter(field))


def field_html(field):
    """A field as HTML: label, input, faults, and a hint whose id the input names."""
    bound, label, hint = field.field, label_html(field), field.field.help_text
    errors = field.errors() if bound.form.is_bound else ""
    pair = f"{label} {bound}"
    if field.is_checkbox:
        pair = f'<div class="checkbox">{bound} {label}</div>'
    if hint:
        words = conditional_escape(hint)
        hint = f'<p class="hint" id="{bound.auto_id}_helptext">{words}</p>'
    classes = f"field field-{bound.name}{' errors' if errors else ''}"
    return f'<div class="{classes}">{pair}{errors}{hint}</div>'


def label_html(field):
    """As the admin itself writes it."""
    bound, words = field.field, conditional_escape(field.field.label)
    if not field.is_checkbox and words[-1:] not in ENDS:
        words += conditional_escape(bound.form.label_suffix)
    classes = ["vCheckboxLabel"] if field.is_checkbox else []
    classes += ["required"] if bound.field.required else []
    classes += [] if field.is_first else ["inline"]
    kind = f' class="{" ".join(classes)}"' if classes else ""
    if field.is_fieldset:
        return f"<legend{kind}>{words}</legend>"
    of = bound.id_for_label
    return f"<label{kind}{of and f' for="{of}"'}>{words}</label>"


@register.simple_tag
def new_row(part, rows, kind):
    """The row of a part that isn't there yet: it is the same for all whose rows have
    the same class."""
    made = type(rows.formset)
    if "new_row" not in vars(made):
        number = {"number": "__prefix__", "index": "__prefix__"}
        about = {"part": part, "set": rows, "kind": kind} | number
        made.new_row = render_to_string("people/_part.html", about)
    return made.new_row


@register.simple_tag
def part_words():
    """What the script of rows says, which is the same for all kinds of rows."""
    return words_in(get_language())


@cache
def words_in(language):
    return render_to_string("people/_part_words.html")
