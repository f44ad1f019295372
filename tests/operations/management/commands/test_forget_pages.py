"""`manage.py forget_pages`: what is kept anywhere is made anew."""

from io import StringIO

import pytest
from django.core.cache import caches
from django.core.management import call_command

from paper.models import KeyChange
from tests.support import wire


@pytest.mark.django_db
def test_every_page_is_made_anew():
    caches["shared"].set("page", "kept")
    out = StringIO()

    call_command("forget_pages", stdout=out)

    wire.settle()
    assert caches["shared"].get("page") is None
    assert KeyChange.objects.filter(key="everything").exists()
    assert out.getvalue() == "Every page is made anew when somebody asks for it.\n"
