"""Our shorter way to write forms says what Django's templates say, to the letter."""

import pytest
from django import forms
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from newsroom.renderers import PIECES, Renderer, attributes, label_tag

SIGNS = "<b> \"quoted\" & 'half'"
VALUES = [
    "",
    None,
    0,
    7,
    True,
    "plain",
    "https://paper.example/?a=1&b=<2>",
    SIGNS,
    mark_safe("&amp; <i>safe</i>"),
    _("Save"),
]
ATTRS = {"id": "it", "title": SIGNS, "required": True, "hidden": False, "rows": 3}
CHOICES = [("", "---"), ("a", SIGNS), (2, _("Save")), (SIGNS, [("b", "B"), (7, "7")])]
WIDGETS = [
    *(forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput),
    *(forms.HiddenInput, forms.DateInput, forms.DateTimeInput, forms.TimeInput),
    *(forms.PasswordInput, forms.SearchInput, forms.TelInput, forms.CheckboxInput),
    *(forms.Textarea, forms.NullBooleanSelect, forms.ClearableFileInput),
    AdminURLFieldWidget,
]


class Plain(forms.Form):
    name = forms.CharField(label=SIGNS, help_text=SIGNS)
    safe = forms.CharField(label=mark_safe("<i>safe</i>"), required=False)
    sure = forms.BooleanField(label=_("Save"))
    kind = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)


@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize("widget", WIDGETS)
def test_an_input_is_as_django_writes_it(widget, value):
    ours, theirs = (
        widget(ATTRS).render(SIGNS, value, renderer=renderer())
        for renderer in (Renderer, DjangoTemplates)
    )

    assert ours == theirs


@pytest.mark.parametrize("widget", [forms.Select, forms.SelectMultiple])
@pytest.mark.parametrize("value", ["", "a", "7", SIGNS])
def test_a_choice_is_as_django_writes_it(widget, value):
    value = [value, "b"] if widget is forms.SelectMultiple else value
    ours, theirs = (
        widget(ATTRS, CHOICES).render("kind", value, renderer=renderer())
        for renderer in (Renderer, DjangoTemplates)
    )

    assert ours == theirs


@pytest.mark.parametrize("sent", [None, {}, {"name": SIGNS, "kind": "a"}], ids=repr)
@pytest.mark.parametrize("auto_id", ["id_%s", ""])
def test_a_form_with_its_labels_and_errors_is_as_django_writes_it(sent, auto_id):
    ours, theirs = (
        Plain(sent, auto_id=auto_id, renderer=renderer())
        for renderer in (Renderer, DjangoTemplates)
    )

    assert ours.as_div() == theirs.as_div()
    assert str(ours.errors) == str(theirs.errors)


class Hidden(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput)
    other = forms.CharField(widget=forms.HiddenInput)


@pytest.mark.parametrize("sent", [None, {}, {"key": SIGNS, "other": "a"}], ids=repr)
def test_a_hidden_form_is_as_django_writes_it_but_for_space(sent):
    ours, theirs = (
        str(Hidden(sent, initial={"key": SIGNS}, renderer=renderer()))
        for renderer in (Renderer, DjangoTemplates)
    )

    assert ours.strip() == theirs.strip()


OURS = {
    *("admin/widgets/url.html", "django/forms/label.html"),
    *(
        f"django/forms/widgets/{name}.html"
        for name in (
            *("checkbox", "date", "datetime", "email", "hidden", "input", "number"),
            *("password", "search", "select", "tel", "text", "textarea", "time", "url"),
        )
    ),
}


def test_the_pieces_of_which_there_are_thousands_need_no_template(monkeypatch):
    read = []

    def render(self, name, context, request=None):
        read.append((name, request))
        return "a template"

    monkeypatch.setattr(DjangoTemplates, "render", render)
    lists = [f"django/forms/errors/list/{name}.html" for name in ("default", "ul")]

    assert {*PIECES} == OURS
    assert [Renderer().render(name, {"errors": []}) for name in lists] == ["", ""]
    assert forms.TextInput().render("a", 1, renderer=Renderer()).startswith("<input")
    assert read == []
    assert Renderer().render(lists[0], {"errors": ["x"]}) == "a template"
    fields = {"fields": ["a"], "errors": ""}
    assert Renderer().render("django/forms/div.html", fields, "asked") == "a template"
    assert read == [(lists[0], None), ("django/forms/div.html", "asked")]


def test_what_is_marked_as_safe_alone_is_left_as_it_is():
    said = {
        "a": "<",
        "b": mark_safe("<"),
        "c": 1,
        "d": True,
        "e": False,
        "f": _("Save"),
    }

    assert attributes(said) == ' a="&lt;" b="<" c="1" d f="Save"'
    assert label_tag({"label": "<", "use_tag": False}) == "&lt;"
    label = {"label": mark_safe("<b>"), "use_tag": True, "tag": "legend", "attrs": None}
    assert label_tag(label) == "<legend><b></legend>"
