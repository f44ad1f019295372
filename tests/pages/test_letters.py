"""What becomes of a reader's message: every field, why it is held, who hears of it."""

import datetime as dt

import pytest
from django.core import mail
from django.core.signing import Signer
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from pages import contact, forms, stamps
from pages import mail as letters
from pages.forms import MessageForm, path_of
from pages.models import FlatPage, ReaderMessage
from pages.subject import subject_of
from people.throttle import MINUTE
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NOW = dt.datetime(2026, 1, 20, 15, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOW, tick=False)


def sent(ago=60, **fields):
    shown = stamps.stamp(NOW - dt.timedelta(seconds=ago))
    return {"kind": "tip", "text": "Look into that.", "stamp": shown} | fields


def send(client, headers=None, **fields):
    return client.post("/contact/", sent(**fields), headers=headers)


def row():
    names = ("at", "kind", "name", "email", "page", "text", "state", "held_for")
    return ReaderMessage.objects.values_list(*names).get()


def test_all_that_was_said_is_kept(client):
    said = {"name": " Ana \n Ruiz ", "email": "ana@place.example", "page": " /a/?b "}

    answer = send(client, text=" One.\r\nTwo. ", **said)

    kept = ReaderMessage.objects.get()
    assert answer.url == f"/contact/received/{kept.number}/"
    assert row() == (
        *(NOW, "tip", "Ana Ruiz", "ana@place.example", "/a/?b", "One.\nTwo."),
        *("new", ""),
    )
    assert (kept.story, kept.question, kept.note) == (None, None, "")


@pytest.mark.parametrize(
    ("ago", "fields", "why"),
    [
        (3, {}, ""),
        (2, {}, "It was sent within three seconds."),
        (60, {"website": "x"}, "It filled in a field that people do not see."),
        (60, {"text": "http://a www.b https://c"}, ""),
        (
            60,
            {"text": "http://a WWW.b https://c", "name": "http://d"},
            "It has many links.",
        ),
        (
            *(0, {"website": "x", "text": "http://a " * 4}),
            "It filled in a field that people do not see. It has many links. It was "
            "sent within three seconds.",
        ),
    ],
)
def test_why_a_message_is_held_is_kept_with_it(client, monkeypatch, ago, fields, why):
    told = []
    monkeypatch.setattr(letters, "tell", told.append)

    send(client, ago=ago, **fields)

    assert row()[6:] == ("held" if why else "new", why)
    assert told == ([] if why else [ReaderMessage.objects.get()])


def test_the_same_message_is_kept_once_and_told_once(client, monkeypatch):
    told = []
    monkeypatch.setattr(letters, "tell", told.append)

    answers = [send(client, ago=ago) for ago in (60, 60, 61)]

    assert len({answer.url for answer in answers}) == 2
    assert (ReaderMessage.objects.count(), len(told)) == (2, 2)


def test_a_number_hangs_on_all_that_was_said_and_on_where():
    words = ["stamp", "address", "kind", "page", "text", "name", "mail"]
    numbers = {contact.number(*words[:n], "x", *words[n + 1 :]) for n in range(7)}

    assert len(numbers) == 7
    assert contact.number(*words) == contact.number(*words)
    first, dash, last = contact.number("x").partition("-")
    assert (len(first), dash, len(last)) == (5, "-", 5)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "in 1 minute."),
        (60, "in 1 minute."),
        (61, "in 2 minutes."),
    ],
)
def test_how_long_to_wait_is_said_in_minutes(seconds, words):
    said = contact.in_words(seconds / 60 * MINUTE)

    assert said.startswith("Many messages came from where you are. Yours is still here")
    assert said.endswith(f"please send it {words}")


HERE = "http://testserver"
FOREIGN = "This was not sent from our own page. If it is yours, send it now."
OLD = "This page was open for long. Nothing is lost: send it once more."


@pytest.mark.parametrize(
    ("headers", "is_foreign"),
    [
        ({}, False),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "same-site", "Origin": HERE}, True),
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Origin": HERE}, False),
        ({"Origin": "https://lantern.example"}, False),
        ({"Origin": "https://testserver"}, True),
        ({"Origin": "null"}, True),
    ],
)
def test_what_a_browser_says_of_where_it_was_sent_is_believed(
    settings, headers, is_foreign
):
    settings.SITE_URL = "https://lantern.example"
    request = RequestFactory().post("/contact/", headers=headers)

    assert contact.from_elsewhere(request) is is_foreign


