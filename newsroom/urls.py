"""The site map: every address of the paper and of the desk on one screen."""

from django.contrib import admin
from django.urls import path, re_path

from desk.dashboard.views import dashboard, find
from desk.sharing.share_routes import share_routes
from operations.node_info import fediverse_routes
from pages.contact import contact, thanks
from pages.views import flat, reading_settings
from paper import offline, views
from paper.api.api_routes import api_routes
from paper.cards.views import card
from paper.discovery.program_files import FILES
from paper.editions import archive
from paper.editions import views as editions
from paper.embeds import views as embeds
from paper.feeds.feed_routes import feed_routes
from paper.followers.follower_routes import follower_routes
from paper.lists import views as lists
from paper.search.suggestions import suggestions
from paper.search.views import search
from paper.topics import views as topics

TWINS = {"json": ".json", "md": ".md", "ninjs": ".ninjs.json"}
IMAGE = r"^images/(?P<name>[0-9a-f]{64}\.[a-z]+)"
CARD = r"^cards/(?P<digest>[0-9a-f]{16})/(?P<path>(?:.+/)?)card\.png$"
RECEIVED = r"^contact/received/(?P<number>[A-Z2-7]{5}-[A-Z2-7]{5})/$"


def twins(at, view, name, **more):
    """A page in its forms for programs."""
    for form, end in TWINS.items():
        yield path(at + end, view, {"form": form, **more}, name=f"{name}_{form}")


def record(kind, folder):
    """The editions of one story or question, under its own address."""
    at, more = f"{folder}/<slug:slug>", {"kind": kind}
    cited = r"(?P<slug>[-\w]+)/editions/(?P<number>[0-9]{1,6})/cite\.(?P<form>bib|ris)$"
    yield from twins(at, editions.current_twin, kind, **more)
    one = f"{at}/editions/<int:number>"
    yield from twins(one, editions.edition_twin, f"{kind}_edition", **more)
    for route, view, name in (
        ("/editions/", editions.editions, "editions"),
        ("/editions/<int:number>/", editions.edition, "edition"),
        ("/changes/<int:old>..<int:new>/", editions.changes, "changes"),
        ("/embed/", embeds.embed, "embed"),
        ("/editions/<int:number>/embed/", embeds.embed, "edition_embed"),
        ("/editions/<int:number>/passages/", embeds.passages_of_edition, "passages"),
    ):
        yield path(at + route, view, more, name=f"{kind}_{name}")
    yield re_path(f"^{folder}/{cited}", offline.cite, more, name=f"{kind}_cite")


urlpatterns = [
    path("", views.front, name="front"),
    path("stories/<slug:slug>/", views.story, name="story"),
    path("questions/", views.questions, name="questions"),
    path("questions/<slug:slug>/", views.question, name="question"),
    *record("story", "stories"),
    *record("question", "questions"),
    path("oembed", embeds.oembed, name="oembed"),
    *feed_routes(),
    *api_routes(),
    path("corrections/", editions.corrections, name="corrections"),
    path("archive/", archive.whole, name="archive"),
    path("archive/<int:year>/<int:month>/", archive.month, name="archive_month"),
    path("archive/<int:year>/<int:month>/<int:day>/", archive.day, name="archive_day"),
    path("since/<int:year>-<int:month>-<int:day>/", archive.since, name="since"),
    path("topics/", topics.index, name="entities"),
    path("topics/<slug:slug>/", topics.entity, name="entity"),
    *twins("topics/<slug:slug>", topics.topic_twin, "entity"),
    path("desks/<slug:slug>/", lists.desk, name="desk"),
    # Tags and names may be of any script.
    re_path(r"^tags/(?P<slug>[-\w]+)/$", lists.tag, name="tag"),
    re_path(r"^authors/(?P<slug>[-\w]+)/$", lists.author, name="author"),
    path("outlets/", lists.outlets, name="outlets"),
    path("outlets/<slug:slug>/", lists.outlet, name="outlet"),
    path("search/", search, name="search"),
    path("search/suggestions/", suggestions, name="suggestions"),
    re_path(rf"{IMAGE}$", views.image, name="image"),
    re_path(rf"{IMAGE}/(?P<size>[0-9a-z.-]+)$", views.image, name="rendition"),
    re_path(CARD, card, name="card"),
    path("offline/", offline.offline, name="offline"),
    path("settings/", reading_settings, name="settings"),
    *(re_path(f"^{route}$", view, name=name) for route, view, name in FILES),
    *(path(f"{slug}/", flat, {"slug": slug}, name=slug) for slug in ("about", "faq")),
    path("contact/", contact, {"slug": "contact"}, name="contact"),
    re_path(RECEIVED, thanks, name="contact_received"),
    *follower_routes(),
    *fediverse_routes(),
    *share_routes(),
    path("admin/", admin.site.admin_view(dashboard), name="dashboard"),
    path("admin/find/", admin.site.admin_view(find), name="find"),
    path("admin/", admin.site.urls),
    # Last, so that no page of the desk's own shadows one of the paper's.
    path("<slug:slug>/", flat, name="flat"),
]
handler404, handler500 = "paper.views.not_found_page", "newsroom.outage.server_error"
