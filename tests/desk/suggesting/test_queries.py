"""What the database has beside a draft: whose names, which texts, in which order."""

import datetime as dt

import pytest
from django.utils import timezone

from desk.suggesting import KinOffer, RoleOffer, Suggestions, queries
from desk.suggesting import question_offer as offered
from desk.suggesting.offers import Entry
from desk.suggesting.queries import whos_who
from entities.detection import find
from sources.models import Source
from stories.models import Dismissal, Question, Story
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def suggested(owner, **document):
    document = {"format": "explainer/1", "headline": str(owner)} | document
    return Suggestions(owner, document, timezone.now())


def source(name):
    return make.source(url=f"https://{name}.example/a", title=name)


def citing(*sources):
    return [
        {"key": f"s{number}", "source": source, "url": source.url}
        for number, source in enumerate(sources)
    ]


def naming(*entities):
    return [{"entity": entity, "name": entity.name} for entity in entities]


def aged(model, **days):
    """Those texts were saved so many days ago."""
    for slug, ago in days.items():
        at = timezone.now() - dt.timedelta(days=ago)
        model.objects.filter(slug=slug).update(saved_at=at)


def test_each_name_stands_for_whoever_has_it_now():
    new, old = make.entity(name="New", slug="new"), make.entity(name="Old", slug="old")
    old.aliases.create(name="The Elders")
    old.merge_into(new)

    names, entries = whos_who()

    entry = Entry("new", "New", new.pk)
    assert entries == {"new": entry, "old": entry}
    text = "New, Old, The Elders"
    found = [(text[s.start : s.end], s.slugs) for s in find(text, names)]
    assert found == [(words, ("new",)) for words in ("New", "Old", "The Elders")]


def test_who_is_dismissed_from_one_text_is_known_by_its_key():
    story, other = make.story(), make.story()
    for owner, key in ((story, "a"), (story, "b"), (other, "c")):
        Dismissal.objects.create(story=owner, key=key, by=make.editor())

    assert queries.dismissed_keys(story) == {"a", "b"}
    assert queries.dismissed_keys(Story()) == set()


def test_the_sources_of_a_document_are_known_by_their_addresses():
    sources = [{"url": "http://www.a.example/a/"}, {"key": "x"}, {"url": ""}]

    found = queries.source_addresses({"sources": sources})

    assert found == {"https://a.example/a"}
    assert queries.source_addresses({}) == set()


def test_what_is_shared_is_counted_once_for_each_story():
    a, b = source("a"), source("b")
    one, two, three = (make.entity(slug=slug) for slug in ("one", "two", "three"))
    mine = make.story({"sources": citing(a), "entities": naming(one, two)})
    both = make.story({"sources": citing(a, a, b), "entities": naming(one, two)})
    cites = make.story({"sources": citing(a)})
    names = make.story({"sources": [], "entities": naming(one, two, three)})
    make.story({"sources": [], "entities": naming(one, three)})
    document = {"sources": [{"url": a.url}, {"url": b.url}]}

    assert queries.shared_counts(mine, document, {"one", "two"}) == {
        both.pk: {"source": 2, "entity": 2},
        cites.pk: {"source": 1},
        names.pk: {"entity": 2},
    }


def test_of_what_shares_the_most_so_much_is_looked_at(monkeypatch):
    monkeypatch.setattr(queries, "MOST", 2)
    a, b, c = source("a"), source("b"), source("c")
    stories = [make.story({"sources": citing(*some)}) for some in ((a,), (a, b, c))]
    stories.append(make.story({"sources": citing(a, b)}))
    document = {"sources": [{"url": each.url} for each in (a, b, c)]}

    found = queries.shared_counts(make.story(), document, set())

    assert found == {stories[1].pk: {"source": 3}, stories[2].pk: {"source": 2}}


def test_stories_that_are_near_come_first_and_then_those_of_the_last_month():
    mine = make.story(slug="mine")
    for slug in ("old-near", "new-near", "new", "newer", "too-old"):
        make.story(slug=slug)
    aged(Story, **{"old-near": 99, "new-near": 2, "new": 29.9, "newer": 1})
    aged(Story, **{"too-old": 30.1})
    near = Story.objects.filter(slug__endswith="-near").values_list("pk", flat=True)

    found = queries.stories(mine, {*near, mine.pk}, timezone.now())

    slugs = ["new-near", "old-near", "newer", "new"]
    assert [story.slug for story in found] == slugs
    assert [story.near for story in found] == [1, 1, 0, 0]


