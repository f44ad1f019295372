"""Where the paper stands in the fediverse: its actors below their kinds, the notes that
they made, the inbox, and how all of it is found."""

from django.urls import path

from paper.fediverse import views
from paper.fediverse.actors import FOLDERS, FRONT

PARTS = {
    "": views.actor,
    "/inbox": views.post_inbox,
    "/outbox": views.actor_outbox,
    "/followers": views.followers,
}
NOTE = "fediverse/notes/<uuid:key>/<int:number>"


def routes():
    """`fediverse_front`, `fediverse_desk_outbox` and so on, by the names of pages."""
    for kind, folder in FOLDERS.items():
        place = f"fediverse/{folder}" + ("" if kind == FRONT else "/<slug:slug>")
        for end, view in PARTS.items():
            name = f"fediverse_{kind}{end.replace('/', '_')}"
            yield path(place + end, view, {"kind": kind}, name=name)
    yield path("fediverse/inbox", views.post_inbox, name="fediverse_inbox")
    yield path(NOTE, views.note, name="fediverse_note")
    yield path(f"{NOTE}/replies", views.note_replies, name="fediverse_replies")
    at = "fediverse/stories/<slug:slug>"
    yield path(at, views.story_note, name="fediverse_story")
    yield path(".well-known/webfinger", views.webfinger, name="webfinger")
    yield path(".well-known/nodeinfo", views.node_info_link, name="node_info_links")
