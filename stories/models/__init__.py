"""The nouns of the newsroom.

Working copy: Story, Question and their parts. Record: Revision, Edition, Path.
Standing data: Desk, Outlet, Source, Image. Derived: Showing, Mention.
"""

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
from stories.models.derived import FOREVER, Mention, Showing
from stories.models.desks import Desk, Image, Outlet, Source, SourceKind
from stories.models.parts import (
    Byline,
    Figure,
    HeroImage,
    KeyPoint,
    Perspective,
    Quote,
    Section,
)
from stories.models.publishable import Corrected
from stories.models.question import Question
from stories.models.record import Edition, Kind, Path, Revision
from stories.models.refusals import RefusedError
from stories.models.story import Story, StoryTag

__all__ = [
    "FOREVER",
    "Answer",
    "Byline",
    "ConversationTurn",
    "Corrected",
    "Desk",
    "Edition",
    "Expectation",
    "Figure",
    "HeroImage",
    "Image",
    "KeyPoint",
    "Kind",
    "Mention",
    "Outlet",
    "Path",
    "Perspective",
    "Question",
    "QuestionSource",
    "Quote",
    "RefusedError",
    "RelatedStory",
    "Revision",
    "Section",
    "Showing",
    "Source",
    "SourceKind",
    "Story",
    "StoryEntity",
    "StoryQuestion",
    "StorySource",
    "StoryTag",
    "TimelineEvent",
]
