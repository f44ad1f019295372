"""What a text's language is called, and which way it is written."""

from django import template

from stories.page.surroundings import direction, language_name

register = template.Library()
register.filter("direction", direction)
register.filter("language_name", language_name)
