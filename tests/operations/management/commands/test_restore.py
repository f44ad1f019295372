"""What is said of a restore, and what is done after it."""

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def test_a_file_that_is_none_is_refused_in_one_line(tmp_path):
    file = tmp_path / "notes.txt"
    said = f"Nothing was changed. {file}: "

    for content, why in (
        (None, "can't be read: "),
        (b"words" * 200, "It is damaged, "),
    ):
        if content:
            file.write_bytes(content)
        with pytest.raises(CommandError) as refusal:
            call_command("restore", str(file), verify=True)
        assert str(refusal.value).startswith(said)
        assert why in str(refusal.value)
        assert "\n" not in str(refusal.value)
