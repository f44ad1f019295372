"""Which requests are for a page that is everybody's, and by what it is known again."""

import re
from pathlib import Path

import pytest
from django.conf import settings as settings_of_all

from newsroom.http_cache import HttpCache
from newsroom.public_address import PARAMETERS, address_of, known_part
from paper.search.results import SearchForm
from tests.support.wire import environ

GZIP = {"HTTP_ACCEPT_ENCODING": "gzip"}


@pytest.mark.parametrize(
    "more",
    [
        {"REQUEST_METHOD": "POST"},
        {"REQUEST_METHOD": "OPTIONS"},
        {"PATH_INFO": "/admin/"},
        {"PATH_INFO": "/shared/Xrcc8gGI7yhXMpPq/"},
        {"PATH_INFO": "/static/a.css"},
        {"PATH_INFO": "/healthz"},
        {"CONTENT_LENGTH": "1"},
        {"CONTENT_TYPE": "text/plain"},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
        {"HTTP_IF_MATCH": '"a"'},
        {"HTTP_IF_UNMODIFIED_SINCE": "x"},
        {"QUERY_STRING": f"q={'a' * 300}"},
        {"PATH_INFO": f"/stories/{'a' * 300}/"},
        {"HTTP_HOST": "wrong.example"},
        {"HTTP_HOST": ""},
    ],
    ids=str,
)
def test_these_go_by_without_anybody_asking_the_database(more):
    assert address_of(environ("/") | more) is None
    asked = []
    cache = HttpCache(lambda environ, start: asked.append(environ) or ["as it is"])

    assert cache(environ("/") | more, None) == ["as it is"]
    assert asked == [environ("/") | more | {"wsgi.input": asked[0]["wsgi.input"]}]


def test_an_address_is_all_that_an_answer_hangs_on(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    same = [
        {},
        {"HTTP_COOKIE": "sessionid=x"},
        {"HTTP_USER_AGENT": "curl"},
        {"HTTP_ACCEPT_ENCODING": "br"},
        {"CONTENT_LENGTH": "0"},
        {"REQUEST_METHOD": "HEAD"},
        {"HTTP_IF_NONE_MATCH": '"a"'},
        {"HTTP_HOST": "LOCALHOST:8000"},
    ]
    others = [
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"wsgi.url_scheme": "https"},
        {"PATH_INFO": "/a/"},
        {"QUERY_STRING": "page=2"},
        {"QUERY_STRING": "page"},
        GZIP,
    ]

    assert len({address_of(environ("/") | more) for more in same}) == 1
    assert len({address_of(environ("/") | more) for more in [{}, *others]}) == 7


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("", ""),
        ("depth=full", "depth=full"),
        ("utm_source=a", ""),
        ("fbclid=1&depth=brief&x", "depth=brief"),
        ("q=a%26b&desk=", "q=a%26b&desk="),
        ("&", ""),
        ("%71=a", "%71=a"),
        ("depth", "depth"),
    ],
)
def test_of_a_query_that_part_counts_which_views_look_at(asked, known):
    assert known_part(asked) == known


READ = re.compile(r'\.GET(?:\.get\(|\.getlist\(|\[)"(\w+)"|"(\w+)" in request\.GET')


def test_the_cache_knows_every_parameter_that_a_public_view_looks_at():
    root = Path(settings_of_all.BASE_DIR)
    files = [
        path for room in ("paper", "pages") for path in (root / room).rglob("*.py")
    ]
    read = {"".join(f) for path in files for f in READ.findall(path.read_text())}

    assert {"depth", "page", "part"} <= read
    assert read | {*SearchForm.base_fields} == PARAMETERS


def test_what_is_one_readers_own_question_is_not_shared():
    queries = ["", "depth=brief", "depth=full", "depth=odd", "since=2", "q=port"]
    shared = [address_of(environ(f"/?{query}")).is_shared for query in queries]

    assert shared == [True, True, True, False, False, False]
