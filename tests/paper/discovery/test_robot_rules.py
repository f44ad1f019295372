"""What a robot may ask for, by the rules as a robot reads them."""

import re

import pytest

from paper.discovery import robot_rules

SITE_MAPS = ["https://lantern.example/sitemap.xml"]


def written(policy="allow", public=True):
    return robot_rules.rules(public=public, policy=policy, site_maps=SITE_MAPS)


def may(text, robot, path):
    """By RFC 9309: its own group or that of all; of rules that match the longest."""
    groups, names, is_open = {}, [], False
    for line in filter(None, text.splitlines()):
        field, _colon, value = (part.strip() for part in line.partition(":"))
        if field == "User-agent":
            names = [*names, value] if is_open else [value]
            is_open = True
        elif field in ("Allow", "Disallow"):
            is_open = False
            for name in names:
                groups.setdefault(name, []).append((field == "Allow", value))
    rules = groups.get(robot, groups["*"])
    fits = [
        (len(rule), allowed)
        for allowed, rule in rules
        if re.match(".*".join(map(re.escape, rule.split("*"))), path)
    ]
    return max(fits, default=(0, True))[1]


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        *(("/", True), ("/stories/ports/", True), ("/stories/ports.md", True)),
        *(("/stories/ports/editions/2/", True), ("/questions/?status=open", True)),
        *(("/sitemap.xml", True), ("/images/a.png", True), ("/tags/a/?page=2", True)),
        *(("/admin/", False), ("/search/?q=a", False), ("/search/suggestions/", False)),
        *(("/stories/ports/?depth=brief", False), ("/stories/ports/?since=3", False)),
        *(("/stories/a/?x=1&since=3", False), ("/stories/a/changes/1..2/", False)),
        *(("/since/2026-1-2/", True), ("/stories/changes/", True)),
    ],
)
def test_a_text_is_read_at_one_address_and_nothing_is_searched_for(path, allowed):
    assert may(written(), "Googlebot", path) == allowed


@pytest.mark.parametrize(
    ("policy", "robots"),
    [
        ("allow", {"Googlebot": True, "GPTBot": True, "OAI-SearchBot": True}),
        ("answers", {"Googlebot": True, "GPTBot": False, "OAI-SearchBot": True}),
        ("deny", {"Googlebot": True, "GPTBot": False, "OAI-SearchBot": False}),
    ],
)
def test_who_is_kept_out_gets_nothing_at_all(policy, robots):
    text = written(policy)

    assert {name: may(text, name, "/stories/ports/") for name in robots} == robots
    assert not may(text, "GPTBot", "/admin/")
    assert text.endswith("\nSitemap: https://lantern.example/sitemap.xml\n")


def test_a_paper_that_is_not_public_yet_says_nothing_else():
    assert written(public=False) == "User-agent: *\nDisallow: /\n"
