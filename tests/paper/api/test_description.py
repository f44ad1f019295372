"""What the API says of itself holds: every answer is one that is described."""

import json
import re
from pathlib import Path

import hypothesis
import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from openapi_spec_validator import OpenAPIV31SpecValidator

from paper.api.resources import RESOURCES
from tests.support import harbour, wire

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PLACE = "/api/openapi.json"
PAGE = (Path(__file__).parents[3] / "docs/api.md").read_text()
# Of each path, asked as described and otherwise.
EXAMPLES = 2


@pytest.fixture(scope="module")
def paper(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        harbour.fill()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def described(paper):
    return Client().get(PLACE).json()


def test_the_description_is_openapi_and_has_every_resource(described):
    OpenAPIV31SpecValidator(described).validate()

    paths = {f"/{resource.place}": resource for resource in RESOURCES}
    assert described["paths"].keys() == paths.keys()
    for path, resource in paths.items():
        said = described["paths"][path]["get"]
        names = [one["name"] for one in said["parameters"]]
        assert (said["operationId"], names) == (
            resource.name,
            [one.name for one in resource.parameters],
        )
        for one in resource.parameters:
            assert one.read(one.example) == one.read(str(one.example)), one.name


def test_no_question_has_an_answer_that_is_not_described(described):
    """Asked as described, and in every other way, by a tool that is not ours."""
    schema = schemathesis.openapi.from_wsgi(PLACE, wire.Paper())
    count = 0
    for result in schema.get_all_operations():
        operation = result.ok()

        @hypothesis.seed(7)
        @hypothesis.settings(
            max_examples=EXAMPLES,
            database=None,
            deadline=None,
            suppress_health_check=[*hypothesis.HealthCheck],
            phases=[hypothesis.Phase.generate],
        )
        @hypothesis.given(case=operation.as_strategy())
        def ask(case):
            nonlocal count
            count += 1
            case.call_and_validate(headers={"Accept-Encoding": "identity"})

        ask()
    assert count >= EXAMPLES * len(RESOURCES) / 2


def test_the_page_for_integrators_has_every_resource_and_its_tool(described):
    rows = re.findall(r"^\| `/api/(.*?)` \| (.*?) \| `(\w+)` \|$", PAGE, re.MULTILINE)

    assert [(place, tool) for place, _words, tool in rows] == [
        (resource.place, resource.tool) for resource in RESOURCES
    ]
    for resource, (_place, words, _tool) in zip(RESOURCES, rows, strict=True):
        others = {"cursor", "limit", "offset"}
        names = {one.name for one in resource.query} - others
        assert {name for name in names if f"`{name}`" not in words} <= {"all"}
    refusal = Client().get("/api/stories/?limit=0").json()
    assert json.loads(re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)[1]) == refusal
