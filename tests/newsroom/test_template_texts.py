"""Texts of templates are translated while they are compiled, and say the same."""

import pytest
from django.template import engines
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, override
from markupsafe import Markup, escape

NUMBERS = [0, 1, 2, 3, 11, 100, 1_000]


def printed(source, **context):
    return engines["jinja2"].from_string(source).render(context)


@pytest.mark.parametrize(
    ("language", "text"), [("en", "Key points"), ("de", "Kernpunkte")]
)
def test_a_text_is_said_in_the_language_of_its_page(language, text):
    with override(language):
        assert printed('{{ _("Key points") }}') == text
        assert printed("{% trans %}Key points{% endtrans %}") == text


def test_what_is_filled_in_is_escaped_and_the_text_is_not():
    source = "{% trans name=who %}{{ name }} <b>keeps</b> 100 % of it.{% endtrans %}"

    made = printed(source, who="<i> %(name)s & 'so'")

    assert made == "&lt;i&gt; %(name)s &amp; &#39;so&#39; <b>keeps</b> 100 % of it."


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("a < b & 'c'", "a &lt; b &amp; &#39;c&#39;"),
        (SafeString("<b>a</b>"), "<b>a</b>"),
        (Markup("<b>a</b>"), "<b>a</b>"),
        (gettext_lazy("Key points"), "Key points"),
        (12, "12"),
        (None, "None"),
    ],
    ids=repr,
)
def test_a_value_is_printed_as_jinja_escapes_it(value, said):
    assert printed("{{ value }}", value=value) == said == str(escape(value))
    assert printed("{{ value }}{{ value }}", value=value) == 2 * said


def test_a_macro_escapes_what_it_is_given_and_may_take_more_than_it_names():
    source = (
        "{% macro one(said) %}<b>{{ said }}</b>{% endmacro %}"
        "{% macro many() %}{{ varargs|join }}{{ kwargs.c }}{% endmacro %}"
        "{% macro around() %}<p>{{ caller() }}</p>{% endmacro %}"
        "{{ one(text) }}{{ many(1, 2, c=3) }}{% call around() %}x{% endcall %}"
    )

    assert printed(source, text="<i>") == "<b>&lt;i&gt;</b>123<p>x</p>"


def test_a_macro_is_given_what_it_asks_for_by_place_by_name_or_not_at_all():
    source = "{% macro told(a, b=2) %}{{ a }}{{ b }}{% endmacro %}"

    assert printed(source + "{{ told('<') }}|{{ told(1, b=3) }}") == "&lt;2|13"


def test_a_doubled_sign_is_one_when_it_is_printed():
    source = '{{ _("1 story has new facts since %%t.") }}'

    assert printed(source) == "1 story has new facts since %t."


@pytest.mark.parametrize("language", ["en", "de", "ar", "uk"])
def test_a_text_that_counts_has_the_form_of_its_number(language):
    source = (
        "{% trans counter=n %}{{ counter }} correction"
        "{% pluralize %}{{ counter }} corrections{% endtrans %}"
    )
    from_django = (
        "{% load i18n %}{% blocktranslate count counter=n %}{{ counter }} correction"
        "{% plural %}{{ counter }} corrections{% endblocktranslate %}"
    )
    with override(language):
        old = engines["django"].from_string(from_django)
        for number in NUMBERS:
            assert printed(source, n=number) == old.render({"n": number})


def test_indentation_is_for_who_reads_the_template():
    source = "<ul>\n    <li>One</li>\n\n    <li>Two  three</li>\n</ul>"

    assert printed(source) == "<ul>\n<li>One</li>\n<li>Two  three</li>\n</ul>"