def test_each_story_says_who_saved_it_last_and_whether_readers_have_it(
    django_assert_num_queries, monkeypatch
):
    ana, ben = make.editor(username="ana"), make.editor(username="ben")
    draft, live = make.story(slug="draft"), make.published_story(slug="live")
    gone = make.published_story(slug="gone")
    gone.withdraw(note="Wrong.")
    for by in (ana, ben):
        draft.save_revision(by=by)
        draft.headline = "Other"
        draft.save()

    mine = make.story()

    with django_assert_num_queries(1):
        found = queries.stories(mine, set(), timezone.now())
        said = {
            s.slug: (s.wrote, s.is_live, s.headline, s.saved_at, s.created_at)
            for s in found
        }
    assert [said["draft"][:2], said["gone"][1]] == [("ben", False), False]
    assert said["live"][:3] == (None, True, live.headline)
    monkeypatch.setattr(queries, "MOST", 2)
    assert len(queries.stories(make.story(), set(), timezone.now())) == 2


def test_questions_from_the_same_sources_come_first(monkeypatch):
    a, b = source("a"), source("b")
    mine = make.question({"sources": citing(a, b)}, slug="mine")
    make.question({"sources": citing(a)}, slug="one")
    make.question({"sources": citing(a, b, b)}, slug="two")
    make.question(slug="new")
    make.published_question(slug="newer")
    make.question(slug="too-old")
    aged(Question, two=99, one=1, new=29.9, newer=2)
    aged(Question, **{"too-old": 30.1})
    document = {"sources": [{"url": a.url}, {"url": b.url}]}

    found = queries.questions(mine, document, timezone.now())

    assert [(q.slug, q.shared, q.is_live) for q in found] == [
        ("two", 2, False),
        ("one", 1, False),
        ("newer", 0, True),
        ("new", 0, False),
    ]
    monkeypatch.setattr(queries, "MOST", 1)
    assert [q.slug for q in queries.questions(mine, document, timezone.now())] == [
        "two"
    ]


def test_roles_are_had_by_whoever_stands_for_their_holder():
    ana, ben = make.entity(slug="ana"), make.entity(slug="ben")
    first = ana.roles.create(title="Mayor")
    second = ana.roles.create(title="Member")
    ben.roles.create(title="Chair")

    found = queries.offices({"ana", "nobody"})

    assert {slug: {*roles} for slug, roles in found.items()} == {"ana": {first, second}}


def test_six_offers_of_a_kind_are_enough():
    a, b = source("a"), source("b")
    for n in range(7):
        make.story({"sources": citing(a)}, headline=f"S{n}", slug=f"s{n}")
        make.question({"sources": citing(a)}, title=f"Q{n}", slug=f"q{n}")
    who = make.entity(name="Kallas", slug="kallas")
    for n in range(7):
        who.roles.create(title=f"Role {n}")
        make.entity(name=f"Board {n}x", slug=f"board-{n}")
    words = " ".join(f"Then Board {n}x met." for n in range(7))
    quote = {"uid": "u", "text": "So.", "entity": "kallas", "said_on": "2026-01-01"}

    found = suggested(
        make.story(),
        sources=[{"url": a.url}, {"url": b.url}],
        brief=words,
        quotes=[quote],
    )

    kinds = [found.kin, found.names, found.roles, found.questions]
    assert [len(offers) for offers in kinds] == [6, 6, 6, 6]
    assert found.all == [*found.kin, *found.names, *found.roles, *found.questions]
    assert [found.find(offer.key) for offer in found.all] == found.all
    assert found.find("nothing") is None


def test_a_story_offers_all_that_is_known_of_one_that_is_near():
    a, b, c = source("a"), source("b"), source("c")
    near = make.story({"sources": citing(a, b)}, headline="Tunnel costs", slug="near")
    near.save_revision(by=make.editor(username="ana"))
    listed = make.story({"sources": citing(a, b)}, slug="listed")
    make.story({"sources": citing(c)}, headline="Nothing alike", slug="far")
    mine = make.story(slug="mine", headline="Tunnel costs")

    (offer,) = suggested(
        mine,
        sources=[{"url": a.url}, {"url": b.url}],
        related=[{"slug": listed.slug}, {"label": "Elsewhere"}],
    ).kin

    assert offer == KinOffer(
        key=f"story:{near.pk}",
        part="related",
        pk=str(near.pk),
        slug="near",
        title="Tunnel costs",
        reasons=("2 shared sources", "similar headline"),
        score=8,
        live=False,
        by="ana",
        since=near.created_at,
        duplicate=True,
    )
    assert suggested(make.question(), sources=[{"url": a.url}]).kin == []


@pytest.mark.parametrize(
    ("days", "sources", "is_twin"), [(6.99, 2, True), (7.01, 2, False), (1, 1, False)]
)
def test_two_write_the_same_if_one_did_so_this_week(days, sources, is_twin):
    both = [source("a"), source("b")]
    make.story({"sources": citing(*both[:sources])}, slug="near")
    aged(Story, near=days)

    (offer,) = suggested(make.story(), sources=[{"url": s.url} for s in both]).kin

    assert offer.duplicate is is_twin


