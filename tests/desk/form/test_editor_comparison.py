"""The difference between two texts, as an editor is told it."""

import pytest

from desk.form.editor_comparison import EditorComparison
from tests import make

DAY = "2026-01-02"

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def described(old, new):
    """(name, sign) of every change between two stories' documents."""
    one = make.story(**old).save_revision().content
    other = make.story(**new)
    two = other.save_revision().content
    for key in ("slug", "headline"):
        two[key] = one[key]
    for key in ("key_points", "sections", "sources"):
        for was, now in zip(one.get(key, []), two.get(key, []), strict=False):
            now["uid"] = was["uid"]
    return EditorComparison(other, one, two)


def said(changes):
    return [(change.name, change.sign) for change in changes]


def test_of_prose_only_the_blocks_that_differ_are_shown():
    changes = described(
        {"summary": "One.\n\nTwo.\n\nThree."}, {"summary": "One.\n\n2.\n\nThree."}
    )

    (change,) = changes
    assert said(changes) == [("What's happened", "Changed")]
    assert change.rows == [[("del", "Two."), ("ins", "2.")]]


def test_every_changed_block_counts_as_a_change():
    changes = described(
        {"summary": "One.\n\nTwo.\n\nThree."}, {"summary": "1.\n\nTwo.\n\n3."}
    )

    assert changes.count == 2


def test_a_part_is_named_by_its_kind_and_number():
    points = [{"text": "A."}, {"text": "B."}]
    other = [{"text": "A."}, {"text": "C."}]

    changes = described(
        {"parts": {"key_points": points}}, {"parts": {"key_points": other}}
    )

    assert said(changes) == [("Key point 2: text", "Changed")]


def test_a_part_that_comes_or_goes_is_one_change():
    point = {"lead_in": "Lead.", "text": "A."}

    came = described({}, {"parts": {"key_points": [point]}})
    went = described({"parts": {"key_points": [point]}}, {})

    assert said(came) == [("Key point 1", "Added")]
    assert came.changes[0].rows == [[("ins", "Lead.\nA.")]]
    assert said(went) == [("Key point 1", "Removed")]


def test_another_order_is_said_as_such():
    story = make.story({"key_points": [{"text": "A."}, {"text": "B."}]})
    old = story.save_revision().content
    story.keypoint_set.filter(text="A.").update(position=9)
    new = story.save_revision().content

    assert said(EditorComparison(story, old, new)) == [
        ("Key points", "In another order")
    ]


def test_what_follows_from_another_value_is_not_repeated():
    old = {"format": "explainer/1", "image": {"src": "images/a.png", "width": 1}}
    new = {"format": "explainer/1", "image": {"src": "images/b.png", "width": 2}}

    changes = EditorComparison(make.story(), old, new)

    assert said(changes) == [("Picture: image", "Changed")]


def test_counting_changes_compares_no_words(monkeypatch):
    monkeypatch.setattr("paper.page.comparison.steps", None)
    changes = described({"summary": "One.\n\nTwo."}, {"summary": "1.\n\n2."})

    assert changes.count == 1


def test_an_added_part_reads_as_readers_see_it():
    """No key, no file's name, no number of ours; in the order of the form."""
    picture = {"src": "images/5ca2.jpg", "width": 640, "height": 480}
    new = {
        "format": "explainer/1",
        "entities": [
            {"uid": "1", "slug": "ana-moss", "name": "Ana Moss", "prominence": 1}
        ],
        "figures": [
            {"uid": "2", "key": "map", "kind": "map", "caption": "Port.", **picture}
        ],
        "quotes": [
            {
                **{"uid": "3", "key": "moss-1", "source": "audit-1", "said_on": DAY},
                **{
                    "entity": "ana-moss",
                    "speaker": "Ana Moss",
                    "text": "We [sic] will.",
                },
            }
        ],
        "related": [{"uid": "4", "kind": "follows", "slug": "the-port"}],
        "sources": [
            {"uid": "5", "key": "audit-1", "outlet": "Office", "title": "The audit"}
        ],
    }

    changes = described_documents({"format": "explainer/1"}, new)

    assert {change.name: change.rows for change in changes} == {
        "Entity 1": [[("ins", "Ana Moss")]],
        "Figure 1": [[("ins", "Port.")]],
        "Quote 1": [[("ins", "We [sic] will.\nAna Moss\n2 January 2026")]],
        "Related story 1": [[("ins", "The port")]],
        "Source 1": [[("ins", "The audit\nOffice")]],
    }


def test_values_have_the_names_of_their_lists():
    old = {"format": "explainer/1", "digital_source": "assisted", "language": "de"}
    new = {"format": "explainer/1", "digital_source": "human", "language": "fr"}

    changes = described_documents(old, new)

    assert [pair for change in changes for pair in change.pairs] == [
        ("German", "French"),
        ("People, with help from a language model", "People"),
    ]


def test_what_readers_do_not_see_is_shown_as_it_is_typed():
    old = {"format": "explainer/1", "summary": "A **vote**."}
    new = {"format": "explainer/1", "summary": "A vote."}

    (change,) = described_documents(old, new)

    assert change.pairs == [("A **vote**.", "A vote.")]


def test_another_picture_is_no_name_of_a_file():
    old = {"format": "explainer/1", "image": {"src": "images/5ca2.jpg", "alt": "A"}}
    new = {"format": "explainer/1", "image": {"src": "images/77ff.jpg", "alt": "B"}}

    changes = described_documents(old, new)

    assert {change.name: change.rows for change in changes} == {
        "Picture: image": [],
        "Picture: alternative text": [[("del", "A"), ("ins", "B")]],
    }


def described_documents(old, new):
    return EditorComparison(make.story(), old, new)
