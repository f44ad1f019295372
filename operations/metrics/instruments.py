"""What processes count while they answer; it is added up where it is read.

With PROMETHEUS_MULTIPROC_DIR each process writes its own into files of that folder, so
that has to be set before this is loaded. Labels have few values: a view, never a path.
"""

from prometheus_client import Counter, Histogram

METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
OURS = {"namespace": "newsroom", "registry": None}
BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

REQUESTS = Counter(
    "requests",
    "Requests answered, by the name of their view, method and status.",
    ["view", "method", "status"],
    **OURS,
)
DURATION = Histogram(
    "request_duration_seconds",
    "Seconds from a request's arrival at a thread to its answer.",
    ["view"],
    buckets=BOUNDS,
    **OURS,
)
CACHED = Counter(
    "page_cache_answers",
    "Pages by where they came from: memory, store, renewed, made, or stale.",
    ["result"],
    **OURS,
)
QUERIES = Counter(
    "database_queries",
    "Queries that views asked of the database.",
    ["view"],
    **OURS,
)
QUERY_SECONDS = Counter(
    "database_query_seconds",
    "Seconds that views waited for the database's first row.",
    ["view"],
    **OURS,
)
SLOW_QUERIES = Counter(
    "database_slow_queries",
    "Queries that took SLOW_QUERY_SECONDS or longer.",
    **OURS,
)
FETCHES = Counter(
    "fetches",
    "Pages and feeds asked of other sites by web processes, by what came of it.",
    ["outcome"],
    **OURS,
)
SIGN_INS = Counter(
    "sign_ins",
    "Attempts to sign in: let in, wrong password, wrong code, or made to wait.",
    ["outcome"],
    **OURS,
)
INSTRUMENTS = (
    *(REQUESTS, DURATION, CACHED),
    *(QUERIES, QUERY_SECONDS, SLOW_QUERIES, FETCHES, SIGN_INS),
)
OF_TALLIES = {"fetch": FETCHES, "sign-in": SIGN_INS}


class Account:
    """Counts requests. Finding a counter by its labels takes longer than to count, so
    those that were found are kept: there are as many as views, methods and statuses."""

    def __init__(self):
        self.requests, self.by_view, self.cached = {}, {}, {}

    def __call__(self, environ, note, seconds):
        view = note.view or view_of(environ.get("PATH_INFO", ""))
        key = view, environ["REQUEST_METHOD"], note.status[:3]
        counter = self.requests.get(key)
        if counter is None:
            counter = self.requests[key] = counter_of(*key)
        counter.inc()
        found = self.by_view.get(view)
        if found is None:
            parts = (DURATION, QUERIES, QUERY_SECONDS)
            found = self.by_view[view] = [part.labels(view) for part in parts]
        found[0].observe(seconds)
        if note.queries:
            found[1].inc(note.queries)
            found[2].inc(note.query_seconds)
        if note.cache:
            counter = self.cached.get(note.cache)
            if counter is None:
                counter = self.cached[note.cache] = CACHED.labels(note.cache)
            counter.inc()


def counter_of(view, method, status):
    return REQUESTS.labels(view, method if method in METHODS else "other", status)


def view_of(path):
    """A name for what no view answered."""
    if path.startswith("/static/"):
        return "static"
    return "probe" if path in ("/healthz", "/readyz", "/metrics") else "none"


def count_tally(what, outcome):
    OF_TALLIES[what].labels(outcome).inc()
