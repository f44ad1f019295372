"""What comes back ends what an address follows: if it is final, and about a letter of
ours. In the forms in which Postfix, Exim, Exchange and Gmail write it."""

import pytest

from operations.mailroom.bounces import take_in
from operations.mailroom.delivery import MOST_LOST
from paper.followers.follower_links import message_id
from paper.models import Follower
from tests import make

pytestmark = pytest.mark.django_db

REPORT = """\
From: MAILER-DAEMON@mx.example
To: letters@news.example
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type={kind}; boundary="cut"
MIME-Version: 1.0

--cut
Content-Type: text/plain

I'm sorry to have to inform you.

--cut
Content-Type: message/{report}

{fields}

--cut
Content-Type: {returned}

{head}

--cut--
"""
FAILED = """\
Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ana@place.example
Original-Recipient: rfc822;ana@place.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <ana@place.example>: unknown"""
SPAM = "Feedback-Type: abuse\nUser-Agent: Some/1.0\nVersion: 1"


@pytest.fixture
def follower():
    make.follower(make.published_story(), address="other@place.example")
    return make.follower(make.published_story(), address="ana@place.example")


def report(
    name, status="5.1.1", action="failed", returned="text/rfc822-headers", **said
):
    fields = FAILED.format(action=action, status=status)
    head = (
        f"From: The Lantern <letters@news.example>\nMessage-ID: {name}\nSubject: Ports"
    )
    head += "" if returned == "text/rfc822-headers" else "\n\nThe letter."
    parts = {"kind": "delivery-status", "report": "delivery-status", "fields": fields}
    parts |= {"returned": returned, "head": head} | said
    return REPORT.format(**parts).replace("\n", "\r\n").encode()


def left():
    return sorted(Follower.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("returned", ["text/rfc822-headers", "message/rfc822"])
@pytest.mark.parametrize("status", ["5.1.1", "5.1.2", "5.1.10", "5.2.1"])
def test_an_address_that_nobody_has_is_forgotten(follower, returned, status):
    raw = report(message_id(follower, "edition-7"), status, returned=returned)

    assert take_in(raw) == ("ended", f"The address is no more: {status}.")

    assert follower.pk not in left()
    assert len(left()) == 1
    assert take_in(raw)[0] == "nothing"


def test_a_letter_that_was_lost_for_another_reason_is_counted(follower):
    raw = report(message_id(follower, "edition-7"), "4.4.7")
    for _lost in range(MOST_LOST - 1):
        assert take_in(raw) == ("counted", "A letter was lost: 4.4.7.")
    assert follower.pk in left()

    assert take_in(raw)[0] == "ended"
    assert follower.pk not in left()


def test_who_calls_a_letter_spam_gets_no_more(follower):
    said = {"kind": "feedback-report", "report": "feedback-report", "fields": SPAM}
    raw = report(message_id(follower, "edition-7"), returned="message/rfc822", **said)

    assert take_in(raw) == ("ended", "Somebody called a letter spam.")
    assert follower.pk not in left()


@pytest.mark.once
def test_what_names_no_letter_of_ours_ends_nothing(follower):
    name = message_id(follower, "edition-7")
    for made_up in (
        name.replace("edition-7", "edition-8"),
        name.replace(follower.key.hex, make.follower().key.hex),
        *("", "<a@b.example>", "<..@x>", "<edition-7.x.y@x>", "<" + "a" * 5000),
    ):
        assert take_in(report(made_up))[0] == "nothing", made_up
    for action in ("delayed", "delivered", "relayed", "expanded"):
        assert take_in(report(name, "2.0.0", action))[0] == "nothing"
    assert len(left()) == 3


@pytest.mark.once
@pytest.mark.parametrize(
    "raw",
    [
        *(b"", b"\0\xff", b"Subject: Out of office\r\n\r\nI am away."),
        b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\nnothing",
        report("x")[:300],
        report("x").replace(b"Content-Type: message/delivery-status", b"X: y"),
        report("=?utf-8?q?=3Cx=40y=3E?="),
        report("x", returned="message/rfc822", head=""),
        report("x", fields="Action"),
        b"Content-Type: message/rfc822\r\n\r\n" * 5000,
        *(
            b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" * n
            for n in (700, 5000)
        ),
    ],
)
def test_whatever_is_sent_there_breaks_nothing(follower, raw):
    assert take_in(raw)[0] == "nothing"
    assert len(left()) == 2
