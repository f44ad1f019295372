"""The explainer file: which keys it has, and what each one holds.

Pure. The same table validates files, makes the schema that is served to other programs
(`schema.py`), and is compared with the models by a test. What follows from it anywhere
else is derived, never listed again; `story_blocks.py` has the order of the page.
"""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from explainer.field import (
    ALWAYS,
    BOOL,
    BRIEF,
    DATE,
    ENTITY,
    EXCERPT,
    FIRST,
    FULL,
    GLANCE,
    LEAD,
    LONG,
    MOMENT,
    NAMED,
    PLAIN,
    PROSE,
    SHORT,
    SOURCES,
    UNSAID,
    WHOLE,
    Field,
    choice,
    file_only,
    needed,
    parts,
    required,
    with_label,
)
from explainer.row_fields import CITED, PICTURE, THING

ADDRESSES = [key for key, item in CITED.items() if item.kind == "url"]

ANSWERS = with_label(
    parts(
        question=needed(replace(PLAIN, search=EXCERPT)),
        answer=replace(PROSE, search=EXCERPT),
        as_of=DATE,
        sources=SOURCES,
    ),
    _("Answer"),
    _("Answers"),
)
LISTED = with_label(parts(**CITED), _("Source"), _("Sources"))
STATUS = choice("open", "partly", "answered", "superseded", label=_("Status"))

Facts = dict[str, Any]
# What is read at every depth, and what only in full, as part of the whole telling.
SHORTLY: Facts = {"read": ALWAYS, "agrees": SHORT}
OPEN: Facts = {"read": ALWAYS, "agrees": WHOLE}
TOLD: Facts = {"read": (FULL,), "agrees": WHOLE, "beyond": True}
BELOW: Facts = {"agrees": WHOLE, "beyond": True}
FOUND: Facts = {"search": EXCERPT}

