"""What an editor is told of a story before readers get it, told without a database."""

import dataclasses
import datetime as dt
import json

import pytest

from demo.management.commands.demo import PAPER
from explainer import checks, file
from explainer.blocks import named_entities
from explainer.checks import Context
from explainer.checks.catalogue import (
    BLOCK,
    CHECKS,
    DEFAULTS,
    OFF,
    RANK,
    STRUCTURAL,
    WARN,
)
from explainer.checks.context import KnownEntity, Office
from explainer.checks.report import weigh

TODAY = dt.date(2026, 1, 20)
DEMO = PAPER / "stories"
SOURCES = [{"key": "a"}, {"key": "b"}]
KALLAS = KnownEntity(
    "Kaja Kallas",
    kind="person",
    aliases=["High Representative Kallas"],
    offices=[
        Office("Prime Minister of Estonia", dt.date(2021, 1, 26), dt.date(2024, 7, 23)),
        Office("High Representative", dt.date(2024, 12, 1)),
    ],
)


def found(code="", *, today=TODAY, first=False, context=None, **document):
    """(place, words) of what the checks find; of one check, if it is named."""
    whole = {"format": "explainer/1", "slug": "talks", "headline": "Talks"} | document
    context = Context(**{"today": today, "first": first} | (context or {}))
    findings = checks.examine(whole, context)
    return [(f.place, f.words) for f in findings if not code or f.code == code]


def test_a_flash_with_a_source_has_nothing_against_it():
    sources = [{"key": "a", "kind": "own"}]

    assert found(first=True, summary="It happened.[^a]", sources=sources) == []


def test_a_first_edition_says_what_happened_and_whence_we_know():
    assert found(first=True) == [("summary", ""), ("sources", "")]
    assert found(first=False) == []


def test_a_question_may_be_open():
    question = {"format": "question/1", "slug": "why", "title": "Why?"}

    assert checks.examine(question, Context(TODAY)) == []


@pytest.mark.parametrize(
    ("code", "document", "place"),
    [
        ("no-headline", {"headline": ""}, "headline"),
        ("no-slug", {"slug": ""}, "slug"),
        ("unknown", {"summary": "So.[^b]"}, "summary"),
        ("unknown", {"summary": "@[He](he)"}, "summary"),
        ("unknown", {"quotes": [{"text": "So.", "source": "b"}]}, "quotes[0].source"),
        ("unknown", {"report": "::quote q"}, "report"),
        ("unknown", {"lead_quote": "q"}, "lead_quote"),
        ("fix-me", {"report": "So.[^fix-me]"}, "report"),
        ("markup", {"summary": "::figure map"}, "summary"),
        ("markup", {"summary": "# Loud"}, "summary"),
        ("repeated-key", {"sources": [{"key": "a"}, {"key": "a"}]}, "sources"),
    ],
)
def test_what_no_page_can_be_made_of_blocks_everywhere(code, document, place):
    off = dict.fromkeys(DEFAULTS, OFF)
    whole = {"format": "explainer/1", "slug": "talks", "headline": "Talks"} | document

    report = weigh(checks.examine(whole, Context(TODAY, first=False)), off)

    assert [(f.code, f.place) for f in report.must if f.code == code] == [(code, place)]
    assert report.look == []


def test_a_pasted_footnote_is_told_once_and_selected_as_it_stands():
    assert found(report="So.[^fix-me] And so.[^fix-me]") == [("report", "[^fix-me]")]


@pytest.mark.parametrize("missing", ["alt", "credit", "licence"])
def test_a_picture_says_what_it_shows_and_whose_it_is(missing):
    picture = {"src": "p", "alt": "A bridge.", "credit": "Ana", "licence": "CC"}
    lacking = {key: value for key, value in picture.items() if key != missing}

    assert found(image=picture, figures=[picture | {"key": "f"}]) == []
    assert found(f"picture-{missing}", image=lacking) == [(f"image.{missing}", "")]
    assert found(f"picture-{missing}", figures=[lacking]) == [
        (f"figures[0].{missing}", "")
    ]


