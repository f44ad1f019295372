"""Pages of two invented stories, without a database."""

import datetime as dt
import json
from pathlib import Path
from types import SimpleNamespace

from paper.page import Surroundings, build

DOCUMENTS = Path(__file__).parent / "documents"
NOW = dt.datetime(2026, 1, 20, 15, tzinfo=dt.UTC)


def barrier():
    return json.loads((DOCUMENTS / "barrier.json").read_text())


def canteens():
    return json.loads((DOCUMENTS / "canteens.json").read_text())


def page_of(document, asked="", **around):
    return build(document, asked, Surroundings(**{"now": NOW} | around))


def edition(number, kind="development", hours=1, **fields):
    at = NOW - dt.timedelta(hours=hours)
    blank = {"headline": "", "standfirst": "", "summary": "", "note": ""}
    row = {"number": number, "kind": kind, "live_from": at, "updated_at": at}
    more = {"checked_at": None, "lengths": ""}
    return SimpleNamespace(**blank | row | more | fields)


def words(count):
    return " ".join(["word"] * count)
