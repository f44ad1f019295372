"""A field in a line of a form: a long story has hundreds, too many for templates."""

from django.template import Library
from django.utils.html import format_html

register = Library()


@register.simple_tag
def form_field(field):
    """The label, input, errors and hint of one of the admin's fields."""
    bound, errors = field.field, field.errors()
    label, hint = field.label_tag(), bound.help_text
    pair = "{1} {0}"
    if field.is_checkbox:
        pair = '<div class="checkbox">{0} {1}</div>'
    if hint:
        hint = format_html(
            '<p class="hint" id="{}_helptext">{}</p>', bound.auto_id, hint
        )
    return format_html(
        '<div class="field field-{2}{3}">' + pair + "{4}{5}</div>",
        *(bound, label, bound.name, " errors" if errors else "", errors, hint),
    )
