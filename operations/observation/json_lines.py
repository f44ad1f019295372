"""Lines of the log for programs: one JSON object each. Loaded where they are wanted."""

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

# Django adds the request itself, which says more than a log is to know.
LEFT = [*RESERVED_ATTRS, "request", "server_time", "color_message"]


class JsonLines(JsonFormatter):
    def __init__(self):
        super().__init__(
            "%(levelname)s %(name)s %(process)d %(message)s",
            rename_fields={"levelname": "level", "name": "logger"},
            reserved_attrs=LEFT,
            timestamp="time",
            json_ensure_ascii=False,
        )

    def process_log_record(self, log_data):
        """Without the name of a request where there was none."""
        if not log_data.get("request_id"):
            log_data.pop("request_id", None)
        return log_data
