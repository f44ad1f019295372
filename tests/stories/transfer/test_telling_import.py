"""Files that tell of the same events day after day: one story, and its editions."""

import io

import pytest
from django.core.management import call_command

from stories.models import Edition, Story, Telling
from tests.support import kite_days
from tests.support.files import rows

pytestmark = pytest.mark.django_db


def take(*paths, **options):
    out = io.StringIO()
    call_command("import_archive", *map(str, paths), stdout=out, stderr=out, **options)
    return out.getvalue()


def test_continuing_events_are_one_story_with_an_edition_for_each_change(tmp_path):
    kite_days.write(tmp_path)

    said = take(tmp_path, publish=True)
    print(said)
    for e in Edition.objects.filter(story__isnull=False).order_by(
        "story__slug", "number"
    ):
        print(
            e.story.slug,
            e.number,
            e.kind,
            e.published_at,
            e.revision.content["headline"],
        )
    for t in Telling.objects.all():
        print(t, t.story, t.candidate, t.score, t.signs)
    before = rows()
    said = take(tmp_path, publish=True)
    print(said)
    assert rows() == before
    assert 0
