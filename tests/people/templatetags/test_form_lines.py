"""Fields in lines of a form are what the admin makes of them, to the letter."""

import pytest
from django import forms
from django.contrib.admin.helpers import AdminField
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from people.templatetags.form_lines import field_html

SIGNS = "<b> \"quoted\" & 'half'"


class Sample(forms.Form):
    name = forms.CharField(label=SIGNS, help_text=SIGNS)
    asked = forms.CharField(label="Is it so?", required=False)
    safe = forms.CharField(label=mark_safe("<i>safe</i>"), help_text=_("Save"))
    sure = forms.BooleanField(label=_("Save"), help_text=mark_safe("<i>safe</i>"))
    kind = forms.ChoiceField(
        choices=[("a", "A"), ("b", SIGNS)], widget=forms.RadioSelect
    )
    blank = forms.CharField(label="", required=False)


@pytest.mark.parametrize("language", ["en-gb", "fr", "ar"])
@pytest.mark.parametrize("sent", [None, {"name": SIGNS}], ids=["new", "faulty"])
@pytest.mark.parametrize("name", Sample.base_fields)
def test_a_field_is_as_the_admin_writes_it(name, sent, language):
    with override(language):
        for is_first in (True, False):
            field = AdminField(Sample(sent), name, is_first=is_first)
            assert field_html(field) == as_django(field)


def as_django(field):
    bound, label, errors = field.field, field.label_tag(), field.errors()
    pair = format_html("{} {}", label, bound)
    if field.is_checkbox:
        pair = format_html('<div class="checkbox">{} {}</div>', bound, label)
    classes = f"field field-{bound.name}{' errors' if errors else ''}"
    html = format_html('<div class="{}">{}{}', classes, pair, errors)
    if bound.help_text:
        hint = '<p class="hint" id="{}_helptext">{}</p>'
        html += format_html(hint, bound.auto_id, bound.help_text)
    return html + "</div>"
