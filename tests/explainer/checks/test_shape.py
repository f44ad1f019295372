"""Lengths, headings, addresses and links: each finding told whole."""

import datetime as dt

import pytest

from explainer.checks import Context, hyperlinks, shape

TODAY = dt.date(2026, 1, 20)


def told(examiner, known=None, **document):
    whole = {"format": "explainer/1", "slug": "talks", "headline": "Talks"} | document
    found = examiner(whole, Context(TODAY, **known or {}))
    return [(f.place, f.message, f.words) for f in found]


def test_a_text_of_just_the_right_length_is_not_too_long():
    points = [{"text": "word " * size} for size in (45, 46)]

    assert told(shape.lengths, headline="x" * 100, summary="word " * 80) == []
    assert told(
        shape.lengths,
        **{"headline": "x" * 101, "title": "x" * 102, "summary": "*word* " * 81},
        key_points=[{"lead_in": "A"}, *points],
    ) == [
        ("headline", "101 characters; 100 are enough.", ""),
        ("title", "102 characters; 100 are enough.", ""),
        ("summary", "81 words; 80 are enough.", ""),
        ("key_points[2].text", "46 words; 45 are enough.", ""),
    ]


def test_headings_have_something_under_them():
    text = "## One\n\n### Two\n\nSo.\n\n### Three\n\n## *Four*\n\n- So.\n\n## Five"
    empty = [
        ("report", f"Nothing stands under “{name}”.", name)
        for name in ("Three", "Five")
    ]

    assert told(shape.sections, report=text) == empty
    assert told(shape.sections, report="So.\n\n## One\n\nSo. # two") == []


@pytest.mark.parametrize(
    ("slug", "number"),
    [
        *(("12-dead", "12"), ("a-1899", "1899"), ("a-2100-7", "2100")),
        *(("a-1900", ""), ("a-2099-b", ""), ("g20", "")),
    ],
)
def test_an_address_keeps_no_number_but_a_year(slug, number):
    message = f"The address has the number {number}, which may change."

    assert told(shape.slug, slug=slug) == (
        [("slug", message, number)] if number else []
    )
    assert told(shape.slug, {"first": False}, slug=slug) == []


@pytest.mark.parametrize(
    ("origin", "roles", "is_told"),
    [
        *(("generated", ["edited by"], False), ("generated", ["by"], True)),
        *(("assisted", ["by"], False), ("assisted", ["edited by"], False)),
        *(("assisted", ["translated by"], True), ("generated", [], True)),
        *(("human", [], False), ("", [], False)),
    ],
)
def test_somebody_with_a_role_read_what_a_model_wrote(origin, roles, is_told):
    byline = [{"name": "Ana", "role": role} for role in roles]
    message = "Name in the byline who read what the language model wrote."

    found = told(shape.machine, digital_source=origin, byline=byline)

    assert found == ([("digital_source", message, "")] if is_told else [])


HOME = "https://lantern.example"


@pytest.mark.parametrize(
    ("address", "path"),
    [
        *(("/stories/a", "/stories/a/"), ("/questions/a-1/?b#c", "/questions/a-1/")),
        *((f"{HOME}/topics/a/", "/topics/a/"), ("https://b.example/stories/a/", "")),
        *(
            ("/about/", ""),
            ("/stories/a/b/", ""),
            ("https://[x/", ""),
            ("/stories/A/", ""),
        ),
    ],
)
def test_an_address_is_our_own_if_it_leads_to_a_page_that_comes_and_goes(address, path):
    assert hyperlinks.own(address, HOME) == path
    text = {"format": "explainer/1", "report": f"[a]({address})"}
    assert hyperlinks.named_addresses(text, HOME) == {path} - {""}


def test_links_are_told_by_their_words_and_the_line_they_stand_in():
    report = (
        "A [b](/stories/b/).\n\nC [d](/stories/d/) [e](/stories/e/) [f](/topics/talks/)"
    )
    known = {"live": {"/stories/e/"}, "moved": {"/stories/d/"}}

    assert told(hyperlinks.broken_links, known, report=report) == [
        ("report", "“b” leads to a page that readers do not have: /stories/b/", "b"),
        ("report", "“d” leads to an old address of ours: /stories/d/", "d"),
    ]
    bad = "https://[x/"
    words = "w" * 61
    [(place, message, whole)] = told(
        hyperlinks.faulty, report=f"[{words}]({bad}) [a](/b/)"
    )
    assert message.startswith(f"The link “{'w' * 60}” is faulty: ")
    assert (place, whole) == ("report", words)
    link = "http://" + "w" * 54
    say = "The link “{}” does not say where it leads."
    assert told(
        hyperlinks.wordless, report=f"[Here …](/a/) [{link}](/a/) [there it is](/a/)"
    ) == [
        ("report", say.format("Here …"), "Here …"),
        ("report", say.format(link[:60]), link),
    ]
    context = Context(TODAY)
    document = {
        "format": "explainer/1",
        "report": f"See [here](/stories/x/) [x]({bad})",
    }
    for examiner in (hyperlinks.broken_links, hyperlinks.faulty, hyperlinks.wordless):
        assert [f.about for f in examiner(document, context)] == ["See here x"]


def test_what_readers_do_not_have_is_named_as_the_text_names_it():
    hidden = {
        ("stories", "a"),
        ("questions", "b"),
        ("stories", "d"),
        ("questions", "e"),
    }
    story, question = (
        "Readers do not have the story “{}”.",
        "Readers do not have the question “{}”: publish it as well.",
    )

    found = told(
        hyperlinks.hidden_pointers,
        {"hidden": hidden},
        translation_of="a",
        related=[{"slug": "b"}, {"slug": "a", "label": "A!"}, {"slug": "d"}],
        questions=[{"slug": "a"}, {"slug": "b", "title": "B?"}, {"slug": "e"}],
    )

    assert found == [
        ("translation_of", story.format("a"), ""),
        ("related[1].slug", story.format("A!"), ""),
        ("related[2].slug", story.format("d"), ""),
        ("questions[1].slug", question.format("B?"), ""),
        ("questions[2].slug", question.format("e"), ""),
    ]
    assert (
        told(hyperlinks.hidden_pointers, {"hidden": hidden}, translation_of="b") == []
    )
