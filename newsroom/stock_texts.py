"""Texts of Django's own that it lacks in one of our languages, so that we have them.

Nobody asks this module: the catalogues are made of what is named here.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

MODEL_FORMS = (
    _("- Select an option -"),
    _("%(model)s instance with %(field)s %(value)r is not a valid choice."),
    _("“%(pk)s” is not a valid value."),
    _("Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
    _(
        "%(datetime)s couldn’t be interpreted in time zone %(current_timezone)s; it "
        "may be ambiguous or it may not exist."
    ),
    _(
        "ManagementForm data is missing or has been tampered with. Missing fields: "
        "%(field_names)s. You may need to file a bug report if the issue persists."
    ),
    ngettext_lazy(
        "Please submit at most %(num)d form.", "Please submit at most %(num)d forms."
    ),
    ngettext_lazy(
        "Please submit at least %(num)d form.", "Please submit at least %(num)d forms."
    ),
)
LISTS = (
    _("Run"),
    _("Filter by %(field_name)s"),
    _("Pagination %(name)s"),
    _("Pagination %(name)s entries"),
    _("Model name"),
    _("Add link"),
    _("Change or view list link"),
)
DELETING = (
    ngettext_lazy("…and %(count)d more object.", "…and %(count)d more objects."),
    _(
        "Are you sure you want to delete the %(object_name)s “%(escaped_object)s”? All "
        "of the following related items will be deleted:"
    ),
    _(
        "Deleting the %(object_name)s “%(escaped_object)s” would require deleting the "
        "following protected related objects:"
    ),
    _(
        "Deleting the %(object_name)s “%(escaped_object)s” would result in deleting "
        "related objects, but your account doesn't have permission to delete the "
        "following types of objects:"
    ),
)
ACCOUNTS = (
    _("Logout"),
    _("In case you’ve forgotten, you are:"),
    _("Forgotten your login credentials?"),
    _("After you’ve created a user, you’ll be able to edit more user options."),
    _(
        "This action will <strong>enable</strong> password-based authentication for "
        "this user."
    ),
    _("Disable password-based authentication"),
    _("Enable password-based authentication"),
    _("Conflicting form data submitted. Please try again."),
    _("Password-based authentication was disabled."),
    _("Set password: %s"),
    _("Reset password"),
    _("Set password"),
    _(
        "Whether the user will be able to authenticate using a password or not. If "
        "disabled, they may still be able to authenticate using other backends, such "
        "as Single Sign-On or LDAP."
    ),
    _("Password-based authentication"),
    _("Enabled"),
    _("Disabled"),
    _("Raw passwords are not stored, so there is no way to see the user’s password."),
    _("Enable password-based authentication for this user by setting a password."),
)
