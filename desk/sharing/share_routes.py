"""Where somebody outside reads a draft: by a token, and nothing is beside it."""

from django.urls import re_path

from desk.sharing import outsider_page as outsiders

TOKEN = r"^shared/(?P<token>[-\w]{1,100})"
IMAGE = r"/images/(?P<name>[0-9a-f]{64}\.[a-z]+)(?:/(?P<size>[0-9a-z.-]+))?$"


def share_routes():
    yield re_path(rf"{TOKEN}/$", outsiders.shared, name="shared")
    yield re_path(TOKEN + IMAGE, outsiders.shared_picture, name="shared_picture")
    yield re_path(rf"{TOKEN}|^shared/", outsiders.elsewhere, name="shared_elsewhere")
