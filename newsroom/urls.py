"""The site map: every public address of the paper on one screen."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("stories.urls")),
    path("", include("entities.urls")),
    path("admin/", include("stories.admin.dashboard.urls")),
    path("admin/", admin.site.urls),
]
handler404 = "stories.views.missing"
