"""Four processes of the real web server: whichever is asked tells what all have done,
and the log has a line of each request in the same name as its answer."""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from django.contrib.staticfiles.finders import get_finders
from django.db import connection

from scripts.demo_server import Paper
from tests import make

pytestmark = pytest.mark.once

TOKEN = "a-token-of-a-test-that-is-long"
ASKED = 80
WHAT = ("/stories/ports/", "story")


@pytest.fixture
def paper(committed, tmp_path):
    """A paper with one story, behind four processes."""
    make.published_story(slug="ports")
    connection.close()
    file = tmp_path / "paper.sqlite3"
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as database:
        database.execute("VACUUM INTO ?", [str(file)])
    made = Paper(
        f"sqlite:///{file}",
        tmp_path,
        WEB_PROCESSES="4",
        WEB_THREADS="1",
        METRICS_TOKEN=TOKEN,
        ACCESS_LOG="1",
        LOG_FORMAT="json",
        LOG_LEVEL="INFO",
    )
    name_static_files(tmp_path / "static")
    with made.serving():
        yield made


def name_static_files(folder):
    """What `collectstatic` says it has collected: to squeeze it all takes seconds, and
    nobody asks for it here."""
    named = {
        name: name for finder in get_finders() for name, _ in finder.list(["CVS", ".*"])
    }
    folder.mkdir()
    said = {"version": "1.1", "paths": named}
    (folder / "staticfiles.json").write_text(json.dumps(said))


def figures(paper):
    """Name and labels of each to its value."""
    headers = {"Authorization": f"Bearer {TOKEN}", "Host": "10.0.0.7"}
    status, _headers, text = paper.ask("/metrics", headers=headers)
    assert status == 200
    told = (line for line in text.splitlines() if line[:1] != "#")
    return {
        name: float(value) for name, _space, value in (t.rpartition(" ") for t in told)
    }


def lines(paper):
    return [json.loads(line) for line in paper.log.read_text().splitlines()]


def test_the_sum_of_what_each_did_is_told_whichever_answers(paper):
    with ThreadPoolExecutor(8) as readers:
        answers = [*readers.map(paper.ask, ["/stories/ports/"] * ASKED)]
    told = [figures(paper) for _time in range(8)]
    strangers = [
        paper.ask("/metrics", headers={"Authorization": said})[::2]
        for said in ("", f"Bearer {TOKEN}a", f"Basic {TOKEN}", "Bearer ")
    ]

    assert [status for status, _headers, _text in answers] == [200] * ASKED
    counted = 'newsroom_requests_total{method="GET",status="200",view="story"}'
    timed = 'newsroom_request_duration_seconds_count{view="story"}'
    assert {(found[counted], found[timed]) for found in told} == {(ASKED, ASKED)}
    assert {ways(found) for found in told} == {ASKED}
    assert {found["newsroom_processes"] for found in told} == {4}
    assert {found['newsroom_live_texts{of="story"}'] for found in told} == {1}
    assert strangers == [(404, "not found\n")] * 4
    access = [line for line in lines(paper) if line["logger"] == "access"]
    by_name = {line["request_id"]: line for line in access}
    mine = [by_name[headers["X-Request-ID"]] for _s, headers, _text in answers]
    assert len({line["request_id"] for line in mine}) == ASKED
    assert {(line["path"], line["view"]) for line in mine} == {WHAT}
    assert len({line["process"] for line in mine}) > 1
    assert {line["logger"] for line in lines(paper)} == {"access", "gunicorn.error"}


def ways(found):
    """How many pages came in any way."""
    names = [name for name in found if name.startswith("newsroom_page_cache_answers")]
    return sum(found[name] for name in names)
