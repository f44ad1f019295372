"""The one context processor: what every page says about the paper itself."""

from django.conf import settings
from django.templatetags.static import static
from django.utils.functional import SimpleLazyObject

from pages import menu
from people.static_copy import is_for_copy


def paper(request):
    return {
        "paper": {
            "name": settings.SITE_NAME,
            "url": settings.SITE_URL,
            "contact": settings.CONTACT_EMAIL,
            "letters": settings.FOLLOW_BY_MAIL and not is_for_copy(request),
            "fediverse": settings.FEDIVERSE_CREATOR,
            "indexing": settings.PUBLIC_INDEXING,
            "language": settings.LANGUAGE_CODE,
            "answers_programs": not is_for_copy(request),
            "logo": static("icons/icon-512.png"),
            "pages": SimpleLazyObject(menu.current),
        }
    }
