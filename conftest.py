"""The environment of the tests: the same on every machine, whatever is exported."""

import functools
import os
import re
import tempfile
from pathlib import Path

import hypothesis

ROOT = Path(__file__).parent
SCRATCH = tempfile.TemporaryDirectory(prefix="newsroom-tests-")
EXPLAINED = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
KEPT = {"DATABASE_URL"}  # names the engine that the suite runs on
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    "ENV_FILE": os.devnull,
    "SECRET_KEY": "for-tests-only-" * 4,
    "SITE_URL": "http://testserver",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "MEDIA_ROOT": f"{SCRATCH.name}/media",
    "STATIC_ROOT": f"{SCRATCH.name}/static",
    "PAGE_CACHE": f"{SCRATCH.name}/pages",
    "FETCH_SOURCES": "0",  # no test asks the world
}


def pytest_configure():
    """Set the environment before Django reads it, then choose what is quick."""
    for name in EXPLAINED - KEPT:
        os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)
    os.environ.update(ENVIRONMENT)
    Path(ENVIRONMENT["STATIC_ROOT"]).mkdir()
    hypothesis.settings.register_profile("newsroom", deadline=None, max_examples=30)
    hypothesis.settings.load_profile("newsroom")

    from django.conf import settings  # reads the environment as soon as it is asked

    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": plain}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        # A file, not memory: threads then meet as they do in production. No test
        # pulls the plug, so none needs to wait until the disk has it.
        database.setdefault("TEST", {})["NAME"] = f"{SCRATCH.name}/test.sqlite3"
        database["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
    say_and_keep_once()
    look_closely()


def say_and_keep_once():
    """A fifth of a form's time went into these: Django looks through six catalogues for
    each English word, and copies what a page knows for every fragment of it."""
    from django.test import client
    from django.utils.translation.trans_real import DjangoTranslation

    DjangoTranslation.gettext = functools.cache(DjangoTranslation.gettext)
    plain = client.store_rendered_templates

    def of_each_context(store, *, context, **rendered):
        kept = store.setdefault("kept", {})  # by identity, and alive as long as that
        if id(context) not in kept:
            kept[id(context)] = context
            plain(store, context=context, **rendered)

    client.store_rendered_templates = of_each_context


def look_closely():
    """Readers' pages have nothing that is missing, and tell tests what they were made
    of, as Django's own do."""
    from django.conf import settings
    from django.template.backends.jinja2 import Template
    from django.test.signals import template_rendered
    from jinja2 import StrictUndefined

    settings.TEMPLATES[0]["OPTIONS"]["undefined"] = StrictUndefined
    plain = Template.render

    def render(self, context=None, request=None):
        context = {} if context is None else context
        html = plain(self, context, request)
        template_rendered.send(sender=self, template=self, context=context)
        return html

    Template.render = render


def pytest_unconfigure():
    SCRATCH.cleanup()
