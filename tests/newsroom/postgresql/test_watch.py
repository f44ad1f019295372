"""Whether PostgreSQL answers: who asks, who is refused at once, and until when."""

import math
import socket
import threading
import time

import psycopg
import pytest
from django.db.utils import ConnectionHandler

from newsroom.postgresql import base
from newsroom.postgresql.watch import Probe, UnreachableError, Watch, patient
from tests import silent

NO_ANSWER = "no answer from PostgreSQL"
LONG = Watch.SILENCE + 0.01


@pytest.fixture
def server():
    with silent.server() as opened:
        yield opened


@pytest.fixture
def watch(server, monkeypatch):
    """A watch over that server, which gives up soon."""
    monkeypatch.setattr(Watch, "STEP", 0.002)
    monkeypatch.setattr(Watch, "ANSWER", 0.3)
    monkeypatch.setattr(Watch, "PAUSE", 0.01)
    made = Watch()
    made.params = server.params
    yield made
    server.well.set()
    until(lambda: not made.fault)  # what still waits then, waits for ever
    made.forget()


def until(is_true):
    for _time in range(1000):
        if is_true():
            return
        time.sleep(0.005)
    raise AssertionError("It never came to that.")


def refusal(call, *given):
    with pytest.raises(UnreachableError) as fault:
        call(*given)
    return str(fault.value)


def test_who_hears_nothing_is_told_for_how_long_and_who_does_is_not():
    silences = []

    def asking():
        return [(yield "the first answer"), (yield "the second"), (yield "the third")]

    waits = patient(asking(), silences.append)
    wanted = [next(waits), waits.send(0), waits.send(1)]
    with pytest.raises(StopIteration) as end:
        waits.send(2)

    assert wanted == ["the first answer", "the second", "the third"]
    assert end.value.value == [0, 1, 2]
    assert [0 <= seconds < 1 for seconds in silences] == [True]


def test_a_probe_waits_as_long_as_the_smallest_answer_may_take():
    assert Probe.too_long(None, Watch.ANSWER) is None
    assert refusal(Probe.too_long, None, Watch.ANSWER + 0.01) == NO_ANSWER


def test_a_server_that_is_well_is_asked_anew_each_time_on_one_connection(watch, server):
    for _time in range(2):
        began = time.monotonic()
        watch.assure(5)
        assert watch.answered >= began

    assert server.asked == ["SELECT 1", "SELECT 1"]
    assert (watch.fault, watch.probe.closed) == ("", False)


def test_a_server_that_is_frozen_refuses_everybody_until_it_answers(
    watch, server, caplog
):
    watch.assure(5)
    server.well.clear()
    said = [refusal(watch.assure, 0.05), refusal(watch.assure, math.inf)]
    said += [refusal(watch.reassure, 0)]
    server.well.set()
    until(lambda: not watch.fault)
    watch.assure(5)

    assert said == [NO_ANSWER] * 3
    assert [(row.levelname, row.getMessage()) for row in caplog.records] == [
        ("ERROR", f"PostgreSQL is out of reach: {NO_ANSWER}"),
        ("WARNING", "PostgreSQL answers again."),
    ]


def test_while_there_is_no_answer_one_thread_asks_and_pauses(watch, monkeypatch):
    asked, pauses, refused = [], [], threading.Event()

    def ask():
        if asked:
            refused.wait(5)
        asked.append(threading.current_thread())
        return "gone" if len(asked) < 4 else ""

    watch.ask = ask
    monkeypatch.setattr(time, "sleep", pauses.append)

    assert refusal(watch.assure, 5) == "gone"
    refused.set()
    with watch.changed:
        assert watch.changed.wait_for(lambda: not watch.fault, 5)

    assert asked == [watch.thread] * 4
    assert pauses == [watch.PAUSE] * 3


