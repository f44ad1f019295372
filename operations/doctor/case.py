"""What checks share: what the operator asked for, and what is found out once."""

from dataclasses import dataclass
from functools import cached_property

from operations.doctor import visits


@dataclass
class Case:
    """`mail_to` is sent a letter; `proxy` is asked, as HOST[:PORT], instead of what the
    paper's own name leads to."""

    mail_to: str = ""
    proxy: str = ""

    @cached_property
    def visits(self):
        """What the web server says of requests that come to it as a reader's do."""
        return visits.pay(self.proxy)
