"""The desk: the admin in which the paper is written and published."""

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from desk import (
    desk_rules,
    entity_admin,
    flat_pages,
    inbox,
    possible_matches,
    redaction_list,
    shared_data,
)
from desk.draft import question_admin, story_admin
from desk.front import admin as front_admin
from desk.images import admin as images_admin
from desk.sources import admin as sources_admin
from desk.sources import feeds_admin, wires_admin

admin.site.site_header = admin.site.site_title = settings.SITE_NAME
admin.site.index_title = _("The desk")
