"""The one context processor: what every page says about the paper itself."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from pages import menu


def paper(request):
    return {
        "paper": {
            "name": settings.SITE_NAME,
            "url": settings.SITE_URL,
            "contact": settings.CONTACT_EMAIL,
            "indexing": settings.PUBLIC_INDEXING,
            "pages": SimpleLazyObject(menu.current),
        }
    }
