"""Addresses of what a reader takes along."""

from django.urls import path, re_path

from stories.reader import views


def cited(kind, folder):
    return re_path(
        rf"^{folder}/(?P<slug>[-\w]+)/editions/(?P<number>[0-9]{{1,6}})"
        r"/cite\.(?P<form>bib|ris)$",
        views.cite,
        {"kind": kind},
        name=f"{kind}_cite",
    )


urlpatterns = [
    cited("story", "stories"),
    cited("question", "questions"),
    path("site.webmanifest", views.manifest, name="manifest"),
    path("offline.js", views.worker, name="worker"),
    path("offline/", views.offline, name="offline"),
]
