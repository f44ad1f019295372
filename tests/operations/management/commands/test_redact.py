"""The command shows every place before it acts, and after it what is out of reach."""

import io

import pytest
from django.core.management import CommandError, call_command

from explainer.erasure import Sentence
from operations.redaction import execution
from stories.models import Redaction
from tests import make

SAID = "Ann Moravec took the money of the harbour in secret."
ORDER = {"order": "Court, 4 O 17/26", "reason": "It was private."}


@pytest.fixture
def sentence(tmp_path):
    path = tmp_path / "sentence"
    path.write_text(f"{SAID}\n")
    return str(path)


def redact(**options):
    out = io.StringIO()
    call_command("redact", stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_without_yes_it_shows_each_place_with_its_words_and_changes_nothing(sentence):
    story = make.published_story(brief=f"Before. {SAID} After.")

    said = redact(text=sentence)

    assert f"Before. ⟦{SAID[:-1]}⟧. After." in said
    assert f"stories.Story {story.pk}, brief" in said
    assert "2 places" in said
    assert "Nothing was changed." in said
    assert not Redaction.objects.exists()
    assert redact(text=sentence, yes=True, dry_run=True) == said


def test_with_yes_it_is_done_and_what_is_out_of_reach_is_said(committed, sentence):
    story = make.published_story(brief=f"Before. {SAID} After.")
    ana = make.editor(username="ana")

    said = redact(text=sentence, yes=True, by="ana", **ORDER)

    story.refresh_from_db()
    assert story.brief == "Before. [removed by order]. After."
    assert Redaction.objects.get().by == ana
    assert '"seal"' in said
    assert "What this cannot reach" in said
    again = redact(text=sentence, yes=True, **ORDER)
    assert "It was taken out before" in again
    assert Redaction.objects.count() == 1


@pytest.mark.django_db
def test_the_sentence_is_read_from_standard_input(monkeypatch):
    make.published_story(brief=SAID)
    monkeypatch.setattr("sys.stdin", io.StringIO(SAID))

    assert "2 places" in redact(text="-")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({}, "--text"),
        ({"text": "/nowhere/at/all"}, "can't be read"),
        ({"order": ""}, "--order and --reason"),
        ({"reason": f"Somebody wrote: {SAID}"}, "may not say the sentence"),
        ({"by": "nobody"}, "Nobody is called nobody."),
    ],
)
def test_what_can_not_be_done_is_refused_with_why(sentence, options, why):
    given = {"text": sentence, **ORDER, "yes": True} | options
    given = given if options else {}

    with pytest.raises(CommandError, match=why):
        redact(**given)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["order", "reason"])
def test_no_later_order_may_say_what_an_earlier_one_took_out(tmp_path, name):
    story = make.published_story(brief=f"{SAID} She paid a bishop for it.")
    execution.carry_out(Sentence(SAID), **ORDER)
    (tmp_path / "later").write_text("She paid a bishop for it.")
    given = {"text": str(tmp_path / "later"), "yes": True, **ORDER}

    with pytest.raises(CommandError, match=r"earlier order \(Court, 4 O 17/26\)"):
        redact(**given | {name: f"As false as the words: {SAID}"})

    story.refresh_from_db()
    assert "bishop" in story.brief
    assert Redaction.objects.count() == 1


@pytest.mark.django_db
def test_what_the_record_of_an_earlier_order_says_is_told(sentence):
    make.published_story(brief="She paid a bishop for it.")
    earlier = {"order": "Court 1", "reason": f"It is false that {SAID}"}
    execution.carry_out(Sentence("She paid a bishop for it."), **earlier)

    assert "The record of the order Court 1, 20" in redact(text=sentence)


@pytest.mark.django_db
def test_a_word_is_no_sentence(tmp_path):
    path = tmp_path / "word"
    path.write_text("Ann!")

    with pytest.raises(CommandError, match="fewer than 8 letters"):
        redact(text=str(path))
