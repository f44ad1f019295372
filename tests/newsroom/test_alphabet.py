"""What is asked in another alphabet than UTF-8, or in none at all."""

import io
from wsgiref.util import setup_testing_defaults

import pytest
from django.test.client import ClientHandler

from newsroom.alphabet import in_utf8

pytestmark = pytest.mark.django_db

# Python knows them all, and some of them make no letters.
ODD = ["utf-7", "rot13", "idna", "unicode_escape", "utf-16", "latin-1", "none", '"x"']
QUERY = "q=%2B2AA-%5Cud800&about=%2B2AA-&x=%C3%A9"
PART = (
    b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n+2AA- \\ud800 \xff\r\n'
)


def answer(path, kind, body=b"", method="GET"):
    """The status that a request of this content type gets."""
    environ = {"PATH_INFO": path, "QUERY_STRING": QUERY, "REQUEST_METHOD": method}
    environ |= {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body))}
    environ |= {"wsgi.input": io.BytesIO(body), "HTTP_HOST": "localhost"}
    setup_testing_defaults(environ)
    paper = in_utf8(lambda asked, start_response: ClientHandler()(asked))
    return paper(environ, None).status_code


@pytest.mark.parametrize("charset", ODD)
@pytest.mark.parametrize("path", ["/", "/search/", "/contact/", "/nowhere/"])
def test_no_page_reads_what_is_asked_in_another_alphabet(path, charset):
    status = answer(path, f"text/plain; charset={charset}")

    assert status == (404 if path == "/nowhere/" else 200)


@pytest.mark.parametrize("charset", ODD)
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"text=%2B2AA-%5Cud800&kind=question"),
        ("multipart/form-data; boundary=b", PART + b"--b--\r\n"),
    ],
)
def test_who_writes_in_an_alphabet_of_their_own_breaks_nothing(kind, body, charset):
    status = answer("/contact/", f"{kind}; charset={charset}", body, "POST")

    assert status in (403, 422)


def test_a_word_that_only_looks_like_an_alphabet_stays():
    heard = in_utf8(lambda environ, start_response: environ["CONTENT_TYPE"])

    for said, left in (
        ("text/html; CharSet=x; boundary=b", "text/html; boundary=b"),
        ("text/charset=x", "text/charset=x"),
        ("", ""),
    ):
        assert heard({"CONTENT_TYPE": said}, None) == left
