"""The web server on PostgreSQL that freezes, stops and comes back, with many readers.

What anybody waits for is measured by `scripts/outage.py`; here it is what they get.
"""

import threading
import time
from urllib.parse import urlencode

import pytest

from newsroom.postgresql import base
from scripts import outage, with_postgres

TOKEN = "a" * 32
TYPED = "The ferry doesn't run."


@pytest.fixture(scope="module")
def database():
    with with_postgres.temporary_server() as server:
        yield server


@pytest.fixture(scope="module")
def paper(database, tmp_path_factory):
    folder = tmp_path_factory.mktemp("paper")
    made = outage.Paper(database.address, folder, WEB_PROCESSES="1")
    made.prepare()
    with made.serving():
        yield made


def save(paper):
    """What an editor's browser sends, and what it gets."""
    sent = {"csrfmiddlewaretoken": TOKEN, "headline": "Ferry", "summary": TYPED}
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"csrftoken={TOKEN}; sessionid={TOKEN}",
    }
    return paper.ask("/admin/stories/story/add/", "POST", urlencode(sent), headers)


def until_back(paper):
    """Returns once a page that has to be made anew is answered."""
    for number in range(600):
        if paper.ask(f"/search/?q=back+{number}")[0] == 200:
            return
        time.sleep(0.1)
    raise AssertionError("The paper did not come back.")


def front_page(paper):
    """What stands in for it once what a process knows is older than a second."""
    for _ in range(600):
        answer = paper.ask("/")
        if answer[1]["Cache-Control"] == "no-store":
            break
        time.sleep(0.1)
    return answer


def test_a_slow_answer_of_a_server_that_is_well_is_waited_for(database, monkeypatch):
    monkeypatch.setattr(base.WATCH, "params", {"conninfo": database.address})
    long = 3 * base.WATCH.SILENCE

    with base.Connection.connect(database.address) as connection:
        slow = connection.execute("SELECT 'well' FROM pg_sleep(%s)", [long])

        assert slow.fetchone() == ("well",)


@pytest.mark.parametrize(
    ("breaks", "mends"), [("freeze", "thaw"), ("stop", "start")], ids=["frozen", "gone"]
)
def test_a_database_that_is_gone_holds_up_nobody(paper, database, breaks, mends):
    assert paper.ask("/")[0] == 200
    before = paper.log.read_text()
    anew = f"/search/?q={breaks}"  # which nobody has asked for before
    readers = [threading.Thread(target=paper.ask, args=[anew]) for _ in range(20)]

    getattr(database, breaks)()
    try:
        for reader in readers:
            reader.start()
        alive, style = paper.ask("/healthz"), paper.ask("/static/site.css")
        unmade, saved = paper.ask(anew), save(paper)
        missing, front = paper.ask("/nowhere/"), front_page(paper)
        ready = paper.ask("/readyz")
        for reader in readers:
            reader.join()
    finally:
        getattr(database, mends)()
    until_back(paper)

    assert (alive[0], alive[2], style[0]) == (200, "alive\n", 200)
    assert (unmade[0], unmade[1]["Retry-After"]) == (503, "5")
    assert "Please try again in a minute." in unmade[2]
    assert (missing[0], ready[0], ready[2]) == (503, 503, "database: unreachable\n")
    assert (front[0], front[1]["Cache-Control"]) == (200, "no-store")
    assert "The Lantern" in front[2]
    assert saved[0] == 503
    assert "The ferry doesn&#x27;t run." in saved[2]
    said = paper.log.read_text().removeprefix(before)
    assert "Traceback" not in said
    assert said.count("PostgreSQL is out of reach") == 1
