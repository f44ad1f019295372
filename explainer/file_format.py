"""The keys of a file beside those of its text: shared rows, earlier editions. Pure."""

from explainer.field import Field, required
from explainer.format import QUESTION, STORY
from explainer.row_fields import PUBLISHER, THING

# A file may say more than the document of its text: what the shared rows need.
SHARED: dict[str, Field] = {
    # Entities that are named without being listed, or listed under another name.
    "mentioned": Field(
        "list",
        file_only=True,
        items={"slug": required("slug", 80), "name": Field(limit=200), **THING},
    ),
    "outlets": Field("list", file_only=True, items=PUBLISHER),
    # With these, `desk` and `tags` are slugs that their names wouldn't lead to.
    "desk_name": Field(limit=80, file_only=True),
    "tag_names": Field(
        "list",
        file_only=True,
        items={"slug": required("plain", 100), "name": required("plain", 100)},
    ),
}
KINDS = (
    "first",
    "development",
    "wording",
    "checked",
    "correction",
    "clarification",
    "withdrawal",
    "reinstatement",
)


def history(text: dict[str, Field]) -> dict[str, Field]:
    """What readers had of a text and when, for a file that tells all of it.

    The text of the last edition is the file's own, unless that is a withdrawal.
    """
    edition = {
        "kind": Field("choice", choices=KINDS, required=True),
        "note": Field(),
        "published_at": Field("moment", required=True),
        "text": Field("object", items=text),
    }
    return {
        # When readers first had it, if that was before it came here.
        "published_at": Field("moment", file_only=True),
        "editions": Field("list", file_only=True, items=edition),
    }


FILE: dict[str, Field] = STORY | SHARED | history(STORY | SHARED)
# A question that no story need list has a file of its own.
QUESTION_FILE: dict[str, Field] = QUESTION | SHARED | history(QUESTION | SHARED)
FILES = {"explainer/1": FILE, "question/1": QUESTION_FILE}
