"""What a paper comes to in time: long lists, facts, and all that ends or waits."""

import datetime as dt

from entities.models import Entity
from sources.models import Outlet
from stories import models
from stories.models.rebuild import rebuild
from tests import archive, filled, filled_paper, make
from tests.archive import Told

LONG = 42  # more than a page of any list
PAGES = {
    "sparse": "/stories/sparse/",
    "sparse-since": "/stories/sparse/?since=1",
    "sparse-new": "/stories/sparse/?since=1&only=new",
    "sparse-changes": "/stories/sparse/changes/1..2/",
    "sparse-corrected": "/stories/filled/?since=2",
    "closed": "/stories/closed/",
    "checked": "/stories/listed-2/",
    "restored": "/stories/restored/",
    "overtaken": "/questions/overtaken/",
    "front": "/",
    "corrections": "/corrections/",
    "outlets": "/outlets/",
    "outlet-full": "/outlets/outlet-0/",
    "outlet-all": "/outlets/outlet-0/?all=1",
    "outlet-last": "/outlets/outlet-0/?page=2",
    "outlet-wire": "/outlets/the-sources-1-outlet/",
    "desk-long": "/desks/long/",
    "desk-last": "/desks/long/?page=2",
    "tag-long": "/tags/long/",
    "tag-last": "/tags/long/?page=2",
    "author-long": "/authors/otto-weber/",
    "author-last": "/authors/otto-weber/?page=2",
    "questions-long": "/questions/",
    "questions-open": "/questions/?status=open",
    "questions-last": "/questions/?status=open&page=2",
    "topic-known": "/topics/topic-0/",
    "topic-long": "/topics/name-0/",
    "topic-all": "/topics/name-0/?all=1",
    "topic-writes": "/topics/otto-weber/",
    "topics": "/topics/",
    "search-long": "/search/?q=many",
    "search-last": "/search/?q=many&page=2",
    "search-topic": "/search/?q=The+topic",
    "search-most": "/search/?q=one+zebra+many",
    "search-few": "/search/?q=a",
    "since-long": "/since/2025-12-1/",
    "since-last": "/since/2025-12-1/?page=2",
    "archive-day-long": "/archive/2025/12/20/",
    "archive-day-idle": "/archive/2025/12/25/",
    "archive-month-first": "/archive/2025/12/",
    "missed": "/stories/fill/",
}


def listed(number):
    """A document that stands in every long list."""
    at = dt.datetime(2025, 12, 20, 8, number, tzinfo=dt.UTC)
    document = archive.explainer(number, at) | {
        "slug": f"listed-{number}",
        "headline": "One of many",
        "standfirst": "As long as a list.",
        "desk": "long",
        "tags": ["long"],
        "byline": [{"name": "Otto Weber", "role": "by"}],
        "questions": [],
        "related": [],
        "entities": [named("name-0", "Name 0"), named("otto-weber", "Otto Weber")],
    }
    # No two are of one day, which would leave their order to an engine.
    day = (at - dt.timedelta(days=number)).date().isoformat()
    document["timeline"][0]["date"] = document["quotes"][0]["said_on"] = day
    if number < 2:
        document["sources"].append(copied(number))
    return archive.key("listed", number), [Told("first", at, document)]


def named(slug, name):
    return {"slug": slug, "name": name, "prominence": 1}


def copied(number):
    copy = archive.cited(f"k{number + 3}", number, "The copying paper")
    return copy | {"syndicated_from": "Outlet 0"}


def asked(number):
    at = dt.datetime(2025, 12, 20, 9, number, tzinfo=dt.UTC)
    document = archive.question(number, at)[1][0].document
    document |= {
        "slug": f"asked-{number}",
        "status": "open",
        "intro": "As many as @[Name 0](name-0).",
    }
    return archive.key("asked", number), [Told("first", at, document)]


def publish_sparse():
    """A story of parts that lack something, some of them new and then put right."""
    document = filled.sparse()
    half = {
        name: part[::2] for name, part in document.items() if is_list_of_parts(part)
    }
    half |= {"sources": document["sources"], "figures": document["figures"]}
    half |= {name: document[name] for name in ("entities", "quotes", "questions")}
    document["sources"][0]["language"] = "de"
    filled_paper.publish(document | half, 0)
    filled_paper.publish(document, 1, "development", "The note of more parts")


def is_list_of_parts(part):
    return isinstance(part, list) and isinstance(part[0], dict)


def end():
    """What is closed and goes on, came back, was overtaken, or looked at again."""
    day = filled_paper.DAY - dt.timedelta(hours=5)  # no two at one time
    closed = make.story(slug="closed", headline="The closed", closed_at=day)
    make.edition(closed, dated=day)
    follows = {"related": [{"slug": "closed", "kind": "follows"}]}
    make.edition(
        make.story(follows, slug="after", headline="What came after"),
        dated=day - dt.timedelta(hours=1),
    )
    back = make.story(slug="restored", headline="The one that came back")
    make.edition(back, dated=day - dt.timedelta(hours=2))
    back.withdraw(note="The note of a take-down", dated=day + dt.timedelta(hours=1))
    back.reinstate(note="The note of a return")
    overtaken = filled.question() | {"slug": "overtaken", "status": "superseded"}
    del overtaken["answers"][0]["answer"], overtaken["answers"][1]["as_of"]
    filled_paper.publish(overtaken, 0)
    for owner in (closed, models.Question.objects.get(slug="overtaken")):
        owner.check_again(note="The note of a look")


def know():
    """All that can be known of an outlet, a topic and an author."""
    facts = {"kind": "agency", "country": "The country", "owner": "The owner"}
    facts |= {"domains": "paper.example", "wire": True, "paywalled": True}
    Outlet.objects.filter(slug="outlet-0").update(**facts)
    make.entity(name="Name 0", slug="name-0", kind="place")
    topic = Entity.objects.get(slug="topic-0")
    topic.aliases.create(name="The other name")
    topic.same_as = "https://elsewhere.example/topic-0"
    topic.as_of, topic.attribution, topic.licence = "2025-02-03", "The origin", "CC0"
    topic.save()
    who = {"name": "Otto Weber", "slug": "otto-weber", "kind": "person"}
    otto = make.entity(**who, public_figure=True, lead="Who writes.")
    otto.roles.create(title="The office of a writer", since="2020-01-02")


def grow():
    """Lists that are longer than a page, and what is known of who stands in them."""
    make.desk(name="Long", slug="long")
    models.Tag.objects.create(name="long", slug="long")
    make.outlet(name="Outlet 0", slug="outlet-0")
    know()
    archive.write(models.Story, [listed(number) for number in range(LONG)])
    archive.write(models.Question, [asked(number) for number in range(LONG)])
    publish_sparse()
    end()
    rebuild()
