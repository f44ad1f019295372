"""A register of outlets fills what we don't know of them, and takes nothing away."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from sources.models import Outlet
from tests import make
from tests.support.archive_files import mutant

pytestmark = [pytest.mark.django_db, pytest.mark.once]
REGISTER = [
    {
        "country": "Almarra",
        "organization": "Harbour News",
        "domains": ["harbour.example", "https://www.harbour.example/en/"],
        "description": "A daily.",
        "owner": "The Harbour Trust",
        "typology": "daily paper",
    },
    {"organization": "The Lake", "domains": ["lake.example"], "country": "Sena"},
]
TABLE = """name,domains,country,owner,kind,wire
Harbour News,harbour.example; harbour.test,Almarra,The Harbour Trust,daily paper,no
Wires United,wires.example,,,agency,yes
"""


def take(path, text, **options):
    path.write_text(text)
    out = io.StringIO()
    call_command("import_outlets", str(path), stdout=out, stderr=out, **options)
    return out.getvalue()


def test_outlets_are_made_and_the_same_register_again_changes_nothing(tmp_path):
    bystander = make.outlet(name="Bystander")
    path, text = tmp_path / "media.json", json.dumps(REGISTER)

    assert "Would be: 2 made" in take(path, text, dry_run=True)
    assert Outlet.objects.count() == 1
    said = take(path, text)

    assert "2 made, 0 changed, 0 unchanged, 0 refused" in said
    assert "description: has no place here, 1 outlets" in said
    found = Outlet.objects.get(name="Harbour News")
    assert (found.country, found.owner) == ("Almarra", "The Harbour Trust")
    assert (found.kind, found.domains) == ("daily paper", "harbour.example")
    assert "0 made, 0 changed, 2 unchanged" in take(path, text)

    # As a table, with a domain more.
    said = take(tmp_path / "media.csv", TABLE)
    assert "1 made, 1 changed, 0 unchanged" in said
    found.refresh_from_db()
    assert found.domains.split() == ["harbour.example", "harbour.test"]
    assert Outlet.objects.get(name="Wires United").wire
    bystander.refresh_from_db()
    assert bystander.domains == ""


def test_what_an_outlet_says_of_itself_stays_unless_it_is_told_otherwise(tmp_path):
    ours = make.outlet(name="The Harbour", domains="harbour.example", country="Sena")
    other = make.outlet(name="Lake Group", domains="lake.example")
    path, text = tmp_path / "media.json", json.dumps(REGISTER)

    said = take(path, text)

    assert "The Harbour keeps its own name: “The Harbour”, not “Harbour News”" in said
    assert "The Harbour keeps its own country: “Sena”, not “Almarra”" in said
    ours.refresh_from_db()
    other.refresh_from_db()
    assert (ours.name, ours.country) == ("The Harbour", "Sena")
    assert ours.owner == "The Harbour Trust"
    assert (other.name, other.country) == ("Lake Group", "Sena")
    take(path, text, overwrite=True)
    ours.refresh_from_db()
    assert (ours.name, ours.country) == ("The Harbour", "Almarra")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            '[{"organization": "A", "domains": ["not a domain"]}]',
            r"\[0\].domains: “not”",
        ),
        ('[{"domains": ["a.example"]}]', r"\[0\].name: missing"),
        ("[7]", r"\[0\].must be an object"),
        ('[{"name": "A", "owner": {"x": 1}}]', r"\[0\].owner: must be a text"),
        ('[{"name": "A"}, {"name": "A"}]', r"\[1\].name: is the same outlet as \[0\]"),
        ('[{"name": "A"', "line 1, column"),
        ('{"name": "A"}', "must be a list"),
        ("domain\na.example\n", "line 1: no column is called name"),
        ('name\n"A', "is no CSV"),
        ("name,wire\nA,perhaps\n", "line 2.wire: must be yes or no"),
    ],
)
def test_what_is_faulty_is_refused_by_its_place(text, place, tmp_path):
    with pytest.raises(CommandError, match=place):
        take(tmp_path / "media", text)


@pytest.mark.parametrize(
    ("name", "text"), [("m.json", json.dumps(REGISTER)), ("m.csv", TABLE)]
)
def test_a_broken_register_is_taken_whole_or_refused_by_its_place(tmp_path, name, text):
    path, whole, refusals = tmp_path / name, 0, []
    for seed in range(30):
        path.write_bytes(mutant(text, seed))
        out = io.StringIO()
        try:
            call_command("import_outlets", path, dry_run=True, stdout=out, stderr=out)
            whole += 1
        except CommandError as refusal:
            refusals.append(str(refusal))
    assert 5 < whole < 30
    assert len(refusals) == 30 - whole
    assert all(said.startswith(str(path)) or "refused" in said for said in refusals)
