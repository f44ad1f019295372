"""A letter is what mail servers and programs take, whatever a text or a name says."""

import pytest
from django.utils import timezone

from operations.mailroom import turn
from operations.mailroom.delivery import claim
from operations.mailroom.letter_contents import mail_of
from tests import make
from tests.support.letter_rules import faults

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WILD = (
    "Ports\r\nBcc: x@y.example\0\x1b\u2028 “½” <b>&amp; @media 💥 ґ عربي " + "x" * 150
)


def letter_of(story):
    """The letter of a change, as it is handed over."""
    now = timezone.now()
    for row in turn.editions_due(now):
        turn.take_up(row, now)
    [claimed] = claim(timezone.now())
    return mail_of(claimed, "ana@place.example", {})


@pytest.mark.parametrize("language", ["", "uk", "ar", "ja"])
def test_a_letter_is_sound_whatever_a_text_says(settings, language):
    settings.SITE_NAME = "Die “Łaterne”,\r\nZeitung: <news>; " + "é" * 60
    story = make.story(language=language, headline="Ports", summary="One thing.")
    make.edition(story)
    make.follower(story)
    said = {"headline": WILD.replace("\0", "").replace("\r\n", " ")}
    make.rewrite(story, **said, summary="Another 1 < 2 & “more”: " + "ґ" * 2000)
    make.edition(
        story, kind="correction", note=f"It was so.\n.\n\nFrom here on {WILD[20:]}"
    )

    mail = letter_of(story)

    assert faults(mail.as_bytes()) == []
    html = mail.get_body(("html",)).get_content()
    assert "1 &lt; 2 &amp; “more”" in html
    assert mail["Subject"].count("Bcc:") == 1
    assert mail["Bcc"] is None


@pytest.mark.parametrize(
    ("language", "kind", "stop"),
    [
        ("", "Correction", "Stop these letters"),
        ("de", "Korrektur", "Diese Briefe beenden"),
        ("sv", "Correction", "Stop these letters"),
    ],
)
def test_a_letter_is_in_the_language_of_what_is_followed(language, kind, stop):
    story = make.story(language=language, headline="Ports")
    make.edition(story)
    make.follower(story)
    make.rewrite(story, summary="It was another thing.")
    make.edition(story, kind="correction", note="It was not so.")

    mail = letter_of(story)

    assert mail["Subject"] == f"{kind}: Ports"
    for part in ("plain", "html"):
        said = mail.get_body((part,)).get_content()
        assert stop in said
        assert "It was not so." in said
        assert "/stories/" in said
        assert "another thing" in said.lower()


def test_the_letter_that_asks_is_sound_in_any_language():
    stories = [make.published_story(language=one) for one in ("ar", "en")]
    follower = make.follower(*stories)
    follower.subscriptions.update(confirmed_at=None)
    follower.notifications.create()

    mail = letter_of(stories)

    assert faults(mail.as_bytes(), is_list=False) == []
    assert mail["Content-Language"] == "ar"
    for story in stories:
        assert story.get_absolute_url() in mail.get_content()


def test_a_letter_of_very_many_stories_has_the_newest_and_where_the_others_are(
    monkeypatch,
):
    monkeypatch.setattr("paper.followers.letter.MOST_STORIES", 2)
    desk = make.desk(slug="city", name="City")
    make.follower(desk)
    for name in ("One", "Two", "Three"):
        make.edition(make.story(headline=f"Story {name}", desk=desk))

    mail = letter_of(None)

    assert mail["Subject"] == "City: 3 new stories"
    for kind in ("plain", "html"):
        said = mail.get_body((kind,)).get_content()
        told = [name for name in ("One", "Two", "Three") if f"Story {name}" in said]
        assert told == ["Two", "Three"]
        assert "All stories" in said
        assert "/desks/city/" in said
