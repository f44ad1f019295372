"""Whether the links of a page lead to what readers have."""

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import timezone

from explainer.checks.hyperlinks import own
from pages.models import FlatPage, FlatPath
from pages.text import own_links
from stories.models.facts import addresses

FLAT = ("flat", "about", "faq")


def dead(text):
    """The addresses of ours that a text leads to and nobody would find."""
    paths = own_links(text, settings.SITE_URL)
    comes_and_goes = {own(path, settings.SITE_URL) for path in paths} - {""}
    live, moved = addresses(comes_and_goes, timezone.now()) if paths else ((), ())
    return [path for path in paths if not leads(path, {*live, *moved})]


def leads(path, there):
    """A page that is written but not published yet may be linked to already."""
    path = path if path.endswith("/") or "." in path else f"{path}/"
    if ours := own(path, settings.SITE_URL):
        return ours in there
    try:
        match = resolve(path)
    except Resolver404:
        return False
    if match.url_name not in FLAT:
        return True
    slug = match.kwargs["slug"]
    pages = FlatPage.objects.filter(slug=slug)
    return pages.exists() or FlatPath.objects.filter(slug=slug).exists()
