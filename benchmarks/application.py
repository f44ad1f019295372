"""The paper as WSGI servers get it, and an address at which it forgets what it kept.

The address is asked for between two pages: by the benchmark's client, and by no other.
"""

from benchmarks.emptying import ADDRESS, empty
from newsroom.wsgi import application as paper


def application(environ, start_response):
    if environ["PATH_INFO"] != ADDRESS:
        return paper(environ, start_response)
    empty()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "6")])
    return [b"empty\n"]
