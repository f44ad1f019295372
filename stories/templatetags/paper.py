"""Dates as `<time>` in the paper's zone and language, and a page's linked data."""

import datetime as dt

from django import template
from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.formats import date_format, get_format
from django.utils.html import format_html

from stories.jsonld import graph, script

register = template.Library()


@register.filter
def day(value, precision="day"):
    """A day, a month or a year, as precisely as it is known."""
    value = local(value)
    if precision == "year":
        return stamped(f"{value:%Y}", formatted(value, "Y"))
    if precision == "month":
        return stamped(f"{value:%Y-%m}", date_format(value, "YEAR_MONTH_FORMAT"))
    return stamped(f"{value:%Y-%m-%d}", date_format(value, "DATE_FORMAT"))


@register.filter
def short_day(value):
    """A day for narrow places: the month is cut short."""
    value = local(value)
    short = get_format("DATE_FORMAT").replace("F", "M")
    return stamped(f"{value:%Y-%m-%d}", formatted(value, short))


@register.filter
def moment(value):
    """A day and a time of day, with the name of the zone."""
    value = local(value)
    words = f"{date_format(value, 'DATE_FORMAT')}, {formatted(value, 'H:i T')}"
    return stamped(value.isoformat(timespec="seconds"), words)


@register.filter
def clock(value):
    """A time of day, where the day stands beside it."""
    value = local(value)
    return stamped(value.isoformat(timespec="seconds"), formatted(value, "H:i"))


def local(value):
    return timezone.localtime(value) if isinstance(value, dt.datetime) else value


def stamped(value, words):
    return format_html('<time datetime="{}">{}</time>', value, words)


@register.simple_tag(takes_context=True)
def linked_data(context, page):
    """The page for machines, in a script element that nothing executes."""
    return script(graph(page, context["paper"]))
