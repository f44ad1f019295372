"""Several editors arrange the front page at once: one order wins, the rest are told."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.test import Client

from stories.models import Pick
from tests import make

ARRANGE = "/admin/stories/pick/"
EDITORS = 4


def save(editor, story, version):
    client = Client()
    client.force_login(editor)
    row = {"pick": "", "story": str(story.pk), "shown_from": "", "shown_until": ""}
    try:
        return client.post(ARRANGE, row | {"loaded": version, "save": "Save"})
    finally:
        connection.close()


def test_of_four_orders_saved_at_once_on_an_empty_front_one_wins(committed, client):
    editors = [make.editor() for _ in range(EDITORS)]
    stories = [make.published_story() for _ in range(EDITORS)]
    client.force_login(editors[0])
    version = client.get(ARRANGE).context["arranged"].loaded

    with ThreadPoolExecutor(EDITORS) as threads:
        jobs = [
            threads.submit(save, editor, story, version)
            for editor, story in zip(editors, stories, strict=True)
        ]
        saved = [job.result().status_code for job in jobs]

    assert sorted(saved) == [200] * (EDITORS - 1) + [302]
    assert Pick.objects.get().story_id == stories[saved.index(302)].pk
