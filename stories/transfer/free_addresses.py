"""Addresses for what an archive brings: what is here keeps its own, none is taken."""

import uuid
from itertools import batched, count

from stories.models import Path, Question, Story

AT_ONCE = 500
LONGEST = 80


class FreeAddresses:
    """Remembers what was given away, which the database does not have yet."""

    def __init__(self):
        self.given = {Story: set(), Question: set()}

    def choose(self, model, wanted):
        """A slug for each (id, slug), in their order."""
        chosen = []
        for some in batched(wanted, AT_ONCE):
            keys = [uuid.UUID(key) for key, _slug in some]
            rows = model.objects.filter(pk__in=keys)
            has = {str(pk): slug for pk, slug in rows.values_list("pk", "slug")}
            taken = self.taken(model, [slug for _key, slug in some])
            for key, slug in some:
                chosen.append(has.get(key) or self.free(model, slug, taken))
                self.given[model].add(chosen[-1])
        return chosen

    def taken(self, model, slugs):
        """Those of some slugs that lead somewhere, or once did."""
        rows = model.objects.filter(slug__in=slugs).values_list("slug", flat=True)
        paths = Path.objects.filter(kind=model.path_kind, slug__in=slugs)
        return {*rows, *paths.values_list("slug", flat=True)}

    def free(self, model, slug, taken):
        if slug not in taken and slug not in self.given[model]:
            return slug
        for number in count(2):
            end = f"-{number}"
            made = slug[: LONGEST - len(end)].rstrip("-") + end
            if made not in self.given[model] and not self.taken(model, [made]):
                return made
        return slug

    def choose_for_questions(self, story):
        """Addresses for the questions that a story asks."""
        asked = story.get("questions", [])
        wanted = [(part["id"], part["slug"]) for part in asked if "id" in part]
        chosen = iter(self.choose(Question, wanted) if wanted else ())
        for part in asked:
            if "id" in part:
                part["slug"] = next(chosen)
