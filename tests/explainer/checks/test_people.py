"""Roles of the day, first mentions, and what short and full telling say apart."""

import datetime as dt

import pytest

from explainer.checks import Context, agreement, people
from explainer.checks.context import KnownEntity, Office

KALLAS = KnownEntity(
    "Kaja Kallas",
    kind="person",
    aliases=["High Envoy Kallas", "Kaja K."],
    offices=[
        Office("Prime Minister", dt.date(2021, 1, 26), dt.date(2024, 7, 23)),
        Office("High Representative", dt.date(2024, 12, 1)),
    ],
)


def context(**entities):
    return Context(dt.date(2026, 1, 20), entities={"kallas": KALLAS} | entities)


def told(examiner, known=None, **document):
    whole = {"format": "explainer/1", "headline": "It goes on"} | document
    found = examiner(whole, known or context())
    return [(f.place, f.message, f.words) for f in found]


def test_an_office_is_held_from_its_first_day_to_its_last():
    office = KALLAS.offices[0]
    days = [office.since, office.until]
    beside = [office.since - dt.timedelta(1), office.until + dt.timedelta(1)]

    assert [office.held(day) for day in (*days, *beside)] == [True, True, False, False]
    assert Office("Envoy").held(days[0])


def test_a_role_that_was_over_or_not_begun_is_told_with_the_day():
    quotes = [
        {"entity": "kallas", "role": "Prime Minister", "said_on": "2024-07-23"},
        {"entity": "kallas", "role": "prime minister of Estonia"},
        {"entity": "kallas", "role": "Prime Minister", "said_on": "2021-01-25"},
        {"entity": "kallas", "role": "Envoy", "said_on": "2025-01-01"},
        {"entity": "kallas", "role": "Representative to Kyiv"},
        {"entity": "nobody", "role": "Prime Minister"},
        {"entity": "kallas"},
        {"entity": "kallas", "role": "EU"},
    ]
    entities = [
        {"slug": "kallas", "role": "High Representative"},
        {"slug": "kallas", "role": "Prime Minister"},
        {"slug": "kallas", "role": "Mediator"},
    ]
    over = "Kaja Kallas was Prime Minister until 23 Jul 2024."
    has = "The who's who has Kaja Kallas as High Representative on that day."

    found = told(people.roles, quotes=quotes, entities=entities)

    assert found == [
        ("quotes[1].role", over, "prime minister of Estonia"),
        (
            "quotes[2].role",
            "Kaja Kallas became Prime Minister on 26 Jan 2021.",
            "Prime Minister",
        ),
        ("quotes[3].role", has, "Envoy"),
        ("quotes[7].role", has, "EU"),
        ("entities[1].role", over, "Prime Minister"),
    ]


def test_all_offices_of_a_day_are_named():
    offices = [*KALLAS.offices, Office("Vice-President")]
    known = context(kallas=KnownEntity("Kaja Kallas", offices=offices))
    quotes = [{"entity": "kallas", "role": "Envoy"}]

    [(_place, message, _words)] = told(people.roles, known, quotes=quotes)

    assert "has Kaja Kallas as High Representative, Vice-President on" in message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Then Kallas left. Kaja Kallas came.", "Kallas"),
        ("Kaja Kallas left.\n\nThen Kallas came.", ""),
        ("Kallas left.\n\nThen Kallas came.", "Kallas"),
        ("The High Envoy Kallas left.", ""),
        ("The Envoy Kallas left.", "Kallas"),
        ("Kaja, the envoy Kallas", ""),
        ("Kaja, one, two, three, Kallas", "Kallas"),
        ("They kallas.\n\nKallas’ plan", "Kallas"),
        ("Nobody left.", ""),
    ],
)
def test_a_surname_alone_stands_only_after_the_full_name(text, words):
    message = f"“{words}” stands here before the full name, Kaja Kallas."
    expected = [("report", message, words)] if words else []

    assert told(people.first_mentions, report=text) == expected


@pytest.mark.parametrize(
    ("name", "kind", "is_told"),
    [
        ("Ana Ruiz", "person", True),
        ("Ana Roy", "person", False),  # So short a name is often a word.
        ("Ana Kallas", "person", False),  # Nobody can tell which of the two.
        ("Ruiz", "person", False),
        ("Ana Ruiz", "organisation", False),
    ],
)
def test_only_surnames_that_one_person_has_are_looked_for(name, kind, is_told):
    known = context(other=KnownEntity(name, kind=kind))
    surname = name.split()[-1]

    found = told(people.first_mentions, known, brief=f"Then {surname} left.")

    assert [words for _place, _message, words in found] == [surname] * is_told


def test_each_depth_is_read_alone():
    texts = {"brief": "Kallas.", "report": "Kallas.", "background": "Kallas."}

    found = told(people.first_mentions, **texts)

    assert [place for place, *_ in found] == ["brief", "report"]


