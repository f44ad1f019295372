"""What the desk keeps for itself: talk, handovers, whom a text was shown, and text that
was never saved."""

from desk.models.buffers import Buffer, Presence
from desk.models.comments import Comment
from desk.models.handover import Contact, Handover, LockNote
from desk.models.share_links import ShareLink
