"""The desk's inputs, asked one by one: how each looks, takes and refuses."""

import datetime as dt
from copy import deepcopy

import pytest
from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from desk.form import fields
from desk.images.forms import LICENCES, LicenceInput
from sources.models import Outlet
from stories.models import Kind, StorySource

LARGE = "vLargeTextField"


@pytest.mark.parametrize(
    ("kind", "attrs"),
    [
        (fields.TextArea, {"class": LARGE, "rows": 2}),
        (fields.CountedArea, {"class": LARGE, "rows": 2, "data-words": "Words:"}),
        (
            fields.LineArea,
            {"class": f"{LARGE} line-area", "rows": 1, "data-words": "Words:"},
        ),
        (
            fields.ProseArea,
            {"class": f"{LARGE} prose", "rows": 3, "data-words": "Words:"}
            | {"spellcheck": "true", "data-lead-in": "Lead-in"},
        ),
    ],
)
def test_a_text_has_room_to_begin_with_and_more_for_who_asks(kind, attrs):
    plain, asked = kind().attrs, kind({"rows": 9, "id": "x"}).attrs

    assert plain == {"cols": "40"} | attrs
    assert asked == {"cols": "40"} | attrs | {"rows": 9, "id": "x"}


@pytest.mark.parametrize(
    ("sent", "taken"),
    [(" one\r\n\ttwo \n\n three", "one two three"), ("", ""), (None, None)],
)
def test_a_line_is_one_line_whatever_was_pasted(sent, taken):
    data = {} if sent is None else {"headline": sent}

    assert fields.LineArea().value_from_datadict(data, {}, "headline") == taken


def test_a_day_and_a_moment_are_the_browsers_own_inputs():
    at = dt.datetime(2026, 3, 9, 7, 5, tzinfo=dt.UTC)

    day, moment = (
        kind().render("at", at) for kind in (fields.DayInput, fields.MomentInput)
    )

    assert day == '<input type="date" name="at" value="2026-03-09">'
    said = '<input type="datetime-local" name="at" value="2026-03-09T07:05">'
    assert moment == said
    assert 'class="x"' in fields.DayInput({"class": "x"}).render("at", at)
    assert 'class="x"' in fields.MomentInput({"class": "x"}).render("at", at)


class Timed(forms.Form):
    at = fields.MomentField(help_text="Soon.", required=False)


def test_a_moment_says_in_whose_zone_it_is(settings):
    settings.TIME_ZONE = "Asia/Tokyo"

    field = fields.MomentField(help_text="Soon.")

    assert field.help_text == "Soon. In the paper's time zone, Asia/Tokyo."


@pytest.mark.parametrize(
    ("sent", "is_taken"),
    [
        ("1899-12-31T23:59", False),
        ("1900-01-01T00:00", True),
        ("8999-12-31T23:59", True),
        ("9000-01-01T00:00", False),
    ],
)
def test_a_moment_lies_where_every_zone_has_a_time_for_it(sent, is_taken):
    form = Timed({"at": sent})

    assert form.is_valid() is is_taken
    codes = [fault.code for fault in form.errors.as_data().get("at", ())]
    assert codes == ([] if is_taken else ["invalid"])


def test_a_moment_that_nobody_touched_keeps_its_seconds():
    before = dt.datetime(2026, 3, 9, 7, 5, 42, tzinfo=dt.UTC)

    kept, moved, gone, new = (
        Timed({"at": sent}, initial={"at": initial})
        for sent, initial in (
            ("2026-03-09T07:05", before),
            ("2026-03-09T07:06", before),
            ("", before),
            ("2026-03-09T07:05", None),
        )
    )

    forms_ = [kept, moved, gone, new]
    assert all(form.is_valid() for form in forms_)
    plain = before.replace(second=0)
    assert [form.cleaned_data["at"] for form in forms_] == [
        before,
        plain.replace(minute=6),
        None,
        plain,
    ]
    assert [form.has_changed() for form in forms_] == [False, True, True, True]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("x" * 100, ""),
        ("x" * 101, "A tag may have 100 characters at most: " + "x" * 101),
        ("https://a:b@paper.example/", "The address holds a name or a password"),
        ("ports, +", "A tag needs a letter or a digit: +"),
        ("1", ""),
    ],
)
def test_a_tag_is_short_and_says_something(typed, said):
    try:
        found = ""
        fields.TagsField().clean(typed)
    except ValidationError as fault:
        (found,) = fault.messages

    assert found.startswith(said) if said else found == ""


def test_a_kind_is_chosen_among_those_that_are_explained():
    field = fields.KindField({Kind.CORRECTION: "One.", Kind.DEVELOPMENT: "Two."})

    assert [str(label) for _value, label in field.choices] == [
        "Correction: One.",
        "New facts: Two.",
    ]
    assert [value for value, _label in field.choices] == ["correction", "development"]
    assert (field.initial, field.required) == ("correction", True)
    assert isinstance(field.widget, forms.RadioSelect)
    assert not fields.KindField({Kind.DEVELOPMENT: ""}, required=False).required


