"""The documents of a made-up paper, without a database."""

import datetime as dt

from benchmarks import documents
from explainer.checks.structure import half_filled
from explainer.file import format_faults

NOW = dt.datetime(2026, 5, 4, 12, tzinfo=dt.UTC)


def stories(size, among=None):
    numbers = range(size) if among is None else among
    return [documents.editions(n, 1, NOW, size) for n in numbers]


def test_every_text_is_one_that_a_file_could_hold():
    told = [*stories(60), *(documents.question(n, 1, NOW) for n in range(3))]
    texts = [d.document for drafts in told for d in drafts if d.document]

    assert len(texts) > 180
    assert [[*format_faults(text), *half_filled(text)] for text in texts] == [
        [] for _text in texts
    ]


def test_a_larger_paper_is_a_smaller_one_with_older_stories_behind_it():
    assert stories(400, range(20)) == stories(200, range(20))


def test_a_fifth_of_all_stories_names_one_topic():
    newest = [drafts[1].document for drafts in stories(50)]
    named = [[part["slug"] for part in text["entities"]] for text in newest]

    assert sum("topic-0" in slugs for slugs in named) == 10


def test_editions_follow_each_other_and_end_before_the_present_or_wait():
    told = stories(60)
    kinds = {draft.kind for drafts in told for draft in drafts}

    assert all([*drafts] == sorted(drafts, key=lambda d: d.at) for drafts in told)
    assert kinds == {"first", "development", "correction", "withdrawal"}
    assert [drafts[-1].at > NOW for drafts in told].count(True) == 2
