"""Reads the watched feeds, keeps what they announce, forgets what is old."""

import datetime as dt
import logging
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from explainer.addresses import MOST, normalise_url
from sources import discovery, feed_items, fetcher
from sources.fetcher import Page
from sources.models import Feed, FeedItem
from sources.models.feeds import KEPT
from sources.network import FetchError

logger = logging.getLogger(__name__)

AT_A_TIME = 4
SOME = 6  # as many as somebody waits for
A_MOMENT = dt.timedelta(minutes=1)
PATIENCE = 20  # seconds that a feed waits for its turn
HTML = ("text/html", "application/xhtml+xml")


def read_due(now):
    """Read every feed whose time has come; returns those that were read."""
    return read_all(Feed.objects.due(now), now)


def read_all(chosen, now):
    due = [feed for feed in chosen if settings.FETCH_SOURCES and feed.claim(now)]
    with ThreadPoolExecutor(max_workers=AT_A_TIME) as pool:
        for feed, found in zip(due, pool.map(fetch_feed, due), strict=True):
            keep_safely(feed, found, now)
    return due


def read_some(now):
    """Read a few of those that were longest not read, because somebody asked."""
    waited = Q(checked_at=None) | Q(checked_at__lt=now - A_MOMENT)
    oldest = Feed.objects.filter(waited, active=True)
    oldest = oldest.order_by(F("checked_at").asc(nulls_first=True), "pk")
    return read_all(oldest[:SOME], now)


def read_now(feed, now):
    """Read one feed because somebody asked; returns what there is to say of it."""
    if not settings.FETCH_SOURCES:
        return _("Fetching is switched off here.")
    if feed.claim(now):
        keep_safely(feed, fetch_feed(feed), now)
    return feed.said


def fetch_feed(feed):
    """The feed's page, or why there is none; without the database."""
    known = Page(feed.url, feed.url, etag=feed.etag, modified=feed.modified)
    try:
        return fetcher.fetch(feed.url, known, wait=PATIENCE)
    except FetchError as fault:
        return fault
    except Exception:
        logger.exception("Fetching the feed %s went wrong", feed.url)
        return FetchError(went_wrong())


def went_wrong():
    return _("Something went wrong here when this feed was read.")


def keep_safely(feed, found, now):
    """Keep what a feed announced; whatever goes wrong is that feed's failure alone."""
    try:
        keep(feed, found, now)
    except Exception:
        logger.exception("Keeping the feed %s went wrong", feed.url)
        feed.failed(went_wrong())


def keep(feed, found, now):
    """Keep what a feed announced, or remember why it couldn't be read."""
    if isinstance(found, FetchError):
        feed.failed(str(found))
        return
    if found.is_same:
        feed.heard(found, _("Nothing new."))
        return
    zone = timezone.get_default_timezone()
    try:
        heard = feed_items.hear(found.body, found.address, zone)
    except feed_items.NoFeedError:
        feed.failed(_("What is at this address is no feed."))
        return
    with transaction.atomic():
        count = store_items(feed, heard.items, now)
        feed.heard(found, in_words(count, heard.is_broken))


def in_words(count, is_broken):
    said = ngettext("%(count)d new piece.", "%(count)d new pieces.", count)
    said = said % {"count": count}
    return f"{said} {_('The feed is damaged: it breaks off.')}" if is_broken else said


def store_items(feed, items, now):
    """Keep the new ones, follow the others, drop the old; returns how many are new."""
    listed = {normalise_url(item.address)[:MOST]: item for item in reversed(items)}
    rows = feed.items.filter(normalised_url__in=listed)
    had = {row.normalised_url: row for row in rows}
    fresh = [
        FeedItem(
            feed=feed,
            url=item.address,
            normalised_url=key,
            title=item.title,
            author=item.author,
            published=min(item.published or now, now),
            seen_at=now,
        )
        for key, item in listed.items()
        if key not in had
    ]
    FeedItem.objects.bulk_create(fresh, ignore_conflicts=True)
    follow(feed, listed, [*had.values()], now)
    return len(fresh)


def follow(feed, listed, still, now):
    """Headlines change, pieces are taken out, and what is old is dropped."""
    renamed = []
    for row in still:
        title = listed[row.normalised_url].title
        if row.title != title or row.gone:
            row.title, row.gone = title, False
            renamed.append(row)
    FeedItem.objects.bulk_update(renamed, ["title", "gone"])
    oldest = min((row.published for row in still), default=now)
    unlisted = feed.items.exclude(normalised_url__in=listed)
    unlisted.filter(published__gt=oldest).update(gone=True)
    unlisted.filter(seen_at__lt=now - KEPT).delete()


def discover(page):
    """Addresses and titles of the feeds at a page, or of the one that it is itself."""
    if page.kind in HTML:
        return discovery.claims_of(page).feeds
    zone = timezone.get_default_timezone()
    try:
        heard = feed_items.hear(page.body, page.address, zone)
    except feed_items.NoFeedError:
        return []
    return [(page.address, heard.title)]
