"""The bare views: what Django and the server cost by themselves, in the same run.

A constant, and one SELECT by its key: no middleware, no template, the same settings.
"""

import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup(set_prefix=False)

from people.desks import Desk  # noqa: E402 - models only after the apps are ready.

CONSTANT = b"constant " * 1000
settings.MIDDLEWARE, settings.ROOT_URLCONF = [], __name__
KEY = Desk.objects.values_list("pk", flat=True).first()


def constant(request):
    return HttpResponse(CONSTANT)


def row(request):
    return HttpResponse(Desk.objects.get(pk=KEY).name)


urlpatterns = [path("constant/", constant), path("row/", row), path("readyz", constant)]
application = get_wsgi_application()
