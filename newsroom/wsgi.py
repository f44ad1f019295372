"""The door for WSGI servers; it stays shut where every page would be an error."""

import os
from functools import lru_cache

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.template import engines
from django.urls import get_resolver
from django.utils.translation import trans_real

from newsroom.alphabet import in_utf8
from newsroom.generation_watch import of_settings as generation_watch
from newsroom.http_cache import HttpCache
from newsroom.observed_cache import ObservedCache
from newsroom.observer import Observer, accounts, announce_build, traced
from newsroom.page_store import PageStore
from operations.readiness import missing_static_files

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup(set_prefix=False)
if missing := len(missing_static_files()):
    raise SystemExit(
        f"newsroom: STATIC_ROOT lacks {missing} files; run manage.py collectstatic."
    )
application, found = in_utf8(get_wsgi_application()), accounts()
if not settings.DEBUG:  # A template may change while it is written.
    _ = get_resolver().url_patterns  # All views, so that processes share them.
    engines["jinja2"].env.compile_all()
    spoken = trans_real.translation(settings.LANGUAGE_CODE)
    # Django looks through five catalogues for a word of English: a tenth of a page.
    spoken.gettext = lru_cache(8192)(spoken.gettext)
    is_observed = found or settings.OTEL_EXPORTER_OTLP_ENDPOINT
    cache = ObservedCache if is_observed else HttpCache
    store = PageStore()
    announce_build(store.build)
    application = cache(application, generation_watch(), store=store)
application = Observer(traced(application), found)
