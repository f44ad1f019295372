"""Dates as `<time>` in the paper's zone and language, and names of languages: filters
of both engines.
"""

import datetime as dt
import re
from functools import lru_cache
from html import escape

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from explainer import prose
from explainer.days import clip_day, format_date, format_moment, in_words
from explainer.languages import direction, language_info, language_name
from paper.search.highlight import marked

register = template.Library()
register.filter("direction", direction)
register.filter("language_name", language_name)
register.filter(marked)
# A note that begins by itself with what it is, as "New: …" does.
TELLING = re.compile(r"\A[^\W\d_]+:")


@register.filter
def day(value, precision="day"):
    """A day, a month or a year, as precisely as it is known."""
    return day_element(get_language(), local_day(value), "F", precision)


@register.filter
def short_day(value):
    """A day for narrow places: the month is cut short."""
    return day_element(get_language(), local_day(value), "M", "day")


register.filter(in_words)


@register.filter
def weekday(value):
    """A day with its name, as a front page is dated."""
    value = local_day(value)
    return time_element(iso(value), f"{formatted(value, 'l')} {format_date(value)}")


@register.filter
def moment(value):
    """A day and a time of day, with the name of the zone."""
    value = local(value)
    words = f"{format_date(value)}, {formatted(value, 'H:i T')}"
    return time_element(value.isoformat(timespec="seconds"), words)


register.filter("dated", format_moment)


@register.filter
def clock(value):
    """A time of day, where the day stands beside it."""
    value = local(value)
    return time_element(value.isoformat(timespec="seconds"), formatted(value, "H:i"))


def local(moment):
    """A moment in the paper's zone."""
    return moment.astimezone(timezone.get_default_timezone())


def local_day(value):
    """A day, or that of a moment where the paper is."""
    return local(value).date() if isinstance(value, dt.datetime) else value


def iso(value):
    """The ISO form of a day; strftime leaves a year's noughts out."""
    return value.isoformat()[: len("2026-01-15")]


@lru_cache(maxsize=2048)
def day_element(language, value, month, precision):
    """Kept by language: a page has a hundred, and few different ones."""
    words = format_date(value, month=month, precision=precision)
    return time_element(clip_day(iso(value), precision), words)


def time_element(value, words):
    """A page has forty: to let `format_html` write them takes five times as long."""
    return SafeString(f'<time datetime="{value}">{escape(words)}</time>')


@register.filter
def tells_itself(edition):
    """Whether a note of new facts needs nobody to say that it is one."""
    return edition.kind == "development" and bool(TELLING.match(edition.note))


@register.filter
def foreign(language):
    """A language's own name, if it isn't the one that the paper is in."""
    ours = settings.LANGUAGE_CODE.partition("-")[0]
    if not language or language.lower().partition("-")[0] == ours:
        return ""
    return language_info(language).get("name_local", language).capitalize()


@register.filter
def shortened(text, longest=prose.LONGEST):
    """Whole sentences of a text, as many as fit."""
    return prose.shorten(text, longest)
