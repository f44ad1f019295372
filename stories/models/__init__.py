"""The nouns of the newsroom.

Working copy: Story, Question and their parts. Record: Revision, Edition, Path.
The desk's own talk: Review, Comment, Handover, LockNote, Contact; Buffer, Presence.
Its rules: Rule, Waiver, Dismissal. What it watches: Feed, FeedItem. What readers
write: ReaderMessage. Pages about the paper: FlatPage, FlatPath, Policy.
Standing data: Desk, Outlet, Source, Tag, Author, Image, Pick. Derived: Showing,
Mention, Dated.
"""

from stories.models.authors import Author
from stories.models.buffers import Buffer, Presence
from stories.models.comments import Comment
from stories.models.context import (
    Answer,
    ConversationTurn,
    Expectation,
    QuestionSource,
    RelatedStory,
    StoryEntity,
    StoryQuestion,
    StorySource,
    TimelineEvent,
)
from stories.models.corrections import Corrected, Resolution
from stories.models.dated import Dated
from stories.models.derived import FOREVER, Mention, Showing
from stories.models.desks import Desk, Outlet, Source, SourceKind
from stories.models.feeds import Feed, FeedItem
from stories.models.flat import FlatPage, FlatPath, Policy
from stories.models.handing import Contact, Handover, LockNote
from stories.models.images import Image
from stories.models.messages import ReaderMessage
from stories.models.parts import (
    Byline,
    Figure,
    HeroImage,
    KeyPoint,
    Perspective,
    Quote,
    Section,
)
from stories.models.picks import Pick
from stories.models.question import Question
from stories.models.record import Edition, Kind, Path, Revision
from stories.models.refusals import RefusedError
from stories.models.reviews import Review, Verdict
from stories.models.rules import Dismissal, Rule, Waiver
from stories.models.story import Story
from stories.models.tags import StoryTag, Tag

__all__ = [
    "FOREVER",
    "Answer",
    "Author",
    "Buffer",
    "Byline",
    "Comment",
    "Contact",
    "ConversationTurn",
    "Corrected",
    "Dated",
    "Desk",
    "Dismissal",
    "Edition",
    "Expectation",
    "Feed",
    "FeedItem",
    "Figure",
    "FlatPage",
    "FlatPath",
    "Handover",
    "HeroImage",
    "Image",
    "KeyPoint",
    "Kind",
    "LockNote",
    "Mention",
    "Outlet",
    "Path",
    "Perspective",
    "Pick",
    "Policy",
    "Presence",
    "Question",
    "QuestionSource",
    "Quote",
    "ReaderMessage",
    "RefusedError",
    "RelatedStory",
    "Resolution",
    "Review",
    "Revision",
    "Rule",
    "Section",
    "Showing",
    "Source",
    "SourceKind",
    "Story",
    "StoryEntity",
    "StoryQuestion",
    "StorySource",
    "StoryTag",
    "Tag",
    "TimelineEvent",
    "Verdict",
    "Waiver",
]
