"""A deed that was refused, in one sentence for whoever asked."""

from django.utils.translation import gettext_lazy as _


class RefusedError(Exception):
    """Nothing was changed."""

    message = _("That can't be done now.")

    def __init__(self, **words):
        super().__init__(str(self.message).format(**words))


class TextRefusedError(RefusedError):
    """What was typed may not be kept: whoever typed it has to change it."""


class NotYoursError(RefusedError):
    message = _("Only {who} can change this.")


class GoneError(RefusedError):
    message = _("Somebody has removed this meanwhile.")
