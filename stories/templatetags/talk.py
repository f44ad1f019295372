"""Filters of the desk's talk: moments and reviews as one says them."""

from django.template import Library

from stories.admin import verdicts

register = Library()
register.filter("clock", verdicts.clock)
register.filter("told", verdicts.told)
