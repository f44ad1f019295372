"""The desk's navigation, and what it calls the list of a model."""

from django import template

from stories.admin.navigation import label, places

register = template.Library()
register.filter("list_label", label)


@register.inclusion_tag("admin/desk/_navigation.html", takes_context=True)
def desk_navigation(context):
    apps, request = context.get("available_apps"), context.get("request")
    found = [*places(apps, request.path)] if apps and request else []
    return {"places": found, "more": [place for place in found if not place.main]}
