"""Where following by mail stands: the form, and the pages that letters lead to."""

from django.urls import path, re_path

from paper.followers import views

OWN = r"^letters/(?P<token>[0-9a-f]{32}\.[-\w]{43})/"
STOP = rf"{OWN}stop/(?P<subscription>[0-9]{{1,18}})/$"


def follower_routes():
    yield path("follow/", views.follow, name="follow")
    yield path("follow/received/", views.follow_received, name="follow_received")
    yield re_path(rf"{OWN}$", views.letters, name="letters")
    yield re_path(STOP, views.letters_stop, name="letters_stop")
