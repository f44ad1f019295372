"""The letter box: what readers send reaches the desk, whatever stands in the way."""

import datetime as dt
import re
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from pages import mail as letters
from pages import stamps
from pages.models import FlatPage, ReaderMessage
from people.models import Pause
from tests import make
from tests.support.reader import get, read

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NOW = dt.datetime(2026, 1, 20, 15, tzinfo=dt.UTC)


def written(ago=60, **fields):
    """What a browser sends of a form that was opened so many seconds ago."""
    shown = stamps.stamp(timezone.now() - dt.timedelta(seconds=ago))
    said = {"kind": "question", "text": "Why is that?", "stamp": shown}
    return said | fields


def send(client, headers=None, **fields):
    return client.post("/contact/", written(**fields), headers=headers)


def kept():
    return ReaderMessage.objects.get()


def stamp_in(answer):
    return re.search(r'name="stamp" value="([^"]+)"', answer.content.decode())[1]


@pytest.mark.once(False)
def test_a_message_reaches_the_desk_and_its_writer_gets_a_number(client):
    answer = send(client, name="Ana", email="ana@place.example")

    assert answer.status_code == 302
    assert answer["Cache-Control"] == "no-store"
    assert kept().number in read(client, answer.url).text
    assert (kept().state, kept().name, kept().text) == ("new", "Ana", "Why is that?")


def test_the_form_asks_for_nothing_but_a_message(client):
    send(client)

    assert (kept().name, kept().email, kept().page) == ("", "", "")


def test_the_form_stands_below_no_text_and_beside_any(client):
    FlatPage.objects.all().delete()
    assert "<h1>Contact us</h1>" in get(client, "/contact/")

    make.page(slug="contact", title="Write to us", body="We read all.")

    html = get(client, "/contact/")
    assert "<h1>Write to us</h1>" in html
    assert "We read all." in html
    assert "<textarea" in html


def test_a_link_under_a_story_names_it_in_the_form(client):
    story = make.published_story()

    html = get(client, story.get_absolute_url())
    address = re.search(r'href="(/contact/\?about=[^"]+)"', html)[1]

    assert f'value="{story.get_absolute_url()}"' in get(client, address)
    assert '<option value="mistake" selected' in get(client, address)


@pytest.mark.once(False)
@pytest.mark.parametrize("about", ["%00", '"><b>', "x" * 5000, "%", "/stories/../"])
def test_a_strange_page_breaks_no_form(client, about):
    answer = client.get(f"/contact/?about={about}")

    assert answer.status_code == 200
    assert "<b>" not in answer.content.decode().partition("<form")[2][:2000]


@pytest.mark.parametrize(
    "page", ["/stories/ports/", "http://testserver/stories/ports/?depth=brief"]
)
def test_a_message_about_a_story_is_for_its_desk(client, page):
    story = make.published_story(slug="ports", desk=make.desk())

    send(client, kind="mistake", page=page)

    assert kept().story == story
    assert kept().desk_id == story.desk_id


def test_a_message_about_a_draft_tells_nothing_of_it(client):
    make.story(slug="secret")

    send(client, page="/stories/secret/")

    assert kept().story is None


def test_what_is_missing_is_named_and_nothing_is_lost(client):
    answer = send(client, text="", name="Ana", email="nonsense")
    html = answer.content.decode()

    assert (answer.status_code, answer["Cache-Control"]) == (422, "no-store")
    assert 'href="#id_text"' in html
    assert 'href="#id_email"' in html
    assert re.search(r'<textarea[^>]* aria-invalid="true"', html)
    assert 'value="Ana"' in html
    assert not ReaderMessage.objects.exists()


def test_what_takes_the_focus_is_what_is_wrong(client):
    html = send(client, text="").content.decode()

    assert re.search(r'id="faults" role="alert" tabindex="-1" autofocus', html)
    assert html.count("autofocus") == 1


@pytest.mark.parametrize("ago", [2 * 86400, -60])
def test_a_form_of_another_day_comes_back_filled_and_one_press_sends_it(client, ago):
    answer = send(client, ago=ago)
    assert answer.status_code == 403
    assert "Why is that?" in answer.content.decode()

    client.post("/contact/", written(stamp=stamp_in(answer)))

    assert kept().state == "new"


@pytest.mark.parametrize("stamp", ["", "x", "1:x", "٣:x", "\0"])
def test_a_forged_stamp_opens_nothing(client, stamp):
    assert send(client, stamp=stamp).status_code in (403, 422)
    assert not ReaderMessage.objects.exists()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"website": "x"}, "do not see"),
        ({"ago": 1}, "three seconds"),
        ({"text": "http://a.example " * 4}, "links"),
    ],
)
def test_what_looks_like_a_robots_is_held_and_never_lost(client, fields, why):
    answer = send(client, **fields)

    assert answer.status_code == 302
    assert kept().state == "held"
    assert why in kept().held_for


