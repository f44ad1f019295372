"""Who is signed in where: ending somebody's sessions, and sweeping out old ones."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone


def end(user, leaving=None):
    """Sign somebody out everywhere, but for the session `leaving`."""
    open_ones = Session.objects.filter(expire_date__gte=timezone.now())
    theirs = [
        session.pk
        for session in open_ones.exclude(pk=leaving).iterator()
        if session.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    Session.objects.filter(pk__in=theirs).delete()


def sweep():
    """Delete what has run out."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
