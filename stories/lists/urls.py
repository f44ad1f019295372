"""Addresses of desks, tags, authors and outlets."""

from django.urls import path, re_path

from stories.lists import views

urlpatterns = [
    path("desks/<slug:slug>/", views.desk, name="desk"),
    # Tags and names may be of any script.
    re_path(r"^tags/(?P<slug>[-\w]+)/$", views.tag, name="tag"),
    re_path(r"^authors/(?P<slug>[-\w]+)/$", views.author, name="author"),
    path("outlets/", views.outlets, name="outlets"),
    path("outlets/<slug:slug>/", views.outlet, name="outlet"),
]