STORY: dict[str, Field] = {
    "format": Field("choice", choices=("explainer/1",), required=True),
    "id": Field("uuid"),
    "slug": required("slug", 80, label=_("Address")),
    "kicker": Field(limit=80, label=_("Kicker")),
    "headline": with_label(required("plain"), _("Headline"), **SHORTLY),
    "standfirst": with_label(LONG, _("Standfirst"), **SHORTLY, **FOUND),
    "short_headline": Field(limit=120, label=_("Short headline"), agrees=SHORT),
    "desk": Field(limit=80, label=_("Desk"), search=UNSAID),
    "byline": with_label(
        parts(
            "name",
            name=needed(Field(limit=200)),
            role=choice("by", "edited by", "translated by"),
            entity=ENTITY,
        ),
        _("Name"),
        _("Names"),
    ),
    "language": Field("language", limit=35, label=_("Language")),
    "translation_of": with_label(NAMED, _("Translation of")),
    "digital_source": choice(
        "human", "assisted", "generated", label=_("How it was made")
    ),
    "tags": Field("texts", limit=100, label=_("Tags")),
    "developing_until": with_label(MOMENT, _("Developing until")),
    "closed_at": with_label(MOMENT, _("Closed")),
    "lead_quote": Field("key", label=_("Lead quote")),
    "image": Field(
        "object",
        items={**PICTURE, "focal": Field("focal")},
        label=_("Picture"),
        agrees=WHOLE,
    ),
    "summary": with_label(PROSE, _("What's happened"), **SHORTLY, **FOUND),
    "key_points": with_label(
        parts(
            "text",
            lead_in=replace(PLAIN, read=ALWAYS),
            text=needed(replace(PROSE, read=ALWAYS, **FOUND)),
        ),
        _("Key point"),
        _("Key points"),
        agrees=SHORT,
    ),
    "brief": with_label(
        PROSE,
        _("In brief"),
        read=(BRIEF, FULL),
        yields_to="report",
        agrees=SHORT,
        **FOUND,
    ),
    "report": with_label(PROSE, _("In full"), **TOLD, **FOUND),
    "sections": with_label(
        parts(
            "body",
            heading=replace(PLAIN, read=(BRIEF, FULL)),
            body=needed(replace(PROSE, read=(FULL,), **FOUND)),
        ),
        _("Analysis"),
        _("Analysis"),
        **BELOW,
    ),
    "unknowns": with_label(
        PROSE, _("What we do not know yet"), read=ALWAYS, agrees=WHOLE
    ),
    "figures": with_label(
        parts(
            key=needed("key"),
            kind=choice("photo", "map", "chart", "table"),
            **(PICTURE | {"src": needed(PICTURE["src"], instead="table")}),
            table=PROSE,  # In the place of a picture.
        ),
        _("Picture"),
        _("Pictures"),
        agrees=WHOLE,
    ),
    "papers": with_label(PROSE, _("What the papers say"), **TOLD, **FOUND),
    "perspectives": with_label(
        parts(
            "text",
            holder=replace(PLAIN, read=(BRIEF, FULL)),
            outlet=needed(replace(PLAIN, read=(BRIEF, FULL)), instead="holder"),
            position=replace(LONG, read=(BRIEF, FULL)),
            text=needed(replace(PROSE, read=(FULL,), **FOUND)),
            sources=SOURCES,
        ),
        _("Perspective"),
        _("Perspectives"),
        **BELOW,
    ),
    "divergence": with_label(PROSE, _("Where they differ"), **OPEN),
    "background": with_label(PROSE, _("How we got here"), **TOLD, **FOUND),
    "timeline": with_label(
        parts(
            "text",
            date=needed(Field("date", since=1, agrees=WHOLE), instead="label"),
            precision=choice("day", "month", "year"),
            label=Field(limit=120),
            text=needed(
                replace(PROSE, read=(BRIEF, FULL), only={BRIEF: "key_event"}, **FOUND)
            ),
            sources=SOURCES,
            key_event=BOOL,
        ),
        _("Event"),
        _("Events"),
        agrees=WHOLE,
    ),
    "quotes": with_label(
        parts(
            "text",
            key=Field("key"),
            text=needed(
                Field(
                    limit=5000, read=ALWAYS, only={GLANCE: LEAD, BRIEF: LEAD}, **FOUND
                )
            ),
            paraphrase=BOOL,
            speaker=needed(PLAIN, instead="entity"),
            role=PLAIN,
            entity=ENTITY,
            source=Field("key"),
            said_on=replace(DATE, agrees=WHOLE),
            original=Field(limit=5000),
            original_language=Field("language", limit=35),
            context=LONG,
        ),
        _("Quote"),
        _("Quotes"),
        agrees=WHOLE,
    ),
    "conversation": Field(
        "object",
        items={
            "title": PLAIN,
            "tagline": PLAIN,
            "turns": with_label(
                parts(
                    speaker=needed(PLAIN),
                    kind=choice("reader", "editor", "expert", "machine"),
                    text=needed(replace(PROSE, read=(FULL,))),
                ),
                pgettext_lazy("of a conversation", "Turn"),
                _("Conversation"),
            ),
        },
        label=_("Conversation"),
        beyond=True,
    ),
    "expectations": with_label(
        parts(
            "text",
            text=needed(replace(PROSE, read=ALWAYS, only={GLANCE: FIRST})),
            due=replace(DATE, agrees=WHOLE),
            outcome=replace(LONG, read=(FULL,)),
        ),
        _("What happens next"),
        _("What happens next"),
        agrees=WHOLE,
    ),
    "glossary": with_label(
        parts(
            term=needed(Field(limit=120)),
            meaning=needed(replace(PROSE, **FOUND)),
            sources=SOURCES,
        ),
        _("Term"),
        _("Terms"),
    ),
    "sources": LISTED,
    "entities": with_label(
        parts(
            slug=needed(ENTITY),
            name=Field(limit=200),
            role=PLAIN,
            prominence=Field("int", limit=32767),
            **file_only(THING),
        ),
        _("Topic"),
        _("Topics"),
    ),
    "questions": with_label(
        parts(
            slug=needed(NAMED),
            title=PLAIN,
            intro=replace(PROSE, file_only=True),
            status=replace(STATUS, file_only=True),
            answers=replace(ANSWERS, obvious="question", file_only=True),
            # Its own, where they aren't the default or what the story says.
            id=Field("uuid", file_only=True),
            own_title=Field(limit=300, file_only=True),
            draft=Field("bool", file_only=True),  # Readers don't have it yet.
            published_at=Field("moment", file_only=True),
            sources=replace(LISTED, file_only=True),
        ),
        _("Question"),
        _("Questions"),
    ),
    "related": with_label(
        parts(
            "slug",
            slug=needed(NAMED),
            kind=choice("follows", "part of", "background"),
            label=PLAIN,
        ),
        _("Related story"),
        _("Related stories"),
    ),
}

QUESTION: dict[str, Field] = {
    "format": Field("choice", choices=("question/1",), required=True),
    "id": Field("uuid"),
    "slug": required("slug", 80, label=_("Address")),
    "title": required("plain", label=_("Question")),
    "intro": with_label(PROSE, _("The short answer"), **FOUND),
    "status": STATUS,
    "answers": ANSWERS,
    "sources": LISTED,
}


def field_at(path: str) -> Field:
    """What stands at a path of a document, such as `conversation.turns`."""
    head, _dot, rest = path.partition(".")
    found = STORY.get(head) or QUESTION[head]
    return found.items[rest] if rest else found


def items_of(path: str) -> dict[str, Field]:
    """What the parts hold that a document lists at a path."""
    return field_at(path).items
