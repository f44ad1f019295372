"""A choice among too many rows to list: a script makes a box of it, to find one in."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.translation import gettext as _

LIBRARY = ("data-ajax--", "data-theme", "data-allow-clear", "data-placeholder", "lang")


class Choice(AutocompleteSelect):
    """Without the script it offers what is chosen, and nothing."""

    class Media:
        extend = False  # Django's scripts are of a library that this box does without.
        js = [forms.Script("desk/choices.js", type="module")]

    def build_attrs(self, base_attrs, extra_attrs=None):
        """Without the attributes of the admin's own library; with the words that our
        script says."""
        attrs = super().build_attrs(base_attrs, extra_attrs)
        kept = {k: v for k, v in attrs.items() if not k.startswith(LIBRARY)}
        return kept | {
            "data-address": self.get_url(),
            "data-found": _("Found: %%s. Up and down to choose, Enter to insert.") % {},
            "data-none": _("Nothing found"),
            "data-failed": _("The desk did not answer. Try again in a moment."),
            "data-signed-out": _(
                "You were signed out. Your text is still here: sign in in a new tab, "
                "then try again."
            ),
        }
