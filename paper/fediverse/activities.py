"""What actors do with notes, by names that are always the same: whoever is sent one
twice knows it again."""

from paper.fediverse import notes
from paper.fediverse.actors import FRONT, actor_id
from paper.fediverse.notes import CONTEXT

CREATE, UPDATE, ANNOUNCE, DELETE = "create", "update", "announce", "delete"
ACCEPT = "accept"
TYPES = {CREATE: "Create", UPDATE: "Update", DELETE: "Delete", ANNOUNCE: "Announce"}


def activity(act, found, edition, sender, now):
    """An activity about a note because of an edition; None if there is nothing left to
    say: of what was withdrawn only that, and that only of what was."""
    if found is None or found.is_gone != (act == DELETE):
        return None
    if act == ANNOUNCE:
        return announcement(found, sender)
    said = {
        "@context": CONTEXT,
        "id": f"{found.id}#{act}-{edition}",
        "type": TYPES[act],
        "actor": actor_id(FRONT),
        **notes.audience(),
        "object": notes.note(found, now),
    }
    if act == CREATE:
        said["published"] = said["object"]["published"]
    return said


def announcement(found, sender):
    """A desk or a topic passes on what the paper said."""
    return {"@context": CONTEXT[0], **mention(ANNOUNCE, found.row, sender)}


def mention(act, row, sender):
    """That somebody put up a note, or passed it on, without what it says."""
    note = notes.note_id(row.story_id, row.number)
    who = actor_id(*sender)
    said = {"type": TYPES[act], "actor": who, "published": notes.moment(row.live_from)}
    name = f"{who}#announce-{row.story_id}-{row.number}"
    if act == CREATE:
        name = f"{note}#create-{row.number}"
    return {"id": name, **said, **notes.audience(sender), "object": note}


def acceptance(follow, digest, sender):
    """The answer to somebody who follows: what they sent, as far as it says that."""
    who = actor_id(*sender)
    return {
        "@context": CONTEXT[0],
        "id": f"{who}#accept-{digest[:32]}",
        "type": "Accept",
        "actor": who,
        "object": {name: follow[name] for name in ("id", "type", "actor", "object")},
    }
