"""What the page for integrators says of forms is so."""

import json
import re
from pathlib import Path

import pytest

from explainer import file, markdown_file
from newsroom.urls import TWINS
from stories.models import Kind
from tests import filled_paper

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs/formats.md").read_text()
EXAMPLES = dict(
    zip(
        ("envelope", "entry", "block"),
        map(json.loads, re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)),
        strict=True,
    )
)


@pytest.fixture
def address():
    filled_paper.fill()
    return "/stories/filled/editions/3"


def test_an_envelope_has_the_keys_of_the_example_in_their_order(client, address):
    said = client.get(f"{address}.json").json()

    assert [*said] == [*EXAMPLES["envelope"]]
    assert said["format"] == EXAMPLES["envelope"]["format"]
    for key in [*said, "removed"]:
        assert f"`{key}`" in PAGE, key
    for kind in {*Kind} - {Kind.WITHDRAWAL}:
        assert f"`{kind}`" in PAGE, kind


def test_a_block_is_as_in_the_examples(client, address):
    listed = client.get(f"{address}.json").json()["blocks"]
    found = {block["id"]: block for block in listed}["history-3"]
    alone = client.get(f"{address}.json?block=history-3").json()["block"]

    assert [*found] == [*EXAMPLES["entry"]]
    assert [*alone] == [*EXAMPLES["block"]["block"]]
    assert EXAMPLES["block"]["block"]["sources"][0].keys() <= alone["sources"][0].keys()
    kinds = {
        re.sub(r"\d+$", "1", re.sub("^(quote|figure)-.*", r"\1-KEY", one["id"]))
        for one in listed
    }
    sections = {one["id"] for one in listed if "text" not in one}
    unsaid = {kind for kind in kinds - sections - {"term-1"} if f"`{kind}`" not in PAGE}
    assert unsaid == set()


def test_every_form_has_its_address_on_the_page(client, address):
    for end in TWINS.values():
        assert f"/stories/SLUG{end}" in PAGE
        assert f"/stories/SLUG/editions/4{end}" in PAGE
        assert f"/topics/SLUG{end}" in PAGE
        assert client.get(f"{address}{end}").status_code == 200
        assert client.get(f"/topics/topic-0{end}").status_code == 200


def test_the_markdown_of_the_example_is_read():
    [text] = re.findall(r"```markdown\n(.*?)```", PAGE, re.DOTALL)

    [(_place, said)] = file.each_story([markdown_file.read(text)])

    assert said["summary"] == "The walls rise.[^plan]\n\n## Why\n\nThe sea."
    assert said["timeline"][0]["text"] == "Begun."
    assert markdown_file.write(said) == text
