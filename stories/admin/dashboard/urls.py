"""The desk's own addresses, before Django's."""

from django.contrib import admin
from django.urls import path

from stories.admin.dashboard import pages

urlpatterns = [
    path("", admin.site.admin_view(pages.dashboard), name="dashboard"),
    path("find/", admin.site.admin_view(pages.find), name="find"),
]
