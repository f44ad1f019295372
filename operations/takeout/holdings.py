"""Which tables a take-out has: all of them but those that are named here, with why.

Apps are asked, so whatever anybody adds is taken with the rest from its first day.
"""

from django.apps import apps

# Model: why it stays.
LEFT_OUT = {
    "auth.Permission": "made by `migrate`; named where somebody has one",
    "contenttypes.ContentType": "made by `migrate`; named where something is of one",
    "sessions.Session": "whoever works there signs in again",
    "people.Pause": "counts wrong passwords of the last minutes",
    "desk.Presence": "who has a form open at this moment",
    "operations.Job": "when each job of that machine is due",
    "operations.Purge": "how far the caches of that machine have been purged",
    "paper.FollowRequest": "readers' mail addresses never leave",
    "paper.Follower": "as they",
    "paper.Subscription": "as they",
    "paper.Invitation": "as they",
    "paper.Mailing": "as they: of which editions they were told",
    "paper.Notification": "as they",
    "paper.SigningKey": "signs as the paper, at the address that it has",
    "paper.RemoteInbox": "who follows there has not agreed to move",
    "paper.RemoteFollow": "as they",
    "paper.Dispatch": "as they: of which editions they were told",
    "paper.Delivery": "as they",
    "paper.Generation": "the number of a state, by which that machine's caches go",
    "paper.KeyChange": "as the generation",
    "paper.Footprint": "as the generation",
    "paper.Arrival": "numbers of that generation; whoever follows is told all anew",
    "stories.Showing": "derived of the record, and made anew",
    "stories.Mention": "derived of the record, and made anew",
    "stories.Dated": "derived of the record, and made anew",
}
# What opens an account. Only a take-out that is asked for it has this.
KEYS = {"otp_totp.TOTPDevice", "otp_static.StaticDevice", "otp_static.StaticToken"}
WITHOUT_KEYS = {"auth.User": {"password": "!"}}  # Django's word for none
# `migrate` writes into these, so an empty paper has them, and a take-out replaces them.
BEGUN = {"auth.Group", "auth.Group_permissions", "pages.FlatPage"}
# Rows that are called by their names: their numbers are another database's.
CALLED = {
    "contenttypes.ContentType": ("app_label", "model"),
    "auth.Permission": ("content_type__app_label", "content_type__model", "codename"),
}


def models_of_tables():
    """Every model that has a table of its own, by the table's name."""
    found = apps.get_models(include_auto_created=True)
    own = (model for model in found if model._meta.managed and not model._meta.proxy)
    return sorted(own, key=lambda model: model._meta.db_table)


def holdings(*, keys):
    """The models whose rows are taken along; `keys` says whether accounts open."""
    left = {*LEFT_OUT} | (set() if keys else KEYS)
    return [model for model in models_of_tables() if model._meta.label not in left]


def changes_of(model, *, keys):
    """What stands in some columns instead of what is there."""
    return {} if keys else WITHOUT_KEYS.get(model._meta.label, {})


def first_row_in_the_way():
    """The table of the first model that has rows where an empty paper has none."""
    for model in holdings(keys=True):
        if model._meta.label not in BEGUN and rows_of(model).exists():
            return model._meta.db_table
    return None


def rows_of(model):
    """All rows, past the rules that a model's own manager may have."""
    return model._base_manager.order_by("pk")
