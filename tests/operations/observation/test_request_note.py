"""The name of a request: ours, or the one that a proxy gave it."""

import re

import pytest

from operations.observation.request_note import NOTE, Note, current_id, note_of


def test_a_request_has_a_name_of_its_own(settings):
    settings.BEHIND_PROXY = False

    names = {note_of({"HTTP_X_REQUEST_ID": "a-stranger"}).id for _ in range(50)}

    assert len(names) == 50
    assert all(re.fullmatch("[0-9a-f]{16}", name) for name in names)


@pytest.mark.parametrize(
    ("said", "is_taken"),
    [
        ("0af7651916cd43dd", True),
        ("edge-1.2_3", True),
        ("short", False),
        ("a" * 65, False),
        ("a line\nand another", False),
        ("abcdefgh<script>", False),
        ("", False),
    ],
)
def test_a_proxy_s_word_is_taken_if_it_is_a_name(settings, said, is_taken):
    settings.BEHIND_PROXY = True

    assert (note_of({"HTTP_X_REQUEST_ID": said}).id == said) == is_taken


def test_outside_of_a_request_there_is_no_name():
    assert current_id() == ""
    token = NOTE.set(Note("this one"))
    assert current_id() == "this one"
    NOTE.reset(token)
