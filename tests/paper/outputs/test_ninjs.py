"""Every item for news agencies' systems is one that they can read."""

import jsonschema
import pytest
from django.utils import timezone

from paper.outputs.text_blocks import blocks
from stories.models import Showing
from tests import filled_paper
from tests.paper.outputs.ninjs_profile import SCHEMA

pytestmark = [pytest.mark.django_db, pytest.mark.once]
CHECK = jsonschema.Draft202012Validator(SCHEMA)


def faults(item):
    return [f"{[*fault.path]}: {fault.message}" for fault in CHECK.iter_errors(item)]


def test_every_edition_block_topic_and_withdrawal_is_in_the_form_of_ninjs(client):
    filled_paper.fill()
    rows = Showing.objects.filter(live_from__lte=timezone.now())
    seen = {}
    for row in rows.exclude(kind="withdrawal").exclude(slug="gone"):
        at = f"{row.get_absolute_url()}editions/{row.number}.ninjs.json"
        item = seen[at] = client.get(at).json()
        for block in blocks(item["bodies"][0]["value"])[::12]:
            part = seen[f"{at}?block={block.name}"] = client.get(
                at, {"block": block.name}
            ).json()
            assert part["bodies"][0]["value"] == block.html
    for at in ("/topics/topic-0.ninjs.json", "/stories/gone.ninjs.json"):
        seen[at] = client.get(at).json()

    assert len(seen) > 30
    assert {at: found for at, item in seen.items() if (found := faults(item))} == {}
    assert faults(seen["/stories/gone.ninjs.json"] | {"pubStatus": "gone"})
    assert seen["/stories/gone.ninjs.json"]["pubStatus"] == "canceled"
    assert seen["/stories/gone.ninjs.json"]["edNote"] == "The note of a withdrawal"
