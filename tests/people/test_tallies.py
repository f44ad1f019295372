"""What happens now and then is told to whoever asked for it."""

from people import tallies


def test_whoever_counts_is_told_what_happened(monkeypatch):
    told = []
    monkeypatch.setattr(tallies, "listeners", [lambda *said: told.append(said)])

    tallies.tally("fetch", "read")

    assert told == [("fetch", "read")]


def test_mostly_nobody_counts(monkeypatch):
    monkeypatch.setattr(tallies, "listeners", [])

    assert tallies.tally("fetch", "read") is None
