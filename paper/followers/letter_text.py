"""A letter as plain text, line by line: what its HTML says, for who reads without."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from explainer.days import format_moment
from explainer.difference import narrow_difference

GONE, COME = "– ", "+ "


def absolute(path):
    return f"{settings.SITE_URL}{path}"


def letter_text(letter):
    """The whole letter; `letter` is a Letter."""
    lines = [*intro(letter)]
    for news in letter.shown:
        lines += [*lines_of(news), ""]
    if letter.rest_path:
        lines += [f"{_('All stories')}:", absolute(letter.rest_path), ""]
    return "\n".join([*lines, *foot(letter)]) + "\n"


def intro(letter):
    if letter.is_list:
        yield from (letter.heading, "", "")


def lines_of(news):
    row = news.row
    if news.is_withdrawn:
        said = _("We withdrew this page on %(date)s.")
        yield said % {"date": format_moment(row.live_from)}
    else:
        yield row.headline
        yield absolute(news.path)
    for one in news.editions:
        yield from ("", f"{one.get_kind_display()}, {format_moment(one.live_from)}")
        if one.note:
            yield one.note
    if news.is_withdrawn:
        yield from ("", absolute(news.path))
        return
    if not news.editions:
        yield from filter(None, [row.standfirst or row.summary])
    yield from changed(news)


def changed(news):
    """Each change with the words around it, as far as a letter has them."""
    if news.changes:
        yield from ("", _("What changed"))
    for change in news.shown:
        yield from ("", f"{change.name}: {change.sign}")
        for old, new in change.pairs:
            was, now = narrow_difference(old, new)
            yield from (f"{GONE}{was}",) if was else ()
            yield from (f"{COME}{now}",) if now else ()
    if news.more:
        said = ngettext(
            "%(counter)s more change", "%(counter)s more changes", news.more
        )
        yield from ("", said % {"counter": news.more})
    if news.changes_path:
        yield from ("", _("All of it, word for word"))
        yield absolute(news.changes_path)


def foot(letter):
    """Why it came, and how it ends."""
    yield "-- "
    yield letter.reason
    yield from (f"{_('Stop these letters')}:", letter.stop)
    yield f"{_('All that you follow, and how to delete your address')}:"
    yield letter.own_page
    yield f"{settings.SITE_NAME}, {settings.SITE_URL}/"


def question_text(letter):
    """The letter that asks whether anybody wants letters."""
    yield _("Somebody, probably you, asked us to write to this address about:")
    yield ""
    for each in letter.things:
        yield from (f"* {each.name}", f"  {absolute(each.path)}")
    yield from ("", _("If you want that, say so here within two days:"))
    yield from (letter.own_page, "")
    yield _(
        "If not, do nothing: the address is deleted then, and nothing else is sent."
    )
    yield from ("-- ", f"{settings.SITE_NAME}, {settings.SITE_URL}/")
