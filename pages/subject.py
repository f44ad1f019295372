"""Which story or question a reader's message is about, by the address of its page."""

import re

from stories.models import Showing

PAGE = re.compile(r"/(stories|questions)/([-\w]{1,200})(?:[/.?#].*)?")


def subject_of(path, now):
    """The keys of what stood at an address, or nothing."""
    found = PAGE.fullmatch(path)
    if not found:
        return {}
    shown = Showing.objects.questions()
    if found[1] == "stories":
        shown = Showing.objects.stories()
    # An address that one of them had is never given to another.
    row = shown.filter(slug=found[2], live_from__lte=now).first()
    return {"story_id": row.story_id, "question_id": row.question_id} if row else {}
