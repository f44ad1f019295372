"""Of whom readers have no page, a document tells them no more than its text does."""

import copy

import pytest

from explainer.private_slugs import withhold

pytestmark = pytest.mark.once
KNOWN = {"port-authority"}


def document():
    return {
        "format": "explainer/1",
        "slug": "ports",
        "headline": "Ports: @[W](ana-ruiz)",
        "brief": "See @[the witness](ana-ruiz), @[port](port-authority), @[Bo](bo-2).",
        "byline": [{"name": "Zed", "entity": "carla-weiss"}],
        "entities": [
            {"name": "W", "slug": "ana-ruiz"},
            {"name": "Port", "slug": "port-authority"},
        ],
        "related": [{"slug": "walls", "label": "Walls"}],
    }


def test_a_name_that_the_text_does_not_print_is_a_number():
    made, before = document(), copy.deepcopy(document())

    shown = withhold(made, KNOWN)

    assert made == before
    first, second = shown["entities"][0]["slug"], shown["byline"][0]["entity"]
    assert {first, second} == {"private-1", "private-2"}
    assert shown["brief"] == (
        f"See @[the witness]({first}), @[port](port-authority), @[Bo](bo-2)."
    )
    assert shown["headline"] == f"Ports: @[W]({first})"
    assert shown["related"] == made["related"]
    assert "ana" not in str(shown)
    assert "weiss" not in str(shown)


def test_what_the_text_says_itself_stays_and_the_document_is_whole():
    said = document() | {"report": "Ana Ruíz told us. So did Carla Weiß."}

    assert withhold(said, KNOWN) is said
    assert (
        withhold(document(), KNOWN | {"ana-ruiz", "carla-weiss", "bo-2"}) == document()
    )


def test_a_slug_that_is_taken_stands_for_nobody_else():
    said = document()
    said["entities"].append({"name": "Private", "slug": "private-1"})

    shown = withhold(said, KNOWN)

    slugs = [part["slug"] for part in shown["entities"]]
    assert len({*slugs, shown["byline"][0]["entity"]}) == 4
    assert slugs[2] == "private-1"