def outlets(*names):
    return {str(pk): Outlet(pk=pk, name=name) for pk, name in enumerate(names, 1)}


def choice(kind=fields.LoadedChoiceField, **options):
    """A field with two rows of outlets that were fetched, and one more on offer."""
    column = StorySource._meta.get_field("outlet")
    widget = fields.LoadedSelect(column, admin.site, attrs=options.pop("attrs", None))
    field = kind(Outlet.objects.all(), widget=widget, **options)
    *loaded, (key, offered) = outlets("A", "B", "C").items()
    field.loaded, field.offered = dict(loaded), {key: offered}
    return field


def offered(field, value):
    """(value, words, whether it is chosen) of each option."""
    ((group, options, index),) = field.widget.optgroups("outlet", value)
    assert (group, index) == (None, 0)
    assert [one["index"] for one in options] == [str(n) for n in range(len(options))]
    return [(one["value"], one["label"], one["selected"]) for one in options]


def test_a_choice_asks_with_its_own_script_and_no_library():
    widget = choice(required=False).widget
    said = widget.build_attrs({})

    assert said["data-address"] == "/admin/autocomplete/"
    assert said["data-found"].startswith("Found: %s.")
    assert not any(name.startswith("data-ajax") for name in said)
    assert [script.path for script in widget.media._js] == ["/static/desk/choices.js"]


def test_a_choice_offers_what_is_chosen_and_what_is_at_hand():
    optional, demanded = choice(required=False), choice()
    demanded.widget.is_required = True

    assert offered(optional, ["2"]) == [
        ("", "", False),
        ("2", "B", True),
        ("3", "C", False),
    ]
    assert offered(demanded, [3]) == [("3", "C", True)]
    assert offered(demanded, ["9"]) == [("3", "C", False)]


def test_a_choice_is_one_of_the_rows_that_were_fetched():
    field = choice()

    assert (field.to_python(""), field.to_python(2).name) == (None, "B")
    with pytest.raises(ValidationError) as refused:
        field.to_python("3")
    assert refused.value.code == "invalid_choice"
    assert choice(fields.LoadedKeyField).to_python("3") is None
    assert choice(fields.LoadedKeyField).to_python("1").name == "A"


def test_a_mark_alone_says_nothing():
    field = fields.UidField()

    assert not field.has_changed(None, "x")
    assert isinstance(field.widget, forms.HiddenInput)
    assert field.clean("") is None


def test_beside_a_choice_one_can_add_and_nothing_else():
    column = StorySource._meta.get_field("outlet")
    inner = forms.Select()
    ways = {f"can_{way}_related": True for way in ("add", "change", "delete", "view")}
    wrapper = RelatedFieldWidgetWrapper(inner, column.remote_field, admin.site, **ways)
    field = forms.ModelChoiceField(Outlet.objects.all(), widget=wrapper)

    widget = fields.without_detours(field).widget

    assert {way: getattr(widget, way) for way in ways} == {
        way: way == "can_add_related" for way in ways
    }
    plain = forms.CharField()
    assert fields.without_detours(plain) is plain
    assert not hasattr(plain.widget, "can_add_related")


def test_words_that_rows_repeat_are_looked_up_once():
    made = fields.translate_once(
        {
            "text": forms.CharField(
                label=gettext_lazy("Text"),
                help_text=gettext_lazy("Words"),
                widget=fields.CountedArea({"rows": 4}),
            ),
            "kind": forms.TypedChoiceField(choices=[("a", gettext_lazy("Text"))]),
        }
    )

    text, kind = made["text"], made["kind"]
    attrs = text.widget.attrs
    said = [text.label, text.help_text, attrs["data-words"], kind.choices[0][1]]
    assert [type(words) for words in said] == [str] * 4
    assert (attrs["rows"], attrs["data-words"]) == (4, "Words:")
    assert kind.choices == [("a", "Text")]
    copied = deepcopy(made)
    assert (copied, copied is made) == (made, False)
    assert copied["text"] is text


def test_the_usual_licences_stand_below_the_input():
    html = LicenceInput({"size": 9}).render("licence", "Agency", {"id": "x"})

    field, _tag, rest = html.partition("<datalist")
    assert field == (
        '<input type="text" name="licence" value="Agency" class="vTextField" size="9" '
        'list="licence-licences" autocomplete="off" id="x">'
    )
    options = "".join(f'<option value="{licence}">' for licence in LICENCES)
    assert rest == f' id="licence-licences">{options}</datalist>'
    assert len(LICENCES) == 9
