"""Pictures, the calendar, and findings weighed: each told whole."""

import datetime as dt

from explainer.checks import Context, captions, timing
from explainer.checks.catalogue import BLOCK, CHECKS, DEFAULTS, OFF, STRUCTURAL, WARN
from explainer.checks.report import Report, level, weigh
from explainer.finding import Finding
from tests.explainer.checks.test_shape import TODAY, told


def test_pictures_are_told_with_the_file_that_they_show():
    figures = [{"key": "a", "table": "A"}, {"src": "b"}]
    document = {"image": {"src": "a", "decorative": True}, "figures": figures}
    found = [*captions.labels(document, Context(TODAY))]

    assert [(f.code, f.place, f.about) for f in found] == [
        ("picture-credit", "image.credit", "a"),
        ("picture-licence", "image.licence", "a"),
        *(
            (f"picture-{k}", f"figures[1].{k}", "b")
            for k in ("alt", "credit", "licence")
        ),
    ]
    ends = {"a": TODAY + dt.timedelta(1), "b": TODAY}
    assert told(captions.rights, {"ends": ends}, **document) == [
        ("image.src", "Days until we may no longer show this picture: 1.", ""),
        ("figures[1].src", "We may no longer show this picture.", ""),
    ]


def test_what_happened_is_told_in_order_and_by_now():
    days = [
        *(("2026-01-20", "day"), ("2025-12-31", "day"), ("2025-12-01", "month")),
        *(("2026-01-01", "year"), ("2026-01-19", "day"), ("2026-02-01", "month")),
    ]
    events = [{"date": day, "precision": precision} for day, precision in days]
    events[1:1] = [{"label": "-0044-03-15"}, {"label": "Once"}]
    last = "20 January 2026"

    assert told(timing.timeline, timeline=events) == [
        ("timeline[1].date", f"15 March 45 BCE comes after {last}.", ""),
        ("timeline[3].date", f"31 December 2025 comes after {last}.", ""),
        ("timeline[4].date", f"December 2025 comes after {last}.", ""),
        ("timeline[6].date", f"19 January 2026 comes after {last}.", ""),
        (
            "timeline[7].date",
            "February 2026 is still ahead: it belongs to what happens next.",
            "",
        ),
    ]


def test_days_are_over_on_the_day_after():
    items = [
        {"text": "A.", "due": "2026-01-19"},
        {"text": "B.", "due": "2026-01-20"},
        {"text": "C."},
        {"text": "D.", "due": "2025-01-01", "outcome": "E."},
    ]
    place = "expectations[0].outcome"

    [(found, message, _words)] = told(timing.overdue, expectations=items)

    assert (found, message) == (place, "Expected by 19 January 2026: what happened?")


def test_words_that_pass_are_told_once_for_each_text():
    report = "It was yesterday. Tomorrow too.\n\n> It was tonight.\n\nSo yesterday."
    turns = {"turns": [{"speaker": "A", "text": "It was yesterday."}]}
    each = "“yesterday”, “Tomorrow” will soon be wrong: give the dates."

    document = {"report": report, "standfirst": "Just “yesterday” or today, tonight."}
    found = told(timing.relative, conversation=turns, **document)

    assert found == [
        ("report", each, "yesterday"),
        ("standfirst", "“tonight” will soon be wrong: give the date.", "tonight"),
    ]
    [first, _] = timing.relative({"format": "explainer/1"} | document, Context(TODAY))
    assert first.about == "It was yesterday. Tomorrow too.\nSo yesterday."
    assert told(timing.relative, language="pt", **document) == []


def test_labels_of_a_page_are_no_kicker():
    say = "The page says “{}” by itself, for as long as it is so."

    assert told(timing.labels, kicker="Port · Updated / breaking") == [
        ("kicker", say.format(word), word) for word in ("Updated", "breaking")
    ]
    assert told(timing.labels) == []


def test_findings_are_weighed_in_the_order_of_the_catalogue():
    codes = ["slug-digits", "no-slug", "quote-source", "made-up", "link-words"]
    one, two, three, four, five = (Finding("a", "A", code) for code in codes)
    waived = {five.digest: "Ana", two.digest: "Bo"}

    report = weigh([one, two, three, four, five], {"slug-digits": OFF}, waived)

    assert report == Report([four, two], [three], [(five, "Ana")])
    assert (report.count, Report().count) == ("2+1", "")
    assert Report(look=[one]).count == "0+1"
    many = Report(look=[one] * 5 + [two])
    assert (many.first, many.others) == ([one] * 5, [two])
    assert weigh([five], {"link-words": OFF}, waived) == Report()


def test_a_check_does_what_the_desk_says_but_for_a_structural_one():
    assert level("no-slug", {"no-slug": OFF}) == BLOCK
    assert level("overdue", {"overdue": OFF}) == OFF
    assert (level("overdue", {}), level("made-up", {})) == (WARN, BLOCK)
    structural = ("no-headline", "no-slug", "unfinished", "password", "fix-me")
    assert {*structural, "unknown", "markup", "repeated-key"} == STRUCTURAL
    assert [code for code in CHECKS if DEFAULTS[code] == BLOCK][-1] == "hidden-pointer"
    assert next(c for c in CHECKS if DEFAULTS[c] == WARN) == "number-differs"
    assert [
        code for code, made in CHECKS.items() if made.level not in (BLOCK, WARN)
    ] == []
