"""What a process remembers: no more bytes than it may, and what was asked for last."""

from newsroom.answer import Answer, Facts
from newsroom.page_memory import PageMemory


def answer(size):
    return Answer("200 OK", [], b"x" * size, Facts())


def test_it_forgets_what_nobody_has_asked_for_longest():
    memory = PageMemory(most=300, largest=200)
    for name in ("a", "b", "c"):
        memory.keep(name, answer(100))
    assert memory.find("a").body == b"x" * 100

    memory.keep("d", answer(100))

    assert [*memory.answers] == ["c", "a", "d"]
    assert memory.bytes == 300


def test_one_large_page_takes_the_place_of_several_and_too_large_a_one_of_none():
    memory = PageMemory(most=300, largest=250)
    for name in ("a", "b", "c"):
        memory.keep(name, answer(100))

    memory.keep("d", answer(250))
    memory.keep("e", answer(251))

    assert ([*memory.answers], memory.bytes) == (["d"], 250)
    assert memory.find("e") is None


def test_what_is_kept_again_counts_once():
    memory = PageMemory(most=300)
    for size in (100, 200, 50):
        memory.keep("a", answer(size))

    assert (memory.find("a").size, memory.bytes) == (50, 50)
    memory.clear()
    assert (memory.find("a"), memory.bytes) == (None, 0)


def test_headers_and_keys_take_room_too():
    facts = Facts(keys=("slug:ports",))
    headed = Answer("301", [("Location", "/" * 900)] * 3, b"x", facts)

    assert headed.size == 1 + 3 * (8 + 900 + 100) + 10 + 60
