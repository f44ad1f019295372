"""Alerts, dashboard and their page name figures that the paper tells, and no others."""

import json
import re
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from operations.metrics import instruments
from operations.metrics.exposition import Exposition
from operations.models import Job, Purge
from operations.observation.request_note import Note
from tests import make
from tests.test_documents import headings

ROOT = Path(__file__).resolve().parent.parent
RULES = (ROOT / "deploy/prometheus-rules.yml").read_text()
DASHBOARD = json.loads((ROOT / "deploy/grafana-dashboard.json").read_text())
PAGE = ROOT / "docs/operators/monitoring.md"
# Of Prometheus itself, and of its exporter that asks the paper from outside.
OTHERS = {"up": set(), "probe_ssl_earliest_cert_expiry": set()}
EVERYWHERE = {"instance", "job"}
WORDS = {"and", "or", "unless", "bool", "offset", "inf", "nan"}
GROUPING = re.compile(r"\b(?:by|without|on|ignoring)\s*\(([^)]*)\)")
SELECTOR = re.compile(r"([a-zA-Z_:][\w:]*)\s*(\{[^}]*\})?(?!\w|\s*\()")


def expressions():
    """Of every alert and every panel, by its name."""
    rule = re.compile(r"- alert: (\w+)\n +expr: '?(.+?)'?\n")
    yield from rule.findall(RULES)
    for panel in DASHBOARD["panels"]:
        for target in panel.get("targets", []):
            yield panel["title"], target["expr"]
    for note in DASHBOARD["annotations"]["list"]:
        yield note["name"], note["expr"]


def selectors(expression):
    """(name of a figure, names of the labels that are asked of it) for each."""
    plain = re.sub(r'"[^"]*"', '""', expression)
    plain = re.sub(r"\[[^\]]*\]|\b[0-9][\w.]*", "", GROUPING.sub("", plain))
    for name, labels in SELECTOR.findall(plain):
        if name not in WORDS:
            yield name, {*re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", labels)}


def faults(expression, known):
    """What an expression asks for that isn't there."""
    found, there = [], EVERYWHERE.copy()
    for name, labels in selectors(expression):
        there |= known.get(name, set())
        if name not in known:
            found.append(name)
        else:
            found += sorted(labels - known[name] - EVERYWHERE)
    grouped = {
        label.strip()
        for said in GROUPING.findall(expression)
        for label in said.split(",")
    }
    return found + sorted(grouped - there - {""})


@pytest.fixture
def figures(db, settings, tmp_path):
    """Name to labels of all that is told of a paper in which everything happens."""
    make.published_story()
    settings.BACKUP_DIR, settings.REPLICA = tmp_path, connection.settings_dict
    settings.WEBSUB_HUB = "https://hub.example/"
    settings.FOLLOW_BY_MAIL, settings.FEDIVERSE_NAME = True, "lantern"
    backup = tmp_path / "newsroom-2030-12-31T23-59-59Z.tar"
    backup.write_bytes(b"a backup")
    Job.objects.create(name="a job", began_at=timezone.now())
    Job.objects.update(succeeded_at=timezone.now())
    Purge.objects.create(target="http://cache.example:6081/")
    note = Note("a request")
    note.status, note.view, note.cache, note.queries = "200 OK", "front", "made", 1
    instruments.Account()({"REQUEST_METHOD": "GET"}, note, 0.1)
    for what, outcome in (("fetch", "read"), ("sign-in", "let-in")):
        instruments.count_tally(what, outcome)
    return told_by(Exposition())


def told_by(exposition):
    found = {}
    for family in text_string_to_metric_families(exposition.text().decode()):
        if not family.samples:  # as of a replica that says nothing
            found[family.name] = set()
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
    return {name: labels for name, labels in found.items() if name[-8:] != "_created"}


def test_alerts_and_panels_ask_for_what_is_told(figures):
    known = figures | OTHERS

    assert {
        title: found
        for title, asked in expressions()
        if (found := faults(asked, known))
    } == {}


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ('rate(newsroom_things_total{kind="a"}[5m]) > 1', []),
        ('rate(newsroom_thing_total{kind="a"}[5m])', ["newsroom_thing_total"]),
        ('sum(newsroom_things_total{view!~"a|b"})', ["view"]),
        ("max by (kind, of) (newsroom_things_total)", ["of"]),
        ('up{job="newsroom"} == 0 and newsroom_other', ["newsroom_other"]),
    ],
)
def test_a_name_or_label_that_nothing_tells_is_noticed(expression, found):
    assert faults(expression, {"newsroom_things_total": {"kind"}} | OTHERS) == found


def test_every_alert_leads_to_a_page_that_is_there():
    led = re.findall(r"alert: (\w+)\n(?:.+\n)+? +runbook: (\S+)", RULES)
    dead = []
    for alert, place in led:
        page, _, anchor = place.partition("#")
        there = (ROOT / page).exists()
        if not there or (anchor and anchor not in headings(ROOT / page)):
            dead.append((alert, place))

    assert len(led) == RULES.count("- alert:") > 20
    assert dead == []


def test_every_figure_and_every_alert_is_explained(figures):
    page = PAGE.read_text()
    alerts = {*re.findall(r"- alert: (\w+)", RULES)}
    families = {re.sub("_(bucket|sum|count)$", "", name) for name in figures}

    assert {name for name in families | alerts if f"`{name}`" not in page} == set()
    named = {*re.findall(r"`(newsroom_\w+)`", page)}
    assert named - families == set()


def test_what_shows_where_scaling_ends_is_told(figures):
    page = (ROOT / "docs/scaling.md").read_text()
    alerts = {*re.findall(r"- alert: (\w+)", RULES)}
    named = {*re.findall(r"newsroom_\w+", page)}
    families = {re.sub("_(bucket|sum|count)$", "", name) for name in figures}

    assert len(named) > 10
    assert named - figures.keys() - families == set()
    assert {*re.findall(r"Newsroom[A-Z]\w+", page)} - alerts == set()
