"""What the desk offers to link: names, roles, questions, and stories alike."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from desk.suggesting import Suggestions, queries
from desk.suggesting.kinship import Nearness, is_similar
from desk.suggesting.offers import Entry, NameOffer, unlinked_names
from desk.suggesting.queries import whos_who
from entities.detection import Names
from sources.models import Source
from stories.models import Dismissal, Story, freezing
from tests import make

WHO = [
    Entry("kaja", "Kaja Kallas"),
    Entry("siim", "Siim Kallas"),
    Entry("eu", "European Union"),
    Entry("union", "Union"),
    Entry("cap", "rent cap"),
]
ENTRIES = {entry.slug: entry for entry in WHO}
NAMES = Names(
    [(entry.name, entry.slug) for entry in WHO]
    + [("Kallas", "kaja"), ("Kallas", "siim")]
)


def offers(**document):
    return unlinked_names({"format": "explainer/1"} | document, NAMES, ENTRIES)


def told(found):
    return [(o.place, o.words, [e.slug for e in o.entries], o.times) for o in found]


def test_a_name_is_offered_once_at_its_first_mention():
    found = offers(summary="The European Union met.", brief="In the European Union.")

    assert told(found) == [("summary", "European Union", ["eu"], 2)]


def test_words_that_mean_two_are_offered_as_both():
    assert told(offers(brief="Then Kallas left.")) == [
        ("brief", "Kallas", ["kaja", "siim"], 1)
    ]


@pytest.mark.parametrize(
    "text",
    ["Kaja Kallas came. Then Kallas left.", "@[Kaja](kaja) came. Then Kallas left."],
)
def test_a_full_name_says_who_is_meant_later(text):
    assert ["kaja", "siim"] not in [
        slugs for *_rest, slugs, _n in told(offers(brief=text))
    ]


def test_what_is_linked_anywhere_is_not_offered():
    assert offers(summary="@[The EU](eu) met.", report="The European Union met.") == []


pieces = st.sampled_from(
    [entry.name for entry in WHO]
    + ["Kallas", "Rent cap", "the", ".", "\n\n", "- ", "**", "’s", "[^a]", "said"]
)
texts = st.lists(pieces, max_size=12).map(" ".join)


@given(st.fixed_dictionaries({"summary": texts, "brief": texts, "report": texts}))
def test_what_was_taken_up_is_not_offered_again(document):
    document |= {"format": "explainer/1"}
    taken = set()
    while found := unlinked_names(document, NAMES, ENTRIES):
        assert found[0].key not in taken
        taken.add(found[0].key)
        document = found[0].apply(document, found[0].entries[-1].slug)

    listed = [item["slug"] for item in document.get("entities", [])]
    assert len(listed) == len({*listed}) <= len(WHO)


def test_a_name_is_linked_where_it_was_found_and_listed_once():
    text = "The **European Union** met in the European Union."
    document = {"format": "explainer/1", "key_points": [{"text": text}]}
    document["entities"] = [{"slug": "eu", "name": "The EU"}]
    (offer,) = unlinked_names(document, NAMES, ENTRIES)

    made = offer.apply(document, "eu")

    assert made["key_points"][0]["text"] == (
        "The **@[European Union](eu)** met in the European Union."
    )
    assert made["entities"] == document["entities"]
    assert document["key_points"][0]["text"] == text


def test_nearness_says_why():
    assert Nearness(3, 4, 1).reasons == (
        "3 shared sources",
        "4 shared names",
        "similar headline",
    )
    assert not Nearness(names=2).is_near


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Whether sanctions will be lifted.", "Will the sanction be lifted?", True),
        ("Who would negotiate for Europe.", "Who negotiates for Europe?", True),
        ("Who pays for the tunnel.", "Who negotiates for Europe?", False),
        ("What happens next.", "What happens next?", False),
        ("北京宣布新的气候政策", "新的气候政策是什么", True),
        ("北京宣布新的气候政策", "東京で電車が止まる", False),
        ("क्या किसानों को राहत मिलेगी?", "किसानों को राहत कब मिलेगी", True),
    ],
)
def test_lines_may_ask_the_same(one, other, same):
    assert is_similar(one, other) is same


def suggested(story):
    return Suggestions(story, freezing.freeze(story), timezone.now())


def source(name):
    url = f"https://{name}.example/a"
    return Source.objects.create(url=url, normalised_url=url, title=name)


def citing(*sources):
    return [
        {"key": f"s{source.pk}", "source": source, "url": source.url}
        for source in sources
    ]


def naming(*entities):
    return [{"entity": entity, "name": entity.name} for entity in entities]


@pytest.mark.django_db
def test_a_merged_name_leads_to_whoever_stands_for_it():
    entity, survivor = make.entity(name="Old Board"), make.entity(name="New Board")
    entity.aliases.create(name="The Elders")
    entity.merge_into(survivor)

    (offer,) = suggested(make.story(brief="Then The Elders met.")).names

    assert [entry.slug for entry in offer.entries] == [survivor.slug]


@pytest.mark.django_db
def test_names_are_read_anew_when_any_of_them_changes():
    entity = make.entity(name="Old Board")
    story = make.story(brief="The New Board met. So did Old Board.")
    assert [offer.words for offer in suggested(story).names] == ["Old Board"]
    names, _entries = whos_who()
    suggested(story)
    assert whos_who()[0] is names

    type(entity).objects.filter(pk=entity.pk).update(name="New Board")

    assert [offer.words for offer in suggested(story).names] == ["New Board"]


@pytest.mark.django_db
def test_stories_are_alike_by_their_sources_and_names():
    a, b, c = source("a"), source("b"), source("c")
    board, port = make.entity(), make.entity()
    near = make.story({"sources": citing(a), "entities": naming(board, port)})
    one = make.story({"sources": citing(c)}, headline="Nothing in common")
    cited = [{"key": "x", "url": "http://www.a.example/a/?utm_source=x"}]
    story = make.story(
        {"sources": cited + citing(b), "entities": naming(board, port)}, slug="mine"
    )

    (offer,) = suggested(story).kin

    assert offer.slug == near.slug != one.slug
    assert offer.reasons[:2] == ("1 shared source", "2 shared names")
    assert not offer.live


@pytest.mark.django_db
def test_who_writes_the_same_comes_first():
    a, b = source("a"), source("b")
    ana = make.editor(username="ana")
    older = make.story({"sources": citing(a, b)}, headline="Older")
    twin = make.story({"sources": citing(a, b)}, headline="Twin")
    twin.save_revision(by=ana)
    related = make.published_story(parts={"sources": citing(a)}, headline="Related")
    ago = timezone.now() - dt.timedelta(days=8)
    Story.objects.filter(pk=older.pk).update(saved_at=ago)

    found = suggested(make.story({"sources": citing(a, b)}, headline="Mine")).kin

    assert [(o.title, o.duplicate, o.live) for o in found] == [
        ("Twin", True, False),
        ("Older", False, False),
        ("Related", False, True),
    ]
    assert found[0].by == "ana"
    assert found[0].since == twin.created_at
    assert related.slug == found[2].slug


@pytest.mark.django_db
def test_what_is_near_is_looked_at_before_what_is_new():
    near, newer, newest = (make.story(headline=name) for name in ("A", "B", "C"))
    for days, story in enumerate((newest, newer, near)):
        ago = timezone.now() - dt.timedelta(days=20 * days)
        Story.objects.filter(pk=story.pk).update(saved_at=ago)
    Story.objects.filter(pk=make.story().pk).update(saved_at=ago)

    found = queries.stories(make.story(), {near.pk}, timezone.now())

    assert found == [near, newest, newer]


@pytest.mark.django_db
def test_rare_words_of_a_headline_lead_to_another():
    make.story(headline="Harbour tunnel costs explode")
    for number in range(4):
        make.story(headline=f"Council council council {number}")

    found = suggested(make.story(headline="Council: tunnel costs exploded again")).kin

    assert [offer.title for offer in found] == ["Harbour tunnel costs explode"]


@pytest.mark.django_db
def test_what_is_related_already_is_not_offered():
    a = source("a")
    other = make.story({"sources": citing(a)})
    related = [{"slug": other.slug, "kind": "background"}]

    assert suggested(make.story({"sources": citing(a), "related": related})).kin == []


@pytest.mark.django_db
def test_questions_answer_what_the_story_leaves_open():
    asked = make.question(title="Will the sanctions be lifted?")
    make.question(title="Who pays for the tunnel?")
    story = make.story(unknowns="- Whether sanctions would be lifted early.")

    (offer,) = suggested(story).questions

    assert (offer.slug, offer.reasons) == (asked.slug, ("asks something alike",))


@pytest.mark.django_db
def test_a_speakers_role_is_that_of_the_day():
    kallas = make.entity(name="Kaja Kallas", kind="person")
    kallas.roles.create(title="Prime Minister", until=dt.date(2024, 7, 23))
    kallas.roles.create(title="High Representative", since=dt.date(2024, 12, 1))

    def roles(**quote):
        quote = {"text": "So.", "speaker": "Kallas", "entity": kallas} | quote
        return [o.title for o in suggested(make.story({"quotes": [quote]})).roles]

    assert roles(said_on=dt.date(2024, 1, 1)) == ["Prime Minister"]
    assert roles(said_on=dt.date(2025, 1, 1)) == ["High Representative"]
    assert roles(said_on=dt.date(2024, 9, 1)) == []
    assert roles() == []
    assert roles(said_on=dt.date(2024, 1, 1), role="Estonian prime minister") == []


@pytest.mark.django_db
def test_what_was_dismissed_stays_away_from_this_story_alone():
    make.entity(name="The Board")
    mine, other = make.story(brief="Then The Board met."), None
    other = make.story(brief="Then The Board met.")
    (offer,) = suggested(mine).names

    Dismissal.objects.create(story=mine, key=offer.key, by=make.editor())

    assert suggested(mine).names == []
    assert len(suggested(other).names) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 12])
def test_suggesting_takes_six_queries(django_assert_num_queries, size):
    sources = [source(f"s{number}") for number in range(size)]
    entities = [make.entity(name=f"Board {n}x") for n in range(size)]
    parts = {"sources": citing(*sources), "entities": naming(*entities)}
    for _number in range(size):
        make.story(parts)
        make.question()
    quotes = [
        {"text": "So.", "entity": entity, "said_on": dt.date(2026, 1, 1)}
        for entity in entities
    ]
    story = make.story(parts | {"quotes": quotes}, brief="Board 0x met.")
    document = freezing.freeze(story)

    with django_assert_num_queries(6):
        assert Suggestions(story, document, timezone.now()).all


def test_an_offer_is_known_by_the_entries_it_may_mean():
    (offer,) = offers(brief="Then Kallas left.")

    assert isinstance(offer, NameOffer)
    assert offer.key == "name:kaja siim"
