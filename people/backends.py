"""Answers what a person may do: anywhere, or with one thing, which may have a desk."""

from collections import defaultdict

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.db.models import Q

from people.models import Membership

ANY = "any"  # Stands for the desk of what never has one.
EVERY = "every"  # Stands for that of what has none and may not be taken by one.
WRITING = ("view", "add", "change")


class DeskBackend(ModelBackend):
    """Stock permissions count everywhere, those of a membership at its desk.

    Asked without a thing, it says what somebody may do anywhere. What never has a desk
    belongs to every desk; what has none yet may be written by all, and more than that
    takes a role at every desk, as does what readers had without one. What may be
    looked at may be looked at everywhere: a newsroom is open to itself.
    """

    def get_all_permissions(self, user_obj, obj=None):
        stock = super().get_all_permissions(user_obj)
        if not user_obj.is_active or user_obj.is_superuser:
            return stock
        if not hasattr(user_obj, "_permissions_at"):
            user_obj._permissions_at = {}
        known, desk = user_obj._permissions_at, desk_of(obj)
        if desk not in known:
            known[desk] = stock | permissions_at(user_obj, desk)
        return known[desk]

    def with_perm(
        self, perm, is_active=True, include_superusers=True, obj=None, **options
    ):
        """Everybody who may do it, at the thing's desk if it has one."""
        app, _dot, codename = perm.partition(".")
        given = {
            "group__permissions__content_type__app_label": app,
            "group__permissions__codename": codename,
        }
        members = Membership.objects.filter(**given)
        desk = desk_of(obj)
        if desk == EVERY:
            members = members.filter(desk=None)
        elif desk is not ANY and not (desk is None and is_writing(perm)):
            members = members.filter(Q(desk=None) | Q(desk=desk))
        stock = super().with_perm(perm, is_active, include_superusers)
        people = get_user_model()._default_manager.filter(
            Q(pk__in=stock.values("pk")) | Q(pk__in=members.values("user"))
        )
        return people if is_active is None else people.filter(is_active=is_active)


def desk_of(thing):
    """The key of its desk; None if it has none yet, and the first to write takes it."""
    desk = getattr(thing, "desk_id", ANY)
    return EVERY if desk is None and not thing.is_anybodys else desk


def permissions_at(user, desk):
    """What memberships allow with a thing of this desk, of none yet, or of any."""
    held = permissions_held(user)
    anywhere = set().union(*held.values())
    if desk is ANY:
        return anywhere
    if desk is None:
        return held.get(None, set()) | {name for name in anywhere if is_writing(name)}
    looking = {name for name in anywhere if ".view_" in name}
    if desk == EVERY:
        return looking | held.get(None, set())
    return looking | held.get(None, set()) | held.get(desk, set())


def is_writing(perm):
    """Whether it is no more than looking at a thing, or writing it."""
    _app, _dot, codename = perm.partition(".")
    return codename.partition("_")[0] in WRITING


def permissions_held(user):
    """What memberships allow, by the key of their desk; None stands for every desk."""
    if not hasattr(user, "_permissions_held"):
        held = defaultdict(set)
        rows = Membership.objects.filter(user=user).order_by()
        for desk, app, codename in rows.values_list(
            "desk_id",
            "group__permissions__content_type__app_label",
            "group__permissions__codename",
        ):
            held[desk].add(f"{app}.{codename}")
        user._permissions_held = dict(held)
    return user._permissions_held


def desks_where(user, perm):
    """Keys of the desks where somebody may do it; None if they may at every desk."""
    if user.is_superuser or perm in ModelBackend().get_all_permissions(user):
        return None
    held = permissions_held(user) if user.is_active else {}
    if perm in held.get(None, ()):
        return None
    return {desk for desk, names in held.items() if perm in names}
