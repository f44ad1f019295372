"""Readers' pages have an engine of their own, which speaks each language by itself."""

import pytest
from django.template import TemplateDoesNotExist, engines
from django.template.loader import get_template
from django.urls import set_script_prefix
from django.utils.translation import override
from jinja2 import ChainableUndefined, UndefinedError

from newsroom.public_templates import Environment


def environment(**options):
    return Environment(loader=engines["jinja2"].env.loader, autoescape=True, **options)


def printed(source, **context):
    return engines["jinja2"].from_string(source).render(context)


def test_readers_templates_are_jinjas_and_the_desks_are_djangos():
    assert get_template("paper/page/story.html").backend is engines["jinja2"]
    assert get_template("desk/rules.html").backend is engines["django"]
    with pytest.raises(TemplateDoesNotExist):
        engines["jinja2"].get_template("desk/rules.html")


def test_every_template_of_readers_is_jinja():
    names = engines["jinja2"].env.list_templates()

    assert len(names) > 100
    assert [engines["jinja2"].get_template(name) for name in names]


def test_a_page_is_compiled_for_each_language():
    said = {}
    for language in ("en", "de", "ar", "de"):
        with override(language):
            said[language] = get_template("400.html").render()

    assert "<h1>Bad request</h1>" in said["en"]
    assert "<h1>Ungültige Anfrage</h1>" in said["de"]
    assert '<html lang="ar" dir="rtl">' in said["ar"]


def test_empty_lines_are_left_out_but_of_what_somebody_wrote():
    source = "{% if no %}<b></b>{% endif %}\n\n<p>{{ text }}</p>\n\n\n<p>b</p>"
    field = "<textarea>{{ text }}</textarea>"

    assert printed(source, no=False, text="a") == "<p>a</p>\n<p>b</p>"
    assert printed(field, text="a\n\n\nb") == "<textarea>a\n\n\nb</textarea>"


def test_what_is_missing_costs_a_word_or_a_test():
    source = "<p>{{ page.head.headline }}</p>"

    lenient = environment(undefined=ChainableUndefined)
    assert lenient.from_string(source).render() == "<p></p>"
    with pytest.raises(UndefinedError):
        printed(source)


def test_text_is_escaped_and_an_address_stands_below_the_papers_own():
    source = "{{ text }}, {{ url('story', slug) }}, {{ text|truncatewords(1) }}"
    values = {"text": "<b> & 'so'", "slug": "ports"}

    assert printed(source, **values) == (
        "&lt;b&gt; &amp; &#39;so&#39;, /stories/ports/, &lt;b&gt; …"
    )
    try:
        set_script_prefix("/paper/")
        assert "/paper/stories/ports/" in printed(source, **values)
    finally:
        set_script_prefix("/")
