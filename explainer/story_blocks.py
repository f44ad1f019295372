"""The blocks of stories and questions, in the order of their pages. Pure.

The desk's form, its live preview, the page and the list of contents follow this table;
what a field is, says the format.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

Lines = tuple[str | tuple[str, ...], ...]


@dataclass(frozen=True)
class Block:
    """Fields of a story's own and the list of its parts, under one heading of the form.

    `lines` are those of the form: several fields in a tuple share one. `gist` is what
    a closed part is known by. `section` is the part of the page that prints the block,
    `contents` what the list of contents calls that, said at the first of its blocks.
    `place` and `each` select on the page what the preview shows for the block and for
    one of its parts.
    """

    key: str
    name: str
    fields: Lines = ()
    parts: str = ""  # The path of the list.
    lines: Lines = ()
    gist: tuple[str, ...] = ()
    is_short: bool = False  # Its parts are open in the form.
    always: bool = False  # Open even while it says nothing.
    apart: bool = False  # Closed although it says something.
    section: str = ""
    contents: str = ""
    place: str = ""
    each: str = ""
    is_linked: bool = False  # The page's linked data tells of it.


PICTURE: Lines = ("src", "alt", "decorative", "caption", ("credit", "licence"))
SOURCES = Block(
    "sources",
    _("Sources"),
    parts="sources",
    lines=(
        ("key", "source", "kind"),
        ("title", "outlet", "author"),
        ("url", "archive_url"),
        ("published", "accessed", "language", "syndicated_from"),
    ),
    gist=("key", "outlet", "title"),
    section="sources",
    contents=_("Sources"),
    place="#sources",
    each=".sources > li",
    is_linked=True,
)

STORY_BLOCKS = (
    Block(
        "headline",
        _("Headline"),
        (
            *("kicker", "headline", "standfirst"),
            ("slug", "short_headline"),
            ("desk", "tags"),
        ),
        always=True,
        place=".head",
        is_linked=True,
    ),
    Block(
        "byline",
        _("Bylines"),
        parts="byline",
        lines=(("name", "role", "entity"),),
        gist=("name", "role"),
        place=".byline",
        is_linked=True,
    ),
    Block(
        "summary",
        _("What's happened"),
        ("summary",),
        always=True,
        section="happened",
        contents=_("What's happened"),
        place="#happened",
    ),
    Block(
        "image",
        _("Picture at the top"),
        parts="image",
        lines=(*PICTURE, ("focal_x", "focal_y")),
        gist=("alt", "caption"),
        place=".story > .picture",
        is_linked=True,
    ),
    Block(
        "key_points",
        _("Key points"),
        parts="key_points",
        lines=(("lead_in",), "text"),
        gist=("lead_in", "text"),
        is_short=True,
        section="key_points",
        contents=_("Key points"),
        place="#key-points",
        each=".key-points > li",
    ),
    Block(
        "unknowns",
        _("What we do not know yet"),
        ("unknowns",),
        section="unknowns",
        contents=_("Not known yet"),
        place="#unknowns",
    ),
    Block("brief", _("In brief"), ("brief",), section="telling", place="#telling"),
    Block(
        "report",
        _("In full"),
        ("report",),
        section="telling",
        place="#telling",
    ),
    Block(
        "figures",
        _("Figures"),
        parts="figures",
        lines=(("key", "kind"), *PICTURE, "table"),
        gist=("key", "caption", "alt"),
        section="telling",
        place="#telling .picture",
        each="#telling .picture",
    ),
    Block(
        "sections",
        _("What's behind the headline?"),
        parts="sections",
        lines=(("heading",), "body"),
        gist=("heading", "body"),
        section="analysis",
        contents=_("Analysis"),
        place="#analysis",
        each="#analysis .section, #analysis li",
    ),
    Block(
        "quotes",
        _("Quotes"),
        ("lead_quote",),
        parts="quotes",
        lines=(
            ("key", "source", "said_on"),
            *("text", "paraphrase"),
            ("speaker", "role", "entity"),
            "context",
            ("original", "original_language"),
        ),
        gist=("speaker", "text"),
        section="words",
        contents=_("In their words"),
        place="#words",
    ),
    Block(
        "papers",
        _("What the papers say"),
        ("papers", "divergence"),
        parts="perspectives",
        lines=(("outlet", "holder"), "position", "text", "sources"),
        gist=("outlet", "holder", "text"),
        section="papers",
        contents=_("Papers"),
        place="#papers",
        each=".perspectives > li",
    ),
    Block(
        "background",
        _("How we got here"),
        ("background",),
        parts="timeline",
        lines=(("date", "precision", "label"), "text", ("sources", "key_event")),
        gist=("label", "date", "text"),
        section="history",
        contents=_("How we got here"),
        place="#history",
        each="#history .timeline li",
    ),
    Block(
        "expectations",
        _("What happens next"),
        parts="expectations",
        lines=(("due",), "text", "outcome"),
        gist=("due", "text"),
        section="history",
        place="#history .ahead",
        each="#history .ahead > li",
    ),
    Block(
        "conversation",
        _("The conversation"),
        ("conversation.title", "conversation.tagline"),
        parts="conversation.turns",
        lines=(("speaker", "kind"), "text"),
        gist=("speaker", "text"),
        section="conversation",
        contents=_("Conversation"),
        place="#conversation",
        each=".turn",
    ),
    Block(
        "questions",
        _("Common questions"),
        parts="questions",
        lines=(("slug", "title"),),
        gist=("title",),
        section="deeper",
        contents=_("Go deeper"),
        place="#deeper",
        each=".questions > li",
    ),
    Block(
        "entities",
        _("More on these topics"),
        parts="entities",
        lines=(("slug", "name", "role", "prominence"),),
        gist=("name", "role"),
        section="deeper",
        place="#deeper",
        each=".topics > li",
    ),
    Block(
        "related",
        _("Related stories"),
        parts="related",
        lines=(("kind", "slug", "label"),),
        gist=("label", "slug"),
        section="deeper",
        place="#deeper",
        each=".related > li",
    ),
    Block(
        "glossary",
        _("Glossary"),
        parts="glossary",
        lines=(("term", "sources"), "meaning"),
        gist=("term", "meaning"),
        is_short=True,
        section="glossary",
        contents=_("Glossary"),
        place="#glossary",
        each="#glossary dt",
    ),
    SOURCES,
    Block(
        "housekeeping",
        _("Housekeeping"),
        (
            ("language", "translation_of"),
            "digital_source",
            ("developing_until", "closed_at"),
        ),
        apart=True,
    ),
)

QUESTION_BLOCKS = (
    Block(
        "title",
        _("Question"),
        ("title", ("slug", "status"), "intro"),
        always=True,
        place="main h1",
    ),
    Block(
        "answers",
        _("Answers"),
        parts="answers",
        lines=(("question",), "answer", ("as_of", "sources")),
        gist=("question", "answer"),
        place="main h2",
    ),
    SOURCES,
)


def anchor(section: str) -> str:
    """Where on the page a section begins."""
    return section.replace("_", "-")