def test_a_question_begins_one_thread_and_another_once_that_is_gone(watch):
    watch.begin()
    first = watch.thread
    watch.begin()
    again = watch.thread
    watch.thread = ended = threading.Thread(target=int)
    ended.start()
    ended.join()
    watch.begin()

    assert again is first
    assert watch.thread is not ended
    assert (watch.thread.daemon, watch.thread.is_alive()) == (True, True)


@pytest.mark.parametrize(
    ("silence", "answered_ago", "asked"),
    [
        (LONG, LONG, ["SELECT 1"]),
        (Watch.SILENCE, LONG, []),
        (LONG, 0, []),
    ],
)
def test_only_a_long_silence_after_a_long_silence_is_looked_into(
    watch, server, silence, answered_ago, asked
):
    watch.answered = time.monotonic() - answered_ago

    watch.reassure(silence)

    assert server.asked == asked


def test_a_connection_that_was_ended_is_opened_anew_and_no_new_one_twice(watch, server):
    new = watch.ask()
    server.ends = 1
    old_ended = watch.ask()
    server.ends = 2
    both_ended = watch.ask()

    assert (new, old_ended) == ("", "")
    assert "\n" not in both_ended
    assert both_ended
    assert (watch.probe, len(server.asked)) == (None, 5)


def test_a_frozen_connection_is_closed_and_not_tried_again(watch, server):
    watch.ask()
    before = watch.probe
    server.well.clear()

    assert watch.ask() == NO_ANSWER
    assert (before.closed, watch.probe, len(server.asked)) == (True, None, 2)


def test_a_server_that_is_gone_says_so_in_one_line(watch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        watch.params |= {"port": free.getsockname()[1]}
        said = watch.ask()

    assert "Connection refused" in said
    assert "\n" not in said


@pytest.fixture
def database(watch, monkeypatch):
    """The paper's backend, as it is set up for that server."""
    monkeypatch.setattr(base.DatabaseWrapper, "watch", watch)
    return ConnectionHandler({"default": {"ENGINE": "newsroom.postgresql"}})["default"]


def test_a_new_connection_is_ours_and_made_once_the_server_is_known_to_be_well(
    watch, server, database
):
    watch.params = {}
    with database.get_new_connection(server.params) as connection:
        assert isinstance(connection, base.Connection)
    assert (watch.params, server.asked) == (server.params, ["SELECT 1"])
    watch.fault = "gone"
    assert refusal(database.get_new_connection, server.params) == "gone"
    watch.fault = ""


def test_who_waits_for_a_frozen_server_is_let_go_and_the_connection_with_them(
    watch, server, database
):
    watch.SILENCE = 0.02
    connection = database.get_new_connection(server.params)
    connection.autocommit = True
    assert connection.execute("SELECT 2").statusmessage == "SELECT 1"
    server.well.clear()

    assert refusal(connection.execute, "SELECT 3") == NO_ANSWER
    assert connection.closed
    assert isinstance(UnreachableError(), psycopg.OperationalError)


@pytest.fixture
def second():
    with silent.server() as opened:
        yield opened


def test_of_several_servers_the_one_that_was_found_is_the_one_that_is_asked(
    watch, server, second, database
):
    places = [
        {"host": "127.0.0.1", "port": each.params["port"]} for each in (server, second)
    ]
    ports = ",".join(str(place["port"]) for place in places)
    params = server.params | {"host": "127.0.0.1,127.0.0.1", "port": ports}
    with database.get_new_connection(params) as before:
        found = [watch.place()]
        server.ends = math.inf
        server.shutdown()
        server.server_close()
        watch.ask()
        found.append(watch.place())
        with database.get_new_connection(params) as after:
            assert (found, [before.place, after.place]) == (places, places)
            database.connection = after
            assert database.is_usable()
            database.connection = before
            assert not database.is_usable()
            database.connection = None


def test_one_server_has_no_other_place(watch, server):
    watch.assure(5)

    assert watch.place() == {}
