"""A long file is read value by value, and is what it would be if it were read whole."""

import io
import json

import pytest

from explainer import notation
from explainer.notation import IrregularError, parse, stream

ODD = 'é, ] } \\" \n'
ITEMS = [{"a": 1, "text": ODD * n, "list": [1, [2]]} for n in range(4)]
LINES = [json.dumps(item) for item in ITEMS]
PLAIN = [
    json.dumps(ITEMS),
    json.dumps(ITEMS, indent=1, ensure_ascii=False),
    "\ufeff [" + " , ".join(LINES) + " ]\r\n",
    "[]",
    " [ ] ",
    "[1, -2.5, true, null]",
    "\n".join(LINES),
    "\r\n\n".join(LINES) + "\n\n",
    LINES[1],
    json.dumps(ITEMS[1], indent=2),
    "[12345678901234567890123]",
]
IRREGULAR = [
    "",
    "1",
    "[1",
    "[1,]",
    "[1 2]",
    "[,1]",
    "[1] x",
    "[1][2]",
    '{"a": 1} {"a": 2}',
    '{"a":\n1}\n{"a": 2}',
    '{"a": 1}\n[1]',
    '{"a": 1}\n{"a": 2',
    "[" * 100_000,
]


@pytest.fixture(params=[1, 7, 1 << 16], autouse=True)
def chunk(request, monkeypatch):
    monkeypatch.setattr(notation.Ahead, "CHUNK", request.param)


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_text_gives_the_values_that_parsing_it_whole_gives(text):
    assert [*stream(io.StringIO(text, newline="").read)] == parse(text)


def test_a_key_that_is_given_twice_is_remembered():
    (found,) = stream(io.StringIO('[{"a": 1, "a": 2}]').read)

    assert found.twice == ["a"]


@pytest.mark.parametrize("text", IRREGULAR)
def test_what_is_not_plain_is_left_to_who_parses_it_whole(text):
    with pytest.raises(IrregularError):
        [*stream(io.StringIO(text, newline="").read)]


def test_no_more_is_read_than_the_next_value_needs(monkeypatch):
    monkeypatch.setattr(notation.Ahead, "CHUNK", 10)
    text = io.StringIO(json.dumps([{"a": n} for n in range(100)]))

    values = stream(text.read)
    assert [next(values) for _n in range(3)] == [{"a": n} for n in range(3)]

    assert text.tell() < 60


def test_behind_a_long_value_each_line_is_looked_at_alone():
    """What is ahead of them by then is as long as that value was."""
    copied = []

    class Text(str):
        def __getitem__(self, part):
            found = super().__getitem__(part)
            copied.append(len(found))
            return found

    ahead = notation.Ahead(io.StringIO().read)
    ahead.text = Text('{"a": 1}\n' * 50)

    assert len([*notation.line_values(ahead)]) == 50
    assert max(copied) < 20
