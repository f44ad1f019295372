"""Addresses of the record: of one story or question, and of the whole paper."""

from django.urls import path

from stories.editions import archive, views


def pages(kind, folder):
    """The record of one story or question, under its own address."""
    at = f"{folder}/<slug:slug>"
    kind = {"kind": kind}
    name = kind["kind"]
    return [
        path(f"{at}.json", views.edition_json, kind, name=f"{name}_json"),
        path(
            f"{at}/editions/<int:number>.json",
            views.edition_json,
            kind,
            name=f"{name}_edition_json",
        ),
        path(f"{at}/editions/", views.editions, kind, name=f"{name}_editions"),
        path(
            f"{at}/editions/<int:number>/", views.edition, kind, name=f"{name}_edition"
        ),
        path(
            f"{at}/changes/<int:old>..<int:new>/",
            views.changes,
            kind,
            name=f"{name}_changes",
        ),
    ]


urlpatterns = [
    *pages("story", "stories"),
    *pages("question", "questions"),
    path("corrections/", views.corrections, name="corrections"),
    path("archive/", archive.whole, name="archive"),
    path("archive/<int:year>/<int:month>/", archive.month, name="archive_month"),
    path("archive/<int:year>/<int:month>/<int:day>/", archive.day, name="archive_day"),
    path("since/<int:year>-<int:month>-<int:day>/", archive.since, name="since"),
]
