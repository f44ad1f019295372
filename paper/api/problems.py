"""Refusals as RFC 9457 has them: what is wrong, in one sentence, as JSON."""

from http import HTTPStatus

from django.conf import settings

from paper.outputs.signposts import PROBLEM, edition_entry, in_json


class ProblemError(Exception):
    """`said` is for programs, beside the sentence."""

    def __init__(self, status, detail, *, due=None, **said):
        super().__init__(detail)
        self.status, self.detail, self.due, self.said = status, detail, due, said

    @property
    def body(self):
        title = HTTPStatus(self.status).phrase
        return {
            "title": title,
            "status": self.status,
            "detail": self.detail,
            **self.said,
        }

    def respond(self):
        response = in_json(self.body, status=self.status, content_type=PROBLEM)
        if self.status == 301:
            response["Location"] = self.said["address"]
        return response


def bad_request(error):
    """Of a parameter that is given wrongly."""
    return ProblemError(400, str(error), parameter=error.name)


def unknown(kind, slug):
    return ProblemError(404, f"Readers have no {kind} {slug!r}.")


def withdrawn(row):
    """The note that stands in the place of what was taken down."""
    address = f"{settings.SITE_URL}{row.get_absolute_url()}"
    said = {"address": address, **edition_entry(row)}
    return ProblemError(
        410, f"It was withdrawn: {row.note}", due=row.live_until, **said
    )


def moved(kind, row, address):
    sentence = f"This {kind} has another address now: {address}"
    return ProblemError(301, sentence, due=row.live_until, address=address)
