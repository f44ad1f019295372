"""A dump of Wikidata becomes proposals; nothing in an entry changes."""

import bz2
import gzip
import io

import pytest
from django.core.management import CommandError, call_command

from entities import wikidata_dump
from entities.models import Entity, Proposal
from tests import make
from tests.support.wikidata import DUMP, ITEM, LENA, MAYOR, dump, labelled

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ADDRESS = f"https://www.wikidata.org/wiki/{ITEM}"


def take(path, *pairs, **options):
    out = io.StringIO()
    call_command(
        "import_wikidata", str(path), *pairs, stdout=out, stderr=out, **options
    )
    return out.getvalue()


@pytest.fixture
def lena():
    return make.entity(name="Lena Graf", slug="lena-graf", kind="", same_as=ADDRESS)


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress])
def test_entries_that_name_their_item_are_found_whatever_it_is_packed_in(
    pack, lena, tmp_path
):
    other = make.entity(same_as="https://www.wikidata.org/wiki/Q77")
    ending = {bytes: "json", gzip.compress: "json.gz", bz2.compress: "json.bz2"}[pack]
    path = tmp_path / f"dump.{ending}"
    path.write_bytes(pack(DUMP.encode()))
    before = [*Entity.objects.order_by("pk").values()]

    assert "Would be: 1 proposed" in take(path, dry_run=True)
    assert not Proposal.objects.exists()
    said = take(path)

    assert "1 proposed, 0 as they were, 1 not found" in said
    assert f"{other.slug}: Q77 is not in the dump" in said
    offices = Proposal.objects.get(entity=lena).said["offices"]
    titles = [office["title"] for office in offices]
    assert titles == ["mayor of Almarra", "harbour pilot", "Leuchtturmwärterin"]
    assert [*Entity.objects.order_by("pk").values()] == before
    assert "0 proposed, 1 as they were, 1 not found" in take(path)


def test_an_entry_may_be_named_with_its_item(lena, tmp_path):
    Entity.objects.update(same_as="")
    path = tmp_path / "dump.json"
    path.write_text(DUMP)

    assert "1 proposed" in take(path, f"lena-graf={ITEM}")
    with pytest.raises(CommandError, match="nobody: no entry"):
        take(path, f"nobody={ITEM}")
    with pytest.raises(CommandError, match="must be written SLUG=ITEM"):
        take(path, "lena-graf")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (dump(LENA)[:-9] + "\n", "line 2: is no JSON"),
        (dump(LENA | {"labels": 7}), r"line 2.labels: must be an object"),
    ],
)
def test_a_broken_line_is_named_and_nothing_is_proposed(text, why, lena, tmp_path):
    path = tmp_path / "dump.json"
    path.write_text(text)

    with pytest.raises(CommandError, match=why):
        take(path)
    assert not Proposal.objects.exists()
    packed = tmp_path / "dump.json.gz"
    sound = gzip.compress(DUMP.encode())
    for broken in (sound[:-20], sound[:12] + b"\xff" * 20 + sound[32:], b"no gzip"):
        packed.write_bytes(broken)
        with pytest.raises(CommandError, match="can't be read"):
            take(packed)


def test_of_a_large_dump_only_what_is_wanted_is_looked_into(tmp_path, monkeypatch):
    path = tmp_path / "dump.json"
    many = [labelled(f"Q{number}", en="x") for number in range(1, 500)]
    path.write_text(dump(*many, labelled(MAYOR, en="mayor"), *many))
    looked_at = []
    real = wikidata_dump.item
    monkeypatch.setattr(
        wikidata_dump, "item", lambda *said: looked_at.append(1) or real(*said)
    )

    found = [*wikidata_dump.found(path, {MAYOR})]

    assert [(line, one.id) for line, one in found] == [(501, MAYOR)]
    assert len(looked_at) == 1
