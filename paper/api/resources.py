"""What there is to ask for: the one table, of which addresses, the reading of
parameters, the description for programs, the page for people and the tools for language
models are made.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from paper.api import change_log, found_passages, text_lists, things, whole_texts
from paper.api.parameters import Choice, Count, Day, Moment, Parameter, Pattern, Words
from paper.api.shapes import KINDS, TYPES
from paper.lists.queries import STATUSES
from paper.topics.topic_list import PLURALS

LIMIT = Count("limit", "How many at most.", 5, most=100, default=20)
PLACE = Pattern(
    "cursor",
    "What an earlier answer gave as `cursor`, to go on behind it.",
    "1772539200000000-17",
    pattern=r"[0-9]{1,16}-[0-9]{1,18}",
    told="is what an earlier answer gave as cursor",
)
SLUG_PLACE = Pattern(
    "cursor",
    "What an earlier answer gave as `cursor`, to go on behind it.",
    "harbour-board",
    pattern=r"[-_A-Za-z0-9]{1,80}",
    told="is what an earlier answer gave as cursor",
)
LOG_PLACE = Pattern(
    "cursor",
    "What the last answer gave as `cursor`. Without it or `since` the log begins with"
    " the first edition.",
    "1772539200000-17-1772539200000000-999999999999999999",
    pattern=r"[0-9]{1,16}-[0-9]{1,18}-[0-9]{1,16}-[0-9]{1,18}",
    told="is what an earlier answer gave as cursor",
)
DESK = Words("desk", "Only of the desk with this slug.", "politics")
TOPIC = Words("topic", "Only what names the topic with this slug.", "harbour-board")
OUTLET = Words("outlet", "Only what cites the outlet with this slug.", "the-lamp")
TAG = Words("tag", "Only what has the tag with this slug.", "shipping")
LANGUAGE = Words("language", "Only in this language, as items name it.", "en-gb")
CHANGED = Moment(
    "since",
    "Only what changed in fact at this moment or later.",
    "2026-03-01T12:00:00Z",
)
STATUS = Choice("status", "Only questions of this status.", "open", choices=STATUSES)
TYPE = Choice("type", "Only stories, or only questions.", "story", choices=TYPES)
SLUG = Pattern(
    "slug",
    "The last part of its address.",
    "ports",
    is_path=True,
    is_required=True,
    pattern=r"[-_A-Za-z0-9]{1,80}",
    told="has letters, digits and hyphens",
)
EDITION = Count(
    "edition",
    "The number of the edition.",
    4,
    is_path=True,
    is_required=True,
    most=999_999,
)
BLOCK = Pattern(
    "block",
    "Only the block of this name, with the sources that it cites.",
    "full-3",
    pattern=r"[-_a-z0-9]{1,100}",
    told="is the id of a block, such as full-3",
)
FROM_BLOCK = replace(
    BLOCK,
    name="from_block",
    words="Begin with this block: what an earlier answer gave as `next_block`.",
)


@dataclass(frozen=True)
class Resource:
    """`name` is that of its route and its operation, `place` its address below the
    API's, `shape` that of the answer. A language model knows it as `tool`, which may
    take `model_parameters` instead and is given what `for_model` makes of the answer,
    of the shape `model_shape`."""

    name: str
    place: str
    title: str
    words: str
    parameters: tuple[Parameter, ...]
    shape: str
    read: Callable
    tool: str
    for_model: Callable | None = None
    model_parameters: tuple[Parameter, ...] = ()
    model_shape: str = ""

    @property
    def path(self):
        return tuple(one for one in self.parameters if one.is_path)

    @property
    def query(self):
        return tuple(one for one in self.parameters if not one.is_path)

    @property
    def may_be_elsewhere(self):
        """Whether it is one thing, which may be unknown, moved or gone."""
        return bool(self.path)


def list_of(name, title, words, parameters, shape, read, tool=""):
    place, tool = f"{name}/", tool or f"list_{name}"
    return Resource(name, place, title, words, parameters, shape, read, tool)


def texts_of(kind, folder):
    """One story or question: as it stands, an edition of it, its editions."""
    one, at = f"{folder}/{{slug}}/", f"One {kind}"
    passages = {"for_model": whole_texts.for_model, "model_shape": "Passages"}
    yield Resource(
        kind,
        one,
        f"{at} as it stands",
        "The twin: what the record says, every block with its address, the document.",
        (SLUG, BLOCK),
        "Twin",
        getattr(whole_texts, kind),
        f"read_{kind}",
        model_parameters=(SLUG, BLOCK, FROM_BLOCK),
        **passages,
    )
    yield Resource(
        f"{kind}_editions",
        f"{one}editions/",
        f"The editions of a {kind}",
        "The newest first, with what readers were told of each; withdrawals as well.",
        (SLUG, replace(SLUG_PLACE, pattern="[0-9]{1,6}", example="4"), LIMIT),
        "Editions",
        getattr(whole_texts, f"{kind}_editions"),
        f"list_{kind}_editions",
    )
    yield Resource(
        f"{kind}_edition",
        f"{one}editions/{{edition}}/",
        f"One edition of a {kind}",
        "As it was published. It never changes; what an order took out is named.",
        (SLUG, EDITION, BLOCK),
        "Twin",
        getattr(whole_texts, f"{kind}_edition"),
        f"read_{kind}_edition",
        model_parameters=(SLUG, EDITION, BLOCK, FROM_BLOCK),
        **passages,
    )


NARROWED = (DESK, TAG, TOPIC, OUTLET, LANGUAGE, CHANGED, PLACE, LIMIT)
RESOURCES = (
    list_of(
        "stories",
        "Stories",
        "Live stories, the one that changed last in fact first.",
        NARROWED,
        "Texts",
        text_lists.stories,
    ),
    *texts_of("story", "stories"),
    list_of(
        "questions",
        "Questions",
        "Live questions, the one that changed last in fact first.",
        (STATUS, TOPIC, LANGUAGE, CHANGED, PLACE, LIMIT),
        "Texts",
        text_lists.questions,
    ),
    *texts_of("question", "questions"),
    list_of(
        "topics",
        "Topics",
        "People, places, organisations and all else that has a page, by slug.",
        (
            Choice("kind", "Only topics of this kind.", "person", choices=(*PLURALS,)),
            SLUG_PLACE,
            LIMIT,
        ),
        "Topics",
        things.topics,
    ),
    Resource(
        "topic",
        "topics/{slug}/",
        "One topic",
        "Who or what it is, and what live texts say of it: quotes, events, stories.",
        (
            SLUG,
            Choice(
                "all", "More than the page shows at first.", "yes", choices=("yes",)
            ),
        ),
        "Topic",
        things.topic,
        "read_topic",
    ),
    list_of(
        "outlets",
        "Outlets",
        "Whom live stories cite, by slug; `stories` counts them up to 20.",
        (SLUG_PLACE, LIMIT),
        "Outlets",
        things.outlets,
    ),
    Resource(
        "outlet",
        "outlets/{slug}/",
        "One outlet",
        "What is known of it, and its pieces that the newest 20 stories cite.",
        (SLUG,),
        "Outlet",
        things.outlet,
        "read_outlet",
    ),
    list_of(
        "corrections",
        "Corrections",
        "Corrections and clarifications of what still stands, the newest first, each"
        " with the note that says what was wrong.",
        (
            replace(CHANGED, words="Only those made at this moment or later."),
            PLACE,
            LIMIT,
        ),
        "Editions",
        text_lists.corrections,
    ),
    list_of(
        "editions",
        "What is new",
        "Every edition, withdrawals as well, in the order in which readers got them."
        " Ask again with the `cursor` of the last answer, which misses nothing: what"
        " was begun before and committed late comes behind it, and so does what was"
        " under an embargo, at its moment. Of a text that is withdrawn now only that"
        " is told.",
        (
            TYPE,
            Choice("kind", "Only editions of this kind.", "correction", choices=KINDS),
            Choice(
                "material",
                "Only those that changed, or did not change, what a reader knows.",
                "yes",
                choices=("yes", "no"),
            ),
            replace(
                CHANGED,
                words="Begin with what readers got at this moment or later; a cursor"
                " counts instead.",
            ),
            LOG_PLACE,
            replace(LIMIT, default=50),
        ),
        "Changes",
        change_log.changes,
        tool="list_changes",
    ),
    list_of(
        "search",
        "Search",
        "Stories and questions that have the words, the best first, each with up to"
        " three passages to cite.",
        (
            replace(Words("q", "What is sought.", "harbour budget"), is_required=True),
            TYPE,
            DESK,
            TOPIC,
            OUTLET,
            Day(
                "since", "Only what changed in fact on this day or later.", "2026-03-01"
            ),
            Day(
                "until",
                "Only what changed in fact on this day or before.",
                "2026-03-31",
            ),
            Count(
                "offset",
                "How many to pass over.",
                10,
                least=0,
                most=found_passages.FURTHEST,
                default=0,
            ),
            Count("limit", "How many at most.", 5, most=20, default=10),
        ),
        "Found",
        found_passages.search,
        tool="search",
    ),
)
BY_NAME = {resource.name: resource for resource in RESOURCES}
