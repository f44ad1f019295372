"""What a topic's page is made of, part by part and in order, without its template."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from paper.topics import dated_rows, topic
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]

DAY = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)


def on(day, build, *args, **fields):
    """Publish it on a day of that month."""
    with time_machine.travel(DAY.replace(day=day), tick=False):
        made = build(*args, **fields)
        make.edition(made)
    return made


def naming(*entities, prominence=1, headline="A story", day=1, **fields):
    """A live story that names these, on a day of that month."""
    listed = [
        {"entity": row, "name": row.name, "prominence": prominence} for row in entities
    ]
    parts = {"entities": listed} | fields.pop("parts", {})
    return on(day, make.story, parts, headline=headline, **fields)


def built(entity, **options):
    now = timezone.now()
    return topic.build(topic.family(entity.slug, now), now, **options)


def headlines(part):
    return [showing.headline for showing in part.shown]


@pytest.fixture
def ana():
    return make.entity(
        slug="ana", name="Ana Ruiz", kind="person", public_figure=True, open=True
    )


@pytest.fixture
def mayor(ana):
    """An entry that was merged into hers."""
    made = make.entity(slug="mayor", name="Mayor Ruiz", kind="person")
    made.merge_into(ana)
    return made


def test_stories_come_by_prominence_and_then_the_last_changed(ana, mayor):
    naming(ana, prominence=2, headline="Passing", day=9)
    naming(ana, headline="Newer", day=3)
    naming(ana, headline="Older", day=2)
    naming(mayor, headline="Merged", day=5)
    both = [{"entity": mayor, "name": "M", "prominence": 3}]
    both.append({"entity": ana, "name": "A", "prominence": 1})
    naming(headline="Both", day=4, parts={"entities": both})
    naming(make.entity(), headline="Elsewhere", day=6)
    make.edition(make.story({"entities": [{"entity": ana}]}), at=make.soon())
    with time_machine.travel(DAY, tick=False):
        naming(ana, headline="Gone").withdraw(note="It was wrong.")

    made = built(ana)

    assert headlines(made.stories) == ["Merged", "Both", "Newer", "Older", "Passing"]
    assert (made.stories.total, made.stories.more) == (5, False)
    assert (made.questions, made.written.shown) == ([], [])


def test_questions_and_what_somebody_wrote_stand_apart(ana):
    naming(ana, headline="Told")
    intro = "It is @[hers](ana)."
    for day, title in ((3, "Who?"), (5, "Why?"), (4, "When?")):
        on(day, make.question, title=title, intro=intro)
    for day, headline in ((2, "First"), (4, "Third"), (3, "Second")):
        byline = {"byline": [{"name": "Ana Ruiz", "entity": ana}]}
        on(day, make.story, byline, headline=headline)

    made = built(ana)

    assert headlines(made.stories) == ["Told", "Third", "Second", "First"]
    assert [row.headline for row in made.questions] == ["Why?", "When?", "Who?"]
    assert headlines(made.written) == ["Third", "Second", "First"]


def test_each_story_has_the_note_of_its_own_last_change(ana):
    story = naming(ana, headline="Told")
    story.headline = "Told anew"
    story.save()
    with time_machine.travel(DAY, tick=False):
        make.edition(story, kind="development", note="New: a date.")
    naming(ana, headline="Other", day=DAY.day)
    story.headline = "Told well"
    story.save()
    make.edition(story, kind="wording", note="A comma.")

    made = built(ana)

    assert [(row.headline, row.news) for row in made.stories.shown] == [
        ("Other", ""),
        ("Told well", "New: a date."),
    ]


def test_so_much_is_shown_and_all_of_it_when_that_is_asked_for(ana, monkeypatch):
    for name in ("STORIES", "QUOTES", "EVENTS"):
        monkeypatch.setattr(topic, name, 2)
    for day in (1, 2):
        quotes = [
            {"text": f"Word {day}.", "entity": ana, "said_on": DAY.replace(day=day)}
        ]
        events = [{"text": f"Event {day}.", "date": DAY.replace(day=day)}]
        parts = {"quotes": quotes, "timeline": events}
        parts |= {"byline": [{"name": "Ana Ruiz", "entity": ana}]}
        naming(ana, headline=f"No. {day}", day=day, parts=parts)
    few = built(ana)
    naming(
        ana,
        headline="No. 3",
        day=3,
        parts=parts
        | {
            "quotes": [
                {"text": "Word 3.", "entity": ana, "said_on": DAY.replace(day=3)}
            ],
            "timeline": [{"text": "Event 3.", "date": DAY.replace(day=3)}],
        },
    )

    many, everything = built(ana), built(ana, everything=True)

    def parts_of(made):
        return [made.stories, made.written, made.quotes, made.events]

    def counts(made):
        return [(len(p.shown), p.total, p.more) for p in parts_of(made)]

    assert counts(few) == [(2, 2, False)] * 4
    assert counts(many) == [(2, 3, True)] * 4
    assert counts(everything) == [(3, 3, False)] * 4
    assert headlines(many.stories) == headlines(many.written) == ["No. 3", "No. 2"]
    assert [told.row.text for told in many.quotes.shown] == ["Word 3.", "Word 2."]
    assert [told.row.text for told in many.events.shown] == ["Event 3.", "Event 2."]


def test_of_what_is_read_the_most_prominent_and_the_newest_is_left(
    ana, mayor, monkeypatch
):
    monkeypatch.setattr(topic, "READ", 2)
    naming(mayor, headline="Third", day=3)
    naming(ana, headline="Passing", day=9, prominence=2)
    naming(ana, headline="First", day=1)
    naming(ana, headline="Fourth", day=4)
    naming(mayor, headline="Second", day=2)

    made = built(ana)

    assert headlines(made.stories) == ["Fourth", "Third"]
    assert (made.stories.total, made.stories.capped) == (2, True)
    monkeypatch.setattr(topic, "MOST", 3)
    assert headlines(built(ana, everything=True).stories) == [
        "Fourth",
        "Third",
        "Second",
    ]
    monkeypatch.setattr(topic, "READ", 6)
    assert not built(ana).stories.capped


def day_of(number):
    return dt.date(2025, 1, number)


def quotes(*days, entity, word="Word"):
    """Quotes of somebody, each of a day of one month or of none."""
    return [
        {"text": f"{word} of {day}.", "entity": entity, "said_on": day and day_of(day)}
        for day in days
    ]


def test_quotes_come_from_the_newest_day_to_those_without_one(ana, mayor):
    other = make.entity()
    naming(ana, parts={"quotes": quotes(2, None, 4, entity=ana)}, headline="Hers")
    naming(parts={"quotes": quotes(3, entity=mayor)}, headline="Mayor's")
    naming(parts={"quotes": quotes(5, entity=other)})
    naming(parts={"quotes": quotes(6, entity=ana)}).withdraw(note="It was wrong.")
    ana.roles.create(title="Minister", since=day_of(3))
    ana.roles.create(title="Mayor", since=day_of(1), until=day_of(2))

    made = built(ana).quotes

    assert [
        (told.row.text, told.role, [row.headline for row in told.showings])
        for told in made.shown
    ] == [
        ("Word of 4.", "Minister", ["Hers"]),
        ("Word of 3.", "Minister", ["Mayor's"]),
        ("Word of 2.", "Mayor", ["Hers"]),
        ("Word of None.", "", ["Hers"]),
    ]


def test_of_many_quotes_the_newest_and_those_without_a_day_are_read(
    ana, mayor, monkeypatch
):
    monkeypatch.setattr(topic, "READ", 3)
    said = quotes(2, 1, 3, 5, entity=ana) + quotes(4, 6, entity=mayor, word="Speech")
    naming(parts={"quotes": said})

    some = built(ana).quotes

    assert [told.row.text for told in some.shown] == [
        *("Speech of 6.", "Word of 5.", "Speech of 4.")
    ]
    assert some.more
    undated = [{"text": f"No. {n}.", "entity": ana} for n in range(4)]
    board = make.entity(open=True)
    undated += [{"text": "Of the board.", "entity": board}]
    naming(parts={"quotes": [*undated, *quotes(1, entity=board)]})
    assert [told.row.text for told in built(board).quotes.shown] == [
        *("Word of 1.", "Of the board.")
    ]
    monkeypatch.setattr(topic, "READ", 20)
    assert [told.row.text for told in built(ana).quotes.shown[4:]] == [
        *("Word of 2.", "Word of 1.", *(f"No. {n}." for n in range(4)))
    ]


def events(*texts, first=1):
    """Events of one day after another."""
    return [
        {"text": text, "date": day_of(day)} for day, text in enumerate(texts, first)
    ]


def test_of_stories_that_name_it_in_passing_only_its_own_events_are_told(ana, mayor):
    mayor.aliases.create(name="Her Worship")
    expected = {"expectations": [{"text": "Ana Ruiz leaves.", "due": day_of(9)}]}
    telling = [
        *("Ruiz.", "@[She](ana) came.", "@[She](mayor) went.", "Ana Ruiz sang."),
        *("Mayor Ruiz ate.", "Her Worship slept.", "Ana Ruizman fell."),
    ]
    parts = {"timeline": events(*telling)} | expected
    naming(ana, prominence=2, headline="Passing", parts=parts)
    naming(ana, headline="Main", parts={"timeline": events("All of it.", first=20)})
    naming(headline="Other", parts={"timeline": events("Ana Ruiz died.", first=21)})

    made = built(ana).events

    assert [told.row.text for told in made.shown] == [
        "All of it.",
        *("Her Worship slept.", "Mayor Ruiz ate.", "Ana Ruiz sang."),
        *("@[She](mayor) went.", "@[She](ana) came."),
    ]


def test_only_the_first_of_many_names_are_looked_for_in_events(ana, monkeypatch):
    for name in ("Her Worship", "Our Ana"):
        ana.aliases.create(name=name)
    told = events("Ana Ruiz sang.", "Her Worship ate.", "Our Ana slept.")
    naming(ana, prominence=2, parts={"timeline": told})
    assert len(built(ana).events.shown) == 3

    monkeypatch.setattr(dated_rows, "SPOKEN", 2)

    found = [told.row.text for told in built(ana).events.shown]
    assert found == ["Her Worship ate.", "Ana Ruiz sang."]


def test_of_many_events_the_newest_are_read_and_what_has_no_day_comes_last(
    ana, monkeypatch
):
    undated = [{"text": "Once.", "label": "Long ago"}]
    undated += [
        {"text": "Rome.", "label": "-0043"},
        {"text": "Troy.", "label": "-1199"},
    ]
    naming(ana, parts={"timeline": [*undated, *events("One.", "Two.")]}, day=2)
    naming(ana, parts={"timeline": events("Two, too.", first=2)}, day=1)
    both = [told.row.text for told in built(ana).events.shown]

    monkeypatch.setattr(topic, "READ", 2)
    some = built(ana).events

    assert both == ["Two.", "Two, too.", "One.", "Rome.", "Troy.", "Once."]
    assert [told.row.text for told in some.shown] == ["Two.", "Two, too."]
    assert some.more


def test_a_topic_that_no_story_names_asks_for_no_days(ana, django_assert_num_queries):
    on(3, make.question, title="Who?", intro="It is @[hers](ana).")
    rows = topic.family("ana", timezone.now())

    with django_assert_num_queries(4):  # Texts, names and roles.
        made = topic.build(rows, timezone.now())

    assert (made.related, made.events.shown, made.quotes.shown) == ([], [], [])


def test_others_stand_beside_it_by_how_many_stories_they_share(ana, mayor):
    board, club = make.entity(name="Board"), make.entity(name="Club")
    old, once = make.entity(name="Old club"), make.entity(name="Once")
    jo = make.entity(name="Jo", kind="person")
    jim = make.entity(name="Jim", kind="person", public_figure=True)
    nobody = make.entity(name="Nobody yet", kind="")
    old.merge_into(club)
    for named in ([old, board, jim, mayor], [club, board, jim], [board, once]):
        naming(ana, *named, jo, nobody)
    naming(board, once, jo)
    german = {"language": "de", "translation_of": "rates"}
    aside = make.entity(name="Aside")
    naming(ana, aside, slug="rates")
    naming(ana, aside, slug="zinsen", **german)
    on(1, make.question, intro=f"@[A](ana) and @[B]({once.slug}).")

    assert [*built(ana).related] == [
        {"its_name": "Board", "its_slug": board.slug, "together": 3},
        {"its_name": "Club", "its_slug": club.slug, "together": 2},
        {"its_name": "Jim", "its_slug": jim.slug, "together": 2},
    ]


def test_no_more_than_eight_others_stand_beside_it(ana):
    others = [make.entity(name=f"No. {number}") for number in range(9)]
    for _ in range(2):
        naming(ana, *others)

    found = [other["its_name"] for other in built(ana).related]

    assert found == [f"No. {number}" for number in range(8)]


def test_its_other_names_are_each_told_once_and_never_its_own(ana, mayor):
    for row, name in (
        (ana, "Ruiz"),
        (mayor, "Ruiz"),
        (mayor, "Ana Ruiz"),
        (ana, "A. R."),
    ):
        row.aliases.create(name=name)
    make.entity().aliases.create(name="Another")

    assert built(ana).also == ["A. R.", "Ruiz", "Mayor Ruiz"]


def test_a_page_has_its_offices_and_the_one_held_now(ana, mayor):
    ana.roles.create(title="Mayor", since=day_of(1), until=day_of(2))
    ana.roles.create(title="Minister", since=day_of(3))
    mayor.roles.create(title="Somebody else's", since=day_of(4))
    former = make.entity(open=True)
    former.roles.create(title="Clerk", until=day_of(2))

    made = built(ana)

    assert [role.title for role in made.roles] == ["Minister", "Mayor"]
    assert made.role.title == "Minister"
    assert built(former).role is None
    assert built(make.entity(open=True)).role is None


def test_the_next_edition_of_the_paper_is_when_a_page_may_change(ana):
    assert built(ana).due is None
    later, next_one = make.soon(hours=2), make.soon(hours=1)
    make.edition(at=later)
    make.edition(at=next_one)

    assert built(ana).due == next_one


def test_who_answers_to_a_slug_stands_first_and_beside_it_those_it_absorbed(ana, mayor):
    hidden = make.entity(slug="jo", kind="person", open=True)
    other = make.entity(slug="board", open=True)
    absorbed = make.entity(slug="old")
    absorbed.merge_into(hidden)
    now = timezone.now()

    assert topic.family("ana", now) == topic.family("mayor", now) == [ana, mayor]
    assert topic.family("board", now) == [other]
    for slug in ("jo", "old", "nobody"):
        assert (topic.family(slug, now), topic.find(slug, now)) == ([], None)
    assert topic.find("ana", now) == topic.find("mayor", now) == ana


def test_a_story_in_two_languages_is_told_once_in_its_original(ana):
    german = {"language": "de", "translation_of": "rates"}
    naming(ana, headline="Zinsen", slug="zinsen", day=3, **german)
    alone = {"language": "de", "translation_of": "ports"}
    naming(ana, headline="Häfen", slug="haefen", day=2, **alone)
    naming(headline="Ports", slug="ports", day=2)
    naming(ana, headline="Rates", slug="rates", day=1)
    taux = {"language": "fr", "translation_of": "rates"}
    naming(ana, headline="Taux", slug="taux", day=4, **taux)

    assert {*headlines(built(ana).stories)} == {"Rates", "Häfen"}
    assert built(ana).stories.total == 2
