"""What the desk's pages and verbs cost: CPU, queries and bytes, in one process.

The test client stands in for the server: what gunicorn adds is in the bare views' row.
"""

import contextlib
import gc
import re
import statistics
import time
import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks import documents, processes
from desk.form.row_order import UNTOUCHED
from desk.form.row_values import RUNS_SCRIPTS, WHOLE
from explainer import file
from explainer.document import canonical
from scripts.smoke import Form
from stories.models import Story, freezing
from stories.transfer.story_import import PublishOptions, import_stories

TIMES = 5
SENT_AS = "application/x-www-form-urlencoded"
ROW = re.compile(r"(?P<prefix>\w+)-(?P<number>[0-9]+)-(?P<field>\w+)")
FULLEST = "europe-talks-with-moscow"
FILES = 20  # Stories of an import.


@dataclass(frozen=True)
class Deed:
    """Milliseconds of CPU, queries, bytes of the answer (0 where there is none), and
    the seconds that a piece of work took meanwhile (`processes.pace`)."""

    milliseconds: float
    queries: int
    pace: float
    size: int = 0
    status: int = 0


def spent(act, database=None):
    """Milliseconds of CPU that an act took, here and in its database's processes."""
    others = processes.family(database) if database else ()
    there, began = processes.seconds(others), time.process_time()
    act()
    here = time.process_time() - began
    return 1000 * (here + processes.seconds(others) - there)


def measured(act, database=None, times=TIMES):
    """The median cost of an act, done once before; `act` may return an answer."""
    act()
    with CaptureQueriesContext(connection) as queries:
        answer = act()
    count = asked(queries)  # The next request empties the log.
    taken, paces = [], []
    for _time in range(times):
        gc.collect()
        paces.append(processes.pace(1))
        taken.append(spent(act, database))
    size = len(answer.content) if answer is not None else 0
    status = answer.status_code if answer is not None else 0
    meanwhile = statistics.median(paces)
    return Deed(statistics.median(taken), count, meanwhile, size, status)


def asked(queries):
    """How many there were, without those that begin and end a part of a transaction."""
    marks = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return sum(not query["sql"].startswith(marks) for query in queries)


def editor():
    """A client that is signed in and runs scripts."""
    who, _new = get_user_model().objects.get_or_create(
        username="benchmark", is_staff=True, is_superuser=True
    )
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(who)
    client.cookies[RUNS_SCRIPTS] = "1"
    return client


def pages(database=None, times=TIMES):
    """The desk's pages by name, each with its `Deed`."""
    client = editor()
    fullest = Story.objects.filter(slug=FULLEST).first() or Story.objects.first()
    form = f"/admin/stories/story/{fullest.pk}/change/"
    whole = f"{form}?{WHOLE}"
    found = {
        name: measured(lambda address=address: client.get(address), database, times)
        for name, address in {
            "form of the fullest": form,
            "form of the fullest, without scripts": whole,
            "dashboard": "/admin/",
            "story list": "/admin/stories/story/",
            "desk search": "/admin/find/?q=harbour",
        }.items()
    }
    fields = Form(client.get(whole).content.decode()).fields
    number = iter(range(1000))

    def save():
        fields.update(Form(client.get(whole).content.decode()).fields)
        fields["standfirst"] = f"Number {next(number)} of them."
        return client.post(form, urlencode(as_sent(fields)), content_type=SENT_AS)

    got = found["form of the fullest, without scripts"]
    saved = measured(save, database, times)
    found["save of the fullest"] = Deed(
        saved.milliseconds - got.milliseconds,
        saved.queries - got.queries,
        saved.pace,
        saved.size,
        saved.status,
    )
    preview = f"/admin/stories/story/{fullest.pk}/preview/"
    text = urlencode(fields)  # as the script beside the form sends it
    found["preview of the fullest"] = measured(
        lambda: client.post(preview, text, content_type=SENT_AS), database, times
    )
    return found


def as_sent(fields):
    """What a browser with scripts sends of a form whose saved rows nobody has touched:
    it names them, `newsroom/static/desk/save.js` says how."""
    sent = {name: said for name, said in fields.items() if not ROW.fullmatch(name)}
    for name, key in fields.items():
        if (found := ROW.fullmatch(name)) and found["field"] == "id" and key:
            row = f"{found['prefix']}-{found['number']}"
            marks = (fields[f"{row}-uid"], fields.get(f"{row}-position", ""))
            listed = f"{found['prefix']}-{UNTOUCHED}"
            words = [sent.get(listed, ""), ":".join([found["number"], key, *marks])]
            sent[listed] = " ".join(filter(None, words))
    return sent


def full_text(number):
    """A document with 10 quotes, 9 entities and 5 questions, all of them there."""
    made = documents.story(number, "verbs", timezone.now(), 10)
    made["slug"], made["id"] = f"verbs-{number}", str(uuid.uuid4())
    made.pop("image", None), made.pop("translation_of", None)
    quotes = made["quotes"] * 4
    made["quotes"] = [q | {"key": f"q{n}"} for n, q in enumerate(quotes[:10], 1)]
    made["entities"] = [
        {"slug": f"topic-{n}", "name": documents.topic(n)[0], "prominence": n + 1}
        for n in range(9)
    ]
    made["questions"] = [{"slug": "question-0", "title": "What of it?"}]
    made["questions"] += [{"slug": f"question-{n}", "title": "?"} for n in range(1, 5)]
    for name in ("quotes", "entities", "questions"):
        for part in made[name]:
            part["uid"] = str(uuid.uuid4())
    return made


@contextlib.contextmanager
def undone():
    """Whatever is written inside is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def verbs(database=None, times=TIMES):
    """Publishing and editing a full story, and importing, by name with its `Deed`."""
    found = {}
    with undone():
        drafts = [draft(number) for number in range(times + 2)]
        saved = [(story, story.save_revision()) for story in drafts]
        found["publish"] = measured(lambda: publish(*saved.pop()), database, times)
    with undone():
        story, number = draft(0), iter(range(100))
        publish(story, story.save_revision())
        document = freezing.freeze(story)
        found["edit and publish"] = measured(
            lambda: edit(story, document, f"Number {next(number)}."), database, times
        )
    with undone():
        found["import of a story"] = imported(database, FILES if times > 1 else 1)
    return found


def draft(number):
    document = full_text(number)
    story = Story(pk=document["id"])
    freezing.thaw(story, document)
    return story


def publish(story, revision):
    story.publish(revision=revision, desk_rules=False)


def edit(story, document, words):
    """One sentence of a published story changes: its text is saved, and published.

    Two verbs, as the desk calls them one after the other: the form hands over the text
    that it has. What the form writes of its own rows is measured with its save.
    """
    revision = story.save_revision(document=document | {"standfirst": words})
    story.publish(revision=revision, kind="wording", desk_rules=False)


def imported(database, count):
    """The cost of one story of a file of so many, each published."""
    files = [full_text(number) for number in range(count)]
    for one in files:
        for question in one["questions"]:
            question.pop("uid")
    files = file.read_stories(file_text(files))
    pace = processes.pace()
    with CaptureQueriesContext(connection) as queries:
        taken = spent(
            lambda: import_stories(files, publishing=PublishOptions()), database
        )
    return Deed(taken / count, round(asked(queries) / count), pace)


def file_text(files):
    return "\n".join(map(canonical, files))
