"""`{{ text|prose:context }}`: the only way that a text in house markup is printed."""

from django import template
from django.utils.safestring import SafeString

from stories.prose import Context, inline, render

register = template.Library()


@register.filter
def prose(text: str | None, context: Context) -> SafeString:
    return render(text or "", context)


@register.filter
def prose_inline(text: str | None, context: Context) -> SafeString:
    return inline(text or "", context)
