"""A desk's rules: what blocks publishing there, and what its editors silenced."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from explainer.blocks import Change
from explainer.checks.catalogue import CHECKS
from images.models import Image
from stories.models import Rule, Waiver, facts
from stories.models.verb_refusals import NotReadyError
from stories.transfer.story_import import PublishOptions
from tests import make
from tests.support.files import take

pytestmark = pytest.mark.django_db

UNSOURCED = {"quotes": [{"text": "So it is.", "speaker": "Ana"}]}


def rule(code, level, desk=None):
    return Rule.objects.create(code=code, level=level, desk=desk)


def publish(story, **options):
    return story.publish(revision=story.save_revision(), **options)


def test_a_first_edition_needs_a_summary_and_a_source():
    story = make.story({"sources": []}, summary="")

    with pytest.raises(NotReadyError) as refusal:
        publish(story)

    assert [fault.code for fault in refusal.value.faults] == ["no-summary", "no-source"]
    assert "Say what has happened." in str(refusal.value)
    assert not story.editions.exists()


def test_a_later_edition_may_do_without():
    story = make.published_story()
    story.summary = ""
    story.save()

    assert publish(story).number == 2


def test_what_warns_is_published():
    assert publish(make.story(UNSOURCED)).number == 1


def test_what_the_paper_makes_block_is_refused_at_every_desk():
    rule("quote-source", "block")

    with pytest.raises(NotReadyError):
        publish(make.story(UNSOURCED, desk=make.desk()))


def test_a_desks_rule_wins_over_the_papers():
    strict, lenient = make.desk(), make.desk()
    rule("quote-source", "block")
    rule("quote-source", "off", lenient)

    assert Rule.objects.levels(strict)["quote-source"] == "block"
    assert publish(make.story(UNSOURCED, desk=lenient)).number == 1


def test_one_desks_rule_is_no_others():
    rule("quote-source", "block", make.desk())

    assert Rule.objects.levels()["quote-source"] == "warn"
    assert publish(make.story(UNSOURCED, desk=make.desk())).number == 1


@pytest.mark.parametrize("code", ["unknown", "no-headline", "no-such-check"])
def test_what_no_page_can_be_made_of_is_turned_down_by_nobody(code):
    rule(code, "off")
    story = make.story(report="So.[^nobody]")

    assert Rule.objects.levels().get(code) == ("block" if code in CHECKS else None)
    with pytest.raises(NotReadyError):
        publish(story)


def test_a_desk_has_one_rule_for_a_check():
    desk = make.desk()
    rule("quote-source", "off", desk)
    rule("quote-source", "off")

    for again in (desk, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            rule("quote-source", "warn", again)


def test_a_correction_is_not_held_up_by_what_was_there_before():
    story = make.published_story(parts=UNSOURCED)
    rule("quote-source", "block")
    change = Change("replace", field="headline", new="Right")

    made = story.correct(changes=[change], note="It was wrong.")

    assert made.edition.number == 2


def test_an_import_is_taken_at_its_word_and_told():
    rule("perspective-source", "block")
    file = {
        "format": "explainer/1",
        "slug": "told",
        "headline": "Told",
        "quotes": [{"text": "So.", "speaker": "Ana"}],
        "perspectives": [{"outlet": "The Wire", "text": "Doubts it."}],
    }

    outcome = take(file, publishing=PublishOptions())

    assert outcome.published == ["told"]
    assert outcome.notices == [
        "stories[0].summary: Say what has happened.",
        "stories[0].sources: Name a source, at least one.",
        "stories[0].perspectives[0].sources: The Wire: the perspective has no source.",
        "stories[0].quotes[0].source: The quote of Ana has no source.",
    ]


def test_a_link_to_a_page_that_is_not_live_blocks_until_it_is():
    make.story(slug="other")
    story = make.story(report="See [the other](/stories/other/).")

    with pytest.raises(NotReadyError):
        publish(story)

    make.published_story(slug="new-other")
    story.report = "See [the other](/stories/new-other/)."
    story.save()
    assert publish(story).number == 1


def facts_of(**document):
    document = {"format": "explainer/1"} | document
    return facts.context(document, timezone.now(), first=True)


def test_an_address_that_was_given_up_has_moved():
    story = make.published_story(slug="old")
    story.slug = "new"
    story.save()
    make.edition(story)
    gone = make.published_story(slug="gone")
    gone.withdraw(note="Wrong.")
    entity, survivor = make.entity(slug="eu", open=True), make.entity(slug="union")
    survivor.open = True
    survivor.save()
    entity.merge_into(survivor)
    links = ("/stories/new/", "/stories/old/", "/stories/gone/", "/questions/new/")
    links += ("/topics/union/", "/topics/eu/", "/topics/nobody/")

    context = facts_of(report=" ".join(f"[x]({link})" for link in links))

    assert context.live == {"/stories/new/", "/topics/union/"}
    assert context.moved == {"/stories/old/", "/topics/eu/"}


def test_a_merged_entity_has_the_roles_of_whoever_stands_for_it():
    entity, survivor = make.entity(slug="a"), make.entity(slug="b", name="Bea")
    entity.merge_into(survivor)
    survivor.roles.create(title="Minister", since=dt.date(2024, 1, 1))

    known = facts_of(summary="@[A](a)").entities["a"]

    assert [office.title for office in known.offices] == ["Minister"]
    assert "Bea" in known.aliases


def test_pictures_are_known_by_the_day_from_which_they_are_gone():
    Image.objects.create(
        name="images/a.png", width=1, height=1, rights_until=dt.date(2026, 1, 1)
    )

    assert facts_of(image={"src": "images/a.png"}).ends == {
        "images/a.png": dt.date(2026, 1, 2)
    }


def test_facts_are_fetched_in_as_few_queries_as_that_takes(django_assert_num_queries):
    make.entity(slug="a")

    with django_assert_num_queries(0):
        facts_of(summary="So.")
    with django_assert_num_queries(3):
        facts_of(summary="@[A](a)", report="[x](https://a.example/)")


def test_a_waiver_belongs_to_one_story_and_needs_a_reason():
    by, story = make.editor(), make.story()
    told = {"code": "quote-source", "place": "quotes[0]", "digest": "0" * 64, "by": by}

    Waiver.objects.create(story=story, reason="He said it to me.", **told)

    for wrong in (
        {"story": story, "reason": "Again."},
        {"story": None, "reason": "x"},
        {"story": make.story(), "reason": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Waiver.objects.create(**wrong, **told)
