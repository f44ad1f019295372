"""What readers have no more is told from what only changed."""

import pytest
from django.utils import timezone

from images.models import Image
from operations.purge.takedowns import taken_down
from tests import make

pytestmark = pytest.mark.django_db


def test_a_text_that_is_live_is_not_taken_down():
    make.published_story(slug="ports")
    make.published_story(slug="strike").withdraw(note="It was wrong.")
    make.story(slug="draft")

    keys = {"slug:ports", "slug:strike", "slug:draft", "tag:strike"}
    assert taken_down(keys) == {"slug:strike", "slug:draft"}


def test_a_picture_that_may_be_shown_is_not_taken_down():
    shown, killed = make.image(), make.image(killed_at=timezone.now())
    gone = make.image().name
    Image.objects.filter(name=gone).delete()

    keys = {f"image:{name}" for name in (shown.name, killed.name, gone)}
    assert taken_down(keys) == keys - {f"image:{shown.name}"}


def test_with_everything_goes_what_may_have_been_taken_out_of_it():
    assert taken_down({"everything", "slug:ports"}) == {"everything"}
