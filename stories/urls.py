"""Public addresses of stories and questions, and of the pages about the paper."""

from django.urls import include, path, re_path

from stories import views
from stories.cards.views import card
from stories.flat import contact
from stories.flat import views as flat
from stories.search.views import search

urlpatterns = [
    path("", views.front, name="front"),
    path("stories/<slug:slug>/", views.story, name="story"),
    path("questions/", views.questions, name="questions"),
    path("questions/<slug:slug>/", views.question, name="question"),
    re_path(r"^images/(?P<name>[0-9a-f]{64}\.[a-z]+)$", views.image, name="image"),
    re_path(
        r"^images/(?P<name>[0-9a-f]{64}\.[a-z]+)/(?P<size>[0-9a-z.-]+)$",
        views.image,
        name="rendition",
    ),
    re_path(
        r"^cards/(?P<digest>[0-9a-f]{16})/(?P<path>(?:.+/)?)card\.png$",
        card,
        name="card",
    ),
    path("search/", search, name="search"),
    path("schema/explainer-1.json", views.schema, name="schema"),
    path("", include("stories.editions.urls")),
    path("", include("stories.lists.urls")),
    path("", include("stories.reader.urls")),
    path("settings/", flat.reading_settings, name="settings"),
    path("robots.txt", flat.robots, name="robots"),
    path("about/", flat.flat, {"slug": "about"}, name="about"),
    path("faq/", flat.flat, {"slug": "faq"}, name="faq"),
    path("contact/", contact.contact, {"slug": "contact"}, name="contact"),
    re_path(
        r"^contact/received/(?P<number>[A-Z2-7]{5}-[A-Z2-7]{5})/$",
        contact.thanks,
        name="contact_received",
    ),
]
