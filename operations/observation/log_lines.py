"""How lines of the log are written: each names the request that it belongs to."""

import logging

from operations.observation.masking import masked_path, on_one_line
from operations.observation.request_note import current_id


class RequestFilter(logging.Filter):
    """Adds the request to a record, and takes secrets out of addresses."""

    def filter(self, record):
        if not hasattr(record, "request_id"):
            record.request_id = current_id()
        if isinstance(record.args, tuple):
            record.args = tuple(map(without_secrets, record.args))
        return True


def without_secrets(said):
    return masked_path(said) if isinstance(said, str) and said[:1] == "/" else said


class TextLines(logging.Formatter):
    """Lines for people: `… WARNING newsroom.outage GET /: … [5f0c…]`."""

    def __init__(self):
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatMessage(self, record):
        request = getattr(record, "request_id", "")
        line = on_one_line(super().formatMessage(record))
        return f"{line} [{request}]" if request else line