def test_a_picture_that_only_decorates_needs_no_words():
    picture = {"src": "p", "credit": "Ana", "licence": "CC", "decorative": True}

    assert found(image=picture) == []


@pytest.mark.parametrize(
    ("end", "codes"),
    [
        (TODAY, ["picture-ended"]),
        (TODAY + dt.timedelta(14), ["picture-ends"]),
        (TODAY + dt.timedelta(15), []),
    ],
)
def test_the_end_of_a_pictures_rights_is_told_in_time(end, codes):
    picture = {"src": "p", "alt": "A.", "credit": "Ana", "licence": "CC"}
    context = {"ends": {"p": end}}

    told = [
        c
        for c in ("picture-ended", "picture-ends")
        if found(c, image=picture, context=context)
    ]

    assert told == codes


def test_the_lead_quote_has_a_speaker_and_is_no_paraphrase_in_marks():
    quote = {"key": "q", "text": "So.", "speaker": "Ana", "source": "a"}
    sources = SOURCES[:1]

    def lead(**changes):
        quotes = [quote | changes]
        return found("lead-quote", lead_quote="q", quotes=quotes, sources=sources)

    assert lead() == []
    assert lead(speaker="") == [("quotes[0].speaker", "")]
    assert lead(paraphrase=True) == []
    assert lead(paraphrase=True, text="“So it is.”") == [("quotes[0].text", "")]


def test_a_quote_and_a_perspective_say_where_they_are_from():
    quotes = [{"text": "So.", "speaker": "Ana"}]
    perspectives = [{"outlet": "The Wire", "text": "Doubts it."}]
    cited = [{"outlet": "The Wire", "text": "Doubts it.[^a]"}]

    assert found("quote-source", quotes=quotes) == [("quotes[0].source", "")]
    assert found("perspective-source", perspectives=perspectives) == [
        ("perspectives[0].sources", "")
    ]
    assert found("perspective-source", perspectives=cited, sources=SOURCES) == []


@pytest.mark.parametrize(
    ("holders", "count"),
    [([], 1), (["The Wire"], 1), (["The Wire", "the wire"], 1), (["A", "B"], 0)],
)
def test_a_difference_needs_two_who_differ(holders, count):
    perspectives = [{"outlet": holder, "text": "So."} for holder in holders]

    told = found(
        "thin-divergence", divergence="They differ.", perspectives=perspectives
    )

    assert len(told) == count


def test_a_heading_has_something_under_it():
    assert found("unfinished", sections=[{"heading": "Why"}]) == [
        ("sections[0].body", "")
    ]
    text = "## One\n\n## Two\n\n### Three\n\nSo.\n\n## Four"

    assert found("empty-section", report=text) == [
        ("report", "One"),
        ("report", "Four"),
    ]


@pytest.mark.parametrize(
    ("address", "found_there"),
    [
        ("https://ed:secret@paper.example/", 1),
        ("https://256.0.0.1/", 1),
        ("https://[x/", 1),
        ("https://paper.example/", 0),
        ("mailto:me@paper.example", 0),
        ("/about/", 0),
    ],
)
def test_a_link_that_no_browser_opens_or_that_holds_a_secret_blocks(
    address, found_there
):
    text = f"See [what the paper says]({address})."

    assert len(found("faulty-link", report=text)) == found_there


def test_links_lead_to_pages_that_readers_have():
    def links(*addresses):
        text = " ".join(f"[there {n}]({a})" for n, a in enumerate(addresses))
        context = {
            "live": {"/stories/x/", "/topics/eu/"},
            "moved": {"/stories/old/"},
            "home": "https://lantern.example",
        }
        return [
            (code, words)
            for code in ("dead-link", "moved-link")
            for _place, words in found(code, report=text, context=context)
        ]

    assert links("/stories/x/", "/topics/eu", "/about/", "https://a.example/") == []
    assert links("/stories/talks/") == []  # itself, once it is out
    assert links("/questions/x/") == [("dead-link", "there 0")]
    assert links("https://lantern.example/stories/y/") == [("dead-link", "there 0")]
    assert links("/stories/old/#top") == [("moved-link", "there 0")]


