"""Answers what a person may do: everywhere, or with one story or question."""

from django.contrib.auth.backends import ModelBackend


class DeskBackend(ModelBackend):
    """Whoever may do a thing anywhere may ask; with an object, its desk decides."""

    def get_all_permissions(self, user_obj, obj=None):
        return super().get_all_permissions(user_obj)
