"""Dates as `<time>` in the paper's zone and language, and a page's linked data."""

import datetime as dt
import re

from django import template
from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.formats import date_format, get_format
from django.utils.html import format_html

from stories.days import dated
from stories.jsonld import graph, script
from stories.page import leads

register = template.Library()

# The letters that stand for a month's name in Django's date formats.
MONTH = re.compile("[FMN]")


@register.filter
def day(value, precision="day"):
    """A day, a month or a year, as precisely as it is known."""
    value = local(value)
    if precision == "year":
        return stamped(f"{value:%Y}", formatted(value, "Y"))
    if precision == "month":
        return stamped(f"{value:%Y-%m}", date_format(value, "YEAR_MONTH_FORMAT"))
    return stamped(f"{value:%Y-%m-%d}", written(value))


@register.filter
def short_day(value):
    """A day for narrow places: the month is cut short."""
    value = local(value)
    return stamped(f"{value:%Y-%m-%d}", written(value, month="M"))


@register.filter
def weekday(value):
    """A day with its name, as a front page is dated."""
    value = local(value)
    return stamped(f"{value:%Y-%m-%d}", f"{formatted(value, 'l')} {written(value)}")


@register.filter
def moment(value):
    """A day and a time of day, with the name of the zone."""
    value = local(value)
    words = f"{written(value)}, {formatted(value, 'H:i T')}"
    return stamped(value.isoformat(timespec="seconds"), words)


register.filter(dated)


@register.filter
def clock(value):
    """A time of day, where the day stands beside it."""
    value = local(value)
    return stamped(value.isoformat(timespec="seconds"), formatted(value, "H:i"))


def local(value):
    return timezone.localtime(value) if isinstance(value, dt.datetime) else value


def written(value, month="F"):
    """A day in the order of the page's language, its month in one length everywhere."""
    asked = get_format("DATE_FORMAT")
    # Where a month is declined within a date, it has a letter of its own.
    return formatted(value, asked if "E" in asked else MONTH.sub(month, asked))


def stamped(value, words):
    return format_html('<time datetime="{}">{}</time>', value, words)


@register.filter
def shortened(text, longest=leads.LONGEST):
    """Whole sentences of a text, as many as fit."""
    return leads.shortened(text, longest)


@register.simple_tag(takes_context=True)
def linked_data(context, page):
    """The page for machines, in a script element that nothing executes."""
    return script(graph(page, context["paper"]))
