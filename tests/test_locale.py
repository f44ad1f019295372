"""What the paper says in other languages: complete, in step with the code, its own."""

import ast
import io
import re
from pathlib import Path

import django
import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.template.base import Node
from django.template.loader import get_template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils import translation
from jinja2.nodes import Call, Name

from newsroom import template_texts
from scripts import messages
from tests import make
from tests.support.reader import get

ROOT = Path(settings.BASE_DIR)
LANGUAGES = messages.languages()
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|%%|{\w*}")


def catalogue(language):
    path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    return read_po(io.BytesIO(path.read_bytes()), locale=language)


def forms(said):
    return said if isinstance(said, tuple | list) else (said,)


def context(message):
    """Read back from a compiled catalogue it comes as bytes."""
    said = message.context
    return said.decode() if isinstance(said, bytes) else said


def told(texts):
    return {(context(m), *forms(m.id)): tuple(forms(m.string)) for m in texts if m.id}


def test_german_french_spanish_ukrainian_and_arabic_are_spoken():
    assert {"de", "fr", "es", "uk", "ar"} <= {*LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_is_complete_and_in_step_with_the_code(language):
    path, new = messages.catalogue(language)

    assert [m.id for m in new if m.id and not messages.complete(m)] == []
    for suffix, said in messages.catalogue_files(new).items():
        assert path.with_suffix(suffix).read_bytes() == said, "run: make messages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_what_is_filled_in(language):
    for message in catalogue(language):
        wanted = {*PLACEHOLDER.findall(forms(message.id)[-1])} if message.id else set()
        counted = isinstance(message.id, tuple)
        for said in forms(message.string):
            found = {*PLACEHOLDER.findall(said)}
            # "One story" may do without its number; nothing may be made up.
            assert found <= wanted if counted else found == wanted, message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_was_written(language):
    path = ROOT / "locale" / language / "LC_MESSAGES" / "django.mo"
    compiled = read_mo(io.BytesIO(path.read_bytes()))

    assert told(compiled) == told(catalogue(language))


def texts_of(name):
    """What a template asks the catalogue for, printed or, Jinja's, while compiled."""
    template = get_template(name)
    if not isinstance(template.backend, Jinja2):
        return map(said_by, template.template.nodelist.get_nodes_by_type(Node))
    asked = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(template_texts, "gettext", lambda t: asked.append(t) or t)
        environment = template.backend.env
        source = environment.parse(environment.loader.get_source(environment, name)[0])
        template_texts.Folding().visit(source)
    counted = (call.args[0] for call in source.find_all(Call) if is_counted(call))
    return [*asked, *(said.value for said in counted)]


def is_counted(call):
    return isinstance(call.node, Name) and call.node.name == "ngettext"


def said_by(node):
    """What a node of Django's asks for as it is printed."""
    if isinstance(node, TranslateNode):
        literal = getattr(node.filter_expression.var, "literal", None)
        return literal and literal.replace("%", "%%")
    if isinstance(node, BlockTranslateNode):
        return node.render_token_list(node.singular)[0]
    return None


def test_every_text_of_every_template_is_in_the_catalogue():
    known = {forms(m.id)[0] for m in messages.catalogue("de")[1]}
    folder = ROOT / "templates"
    names = [str(p.relative_to(folder)) for p in sorted(folder.rglob("*.html"))]
    asked = {text for name in names for text in texts_of(name) if text}

    assert len(asked) > 500
    assert asked - known == set()


def test_each_engine_has_its_templates_and_no_other():
    public = {name.partition("/")[0] for name in engines["jinja2"].env.list_templates()}
    everything = {path.name for path in (ROOT / "templates").iterdir()}

    assert everything - public == messages.DJANGOS


def test_every_column_of_the_desks_lists_is_in_the_catalogue():
    known = {forms(m.id)[0] for m in messages.catalogue("de")[1]}
    columns = {
        str(label_for_field(name, model, lists))
        for model, lists in admin.site._registry.items()
        if model.__module__.partition(".")[0] in messages.APPS
        for name in lists.list_display
    }

    assert "headline" in columns
    assert columns - known == set()


def run_at_import(node):
    """What of a module runs once, before anybody has asked for a page."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from run_at_import(child)


def translated_at_import(code):
    tree = ast.parse(code)
    at_once = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name in ("gettext", "ngettext", "pgettext")
    }
    calls = (node for node in run_at_import(tree) if isinstance(node, ast.Call))
    return [ast.unparse(c) for c in calls if getattr(c.func, "id", "") in at_once]


def test_no_text_is_translated_before_its_language_is_known():
    early = "from django.utils.translation import gettext as _\nHELLO = _('hello')"
    files = (path for path, _found in messages.sources())
    modules = [path.read_text() for path in files if path.suffix == ".py"]

    assert translated_at_import(early) == ["_('hello')"]
    assert [call for code in modules for call in translated_at_import(code)] == []


@pytest.mark.django_db
@pytest.mark.once
def test_the_paper_speaks_one_language_whatever_a_browser_asks_for(client, settings):
    make.published_story(slug="rates")

    for address in ("/", "/stories/rates/", "/search/?q=x"):
        plain = client.get(address)
        asked = client.get(address, headers={"accept-language": "fr, de;q=0.5"})
        assert asked.content == plain.content
        assert "Accept-Language" not in asked.get("Vary", "")


@pytest.mark.django_db
@pytest.mark.once
def test_a_paper_in_arabic_reads_from_right_to_left(client):
    make.published_story(slug="rates")

    with translation.override("ar"):
        front = get(client, "/")

    assert '<html lang="ar" dir="rtl">' in front
    assert translation.gettext("Questions") == "Questions"
    with translation.override("ar"):
        assert translation.gettext("Questions") in front
        assert translation.gettext("Questions") != "Questions"


def test_a_request_that_cannot_be_read_is_refused_in_the_papers_language(client):
    with translation.override("ar"):
        page = client.get("/", headers={"host": "no host"})

    assert page.status_code == 400
    assert '<html lang="ar" dir="rtl">' in page.content.decode()
    assert "<h1>طلب غير صالح</h1>" in page.content.decode()


@pytest.mark.django_db
@pytest.mark.once
def test_a_story_in_french_has_french_headings_under_an_english_masthead(client):
    make.published_story(slug="taux", language="fr")

    page = get(client, "/stories/taux/")

    with translation.override("fr"):
        happened = translation.gettext("What's happened")
    assert '<html lang="en-gb" dir="ltr">' in page
    assert '<article class="story' in page
    assert ' lang="fr" dir="ltr"' in page
    assert happened in page
    assert "What's happened" not in page
    assert ">Questions</a>" in page


# What Django says where nobody of ours hears it: in a traceback, of models without a
# form, of a 404 and a token that have pages of ours.
UNHEARD = re.compile(
    "value must be|value has |is not a valid binary|^No %s matches|^The app |^Page is "
    "not|^Empty list|^Invalid date string|HTTPS site|referrer|disable cookies|Creole"
)


def stock(app, language):
    """The texts of a part of Django's, with what they are in a language."""
    path = Path(django.__file__).parent / app / "locale" / language / "LC_MESSAGES"
    found = read_po(io.BytesIO((path / "django.po").read_bytes()), ignore_obsolete=True)
    return {forms(m.id)[0]: m.string for m in found if m.id and not m.context}


@pytest.mark.parametrize("app", ["conf", "contrib/admin", "contrib/auth"])
def test_what_django_lacks_in_our_languages_we_have(app):
    texts = {text for text in stock(app, "en") if not UNHEARD.search(text)}
    lacking = {
        (language, text)
        for language in LANGUAGES
        for said in [stock(app, language)]
        for text in texts - {forms(m.id)[0] for m in catalogue(language) if m.id}
        if not all(forms(said.get(text, "")))
    }

    assert "Yes" in texts or "Save" in texts or "Password" in texts
    assert lacking == set()