def test_names_that_a_document_only_links_bring_stories_near_too():
    board = make.entity(name="New Board", slug="board")
    port = make.entity(name="Old Port", slug="port")
    coast = make.entity(name="West Coast", slug="coast")
    old = make.entity(name="Gone", slug="gone")
    old.merge_into(board)
    near = make.story({"entities": naming(board, port, coast)}, headline="Ships")
    words = "@[It](gone) met. The Old Port and West Coast waited."

    (offer,) = suggested(make.story(), brief=words).kin

    assert (offer.slug, offer.reasons) == (near.slug, ("3 shared names",))


def role(title="Mayor", **fields):
    return make.entity(name="Ana Ruiz").roles.create(title=title, **fields)


def test_a_speakers_role_is_offered_with_its_place():
    mayor = role()
    chair = mayor.entity.roles.create(title="Chair")
    said = {"entity": mayor.entity.slug, "said_on": "2026-01-01"}
    quotes = [
        said | {"uid": "u", "speaker": "Ruiz"},
        said | {"role": "chair of the BOARD"},
        {"entity": mayor.entity.slug},
        {"said_on": "2026-01-01"},
        said | {"entity": "nobody"},
    ]

    found = suggested(make.story(), quotes=quotes).roles

    assert {*found} == {
        RoleOffer(f"role:u:{mayor.title}", "quotes[0].role", "Ruiz", "Mayor"),
        RoleOffer(f"role:u:{chair.title}", "quotes[0].role", "Ruiz", "Chair"),
        RoleOffer("role:quotes[1].role:Mayor", "quotes[1].role", "Ana Ruiz", "Mayor"),
    }


def test_the_key_of_a_role_is_as_long_as_its_column():
    held = role(title="M" * 200)
    quote = {"entity": held.entity.slug, "said_on": "2026-01-01", "uid": "u"}

    (offer,) = suggested(make.story(), quotes=[quote]).roles

    assert (offer.key, offer.title) == (f"role:u:{'M' * 193}", "M" * 200)


def row(title="Will the sanctions be lifted?", shared=0, is_live=True):
    made = Question(pk=None, title=title, slug="why")
    made.shared, made.is_live = shared, is_live
    return made


def test_a_question_is_offered_for_what_it_asks_or_where_it_comes_from():
    asks = ["Nothing of that", "Whether sanctions would be lifted"]
    both, asked, near = (
        offered(row(shared=shared), lines, "questions")
        for shared, lines in ((2, asks), (0, asks), (1, asks[:1]))
    )

    assert both == KinOffer(
        key=f"question:{row().pk}",
        part="questions",
        pk=str(row().pk),
        slug="why",
        title="Will the sanctions be lifted?",
        reasons=("asks something alike", "2 shared sources"),
        score=9,
        live=True,
    )
    assert (asked.reasons, asked.score) == (("asks something alike",), 3)
    assert (near.reasons, near.score) == (("1 shared source",), 3)
    assert offered(row(), asks[:1], "questions") is None


def test_questions_are_offered_to_what_lists_none_of_them_yet():
    make.question(title="Will the sanctions be lifted?", slug="listed")
    other = make.question(title="Will sanctions ever be lifted?", slug="other")
    unknowns = "- Whether sanctions would be lifted."

    def found(owner, **document):
        said = suggested(owner, **document).questions
        return [(offer.slug, offer.part) for offer in said]

    listed = {"questions": [{"slug": "listed"}, {"title": "Own?"}]}
    assert found(make.story(), unknowns=unknowns, **listed) == [("other", "questions")]
    asking = make.question(title="Are sanctions to be lifted?", slug="mine")
    title = {"headline": "", "title": asking.title}
    assert {*found(asking, **title)} == {("other", ""), ("listed", "")}
    assert other.slug == "other"


def test_offers_that_tell_the_same_come_first_and_then_the_nearest():
    a, b, c = source("a"), source("b"), source("c")
    for slug, some in {"one": (a,), "three": (a, b, c), "two": (a, b)}.items():
        make.story({"sources": citing(*some)}, slug=slug)
    aged(Story, three=8)
    document = {"sources": [{"url": each.url} for each in (a, b, c)]}

    found = suggested(make.story(), **document).kin

    assert [offer.slug for offer in found] == ["two", "three", "one"]


def test_what_is_dismissed_is_not_offered_though_it_is_near():
    a = source("a")
    near = make.story({"sources": citing(a)})
    mine = make.story()
    Dismissal.objects.create(story=mine, key=f"story:{near.pk}", by=make.editor())

    assert suggested(mine, sources=[{"url": a.url}]).kin == []
    assert Source.objects.get() == a
