"""What is said about texts at a busy desk: comments, notes, handovers, reviews."""

import datetime as dt

from desk.models import Comment
from people.desks import Desk
from tests import make
from tests.support import desk

FAR = dt.datetime(2099, 1, 1, 12, tzinfo=dt.UTC)
DEED = "/admin/stories/story/{0}/talk/{1}/"


def talked_about(ana, ben):
    """A story about which all has been said that can be, and a page for each part."""
    two = make.desk(name="Two", slug="two", two_people=True)
    story = make.story({"key_points": [{"text": "Twelve met."}]}, desk=two)
    story.save_revision(by=ana)
    point = story.keypoint_set.get()
    mark = {"uid": str(point.uid), "field": "text"}
    first = make.comment(story, by=ben, body="Nine?", quote="Twelve", **mark)
    make.comment(story, by=ana, body="Twelve.", parent=first)
    mine = make.comment(story, by=ana, body="My words.")
    mine.edit("My other words.", by=ana)
    make.comment(story, by=ben, body="All is said.").resolve(by=ana)
    link, _secret = make.share_link(story, by=ana, takes_comments=True)
    outside = Comment.objects.say(link, guest="Ruth", body="From outside.")
    make.comment(story, by=ana, body="Thanks.", parent=outside, is_for_guest=True)
    make.share_link(story, by=ana, label="Who was shown it")[0].end(by=ben)
    make.contact(story, by=ben, who="Who is asked", deadline=FAR, answer="Yes.\nNo.")
    make.lock_note(story, by=ben, words="Ask first.", wording="Twelve met.", **mark)
    note = "Until they confirm it by noon today."
    make.handover(story, to=ana, by=ben, note=note, due_at=make.soon(days=400))
    point.text = "Nine met."
    point.save()
    story.save_revision(by=ana)
    return story


def talk(editor, ana, ben):
    story = talked_about(ana, ben)
    found = {"talk": editor.get(desk.address("talk", story))}
    found["talk-form"] = editor.get(desk.address("change", story))
    found["sharing"] = editor.get(desk.address("sharing", story))
    found["publish-alone"] = editor.get(desk.address("publish", story))
    found["submit"] = editor.get(desk.address("submit", story))
    editor.post(DEED.format(story.pk, "take"))
    sent = {"to": ben.pk, "note": ""}
    found["talk-given"] = editor.post(
        DEED.format(story.pk, "hand-over"), sent, follow=True
    )
    found["talk-refused"] = editor.post(DEED.format(story.pk, "comment"), {"body": ""})
    return found


def review(editor, other, ana, ben):
    """A text that is asked about, sent back, asked about again and approved."""
    two = Desk.objects.get(slug="two")
    story = make.story(desk=two, slug="asked-about", headline="Asked about")
    story.save_revision(by=ana)
    found = {}

    def send(client, verb, **typed):
        form = desk.fields(client.get(desk.address(verb, story)), None)
        return client.post(desk.address(verb, story), form | typed, follow=True)

    found["submitted"] = send(editor, "submit", note="Is it nine?", reviewer=ben.pk)
    found["review"] = other.get(desk.address("approve", story))
    found["review-own"] = editor.get(desk.address("approve", story))
    found["sent-back"] = send(other, "send-back", answer="It is twelve.")
    found["review-back"] = editor.get(desk.address("submit", story))
    found["publish-back"] = editor.get(desk.address("publish", story))
    story.headline = "Asked about again"
    story.save()
    story.save_revision(by=ana)
    send(editor, "submit", note="Now?", reviewer=ben.pk)
    found["review-again"] = other.get(desk.address("approve", story))
    found["approved"] = send(other, "approve", answer="Yes.")
    found["publish-approved"] = editor.get(desk.address("publish", story))
    found["talk-reviewed"] = editor.get(desk.address("talk", story))
    found["history-reviewed"] = editor.get(desk.address("history", story))
    return found
