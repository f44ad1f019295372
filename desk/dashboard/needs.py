"""The boxes about people: what waits for me, was left to me, or I left undone."""

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from desk.dashboard import boxes
from desk.dashboard.boxes import Box, Line
from desk.form.status import when
from desk.form.work import Work, moment
from desk.images.usage import ending_soon
from desk.models import Buffer, Comment, Handover, ShareLink
from images.models import Image
from pages.models import ReaderMessage
from paper.queries.paging import COUNTED
from people.compiled_query import MOMENT, NUMBER, compile_once
from stories.models import Review
from stories.models.owned_rows import may

SHORT = 110
LOOKED_AT = 100  # links, of which those of one's own desk are shown


def needs(user, works, now):
    """What burns, the worst first."""
    lines = [
        *alone(user, now),
        *boxes.missing_corrections(user, works, now),
        *reviews(user, now),
        *comments(user, now),
        *letters(user, now),
    ]
    nothing = _("No one is waiting for you.")
    return Box("needs", _("Needs you now"), lines[: 2 * boxes.MOST], nothing)


def line(one, words, act, page="talk", /, **said):
    """What waits with a story or a question: the words, and where to see to it."""
    return Line(str(one.owner), words % said, Work(one.owner).address(page), act)


def alone(user, now):
    """What went out without a second person, for whoever could be that person."""
    return [
        line(
            one,
            _("Published without review by %(who)s, %(at)s"),
            _("Review"),
            who=one.asked_by,
            at=moment(one.asked_at, now),
        )
        for one in unread_break_glass()
        if one.asked_by_id != user.pk and Work(one.owner).may(user, "publish")
    ]


@compile_once()
def unread_break_glass():
    return Review.objects.unread_break_glass()


def reviews(user, now):
    """One line for each review that this person was asked for, or that anybody may
    give."""
    return [
        line(
            one,
            _("%(who)s asks you to read it, %(at)s%(note)s"),
            _("Read"),
            "approve",
            who=one.asked_by,
            at=moment(one.asked_at, now),
            note=quotation(one.note),
        )
        for one in waiting_reviews(person=user.pk)
        if may(user, "publish", one.owner)
    ]


@compile_once(person=NUMBER)
def waiting_reviews(person):
    return Review.objects.asked_of(person)


def comments(user, now):
    """One line for each open comment that waits for this person, but for their own."""
    return [
        line(
            one,
            _("%(who)s, %(at)s%(words)s"),
            pgettext("verb", "Answer"),
            who=one.who,
            at=moment(one.written_at, now),
            words=quotation(one.body),
        )
        for one in open_threads(person=user.pk)
        if one.written_by_id != user.pk and may(user, "change", one.owner)
    ]


@compile_once(person=NUMBER)
def open_threads(person):
    return Comment.objects.open_for(person).named()


def letters(user, now):
    """What readers say is wrong, one by one; how much else they wrote, in one line."""
    if not user.has_perm("pages.change_readermessage"):
        return []
    waiting = ReaderMessage.objects.for_user(user).waiting()
    wrong = waiting.filter(kind=ReaderMessage.Kind.MISTAKE).exclude(story=None)
    lines = [
        Line(
            str(one.story),
            _("A reader reports a mistake, %(at)s%(words)s")
            % {"at": moment(one.at, now), "words": quotation(one.text)},
            reverse("admin:pages_readermessage_change", args=[one.pk]),
            pgettext("verb", "Answer"),
        )
        for one in wrong.select_related("story")[: boxes.MOST]
    ]
    others = waiting.count() - len(lines)
    if others:
        count = ngettext("%(count)d waits", "%(count)d wait", others)
        inbox = reverse("admin:pages_readermessage_changelist")
        count %= {"count": others}
        lines.append(Line(_("Messages from readers"), count, inbox, _("Read")))
    return lines


def quotation(words):
    short = Truncator(" ".join(words.split())).chars(SHORT)
    return _(": “%(words)s”") % {"words": short} if short else ""


def handovers(user, now):
    """What a colleague handed over, with what they wrote."""
    lines = [
        line(
            one,
            _("by %(who)s, %(at)s%(due)s%(note)s"),
            _("Take it"),
            who=one.by,
            at=moment(one.at, now),
            due=due(one.due_at, now),
            note=quotation(one.note),
        )
        for one in left_for(person=user.pk)
        if may(user, "change", one.owner)
    ]
    return Box("left", _("Left for you"), lines[: boxes.MOST])


@compile_once(person=NUMBER)
def left_for(person):
    return Handover.objects.left_for(person)


def due(at, now):
    if at is None:
        return ""
    return _(", due %(at)s") % {"at": when(at, now)}


def shared(user, now):
    """Whom outside the house a text is shown just now, the link that ends first on
    top."""
    lines = [
        line(
            one,
            _("%(who)s, until %(at)s"),
            pgettext("verb", "Open"),
            "sharing",
            who=one.label,
            at=when(one.until, now),
        )
        for one in open_links(LOOKED_AT, now=now)
        if may(user, "change", one.owner)
    ]
    return Box("shared", _("Shared with outsiders"), lines[: boxes.MOST])


@compile_once(now=MOMENT)
def open_links(most, now):
    return ShareLink.objects.open(now).named().order_by("until")[:most]


def unsaved_texts(user, now):
    """Text that was typed and never saved: to go on with, or else to look at."""
    lines = []
    for one in Buffer.objects.unsaved_for(user):
        verb = "change" if one.owner else "add"
        is_mine = user.has_perm(f"stories.{verb}_{one.kind}", one.owner)
        way = (one.address, _("Go on")) if is_mine else (one.page, _("Read"))
        lines.append(Line(str(one), moment(one.saved_at, now), *way))
    return Box("kept", _("Typed and not saved"), lines[: boxes.MOST])


def expiring_images(user, now):
    """Pictures that will be gone soon, while a story shows them."""
    if not user.has_perm("images.change_image"):
        return Box("ending", "", [])
    lines = [
        Line(str(image), ends(image), image_address(image), _("Replace"))
        for image in expiring(boxes.MOST, now=now)
    ]
    return Box("ending", _("Pictures whose rights end"), lines)


@compile_once(now=MOMENT)
def expiring(most, now):
    """Pictures in use that will be gone soon, each with its `live_stories`."""
    return ending_soon(Image.objects, now).filter(~Q(live_stories=0))[:most]


def ends(image):
    count = image.live_stories
    used = ngettext("in %(count)d story", "in %(count)d stories", count)
    if count > COUNTED:
        used, count = _("in more than %(count)d stories"), COUNTED
    day = date_format(image.rights_until, "MONTH_DAY_FORMAT")
    return _("until %(day)s, %(used)s") % {"day": day, "used": used % {"count": count}}


def image_address(image):
    return reverse("admin:images_image_change", args=[image.pk])
