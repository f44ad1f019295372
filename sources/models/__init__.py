"""Outlets, their sources, and the feeds that the desk watches."""

from sources.models.feeds import Feed, FeedItem
from sources.models.source import Outlet, Source, SourceKind
