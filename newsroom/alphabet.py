"""Everything that is asked is read as UTF-8: an alphabet that a request names may be
none, and Django would try it before any middleware can stand in the way."""

import re

CHARSET = re.compile(r";\s*charset\s*=[^;]*", re.IGNORECASE)


def in_utf8(application):
    """A WSGI application that never hears of another alphabet."""

    def asked(environ, start_response):
        said = environ.get("CONTENT_TYPE", "")
        return application(
            environ | {"CONTENT_TYPE": CHARSET.sub("", said)}, start_response
        )

    return asked
