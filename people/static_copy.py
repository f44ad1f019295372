"""Whether a page is made for a copy of the paper on a host that runs nothing.

Who makes the copy says so in the environment of a request, where no reader can.
"""

COPY = "copy.is_made"
MOMENT = "copy.moment"  # and as of when


def is_for_copy(request):
    return COPY in request.META


def moment_of(request):
    """The one moment at which all of a copy is made; None for a reader's request."""
    return request.META.get(MOMENT)