def test_the_words_of_a_link_say_where_it_leads():
    text = "[Here](/about/), [the ruling](/about/), [https://a.example](/about/)."

    assert found("link-words", report=text) == [
        ("report", "Here"),
        ("report", "https://a.example"),
    ]


@pytest.mark.parametrize(
    ("said_on", "role", "told"),
    [
        ("2023-05-01", "Prime Minister of Estonia", 0),
        ("2023-05-01", "Prime minister", 0),
        ("2025-05-01", "Prime Minister of Estonia", 1),
        ("2020-05-01", "Prime Minister of Estonia", 1),
        ("2025-05-01", "EU High Representative", 0),
        ("2025-05-01", "Chief diplomat", 1),  # the who's who has another
        ("2024-09-01", "Chief diplomat", 0),  # and none for that day
        (None, "High Representative", 0),
    ],
)
def test_a_role_is_that_of_the_day(said_on, role, told):
    quote = {"text": "So.", "entity": "kallas", "role": role, "said_on": said_on}
    context = {"entities": {"kallas": KALLAS}}

    assert len(found("stale-role", quotes=[quote], context=context)) == told


def test_a_role_in_the_story_is_todays_unless_it_is_no_office():
    def role(title):
        entities = [{"slug": "kallas", "role": title}]
        context = {"entities": {"kallas": KALLAS}}
        return found("stale-role", entities=entities, context=context)

    assert role("Prime Minister of Estonia") == [
        ("entities[0].role", "Prime Minister of Estonia")
    ]
    assert role("Mediator") == []


def test_each_depth_names_people_in_full_first():
    def first(**texts):
        context = {"entities": {"kallas": KALLAS}}
        return found("first-mention", context=context, **texts)

    assert first(brief="Kaja Kallas said so. Kallas left.") == []
    assert first(brief="Then Kallas left.") == [("brief", "Kallas")]
    assert first(brief="Kaja Kallas.", report="Kallas’s plan.") == [
        ("report", "Kallas’s")
    ]
    assert first(report="High Representative Kallas left.") == []
    assert first(report="@[Kallas](kallas) left.") == [("report", "Kallas")]


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "They met yesterday.", "yesterday"),
        ("en", "Next week they meet.", "Next week"),
        ("en", "It rose in recent months.", "in recent months"),
        ("de", "Vergangene Woche traf er sie.", "Vergangene Woche"),
        ("fr", "Ils se sont vus hier.", "hier"),
        ("es", "Se vieron la semana pasada.", "la semana pasada"),
        ("uk", "Вони зустрілися вчора.", "вчора"),
        ("pt", "Encontraram-se ontem.", ""),
        ("en", "He said: “They met yesterday.”", ""),
        ("en", "> They met yesterday.", ""),
        ("en", "The next year it was gone.", ""),
        ("en", "The last meeting was short.", ""),
    ],
)
def test_words_that_are_soon_wrong_are_told_in_many_languages(language, text, words):
    told = found("relative-time", report=text, language=language)

    assert told == ([("report", words)] if words else [])


def test_the_timeline_is_in_order_and_in_the_past():
    def order(*days):
        events = [{"date": d, "precision": p, "text": "So."} for d, p in days]
        return [
            (code, place)
            for code in ("timeline-order", "future-event")
            for place, _words in found(code, timeline=events)
        ]

    assert order(("2024-02-24", "day"), ("2025-01-01", "year")) == []
    assert order(("2025-12-31", "year"), ("2025-02-01", "day")) == []
    assert order(("2025-03-01", "day"), ("2025-02-01", "day")) == [
        ("timeline-order", "timeline[1].date")
    ]
    assert order(("2026-01-21", "day")) == [("future-event", "timeline[0].date")]
    assert order(("2026-01-21", "month")) == []


