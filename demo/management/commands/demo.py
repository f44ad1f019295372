"""Fill an empty newsroom with the demo paper, and make an editor's account."""

import datetime as dt
import json
import secrets
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

import demo
from entities.models import Entity
from explainer import file
from pages.models import FlatPage
from stories.models import Pick, Story
from stories.transfer.story_import import PublishOptions, import_stories

PAPER = Path(demo.__file__).parent
EDITOR = "editor"


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        if Story.objects.exists():
            self.stdout.write("There are stories already; the demo paper stays away.")
        else:
            self.fill()
        self.make_editor()

    @transaction.atomic
    def fill(self):
        """Publish the demo paper's editions in the order of their days."""
        days = programme(timezone.now())
        for day in days:
            self.publish(day)
        self.arrange()
        self.write_pages()
        self.introduce()
        self.stdout.write(f"The demo paper is there: {len(days)} editions.")

    def publish(self, day):
        """One edition: `day` has its file or slug, kind, note and moment."""
        if day["kind"] == "withdrawal":
            story = Story.objects.get(slug=day["slug"])
            story.withdraw(note=day["note"], dated=day["dated"])
            return
        text = (PAPER / "stories" / day["file"]).read_text("utf-8")
        import_stories(
            file.read_stories(text),
            media=PAPER,
            publishing=PublishOptions(
                kind=day["kind"], note=day["note"], dated=day["dated"], at=day["at"]
            ),
        )

    def arrange(self):
        """Put on top of the front page what its editors would."""
        slugs = json.loads((PAPER / "front.json").read_text("utf-8"))
        keys = dict(Story.objects.filter(slug__in=slugs).values_list("slug", "pk"))
        Pick.objects.arrange([Pick(story_id=keys[slug]) for slug in slugs])

    def introduce(self):
        """Say of the people in the news what they are, were, and as of when."""
        today = timezone.localdate()
        people = json.loads((PAPER / "people.json").read_text("utf-8"))
        for slug, said in people.items():
            person = Entity.objects.get(slug=slug)
            person.as_of = min(dt.date.fromisoformat(said["as_of"]), today)
            person.save()
            for role in said["roles"]:
                person.roles.create(**role)

    def write_pages(self):
        """The paper's own pages in the place of those that came with the software."""
        pages = json.loads((PAPER / "pages.json").read_text("utf-8"))
        for position, page in enumerate(pages, 1):
            body = (PAPER / "pages" / f"{page['slug']}.md").read_text("utf-8")
            said = {"body": body, "language": "en", "published": True}
            FlatPage.objects.update_or_create(
                slug=page["slug"], defaults=page | said | {"position": position * 10}
            )

    def make_editor(self):
        """The first account, with a password that is shown this once."""
        users = get_user_model().objects
        if users.exists():
            return
        password = secrets.token_urlsafe(12)
        users.create_superuser(EDITOR, password=password)
        self.stdout.write(f"Sign in at /admin/ as “{EDITOR}” with: {password}")


def programme(now):
    """The demo's editions in order, each dated in the past or ahead of now.

    Their days are fixed; on a clock that is behind them they all move back by as many
    whole days as it takes.
    """
    listed = [
        entry
        for name in ("world.json", "city.json")
        for entry in json.loads((PAPER / name).read_text("utf-8"))
    ]
    past = [entry for entry in listed if not entry["at"].startswith("+")]
    for entry in past:
        entry |= {"dated": dt.datetime.fromisoformat(entry["at"]), "at": None}
    late = max(entry["dated"] for entry in past) - now
    back = dt.timedelta(days=max(0, late.days + 1))
    for entry in past:
        entry["dated"] -= back
    ahead = [entry for entry in listed if entry not in past]
    for entry in ahead:
        days = int(entry["at"].strip("+d"))
        entry |= {"dated": None, "at": now + dt.timedelta(days=days)}
    return sorted(past, key=lambda entry: entry["dated"]) + ahead