def apart(**document):
    return told(agreement.disagreements, **{"report": "So."} | document)


def test_what_a_short_text_has_alone_is_told_line_by_line():
    brief = "In Rome 12 met.\n\nOn 4 May 2025 and in 2019 at Paris 30 met in Paris."

    assert apart(brief=brief) == [
        ("brief", "“12” is not in the full telling.", "12"),
        ("brief", "“Rome” is not in the full telling.", "Rome"),
        ("brief", "“30”, “4 May 2025”, “2019” are not in the full telling.", "30"),
        ("brief", "“Paris” is not in the full telling.", "Paris"),
    ]
    assert apart(brief=brief, report="") == []
    [first, *_] = agreement.disagreements(
        {"format": "explainer/1", "report": "So.", "brief": brief}, context()
    )
    assert (first.code, first.about) == ("number-differs", "In Rome 12 met. “12”")


def test_each_short_text_is_compared_with_all_of_the_full_telling():
    short = dict.fromkeys(["short_headline", "standfirst", "summary"], "Of 12.")
    short |= {"headline": "Of 12", "key_points": [{"text": "Of 12."}]}
    places = [
        "headline",
        "standfirst",
        "short_headline",
        "summary",
        "key_points[0].text",
    ]

    assert [place for place, *_ in apart(**short)] == places
    part = {"text": "12 came.", "body": "12 came.", "alt": "12 came."}
    for name in ("papers", "divergence", "background", "unknowns"):
        assert apart(**short, **{name: "12 came."}) == []
    for name in ("sections", "perspectives", "timeline", "quotes", "expectations"):
        assert apart(**short, **{name: [part]}) == []
    assert apart(**short, figures=[part]) == apart(**short, image=part) == []
    assert len(apart(**short, sources=[{"title": "12 came."}])) == len(places)


def test_a_day_may_stand_in_any_field_for_days():
    brief = {"brief": "So it was on 4 May 2025 and in May 2025."}
    day = "2025-05-04"

    for name, key in (
        ("timeline", "date"),
        ("quotes", "said_on"),
        ("expectations", "due"),
        ("sources", "published"),
    ):
        assert apart(**brief, **{name: [{"text": "A."}, {key: day}]}) == []
    month = {"date": day, "precision": "month"}
    assert [words for *_, words in apart(**brief, timeline=[month])] == ["4 May 2025"]
    assert apart(**brief, report="So it was on 4 May 2025.") == []


@pytest.mark.parametrize(
    ("here", "there", "is_rival"),
    [
        ("12 men met", "6 men met", False),
        ("12 kings met", "6 kings met", True),
        ("12 kings met", "24 kings met", True),
        ("12 kings met", "25 kings met", False),
        ("12 kings met", "5 kings met", False),
        ("12 kings met", "9 queens met", False),
        ("12, it was", "9, it was", False),
    ],
)
def test_another_number_of_the_same_things_is_named(here, there, is_rival):
    [(_place, message, words)] = apart(brief=f"The {here}.", report=f"The {there}.")
    one, other = (" ".join(text.split()[:2]) for text in (here, there))

    assert words == "12"
    assert message == (
        f"“{one}” here, “{other}” in the full telling."
        if is_rival
        else "“12” is not in the full telling."
    )


def test_names_in_a_headline_of_capitals_are_not_looked_for():
    assert apart(headline="Water Bills Rise in Rome Again") == []
    assert apart(short_headline="Water Bills Rise in Rome Again") == []
    assert [words for *_, words in apart(headline="In Rome it goes down")] == ["Rome"]


SAID = "An envoy without a mandate is a tourist."


def wordings(said, place="report", **quote):
    quotes = [{"text": "Other words."}, {"speaker": "Ana"}, {"text": SAID} | quote]
    document = {"quotes": quotes} | {place: said}
    return told(agreement.quotes_apart, **document)


def test_a_quote_in_other_words_is_told_with_them():
    other = "An envoy without any mandate is a tourist"
    told_once = [("report", f"“{other}” differs from the quote below.", other)]

    assert wordings(f"«{other}»") == wordings(f'She: "{other}"') == told_once
    assert wordings(f"“{SAID}”") == wordings(other) == []
    assert wordings(f"“{other}”", paraphrase=True) == []
    assert wordings("“An envoy without mandates”") == []  # Four words are too few.
    assert wordings("“An envoy without a passport”") != []
    assert wordings("“An envoy without any passport”") == []
    long = " in every town of it all"
    [(_place, message, words)] = wordings(f"“{other}{long}”", text=SAID[:-1] + long)
    assert message == f"“{other} in every town of…” differs from the quote below."
    assert words == other + long
    both = wordings(f"“{other}” and “{other}”", "summary")
    assert [place for place, *_ in both] == ["summary", "summary"]
