"""The address of a picture's thumbnail at the desk."""

from django import template

from stories.admin.images.files import thumbnail_address

register = template.Library()
register.simple_tag(thumbnail_address, name="thumbnail")
