"""What can be done, in words; and values as they were, each in one line."""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

# What can be done, in the groups by which one looks for it.
GROUPS = {
    "in": (
        _("Signing in"),
        {
            "sign-in": _("Signed in"),
            "sign-in-refused": _("Failed to sign in"),
            "code-refused": _("Gave a wrong code"),
            "sign-out": _("Signed out"),
            "sign-out-elsewhere": _("Signed out everywhere else"),
        },
    ),
    "account": (
        _("Passwords and second factors"),
        {
            "password-change": _("Changed the password"),
            "password-reset": _("Set a new password by mail"),
            "second-factor-add": _("Took a second factor"),
            "second-factor-remove": _("Gave up the second factor"),
            "second-factor-reset": _("Reset a second factor"),
            "recovery-codes": _("Made new recovery codes"),
        },
    ),
    "data": (
        _("Writing and editing"),
        {
            "add": _("Added"),
            "change": _("Changed"),
            "delete": _("Deleted"),
            "merge": _("Merged"),
            "restore": _("Restored"),
            "sources": _("Added sources"),
            "never": _("Silenced a warning"),
            "kill": _("Killed a picture"),
            "revive": _("Brought a picture back"),
            "submit": _("Submitted for review"),
            "withdraw-request": _("Took back a request for review"),
            "send-back": _("Sent back"),
            "approve": _("Approved"),
            "share": _("Shared with somebody outside"),
            "unshare": _("Took back a share link"),
        },
    ),
    "paper": (
        _("What readers get"),
        {
            "publish": _("Published"),
            "move": _("Moved the time"),
            "lift": _("Lifted"),
            "cancel": _("Cancelled"),
            "correct": _("Corrected"),
            "check": _("Checked"),
            "take-over": _("Took over"),
            "hold": _("Held"),
            "withdraw": _("Withdrew"),
            "keep-up": _("Cancelled the withdrawal"),
            "reinstate": _("Reinstated"),
            "redact": _("Removed by order"),
        },
    ),
}
VERBS = {
    verb: words for _name, verbs in GROUPS.values() for verb, words in verbs.items()
}


def in_words(verb):
    """What was done, as one says it."""
    return VERBS.get(verb) or capfirst(verb.replace("-", " "))


def as_text(value):
    """A value as one line of text."""
    if isinstance(value, dict):
        return ", ".join(f"{name}: {as_text(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        return "; ".join(map(as_text, value))
    return "–" if value is None else str(value)
