"""Mail that comes back: a report on a delivery (RFC 3464), or that somebody called a
letter spam (RFC 5965). It counts if it names a letter that we sent, by its sealed name:
nobody can end what others follow by making one up.
"""

import email
import email.policy
from email.parser import BytesParser

from django.db.models import F

from operations.mailroom.delivery import MOST_LOST
from operations.mailroom.postman import DEAD
from paper.followers.follower_links import follower_of_message
from paper.models import Follower

LONGEST = 2 * 1024**2  # bytes
RETURNED = {"message/rfc822", "text/rfc822-headers", "message/global"}
RETURNED |= {"message/global-headers"}
STATUS = {"message/delivery-status", "message/global-delivery-status"}
ENDED, COUNTED, NOTHING = "ended", "counted", "nothing"


def take_in(raw):
    """What came of it: that somebody follows nothing any more (ended), that a letter is
    counted as lost, or nothing. With why, without an address."""
    try:
        return outcome_of(raw[:LONGEST])
    except RecursionError:
        return NOTHING, "It can't be read: too much stands in one another."


def outcome_of(raw):
    report = BytesParser(policy=email.policy.default).parsebytes(raw)
    kind = report.get_param("report-type", "") if report.is_multipart() else ""
    parts = [*report.walk()]
    follower = next(filter(None, map(addressee, parts)), None)
    if follower is None:
        return NOTHING, "It names no letter of ours to anybody who follows something."
    if kind == "feedback-report":
        return end(follower), "Somebody called a letter spam."
    status = status_of(parts)
    if status is None:
        return NOTHING, "It reports no failure that is final."
    if DEAD.match(status):
        return end(follower), f"The address is no more: {status}."
    Follower.objects.filter(pk=follower.pk).update(lost=F("lost") + 1)
    if follower.lost + 1 >= MOST_LOST:
        return end(follower), f"{MOST_LOST} letters in a row were lost: {status}."
    return COUNTED, f"A letter was lost: {status}."


def end(follower):
    follower.delete()
    return ENDED


def addressee(part):
    """Whose letter a part gives back."""
    if part.get_content_type() not in RETURNED:
        return None
    if part.get_content_maintype() == "message" and part.is_multipart():
        found = part.get_payload(0)["Message-ID"]
    else:
        text = part.get_payload(decode=True) or b""
        found = email.message_from_bytes(text, policy=email.policy.default)[
            "Message-ID"
        ]
    return follower_of_message(str(found)) if found else None


def status_of(parts):
    """The status of a recipient for whom it failed for good; None if there is none."""
    for part in parts:
        if part.get_content_type() in STATUS:
            for fields in part.get_payload():
                if str(fields["Action"]).strip().lower() == "failed":
                    return str(fields["Status"] or "5.0.0").split()[0]
    return None
