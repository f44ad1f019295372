"""`robots.txt` and `llms.txt`: where robots may go, and what is best read first."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from explainer.prose import shorten
from pages import menu
from paper.discovery import robot_rules
from paper.discovery.reading_list import Link, reading_list
from paper.discovery.views import only_if_public
from paper.outputs.page_head import about
from people.compiled_query import MOMENT, compile_once
from people.static_copy import is_for_copy
from stories.models import Showing

STORIES, QUESTIONS = 50, 30
WORDS = 200
PLAIN = "text/plain; charset=utf-8"
SITE_MAPS = ("sitemap", "news_sitemap")


def robots(request):
    text = robot_rules.rules(
        public=settings.PUBLIC_INDEXING,
        policy=settings.AI_CRAWLERS,
        site_maps=[site(reverse(name)) for name in SITE_MAPS],
    )
    return HttpResponse(text, content_type=PLAIN)


def site(path):
    return f"{settings.SITE_URL}{path}"


@only_if_public
def llms(request):
    """The newest stories and questions as Markdown, and who writes them."""
    lists = [
        (_("Stories"), texts("story", STORIES, request.now)),
        (_("Questions"), texts("question", QUESTIONS, request.now)),
        (_("About the paper"), pages()),
        (_("For programs"), programs(is_for_copy(request))),
    ]
    text = reading_list(settings.SITE_NAME, about({"name": settings.SITE_NAME}), lists)
    return HttpResponse(text, content_type=PLAIN)


def texts(kind, most, now):
    return [
        Link(
            row.headline,
            site(f"{row.get_absolute_url().rstrip('/')}.md"),
            shorten(row.standfirst or row.summary, WORDS),
        )
        for row in sorted(newest_texts(kind, most, now=now), key=newest_first)
    ]


def newest_first(row):
    return -row.updated_at.timestamp(), row.pk


@compile_once(now=MOMENT)
def newest_texts(kind, most, now):
    # The bound, which all keep, leads to the index in order of time.
    rows = Showing.objects.live(now).of(kind).filter(updated_at__lte=now)
    if kind == "story":
        rows = rows.one_each(now)
    return rows.order_by("-updated_at")[:most]


def pages():
    known = menu.current().pages
    return [Link(page.title, site(page.address)) for page in known]


def programs(is_copy):
    """What is for them alone; a copy has files, and nobody who answers."""
    files = [
        Link("sitemap.xml", site(reverse("sitemap")), _("Every address of the paper.")),
        Link("explainer-1.json", site(reverse("schema")), _("The form of a story.")),
    ]
    if is_copy:
        return files
    return [
        *files,
        Link("api", site(reverse("api")), _("What there is to ask for, as JSON.")),
        Link("openapi.json", site(reverse("api_description"))),
    ]
