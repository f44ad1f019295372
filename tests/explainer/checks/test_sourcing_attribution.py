"""A piece is whose the story says: by address, or because an editor confirmed it."""

import pytest

from explainer import checks
from explainer.checks import Context
from explainer.newsrooms import Publisher, Publishers
from stories.models import Edition
from stories.models.verb_refusals import NotReadyError
from stories.transfer.story_import import PublishOptions
from tests import make
from tests.support.files import WHOLE, take

REUTERS = Publisher("Reuters", frozenset({"reuters.example"}))
GAZETTE = Publisher("Gazette", frozenset({"gazette.example"}))
LETTER = Publisher("Letter")
FAKE, OWN = "https://fake.example/a", "https://www.reuters.example/a"


def found(*sources, **context):
    known = Publishers([REUTERS, GAZETTE, LETTER])
    document = {
        "format": "explainer/1",
        "slug": "talks",
        "headline": "Talks",
        "sources": [{"key": f"s-{n}", **item} for n, item in enumerate(sources)],
    }
    around = Context(None, publishers=known, **context)
    codes = ["outlet-differs"]
    return [(f.place, f.message) for f in checks.examine(document, around, codes)]


def test_a_name_and_an_address_of_two_outlets_stand_in_the_way():
    assert found(
        {"outlet": "Reuters", "url": OWN},
        {"outlet": "reuters", "url": FAKE},
        {"outlet": "Reuters", "url": "https://news.gazette.example/a"},
        {"outlet": "Letter", "url": "https://gazette.example/a"},
    ) == [
        (
            "sources[1].outlet",
            "“s-1”: we know Reuters at reuters.example, not at fake.example. An editor "
            "can confirm it in the form of the source.",
        ),
        (
            "sources[2].outlet",
            "“s-2”: news.gazette.example is Gazette’s, not Reuters’s. An editor can "
            "confirm it in the form of the source.",
        ),
        (
            "sources[3].outlet",
            "“s-3”: gazette.example is Gazette’s, not Letter’s. An editor can confirm "
            "it in the form of the source.",
        ),
    ]


def test_what_nobody_knows_by_address_is_the_storys_own_word():
    assert not found(
        {"outlet": "Letter", "url": FAKE},
        {"outlet": "Nobody we know", "url": OWN},
        {"outlet": "Reuters"},
        {"url": FAKE, "title": "Untold"},
    )


def test_a_piece_that_an_editor_confirmed_is_let_through():
    piece = {"outlet": "Reuters", "url": FAKE}
    other = piece | {"url": "https://fake.example/b"}

    assert [place for place, _ in found(piece, other, vouched={FAKE})] == [
        "sources[1].outlet"
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ["host", "piece"])
def test_nothing_is_published_as_anothers_until_an_editor_confirms_it(answer):
    reuters = make.outlet(name="Reuters", domains="reuters.example")
    make.outlet(name="Bystander", domains="bystander.example")
    source = make.source(url=FAKE, title="Told")
    cited = {"key": "a", "source": source, "url": FAKE, "outlet": "REUTERS"}
    story = make.story({"sources": [cited]})
    by = make.editor()

    with pytest.raises(NotReadyError, match="we know Reuters at"):
        story.publish(revision=story.save_revision(), by=by)
    assert not Edition.objects.exists()
    if answer == "host":
        reuters.domains += "\nfake.example"
        reuters.save()
    else:
        type(source).objects.filter(pk=source.pk).update(vouched=True)
    story.publish(revision=story.save_revision(), by=by)

    assert Edition.objects.count() == 1


@pytest.mark.django_db
def test_a_file_is_told_that_a_name_and_an_address_are_of_two_outlets():
    make.outlet(name="Reuters", domains="reuters.example")
    sources = [
        *WHOLE["sources"],
        {"key": "fake", "outlet": "Reuters", "url": FAKE},
        {"key": "real", "outlet": "Reuters", "url": OWN},
    ]

    outcome = take(WHOLE | {"sources": sources}, publishing=PublishOptions())

    told = [line for line in outcome.notices if "we know Reuters at" in line]
    place = f"stories[0].sources[{len(sources) - 2}].outlet: "
    assert [line.startswith(place) for line in told] == [True]
