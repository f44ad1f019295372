"""What the desk's templates ask for: its navigation, its pictures, and its words."""

from django.template import Library

from desk.form import approvals
from desk.images.files import thumbnail_address
from desk.navigation import label, places
from desk.sources.drafts import acquaintance

register = Library()
register.filter(acquaintance)
register.filter("clock", approvals.clock)
register.filter("review_in_words", approvals.in_words)
register.filter("list_label", label)
register.simple_tag(thumbnail_address, name="thumbnail")


@register.inclusion_tag("desk/_navigation.html", takes_context=True)
def desk_navigation(context):
    apps, request = context.get("available_apps"), context.get("request")
    found = [*places(apps, request.path)] if apps and request else []
    return {"places": found, "more": [place for place in found if not place.main]}