def test_people_and_screen_readers_do_not_meet_the_trap(client):
    assert re.search(
        r'<p class="field field-website" hidden>\s*<label', get(client, "/contact/")
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)
def test_what_another_site_sends_is_shown_to_its_reader_first(client, headers):
    assert send(client, headers).status_code == 403
    assert not ReaderMessage.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "same-origin"}, {"origin": "http://testserver"}, {}],
)
def test_what_our_own_page_sends_is_taken(client, headers):
    assert send(client, headers).status_code == 302


@pytest.mark.once(False)
def test_an_impatient_finger_sends_one_message(client):
    twice = written()

    answers = [client.post("/contact/", twice) for _ in range(2)]

    assert answers[0].url == answers[1].url
    assert ReaderMessage.objects.count() == 1


@pytest.mark.once(False)
def test_one_address_can_send_only_so_many(client):
    answers = [send(client, text=f"Message {n}") for n in range(8)]
    codes = [answer.status_code for answer in answers]
    elsewhere = client.post("/contact/", written(), REMOTE_ADDR="192.0.2.7")

    assert 429 in codes
    assert codes[:5] == [302] * 5
    refused = answers[codes.index(429)].content.decode()
    assert "Yours is still here" in refused
    assert f"Message {codes.index(429)}" in refused
    assert elsewhere.status_code == 302


def test_nobody_can_tell_where_a_message_came_from(client):
    client.post("/contact/", written(), REMOTE_ADDR="192.0.2.7")

    said = [*ReaderMessage.objects.values(), *Pause.objects.values()]
    assert "192.0.2" not in repr(said)


def test_a_number_leads_to_nobodys_words(client):
    send(client, text="Between us.")

    real, made_up = (
        read(client, f"/contact/received/{n}/") for n in (kept().number, "AAAAA-AAAAA")
    )

    assert "Between us." not in real.text
    assert real.text.replace(kept().number, "AAAAA-AAAAA") == made_up.text


def test_the_paper_is_told_by_mail(client, settings):
    settings.CONTACT_EMAIL = "desk@news.example"
    message = make.message(email="ana@place.example", text="Line\nBcc: x@evil.example")

    letters.send(letters.letter(message))

    [sent] = mail.outbox
    assert (sent.to, sent.reply_to) == (["desk@news.example"], ["ana@place.example"])
    assert message.number in sent.subject
    assert "Bcc" not in str(sent.message().items())


def test_a_mail_that_fails_loses_nothing(client, settings, monkeypatch, caplog):
    def broken(*args, **options):
        raise OSError("no route")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", broken)
    monkeypatch.setattr(letters, "Thread", at_once)
    settings.MAIL_IS_SET_UP, settings.CONTACT_EMAIL = True, "desk@news.example"

    assert send(client).status_code == 302
    assert kept().state == "new"
    assert "could not be mailed" in caplog.text


def at_once(target, args):
    return SimpleNamespace(start=lambda: target(*args))


@pytest.mark.once(False)
@pytest.mark.parametrize("email", ["a@b.example\nBcc: c@d.example", "a@b.example\r\nx"])
def test_no_header_is_slipped_in(client, email):
    send(client, email=email)

    assert not ReaderMessage.objects.exists()


@pytest.mark.once(False)
@pytest.mark.parametrize(
    "body", ["\0", "%00=%00", "kind=x&text=%FF", "stamp=" + "9" * 5000, "&&=&" * 900]
)
def test_garbage_is_no_error_of_ours(client, body):
    kind = "application/x-www-form-urlencoded"

    assert client.post("/contact/", body, content_type=kind).status_code == 422


def test_what_is_far_too_long_is_not_read(client):
    assert client.post("/contact/", written(text="x" * 600_000)).status_code == 413


@pytest.mark.once(False)
def test_a_text_that_is_a_little_too_long_comes_back(client):
    answer = send(client, text="ж" * 5001)

    assert answer.status_code == 422
    assert "ж" * 5001 in answer.content.decode()


def test_a_page_with_the_form_is_kept_by_caches_and_knows_nobody(client):
    answer = client.get("/contact/")

    assert "public" in answer["Cache-Control"]
    assert not answer.cookies
    assert "csrf" not in answer.content.decode()


@given(st.integers(min_value=-(10**6), max_value=10**6))
def test_a_stamp_counts_for_a_day(seconds):
    shown = NOW - dt.timedelta(seconds=seconds)

    known = stamps.age(stamps.stamp(shown), NOW) is not None

    assert known is (0 <= seconds <= 86400)


@pytest.mark.once(False)
def test_old_messages_are_forgotten():
    now = timezone.now()
    for days in (10, 40, 400):
        make.message(at=now - dt.timedelta(days=days))
    out = StringIO()

    call_command("forget_messages", days=30, stdout=out)

    assert ReaderMessage.objects.count() == 1
    assert "Deleted: 2" in out.getvalue()


def test_a_line_break_counts_once_as_it_does_where_it_is_typed(client):
    text = "A line.\n" * 600  # 4,800 characters, and 600 more as browsers send them

    answer = send(client, text=text.replace("\n", "\r\n"))

    assert answer.status_code == 302
    assert kept().text == text.strip()


def test_an_empty_message_is_asked_for_by_its_name(client):
    page = send(client, text="").content.decode()

    assert "Please write your message." in page
    assert page.index("Only our editors read this") < page.index("Send</button>")
