"""The site map: every public address of the paper on one screen."""

from django.contrib import admin
from django.urls import include, path

from stories.flat.views import flat

urlpatterns = [
    path("", include("stories.urls")),
    path("", include("entities.urls")),
    path("admin/", include("stories.admin.dashboard.urls")),
    path("admin/", admin.site.urls),
    # Last, so that no page of the desk's own shadows one of the paper's.
    path("<slug:slug>/", flat, name="flat"),
]
handler404 = "stories.views.missing"
handler500 = "newsroom.outage.server_error"
