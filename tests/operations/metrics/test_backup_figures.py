"""The folder of backups, as files and notes tell it."""

import json

from operations.metrics.backup_figures import BackupCollector
from tests.operations.metrics.test_paper_figures import told

AT = 1_924_991_999  # the last second of 2030


def test_the_newest_backup_and_the_newest_good_one_are_told(settings, tmp_path):
    settings.BACKUP_DIR = tmp_path
    good, newest, _other = (
        tmp_path / name
        for name in (
            "newsroom-2030-12-30T23-59-59Z.tar",
            "newsroom-2030-12-31T23-59-59Z.tar.age",
            "of-others.tar",
        )
    )
    good.write_bytes(b"good")
    newest.write_bytes(b"newest")
    note = {"size": 4, "verified_at": "2031-01-02T00:00:00+00:00"}
    good.with_name(f"{good.name}.verified").write_text(json.dumps(note))

    assert told(BackupCollector().collect) == {
        ("backups",): 2,
        ("backup_timestamp_seconds", "made"): AT,
        ("backup_timestamp_seconds", "verified"): AT - 24 * 3600,
        ("backup_size_bytes",): 6,
    }


def test_an_empty_folder_has_no_newest_one(settings, tmp_path):
    settings.BACKUP_DIR = tmp_path

    assert told(BackupCollector().collect) == {}
    assert [f.name for f in BackupCollector().collect()][:1] == ["newsroom_backups"]


def test_where_no_folder_is_set_nothing_is_told(settings):
    settings.BACKUP_DIR = None

    assert [*BackupCollector().collect()] == []
