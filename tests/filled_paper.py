"""A paper with two of most things, one of them filled and the other bare."""

import datetime as dt
import json

from entities.models import Entity
from explainer import file
from people.models import AuditEvent
from sources.models import Source
from stories import models
from stories.transfer.story_import import PublishOptions, import_stories
from tests import filled, make

DAY = dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)


def publish(document, day, kind="", note=""):
    publishing = PublishOptions(
        kind=kind, note=note, dated=DAY + dt.timedelta(days=day)
    )
    import_stories(file.read_stories(json.dumps(document)), publishing=publishing)


def fill():
    """A paper with two of most things, one of them filled and the other bare."""
    filled.make_named()
    document = filled.story()
    document["byline"].append({"name": "Ana Ruiz", "role": "by"})
    publish(document, 0)
    document["summary"] += " More is known."
    document["key_points"] = document["key_points"][1:]
    publish(document, 1, "development", "The note of a development")
    document["background"] += " Put right."
    publish(document, 2, "correction", "The note of a correction")
    publish(filled.question(), 0)
    publish(filled.question() | {"intro": "The other intro"}, 1, "development")
    for number in range(3):
        bare = make.story(slug=f"related-{number}", headline=f"The bare one {number}")
        make.edition(bare, dated=DAY - dt.timedelta(hours=number + 1))
    german = {"slug": "deutsch", "language": "de", "translation_of": "filled"}
    make.edition(
        make.story(headline="Die deutsche", **german), dated=DAY - dt.timedelta(hours=4)
    )
    gone = make.story(slug="gone", headline="The one that is gone")
    make.edition(gone, dated=DAY)
    gone.withdraw(note="The note of a withdrawal", dated=DAY + dt.timedelta(days=1))


def draft():
    """What is like the filled one, names whom it does not list, and was never saved."""
    cited = Source.objects.order_by("url")[:3]
    sources = [{"key": f"s{row.pk}", "source": row, "url": row.url} for row in cited]
    who = {"speaker": "The topic", "entity": Entity.objects.get(slug="topic-0")}
    quote = {"key": "q", "text": "Yes.", "said_on": "2024-06-01"} | who
    parts = {"sources": sources, "quotes": [quote]}
    said = {"headline": "The draft", "brief": "Then Another topic came."}
    return make.story(parts, slug="draft", unknowns="- Whether the title.", **said)


def work(story, ana, ben):
    """What two editors have left at the desk about a story."""
    make.desk(name="Bare", slug="bare")
    make.comment(story, by=ben, body="The comment")
    make.handover(story, to=ana, by=ben, note="The note of a handover")
    make.lock_note(story, by=ben, words="The lock note")
    make.contact(story, by=ben, who="The contact", how="By phone")
    make.message(number="AAAAA-00001", text="The message", story=story)
    make.telling(story, name="kite:1", headline="The telling")
    make.announced(title="The announced piece", feed=make.feed(name="The feed"))
    make.page(slug="flat", title="The page")
    make.pick(story)
    make.buffer(story, user=ana, pairs=[["headline", "The kept headline"]])
    ben.groups.create(name="The group")
    AuditEvent.objects.record("sign-in", of=ben)
    make.redaction(order="The order", reason="The reason")
    models.Rule.objects.create(code="quote-source", level="block")
    story.headline = "The next headline"
    story.save()
    story.save_revision(by=ben)