def test_what_was_expected_by_now_has_an_outcome():
    expectations = [
        {"text": "A ruling.", "due": "2026-01-19"},
        {"text": "A vote.", "due": "2026-01-19", "outcome": "Passed."},
        {"text": "A summit.", "due": "2026-01-20"},
    ]

    assert found("overdue", expectations=expectations) == [
        ("expectations[0].outcome", "")
    ]


def test_a_kicker_leaves_it_to_the_page_to_say_what_passes():
    assert found("kicker-label", kicker="Port · developing") == [
        ("kicker", "developing")
    ]
    assert found("kicker-label", kicker="Port · Explained") == []


def test_unnamed_voices_need_a_source():
    assert found("unnamed-voices", report="Officials say so.") == [
        ("report", "Officials say")
    ]
    assert (
        found("unnamed-voices", report="Officials say so.[^a]", sources=SOURCES) == []
    )
    assert found("unnamed-voices", report="Experten warnen davor.", language="de")


def test_paragraphs_with_figures_cite_something():
    text = "It cost €3 bn.\n\nIt cost €4 bn.[^a]\n\nWhy?\n\n- In all, 12 left."

    assert found("uncited-figures", report=text, sources=SOURCES) == [
        ("report", "€3 bn")
    ]


def test_what_rests_on_one_source_is_told_once():
    body = "Word " * 60 + "so.[^a] And so.[^a]"
    sections = [{"heading": "Why", "body": body}]

    assert found("one-source", sections=sections, sources=SOURCES[:1]) == [
        ("sources", "")
    ]
    assert found(
        "one-source", sections=sections, summary="So.[^b]", sources=SOURCES
    ) == [("sections[0].body", "")]


def test_sources_are_used_and_read():
    read = {"key": "a", "url": "https://a.example/", "accessed": "2026-01-19"}
    unread = {"key": "b", "url": "https://b.example/"}

    assert found("unused-source", sources=[read], summary="So.[^a]") == []
    assert found("unused-source", sources=[read]) == [("sources[0].key", "")]
    assert found("unread-source", sources=[read, unread]) == [
        ("sources[1].accessed", "")
    ]


@pytest.mark.parametrize(
    ("code", "document"),
    [
        ("long-headline", {"headline": "x" * 101}),
        ("long-summary", {"summary": "word " * 81}),
        ("long-key-point", {"key_points": [{"text": "word " * 46}]}),
    ],
)
def test_what_readers_meet_first_is_short(code, document):
    assert len(found(code, **document)) == 1


def test_an_address_has_no_number_that_may_change():
    assert found("slug-digits", first=True, slug="12-dead") == [("slug", "12")]
    assert found("slug-digits", first=True, slug="vote-2026") == []
    assert found("slug-digits", first=False, slug="12-dead") == []


def test_somebody_answers_for_what_a_model_wrote():
    byline = [{"name": "Ana Ruiz"}]

    assert found("unchecked-machine", digital_source="assisted")
    assert found("unchecked-machine", digital_source="generated", byline=byline)
    assert not found("unchecked-machine", digital_source="assisted", byline=byline)


def test_the_most_important_comes_first_and_five_are_shown_at_once():
    document = {
        "format": "explainer/1",
        "slug": "talks",
        "headline": "x" * 101,
        "sources": [{"key": "a", "url": "https://a.example/", "title": "A"}],
        "key_points": [{"text": "word " * 46}] * 4,
        "quotes": [{"text": "So.", "speaker": "Ana"}],
    }

    report = weigh(checks.examine(document, Context(TODAY, first=False)), {})

    ranks = [RANK[finding.code] for finding in report.look]
    assert ranks == sorted(ranks)
    assert report.look[0].code == "quote-source"
    assert (len(report.first), len(report.others)) == (5, 3)
    assert report.count == "0+8"


