"""Several editors at once: nobody writes over anybody, and nobody loses a word."""

import uuid
from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.test import Client

from desk.models import Buffer
from stories.models import Story
from tests import make
from tests.support import desk

EDITORS = 6


def save(editor, story, sent):
    client = Client()
    client.force_login(editor)
    try:
        return client.post(desk.address("change", story), sent)
    finally:
        connection.close()


def test_of_six_saves_at_once_one_wins_and_five_keep_their_text(committed, client):
    editors = [make.editor() for _ in range(EDITORS)]
    story = make.story(headline="Before")
    texts = [f"Headline of editor {number}" for number in range(EDITORS)]
    forms = []
    for editor in editors:
        client.force_login(editor)
        forms.append(desk.open_form(client, story))

    with ThreadPoolExecutor(EDITORS) as threads:
        jobs = [
            threads.submit(save, editor, story, sent | {"headline": text})
            for editor, sent, text in zip(editors, forms, texts, strict=True)
        ]
        pages = [job.result() for job in jobs]

    saved = [page.status_code for page in pages]
    assert sorted(saved) == [200] * (EDITORS - 1) + [302]
    story = Story.objects.get()
    assert story.headline == texts[saved.index(302)]
    assert story.lock_version == 2
    for page, text in zip(pages, texts, strict=True):
        assert page.status_code == 302 or f"{text}</textarea>" in page.content.decode()


def add(editor, sent):
    client = Client()
    client.force_login(editor)
    try:
        return client.post("/admin/stories/story/add/", sent)
    finally:
        connection.close()


def test_a_new_story_sent_four_times_at_once_is_one_story(committed, client):
    editor = make.editor()
    client.force_login(editor)
    sent = desk.fields(client.get("/admin/stories/story/add/"))
    sent |= {"headline": "Bridge closes", "slug": "bridge-closes", "tags": "one, two"}
    desk.add_part(sent, "keypoint_set", text="Nobody crosses.")

    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(add, editor, sent) for _ in range(4)]
        pages = [job.result() for job in jobs]

    assert [page.status_code for page in pages] == [302] * 4
    assert Story.objects.get().keypoint_set.count() == 1


def keep(editor, tab, sequence):
    said = {"kind": "story", "owner_key": tab, "data": f"text {sequence}"}
    try:
        return Buffer.objects.keep(editor, tab, sequence, **said)
    finally:
        connection.close()


def test_of_many_texts_kept_at_once_the_newest_stays(committed):
    editor, tab = make.editor(), uuid.uuid4()

    with ThreadPoolExecutor(4) as threads:
        jobs = [threads.submit(keep, editor, tab, n) for n in (3, 1, 5, 2, 4)]
        kept = [job.result() for job in jobs]

    assert kept == [True] * 5
    assert Buffer.objects.get().data == "text 5"
