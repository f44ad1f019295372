"""What can be seen to be wrong with files before anything of them is written."""

from django.utils import timezone

from entities.models import Entity
from explainer import blocks
from explainer.checks import desk_findings, structure
from explainer.checks.catalogue import STRUCTURAL
from explainer.checks.context import Context, KnownEntity
from explainer.days import begin_of, in_words
from explainer.file import with_slug
from explainer.notation import objects
from stories.models import Kind, Rule, facts
from stories.models.derived_rows import moment

# What is looked at more closely than it was when some texts went out.
GROWN = ("markup", "password", "unfinished")
# What a draft may lack at the desk too, until somebody wants to publish it.
OPEN = ("unfinished", "unknown", "fix-me")


class ImportChecks:
    """Looks through all files; `fault(place, message)` hears of what it finds.

    Of what is only half filled in a draft is told, and nobody is given it.
    """

    def __init__(self, files, questions, fault, *, publishing):
        self.files = files
        self.questions = questions
        self.fault = fault
        self.publishing = publishing

    def notices(self):
        """Report every fault; returns what the desk would not publish as it is."""
        self.refuse_repeated()
        brought, named = set(), set()
        for item, *_ in self.texts():
            brought |= {entity["slug"] for entity in things(item)}
            named |= blocks.named_entities(item)
        rows = Entity.objects.filter(slug__among=brought | named)
        have = {*rows.order_by().values_list("slug", flat=True)}
        self.refuse_ahead()
        notices = []
        for item, place, had in self.texts():
            for finding in structure.findings(item, brought | have):
                at, message = f"{place}.{finding.place}", finding.message
                if self.is_refused(finding, had):
                    self.fault(at, message)
                else:
                    notices.append(f"{at}: {message}")
            self.refuse_nameless(item, place, have)
        noticed = {"quote-source"} | Rule.objects.blocking() - {"dead-link"}
        whose = facts.whose_of_all() if facts.ABOUT_OUTLETS & noticed else {}
        context = Context(
            today=timezone.localdate(),
            entities={slug: KnownEntity(slug) for slug in brought | have},
            **whose,
        )
        return notices + [
            notice
            for item, place in self.files
            for notice in self.weighed(item, place, context, noticed)
        ]

    def is_refused(self, finding, had):
        """Whether a text can't come in with this; `had` is what readers had it as.

        A draft may be half filled in, and cite what it does not list yet. What readers
        had is a matter of record, if a page can be made of it: whoever publishes its
        draft anew is asked to mend it.
        """
        is_link = finding.place.endswith(".entity")  # A row can't be kept without it.
        if finding.code in OPEN and not self.publishing and not is_link:
            return False
        stands = had and structure.passable(finding)
        return not stands or (had == "live" and finding.code not in GROWN)

    def texts(self):
        """Each text with its place, those of earlier editions too.

        "record" is said of those that the file tells as editions, "live" of one that
        readers have had since a moment.
        """
        for item, place in self.files:
            told = item.get("editions", [])
            ends = told and told[-1]["kind"] != Kind.WITHDRAWAL
            had = "record" if ends else "live" if "published_at" in item else ""
            yield item, place, had
            for at, edition in objects(item, "editions"):
                if text := edition.get("text"):
                    yield text, f"{place}.{at}.text", "record"

    def refuse_repeated(self):
        seen = {}
        for item, place in self.files:
            for key in ("id", "slug"):
                first = seen.setdefault((item["format"], key, item[key]), place)
                if first != place:
                    self.fault(f"{place}.{key}", f"is also that of {first}")

    def refuse_ahead(self):
        """Nobody can have read a text before its time: a schedule isn't a file's."""
        now = timezone.now()
        for item, place in self.files:
            for at, part in [("", item), *objects(item, "questions")]:
                since = moment(part.get("published_at"))
                if since and since > now:
                    where = ".".join(filter(None, (place, at, "published_at")))
                    self.fault(where, "lies ahead")

    def weighed(self, item, place, context, noticed):
        """What the desk would not publish as it is: a file's word is taken for it."""
        for at, event in objects(item, "timeline"):
            label = event.get("label", "")
            if begin_of(label):
                yield f"{place}.{at}.label: {label} is {in_words(label)}"
        for finding in desk_findings(item, context, noticed - STRUCTURAL):
            yield f"{place}.{finding.place}: {finding.message}"

    def refuse_nameless(self, item, place, have):
        """Report entries and questions that would be new, but have no name."""
        have = have | {e["slug"] for e in item.get("mentioned", []) if "name" in e}
        for part in ("mentioned", "entities"):
            for at, entity in objects(item, part):
                slug = entity.get("slug")
                if slug and not entity.get("name") and slug not in have:
                    self.fault(f"{place}.{at}.name", "missing: this one is new")
        for at, part in objects(item, "questions"):
            named = part.get("title") or part.get("own_title")
            if "slug" in part and not named and not self.questions.find(part["slug"]):
                self.fault(f"{place}.{at}.title", "missing: this one is new")


def things(item):
    """All entities that a file brings."""
    return [*item.get("mentioned", []), *with_slug(item.get("entities", []))]