def test_a_level_decides_what_blocks_and_what_is_not_told():
    document = {"format": "explainer/1", "slug": "a", "headline": "A"}
    document |= {"quotes": [{"text": "So.", "speaker": "Ana"}]}
    found = checks.examine(document, Context(TODAY, first=False))

    def levels(level):
        report = weigh(found, {"quote-source": level})
        return len(report.must), len(report.look)

    assert [levels(level) for level in (BLOCK, WARN, OFF)] == [(1, 0), (0, 1), (0, 0)]


def test_what_was_silenced_comes_back_when_the_text_there_changes():
    def look(text, waived, before=()):
        document = {
            "format": "explainer/1",
            "slug": "a",
            "headline": "A",
            "timeline": [*before, {"text": text}],
        }
        found = checks.examine(document, Context(TODAY, first=False))
        return weigh(found, {}, waived)

    (finding,) = look("It was yesterday.", {}).look
    waived = {finding.digest: "Ana"}

    assert look("It was yesterday.", waived).silenced == [(finding, "Ana")]
    assert look("It was yesterday.", waived, before=[{"text": "So."}]).look == []
    assert len(look("It was yesterday!", waived).look) == 1


def test_what_blocks_can_not_be_silenced():
    document = {"format": "explainer/1", "slug": "a", "headline": "A"}
    found = checks.examine(document, Context(TODAY, first=True))

    report = weigh(found, {}, {finding.digest: "Ana" for finding in found})

    assert len(report.must) == 2


def test_every_check_has_a_rank_and_finds_something_of_its_own():
    made = {code for _examiner, codes in checks.EXAMINERS for code in codes}

    assert made | STRUCTURAL == {*CHECKS}


def demo(name):
    (document,) = file.read_stories((DEMO / name).read_text("utf-8"))
    brought = [*document.get("entities", []), *document.get("mentioned", [])]
    entities = {slug: KnownEntity(slug) for slug in named_entities(document)}
    entities |= {
        item["slug"]: KnownEntity(item.get("name", ""), item.get("kind", "concept"))
        for item in brought
    }
    last = max(source.get("accessed", "") for source in document["sources"])
    today = dt.date.fromisoformat(last) if last else TODAY
    return document, Context(today, entities=entities)


@pytest.mark.parametrize(
    "path", sorted(DEMO.glob("*.json")), ids=lambda path: path.stem
)
def test_a_well_made_story_is_told_little(path):
    document, context = demo(path.name)
    codes = {*CHECKS} - {"dead-link"}  # the others are not out yet here

    report = weigh(checks.examine(document, context, codes), {})

    assert report.must == []
    assert len(report.look) <= 5, json.dumps([str(f) for f in report.look])


def test_a_source_that_readers_would_know_by_our_key_alone_stands_in_the_way():
    address = "https://politico.example/brexit"
    sources = [
        {"key": "politico-1", "url": address},
        {"key": "politico-2", "author": "Jo Doe"},
        {"key": "titled", "url": address, "title": "The deal"},
        {"key": "of-a-paper", "url": address, "outlet": "Politico"},
        {"key": "notes", "kind": "own"},
    ]
    document = {"format": "explainer/1", "slug": "talks", "sources": sources}

    found = checks.examine(document, Context(TODAY), ["nameless-source"])

    assert [(item.place, item.message) for item in found if item.code] == [
        ("headline", "missing"),
        (
            "sources[0].title",
            "The sources “politico-1”, “politico-2” have neither a title nor an "
            "outlet.",
        ),
    ]
    assert CHECKS["nameless-source"].level == BLOCK


def test_a_waived_warning_is_that_of_one_check_about_one_thing_in_one_text():
    said = {"place": "quotes[0].text", "message": "M", "code": "quote-source"}
    finding = checks.Finding(**said, words="So.", about="Ana")
    others = [{"code": "quote-date"}, {"words": "No."}, {"about": "Ben"}]
    others.append({"place": "timeline[0].text"})

    moved = dataclasses.replace(finding, place="quotes[7].text", message="N")

    assert moved.digest == finding.digest
    digests = {dataclasses.replace(finding, **other).digest for other in others}
    assert len(digests - {finding.digest}) == len(others)
