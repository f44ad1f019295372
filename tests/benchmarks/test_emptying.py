"""What is forgotten between two pages, and what is not."""

from functools import cache, lru_cache

from django.core.cache import caches

from benchmarks.emptying import empty, remembers_texts
from explainer.markup import tokens_of
from newsroom import observer
from newsroom.http_cache import HttpCache


def test_pages_and_texts_are_forgotten():
    caches["default"].set("page", "kept")
    tokens_of("A text.")
    assert tokens_of.cache_info().currsize

    empty()

    assert caches["default"].get("page") is None
    assert not tokens_of.cache_info().currsize


def test_pages_are_forgotten_behind_what_stands_around_them(monkeypatch):
    pages = HttpCache(lambda environ, start_response: [])
    outermost = observer.Observer(pages)
    monkeypatch.setattr(observer, "application", outermost, raising=False)
    pages.memory.answers["/"] = "a page"

    empty()

    assert pages.memory.answers == {}


def test_what_is_made_once_from_the_code_stays():
    assert remembers_texts(lru_cache(maxsize=9)(len))
    assert not remembers_texts(cache(len))
    assert not remembers_texts(len)
