"""The addresses that only programs ask for: pattern, view, name of the route."""

from pages import well_known
from paper import offline
from paper.calendars import views as calendars
from paper.discovery import robots, views
from paper.search import search_description
from paper.views import schema

SLUG = r"(?P<slug>[-a-zA-Z0-9_]+)"
KINDS = "|".join(views.KINDS)
FILES = (
    (r"schema/explainer-1\.json", schema, "schema"),
    (r"site\.webmanifest", offline.manifest, "manifest"),
    (r"offline\.js", offline.worker, "worker"),
    (r"robots\.txt", robots.robots, "robots"),
    (r"llms\.txt", robots.llms, "llms"),
    (r"sitemap\.xml", views.sitemap, "sitemap"),
    (r"sitemap-pages\.xml", views.sitemap_pages, "sitemap_pages"),
    (
        rf"sitemap-(?P<kind>{KINDS})-(?P<number>[0-9]{{1,6}})\.xml",
        views.sitemap_part,
        "sitemap_part",
    ),
    (r"news-sitemap\.xml", views.news_sitemap, "news_sitemap"),
    (r"calendar\.ics", calendars.paper_calendar, "calendar"),
    (rf"desks/{SLUG}\.ics", calendars.desk_calendar, "desk_ics"),
    (rf"topics/{SLUG}\.ics", calendars.topic_calendar, "entity_ics"),
    (rf"stories/{SLUG}\.ics", calendars.story_calendar, "story_ics"),
    (r"opensearch\.xml", search_description.description, "opensearch"),
    (r"search/suggestions\.json", search_description.suggestions, "suggestions_json"),
    (r"\.well-known/security\.txt", well_known.security, "security"),
    (r"\.well-known/change-password", well_known.change_password, "change_password"),
)
