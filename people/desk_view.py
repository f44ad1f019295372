"""A page of the desk that is about whoever asks for it."""

from django.contrib import admin
from django.template.response import TemplateResponse
from django.views.decorators.cache import add_never_cache_headers


def respond(request, template, status=200, **context):
    """The page, which no cache may keep."""
    response = TemplateResponse(
        request,
        template,
        admin.site.each_context(request) | {"subtitle": None} | context,
        status=status,
    )
    add_never_cache_headers(response)
    return response
