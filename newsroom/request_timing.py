"""What Django's part of a request took: its queries, and what staff may see of it."""

import logging
from contextlib import ExitStack
from time import perf_counter

from django.conf import settings
from django.db import connections

from operations.observation.masking import masked_sql
from operations.observation.request_note import NOTE, Note, new_id

logger = logging.getLogger("queries")
DESK = "/admin/"
WRAPPERS = []  # that others want around queries


class QueryWatch:
    """Counts and times the queries of one request. What counts slow ones besides the
    log is in `listeners`."""

    listeners = []

    def __init__(self, note):
        self.note = note

    def __call__(self, execute, sql, params, many, context):
        begun = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            seconds = perf_counter() - begun
            self.note.queries += 1
            self.note.query_seconds += seconds
            if 0 < settings.SLOW_QUERY_SECONDS <= seconds:
                self.tell(seconds, sql)

    def tell(self, seconds, sql):
        facts = {"seconds": round(seconds, 3), "view": self.note.view}
        words = "A query took %.2f s: %s"
        logger.warning(words, seconds, masked_sql(sql), extra=facts)
        for listener in self.listeners:
            listener()


def request_timing(get_response):
    """Middleware, behind the probes and before all else that may ask something."""

    def middleware(request):
        if note := NOTE.get():
            return answer(request, note)
        token = NOTE.set(Note(new_id()))  # `runserver` has nobody before Django
        try:
            return answer(request, NOTE.get())
        finally:
            NOTE.reset(token)

    def answer(request, note):
        begun = perf_counter()
        with ExitStack() as watched:
            for alias in settings.DATABASES:
                for wrapper in (QueryWatch(note), *WRAPPERS):
                    watch = connections[alias].execute_wrapper(wrapper)
                    watched.enter_context(watch)
            response = get_response(request)
        if request.path_info.startswith(DESK):
            tell_staff(request, response, note, perf_counter() - begun)
        return response

    middleware.process_view = note_view
    return middleware


def note_view(request, view, args, kwargs):
    if note := NOTE.get():
        note.view = request.resolver_match.view_name or ""


def tell_staff(request, response, note, seconds):
    """Where the time went, for whoever is signed in. Nobody is asked for who that is:
    a view that wanted to know has found it out."""
    user = getattr(request, "_cached_user", None)
    if user is None or not user.is_authenticated:
        return
    note.user = user.pk
    database = f'db;dur={1000 * note.query_seconds:.1f};desc="{note.queries} queries"'
    response["Server-Timing"] = f"{database}, total;dur={1000 * seconds:.1f}"
