"""The nouns of the newsroom.

Working copy: Story, Question and their parts. Record: Revision, Edition, Path,
Redaction, Removal.
Its rules: Review, Rule, Waiver, Dismissal. Standing data: Tag, Author, Pick.
Derived: Showing, Mention, Dated. What comes in again and again: Telling, Trace.
"""

from stories.models.authors import Author
from stories.models.corrections import CorrectionOutcome, Resolution
from stories.models.dates import Dated
from stories.models.links import (
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
from stories.models.redactions import Redaction, Removal
from stories.models.reviews import Review, Verdict
from stories.models.rules import Dismissal, Rule, Waiver
from stories.models.showing import FOREVER, Mention, Showing
from stories.models.story import Story
from stories.models.tags import StoryTag, Tag
from stories.models.tellings import Telling, Trace
