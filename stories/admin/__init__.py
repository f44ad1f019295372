"""The desk: the admin in which the paper is written and published."""

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from stories.admin import (
    feeds,
    flatpages,
    front,
    images,
    messages,
    question,
    rules,
    sources,
    standing,
    story,
    wires,
)

__all__ = [
    "feeds",
    "flatpages",
    "front",
    "images",
    "messages",
    "question",
    "rules",
    "sources",
    "standing",
    "story",
    "wires",
]

admin.site.site_header = admin.site.site_title = settings.SITE_NAME
admin.site.index_title = _("The desk")
