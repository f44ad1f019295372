"""What differs in two documents: fields, and marks at exactly the blocks that do."""

from hypothesis import given

from explainer import blocks, prose
from explainer.difference import Mark, differences, marks
from explainer.document import canonical
from tests.explainer.test_blocks import UIDS, document, documents, some


@some
@given(old=documents, new=documents)
def test_documents_differ_exactly_where_their_bytes_do(old, new):
    there, back = differences(old, new), differences(new, old)

    assert bool(there) == (canonical(old) != canonical(new))
    assert sorted((d.uid, d.part, d.field, str(d.old)) for d in there) == sorted(
        (d.uid, d.part, d.field, str(d.new)) for d in back
    )


def applied(values, found):
    """The values of the newer document: the older one's, with every mark made."""
    made = dict(values)
    for mark in reversed(found):
        place = mark.uid, mark.part, mark.field
        if isinstance(made.get(place, ""), str) and mark.kind == "prose":
            texts = prose.blocks(made.get(place, ""))
            texts[mark.old_index : mark.old_index + len(mark.old)] = mark.new
            made[place] = "\n\n".join(texts)
        else:
            made[place] = mark.new[0] if mark.new else ""
    return {place: value for place, value in made.items() if value not in ("", [])}


@some
@given(old=documents, new=documents)
def test_the_marks_applied_to_the_old_give_the_new(old, new):
    became = applied(blocks.flat(old), marks(old, new))

    assert became == blocks.flat(new)


@some
@given(old=documents, new=documents)
def test_there_are_marks_exactly_where_there_are_differences(old, new):
    assert bool(marks(old, new)) == (canonical(old) != canonical(new))


@some
@given(old=documents, new=documents)
def test_a_part_that_reads_as_it_did_has_no_mark(old, new):
    before, after = (
        {(uid, part.path): part.item for uid, part in blocks.parts(text).items()}
        for text in (old, new)
    )
    same = {place for place, item in after.items() if before.get(place) == item}

    assert {(mark.uid, mark.part) for mark in marks(old, new)} & same == set()


def test_a_number_says_something_even_when_it_is_nought():
    entities = [{"uid": UIDS[0], "slug": "a", "prominence": 0}]
    silent = [{"uid": UIDS[0], "slug": "a"}]

    (found,) = differences(document(entities=entities), document(entities=silent))

    assert (found.field, found.old) == ("prominence", 0)


def test_a_mark_says_what_went_what_came_and_where():
    one, two = ({"uid": uid, "text": "T."} for uid in UIDS[:2])
    old = document(summary="A.\n\nB.\n\nC.", kicker="D", key_points=[one, two])
    new = document(
        summary="A.\n\nX.\n\nC.\n\nY.", lead_quote="E", key_points=[two, one]
    )
    order = [[one["uid"], two["uid"]]], [[two["uid"], one["uid"]]]

    assert sorted(marks(old, new), key=lambda mark: (mark.field, mark.index)) == [
        Mark("removed", "", "", "kicker", "plain", 0, ["D"], []),
        Mark("new", "", "", "lead_quote", "key", 0, [], ["E"]),
        Mark("moved", "key_points", "", "order", "", 0, *order),
        Mark("changed", "", "", "summary", "prose", 1, ["B."], ["X."], 1),
        Mark("new", "", "", "summary", "prose", 3, [], ["Y."], 3),
    ]


def test_a_mark_knows_what_the_format_has_in_its_place():
    parts = {
        "image": {"alt": "A", "focal": "1,2"},
        "conversation": {"turns": [{"uid": UIDS[0], "text": "T."}]},
        "timeline": [{"uid": UIDS[1], "date": "2026-01-01", "sources": ["a"]}],
    }

    found = {(m.part, m.field): m.kind for m in marks(document(), document(**parts))}

    assert found == {
        ("", "image.alt"): "plain",
        ("", "image.focal"): "focal",
        ("conversation.turns", "order"): "",
        ("conversation.turns", "text"): "prose",
        ("conversation.turns", "uid"): "uuid",
        ("timeline", "order"): "",
        ("timeline", "date"): "date",
        ("timeline", "sources"): "keys",
        ("timeline", "uid"): "uuid",
    }
