"""Forms as HTML: the small pieces of which a page has thousands, written without a
template for each. Everything else is left to Django's own templates.
"""

from html import escape

from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeData

ERRORS = ("django/forms/errors/list/default.html", "django/forms/errors/list/ul.html")
FORM = "django/forms/div.html"
WIDGETS = "django/forms/widgets/"
INPUTS = (
    *("checkbox", "date", "datetime", "email", "hidden", "input", "number"),
    *("password", "search", "tel", "text", "time", "url"),
)


class Renderer(DjangoTemplates):
    """Gives what Django's templates of the same names give, to the letter; but without
    the space that is around a form of which nothing shows."""

    def render(self, template_name, context, request=None):
        if piece := PIECES.get(template_name):
            return piece(context)
        if template_name == FORM and not (context["fields"] or context["errors"]):
            return hidden_form(context)
        if template_name in ERRORS and not context["errors"]:
            return ""
        return super().render(template_name, context, request)


def attributes(attrs):
    """HTML attributes, each after a space; True is one without a value, False none."""
    return "".join(
        f" {name}" if value is True else f' {name}="{escape_text(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def escape_text(value):
    """As text that may stand in HTML; what is marked as safe is left alone."""
    text = value if isinstance(value, str) else str(value)
    return text if isinstance(text, SafeData) else escape(text)


def input_tag(context):
    widget = context["widget"]
    value = widget["value"]
    value = "" if value is None else f' value="{escape_text(value)}"'
    name, attrs = escape_text(widget["name"]), attributes(widget["attrs"])
    return f'<input type="{widget["type"]}" name="{name}"{value}{attrs}>'


def url_tag(context):
    """An address that can be followed stands before its input."""
    if not context["url_valid"]:
        return input_tag(context)
    widget = context["widget"]
    now, href, change = map(
        escape_text, (context["current_label"], widget["href"], context["change_label"])
    )
    link = f'{now} <a href="{href}">{escape_text(widget["value"])}</a>'
    return f'<p class="url">{link}<br>{change} {input_tag(context)}\n</p>'


def textarea_tag(context):
    widget = context["widget"]
    name, attrs = escape_text(widget["name"]), attributes(widget["attrs"])
    value = escape_text(widget["value"] or "")
    return f'<textarea name="{name}"{attrs}>\n{value}</textarea>'


def select_tag(context):
    widget = context["widget"]
    name, attrs = escape_text(widget["name"]), attributes(widget["attrs"])
    groups = "".join(
        option_group(name, options) for name, options, _n in widget["optgroups"]
    )
    return f'<select name="{name}"{attrs}>{groups}\n</select>'


def option_group(name, options):
    inside = "".join(f"\n  {option_tag(item)}" for item in options)
    if not name:
        return inside
    return f'\n  <optgroup label="{escape_text(name)}">{inside}\n  </optgroup>'


def option_tag(widget):
    value, attrs = escape_text(widget["value"]), attributes(widget["attrs"])
    return f'<option value="{value}"{attrs}>{escape_text(widget["label"])}</option>\n'


def label_tag(context):
    words = escape_text(context["label"])
    if not context["use_tag"]:
        return words
    tag, attrs = context["tag"], attributes(context["attrs"] or {})
    return f"<{tag}{attrs}>{words}</{tag}>"


def hidden_form(context):
    """A form that shows nothing, as each kind of rows has one."""
    return "".join(map(str, context["hidden_fields"]))


PIECES = {f"{WIDGETS}{name}.html": input_tag for name in INPUTS} | {
    "admin/widgets/url.html": url_tag,
    f"{WIDGETS}textarea.html": textarea_tag,
    f"{WIDGETS}select.html": select_tag,
    "django/forms/label.html": label_tag,
}
