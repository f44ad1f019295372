"""Letters to followers, as mail servers take them (RFC 5322), with a header by which a
program ends them in one go (RFC 8058)."""

import email.policy
from dataclasses import dataclass, field
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.utils import format_datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from explainer.languages import direction
from paper.followers import follower_links
from paper.followers.letter_text import letter_text, question_text
from paper.followers.news import tongue_of

CONTROL = dict.fromkeys([*range(32), 127, 0x2028, 0x2029], " ")
LONGEST = 200  # signs of a subject
MOST_STORIES = 20  # of a list; its page has all of them


class Verbatim(UnstructuredHeader):
    """A header that is one long word: Python would write it in encoded pieces, which
    nobody reads in a List-Unsubscribe."""

    def fold(self, *, policy):
        return f"{self.name}: {self}{policy.linesep}"


REGISTRY = HeaderRegistry()
for header in ("List-Unsubscribe", "Message-ID", "References"):
    REGISTRY.map_to_type(header, Verbatim)
# What any server takes, and what one takes that said SMTPUTF8. In lines of this length
# no encoded word is longer than RFC 2047 has it.
PLAIN = email.policy.SMTP.clone(
    header_factory=REGISTRY, cte_type="7bit", max_line_length=76
)
UNICODE = PLAIN.clone(utf8=True)


@dataclass(frozen=True)
class Letter:
    """What one follower is sent: `news` of what they follow (`thing`)."""

    follower: Any
    subscription: Any
    thing: Any
    news: list
    is_list: bool = False

    @property
    def row(self):
        return None if self.is_list and len(self.news) > 1 else self.news[0].row

    @property
    def shown(self):
        """Of what is new on a list the newest, as far as a letter has room."""
        return self.news[-MOST_STORIES:]

    @property
    def rest_path(self):
        """Where the others stand, if there are any."""
        return self.thing.path if len(self.news) > MOST_STORIES else ""

    @cached_property
    def stop(self):
        return follower_links.stop_page(self.follower, self.subscription)

    @cached_property
    def own_page(self):
        return follower_links.own_page(self.follower)

    @property
    def reason(self):
        return _("You get this letter because you follow: %(name)s") % {
            "name": self.thing.name
        }

    @property
    def heading(self):
        count = len(self.news)
        said = ngettext(
            "%(name)s: a new story", "%(name)s: %(count)d new stories", count
        )
        return said % {"name": self.thing.name, "count": count}

    @property
    def subject(self):
        first = self.news[0]
        if first.is_withdrawn:
            return _("We withdrew a page that you follow")
        if self.is_list:
            return self.heading if len(self.news) > 1 else first.row.headline
        kind = first.kind
        return f"{kind}: {first.row.headline}" if kind else first.row.headline


@dataclass(frozen=True)
class Question:
    """The letter that asks an address whether it wants any of these `things`."""

    follower: Any
    things: list = field(default_factory=list)

    @cached_property
    def own_page(self):
        return follower_links.own_page(self.follower)

    @property
    def language(self):
        return next((each.language for each in self.things if each.language), "")


def one_line(text):
    """A text as it may stand in a header."""
    said = " ".join(str(text).translate(CONTROL).split())
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"


def sender():
    name, _at, domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")
    return Address(one_line(settings.SITE_NAME), name, domain)


def envelope(address, name, follower):
    """What every letter of ours begins with."""
    made = EmailMessage(policy=PLAIN if address.isascii() else UNICODE)
    made["From"] = sender()
    made["To"] = address
    made["Date"] = format_datetime(timezone.now())
    made["Message-ID"] = follower_links.message_id(follower, name)
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    return made


def list_id(subscription):
    """By which programs sort what is about one thing, whatever it is called by now."""
    key = subscription.key.replace("-", "").lower()
    return f"<{key}.{subscription.kind}.{settings.SITE_HOST.strip('[]')}>"


def letter_mail(letter, address, name):
    """The mail of a letter that is called so."""
    made = envelope(address, name, letter.follower)
    with translation.override(tongue_of(letter.row)):
        made["Subject"] = one_line(letter.subject)
        made["List-Id"] = list_id(letter.subscription)
        made["List-Unsubscribe"] = f"<{letter.stop}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        thread = f"{letter.subscription.kind}-{letter.subscription.key}"
        made["References"] = follower_links.message_id(letter.follower, thread)
        made.set_content(letter_text(letter))
        made.add_alternative(printed(letter), subtype="html")
        made["Content-Language"] = translation.get_language()
    return made


def printed(letter):
    language = translation.get_language()
    context = {"letter": letter, "site": settings.SITE_URL, "name": settings.SITE_NAME}
    context |= {"language": language, "direction": direction(language)}
    return render_to_string("paper/followers/letter.html", context)


def question_mail(question, address, name):
    made = envelope(address, name, question.follower)
    with translation.override(tongue_of(question)):
        said = _("Do you want letters from %(name)s?") % {"name": settings.SITE_NAME}
        made["Subject"] = one_line(said)
        made.set_content("\n".join(question_text(question)) + "\n")
        made["Content-Language"] = translation.get_language()
    return made