@pytest.mark.parametrize(
    ("headers", "ago", "status", "fault"),
    [
        ({"Origin": "null"}, 60, 403, FOREIGN),
        ({"Origin": "null"}, 2 * 86400, 403, FOREIGN),
        ({}, 86401, 403, OLD),
        ({}, -1, 403, OLD),
    ],
)
def test_what_comes_back_says_why_and_goes_with_one_press(
    client, headers, ago, status, fault
):
    answer = send(client, headers, ago=ago, name="Ana")

    back = answer.context["form"]
    assert (answer.status_code, answer["Cache-Control"]) == (status, "no-store")
    assert back.non_field_errors() == [fault]
    again = {name: back.data[name] for name in ("kind", "text", "name", "stamp")}
    assert again["stamp"] == stamps.renewed_stamp(NOW)
    client.post("/contact/", again)
    assert row()[6:] == ("new", "")


def test_what_lacks_something_comes_back_with_a_stamp_that_holds(client):
    answer = send(client, text="", ago=2 * 86400)

    back = answer.context["form"]
    assert (answer.status_code, back.data["stamp"]) == (422, stamps.renewed_stamp(NOW))
    assert {*back.errors} == {"text"}


def test_who_sends_too_much_is_asked_to_wait_and_loses_nothing(client):
    for number in range(5):
        send(client, text=f"{number}")
    last = [send(client, text="five"), send(client, text="six")]

    assert [answer.status_code for answer in last] == [302, 429] or [
        answer.status_code for answer in last
    ] == [429, 429]
    back = last[1].context["form"]
    assert back.data["text"] == "six"
    assert back.data["stamp"] == stamps.renewed_stamp(NOW)
    assert back.non_field_errors() == [contact.in_words(MINUTE)]


@pytest.mark.parametrize(
    ("length", "status"),
    [(str(512 * 1024), 422), (str(512 * 1024 + 1), 413), ("9" * 30, 413), ("x", 422)],
)
def test_half_a_megabyte_is_read_at_most(client, length, status):
    answer = client.generic("POST", "/contact/", b"", CONTENT_LENGTH=length)

    assert (answer.status_code, answer["Cache-Control"]) == (status, "no-store")
    if status == 413:
        assert (answer.content, answer["Content-Type"]) == (
            b"This is too long.",
            "text/plain",
        )


@pytest.mark.parametrize(
    ("about", "page", "kind"),
    [
        ("", "", None),
        ("/stories/a/\0", "/stories/a/", "mistake"),
        ("x" * 501, "x" * 500, "mistake"),
    ],
)
def test_a_form_begins_with_the_page_that_it_is_about(client, about, page, kind):
    shown = client.get("/contact/", {"about": about}).context["form"]

    asked = {"page": page, "stamp": stamps.stamp(NOW)} | (
        {"kind": kind} if kind else {}
    )
    assert (shown.initial, shown.label_suffix) == (asked, "")


def test_the_words_beside_the_form_are_of_the_page_that_is_published(client):
    FlatPage.objects.all().delete()
    make.page(slug="other", title="Not this")
    row = make.page(slug="contact", title="Write to us", published=False)
    without = client.get("/contact/").context["page"]
    FlatPage.objects.filter(pk=row.pk).update(published=True)

    assert (without, client.get("/contact/").context["page"].row) == (None, row)


def test_a_receipt_asks_the_database_nothing(client):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/contact/received/ABCDE-23456/")

    assert (len(asked), answer.context["number"]) == (0, "ABCDE-23456")
    assert "max-age=60" in answer["CDN-Cache-Control"]


LIMITS = {"page": 500, "text": 5000, "name": 100}


@pytest.mark.parametrize("name", LIMITS)
def test_a_field_holds_so_much_and_no_more(name):
    said = sent() | {name: "x" * LIMITS[name]}

    assert MessageForm(said).errors == {}
    assert {*MessageForm(said | {name: "x" * LIMITS[name] + "x"}).errors} == {name}


def test_nothing_but_a_message_has_to_be_said():
    assert MessageForm({"kind": "tip", "text": "x"}).errors == {}
    assert MessageForm({"kind": "x", "email": "x"}).errors == {
        "kind": ["Select a valid choice. x is not one of the available choices."],
        "text": ["Please write your message."],
        "email": ["This is no e-mail address, such as me@place.org."],
    }


def test_fields_are_called_by_their_names_and_say_what_they_take():
    said = {field.name: (field.label, field.help_text) for field in MessageForm()}

    wrong = "If something is wrong: which sentence, and how do you know? "
    assert said == {
        "kind": ("What is it about?", ""),
        "page": ("Which page?", "Its address, if it is about one."),
        "text": ("Your message", f"{wrong}5,000 characters at most."),
        "name": ("Your name, if you like", ""),
        "email": ("Your e-mail address, if you want an answer", ""),
        "website": ("Leave this empty", ""),
        "stamp": ("Stamp", ""),
    }
    assert MessageForm().fields["kind"].choices == [
        ("mistake", "A mistake in a story"),
        ("question", "A question"),
        ("tip", "Something you should look into"),
        ("other", "Something else"),
    ]


