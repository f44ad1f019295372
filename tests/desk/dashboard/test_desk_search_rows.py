"""What the desk's search answers, row by row: groups, words beside, ways to go on."""

import pytest
from django.urls import reverse

from desk.dashboard import desk_search
from desk.form.lookups import search_terms, spellings, words_query
from entities.models import Alias
from tests import make
from tests.support import desk

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def rows(groups):
    """By the words of each group: (title, words, address, verbs) of what was found."""
    return {
        str(group.words): [
            (each.title, each.said, each.address, each.verbs) for each in group.found
        ]
        for group in groups
    }


def change(row):
    name = f"{row._meta.app_label}_{row._meta.model_name}"
    return reverse(f"admin:{name}_change", args=[row.pk])


def test_each_kind_is_found_with_what_tells_it_from_others(ana):
    world = make.desk(name="World")
    story = make.published_story(headline="Tunnel", desk=world)
    draft = make.story(headline="Tunnel draft")
    draft.save_revision()
    question = make.question(title="Tunnel?")
    question.save_revision()
    union = make.entity(name="European Union")
    merged = make.entity(name="Tunnel AG", merged_into=union)
    plain = make.entity(name="Tunnel board")
    outlet = make.outlet(name="Tunnel News", country="FR")
    known = make.source(title="Tunnel bill", outlet=outlet)
    unknown = make.source(title="Tunnel cost", url="https://paper.example/t")
    image = make.image(alt="Tunnel", credit="A. Ruiz")
    for made in (make.story, make.published_story):
        made(headline="Bridge")

    found = desk_search.find("tunnel", ana, 9)

    assert rows(found) == {
        "Stories": [
            ("Tunnel draft", "Not published", change(draft), ()),
            ("Tunnel", "World · Live: edition 1", change(story), ()),
        ],
        "Questions": [
            (
                "Tunnel?",
                f"{question.get_status_display()} · Not published",
                change(question),
                (),
            )
        ],
        "Who's who": [
            ("Tunnel AG", "European Union", change(merged), ()),
            ("Tunnel board", "Organisation", change(plain), ()),
        ],
        "Sources": [
            (str(known), "Tunnel News", change(known), ()),
            (str(unknown), "https://paper.example/t", change(unknown), ()),
        ],
        "Outlets": [("Tunnel News", "FR", change(outlet), ())],
        "Pictures": [(str(image), "A. Ruiz", change(image), ())],
    }
    assert [*rows(found)] == [str(kind.words) for kind in desk_search.KINDS]
    assert [group.more for group in found] == [""] * 6


@pytest.mark.parametrize(
    ("field", "group"),
    [
        ("slug", "Stories"),
        ("kicker", "Stories"),
        ("tag", "Stories"),
        ("question", "Questions"),
        ("entity", "Who's who"),
        ("alias", "Who's who"),
        ("address", "Sources"),
        ("outlet", "Sources"),
        ("domain", "Outlets"),
        ("caption", "Pictures"),
        ("credit", "Pictures"),
    ],
)
def test_each_kind_is_found_by_its_other_columns_too(ana, field, group):
    word = "quagmire"
    make.story(slug="a-quagmire") if field == "slug" else make.story(
        kicker=word if field == "kicker" else ""
    ).tags.set([word] if field == "tag" else [])
    make.question(slug=word if field == "question" else "q")
    entity = make.entity(slug=word if field == "entity" else "e")
    Alias.objects.create(entity=entity, name=word if field == "alias" else "Other")
    outlet = make.outlet(
        name=word if field == "outlet" else "Tidings",
        domains="quagmire.example" if field == "domain" else "",
    )
    url = "https://paper.example/quagmire" if field == "address" else ""
    make.source(url=url, outlet=outlet)
    make.image(**{field: word} if field in ("caption", "credit") else {})

    found = desk_search.find(word, ana, 9)

    names = [str(each.words) for each in found]
    assert names == ([group, "Outlets"] if field == "outlet" else [group])
    assert [len(each.found) for each in found] == [1] * len(found)


def test_a_group_that_goes_on_leads_to_its_list(ana):
    for number in range(3):
        make.story(headline=f"Tunnel {number}")

    (more,), (whole,) = (desk_search.find("tunnel", ana, most) for most in (2, 3))

    assert (len(more.found), more.more) == (2, "/admin/stories/story/")
    assert (len(whole.found), whole.more) == (3, "")


def test_what_begins_with_the_words_stands_before_what_was_saved_later(ana):
    for headline in ("Strike ends", "After the strike", "No strike"):
        make.story(headline=headline).save_revision()

    (group,) = desk_search.find("strike", ana, 9)

    assert group.found[0].title == "Strike ends"
    kept = [each.title for each in group.found[1:]]
    assert kept == ["No strike", "After the strike"]


def test_what_is_found_twice_over_is_listed_once(ana):
    entity = make.entity(name="ICC")
    for name in ("ICC court", "ICC judges"):
        Alias.objects.create(entity=entity, name=name)

    assert [len(group.found) for group in desk_search.find("icc", ana, 9)] == [1]


def test_an_address_finds_what_one_can_correct_if_one_may():
    editor, writer = make.editor(), make.person("contributor", make.desk())
    stranger = make.editor(is_superuser=False)
    story = make.published_story(slug="ports", headline="Ports")
    draft = make.story(slug="later", headline="Later")
    make.edition(draft, at=make.soon())
    question = make.published_question(slug="why", title="Why?")

    def at(path, user):
        return rows(desk_search.find(path, user, 9))

    correct = desk.address("correct", story)
    ports = "Ports", "Live: edition 1.", change(story)
    verbs = (("Correct what is live", correct),)
    where = "At this address"
    assert at("/stories/ports/", editor) == {where: [(*ports, verbs)]}
    assert at("/stories/ports/", writer) == {where: [(*ports, ())]}
    assert at("/stories/ports/", stranger) == {}
    ((found,),) = at("http://paper.example/stories/later/", editor).values()
    assert (found[2], found[3]) == (change(draft), ())
    ((found,),) = at("https://paper.example/questions/why/", editor).values()
    assert found[2:] == (
        change(question),
        (("Correct what is live", desk.address("correct", question)),),
    )


@pytest.mark.parametrize(
    "path", ["/topics/ports/", "/", "/stories/", "/questions/ports/"]
)
def test_another_address_finds_no_story(path):
    make.published_story(slug="ports")

    assert desk_search.at_address(path) is None


def test_a_view_is_enough_to_find_and_so_is_a_change():
    viewer, nobody = make.viewer(), make.editor(is_superuser=False)
    make.story(headline="Ports")

    assert [len(desk_search.find("ports", who, 9)) for who in (viewer, nobody)] == [
        1,
        0,
    ]
    assert desk_search.find("", viewer, 9) == []


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("Paris", {"Paris"}),
        ("éCOLE", {"éCOLE", "école", "École", "ÉCOLE"}),
        ("o'brien", {"o'brien", "o’brien", "o\u02bcbrien"}),
    ],
)
def test_a_word_is_sought_as_it_may_be_written(word, found):
    assert spellings(word) == found
    assert search_terms(word, "name__icontains") == found


def test_a_column_of_letters_is_asked_for_letters():
    assert search_terms("I.C.C.", "letters__contains") == {"icc"}
    assert search_terms("–", "letters__contains") == set()


def test_so_many_words_are_sought_and_the_rest_is_let_be():
    eight = " ".join("abcdefgh")

    assert words_query(f"{eight} i", "name") == words_query(eight, "name")
    assert words_query(eight, "name") != words_query("a b c d e f g", "name")
    assert len(words_query(eight, "name").children) == 8
