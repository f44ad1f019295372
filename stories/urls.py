"""Public addresses of stories and questions, and of the pages about the paper."""

from django.urls import include, path, re_path

from stories import views
from stories.search.views import search

urlpatterns = [
    path("", views.front, name="front"),
    path("stories/<slug:slug>/", views.story, name="story"),
    path("stories/<slug:slug>.json", views.story_json, name="story_json"),
    path("questions/", views.questions, name="questions"),
    path("questions/<slug:slug>/", views.question, name="question"),
    re_path(r"^images/(?P<name>[0-9a-f]{64}\.[a-z]+)$", views.image, name="image"),
    re_path(
        r"^images/(?P<name>[0-9a-f]{64}\.[a-z]+)/(?P<size>[0-9a-z.-]+)$",
        views.image,
        name="rendition",
    ),
    path("search/", search, name="search"),
    path("schema/explainer-1.json", views.schema, name="schema"),
    path("", include("stories.editions.urls")),
    path("", include("stories.lists.urls")),
    path("settings/", views.flat, {"name": "settings"}, name="settings"),
    path("about/", views.flat, {"name": "about"}, name="about"),
    path("faq/", views.flat, {"name": "faq"}, name="faq"),
    path("contact/", views.flat, {"name": "contact"}, name="contact"),
]