def test_fields_tell_browsers_what_they_are_for():
    attributes = {
        field.name: {**field.field.widget.attrs}
        for field in MessageForm()
        if field.name != "stamp"
    }

    assert attributes == {
        "kind": {},
        "page": {"maxlength": "500"},
        "text": {"cols": "40", "rows": 10, "maxlength": "5000"},
        "name": {"autocomplete": "name", "maxlength": "100"},
        "email": {"autocomplete": "email", "maxlength": "320"},
        "website": {"autocomplete": "off", "tabindex": "-1"},
    }
    assert MessageForm()["stamp"].is_hidden
    assert MessageForm()["text"].css_classes() == "required"
    assert (forms.LINK.findall("See HTTPS://a"), forms.MOST_LINKS) == (["HTTPS://"], 3)


@pytest.mark.parametrize(
    ("address", "path"),
    [
        (" http://testserver/a/?b#c ", "/a/"),
        ("http://testserver", "/"),
        ("https://other.example/a/?b", "https://other.example/a/?b"),
        ("/a/?b", "/a/?b"),
        ("http://[::1", "http://[::1"),
        ("", ""),
    ],
)
def test_an_address_of_ours_is_kept_without_its_host(address, path):
    assert path_of(address) == path


def test_a_message_is_of_what_stood_at_its_address_last():
    gone, story = make.published_story(slug="ports"), make.story(slug="other")
    make.edition(story)
    question = make.published_question(slug="ports")
    about = {"story_id": gone.pk, "question_id": None}

    for path in ("/stories/ports/", "/stories/ports", "/stories/ports.json"):
        assert subject_of(path, NOW) == about
    assert subject_of("/stories/ports/?depth=brief", NOW) == about
    assert subject_of("/questions/ports/#x", NOW) == {
        "story_id": None,
        "question_id": question.pk,
    }
    nothing = ["/stories/portsx/", "/topics/ports/", "/x/stories/ports/", "ports", ""]
    assert [subject_of(path, NOW) for path in nothing] == [{}] * 5
    assert subject_of("/stories/ports/", NOW - dt.timedelta(seconds=1)) == {}


def test_a_letter_says_all_that_was_written(settings):
    settings.CONTACT_EMAIL = "desk@news.example"
    whole = make.message(
        kind="tip", text="Line.", page="/a/", name="Ana", email="a@b.c"
    )
    bare = make.message(text="Line.")
    desk = "Answer it at the desk: http://testserver/admin/pages/readermessage"

    one, two = letters.letter(whole), letters.letter(bare)

    assert (one.subject, one.to, one.reply_to) == (
        f"A reader writes ({whole.number}): Something you should look into",
        ["desk@news.example"],
        ["a@b.c"],
    )
    assert one.body == (f"Line.\n\nFrom: Ana\nPage: /a/\n{desk}/{whole.pk}/change/")
    assert two.reply_to == []
    assert two.body == (f"Line.\n\nFrom: no name given\n\n{desk}/{bare.pk}/change/")


@pytest.mark.parametrize(
    ("is_set_up", "to", "letters_sent"),
    [(True, "desk@news.example", 1), (False, "desk@news.example", 0), (True, "", 0)],
)
def test_a_letter_goes_out_where_mail_is_set_up_and_somebody_reads_it(
    settings, monkeypatch, is_set_up, to, letters_sent
):
    settings.MAIL_IS_SET_UP, settings.CONTACT_EMAIL = is_set_up, to
    begun = []

    class AtOnce:
        def __init__(self, target, args):
            self.run = lambda: target(*args)

        def start(self):
            begun.append(self)
            self.run()

    monkeypatch.setattr(letters, "Thread", AtOnce)

    letters.tell(make.message())

    assert (len(begun), len(mail.outbox)) == (letters_sent, letters_sent)


@pytest.mark.parametrize(
    ("seconds", "age"), [(0, 0), (86400, 86400), (86401, None), (-1, None)]
)
def test_a_stamp_counts_from_the_second_to_the_day(seconds, age):
    shown = stamps.stamp(NOW - dt.timedelta(seconds=seconds))

    known = None if age is None else dt.timedelta(seconds=age)
    assert stamps.age(shown, NOW) == known
    assert stamps.age(stamps.renewed_stamp(NOW), NOW) == dt.timedelta(seconds=3)
    assert [stamps.age(text, NOW) for text in ("", f"{shown}x", "1")] == [None] * 3
    assert stamps.age(stamps.SIGNER.sign("soon"), NOW) is None
    assert stamps.age(Signer().sign(shown.partition(":")[0]), NOW) is None
