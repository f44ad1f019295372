"""What a desk comes to on a busy day: what is asked, waits, meets, and is refused."""

import datetime as dt

from django.contrib.auth import get_user_model
from django.test import Client

from stories import models
from stories.blocks import Change
from stories.models import Resolution
from tests import filled_paper, make
from tests.stories import desk

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
    two = models.Desk.objects.get(slug="two")
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
    return found


def meet(editor, other):
    """Two who save one draft: with what touches, and with what does not."""
    points = {"key_points": [{"text": "One."}, {"text": "Two."}]}
    story = make.story(points, headline="Was", summary="A.\n\nB.", kicker="Was")
    story.save_revision()
    sent, address = desk.open_form(editor, story), desk.address("change", story)
    theirs = {"headline": "Theirs", "summary": "A.\n\nTheirs."}
    theirs |= {"keypoint_set-1-DELETE": "on"}
    other.post(address, desk.open_form(other, story) | theirs)
    mine = {"headline": "Mine", "summary": "A.\n\nMine.", "kicker": "Mine"}
    mine |= {"keypoint_set-1-text": "Two!"}
    return {
        "conflict": editor.post(address, sent | mine),
        "conflict-of-nothing": editor.post(address, sent | {"kicker": "Mine"}),
    }


def wait(editor):
    """A correction that meets what waits; what waits without one; a late correction."""
    story = make.published_story(summary="Twelve met.", brief="They left.")
    story.summary = "A dozen met."
    story.save()
    story.publish(revision=story.save_revision(), at=make.soon(days=400))
    address = desk.address("correct", story)
    form = desk.fields(editor.get(address), None)
    named = {text: name for name, text in form.items()}
    change = {named["Twelve met."]: "Nine met.", "note": "Nine.", "kind": "correction"}
    found = {"correct-touching": editor.post(address, form | change)}
    for words in ("Twelve", "zebra"):
        sent = form | {"find": words, "_look": "find"}
        found[f"correct-{words}"] = editor.post(address, sent)
    found["publish-over"] = editor.get(desk.address("publish", story))
    change = Change("replace", field="summary", index=0, new="Nine met.")
    story.correct(changes=[change], note="Nine.", waiting=Resolution(why="It is old."))
    late = {
        named["Twelve met."]: "Ten met.",
        named["They left."]: "All left.",
        "note": "Ten.",
    }
    found["correct-late"] = editor.post(address, form | late)
    for verb in ("move", "lift", "change", "take-over", "publish"):
        found[f"waiting-{verb}"] = editor.get(desk.address(verb, story))
    story.refresh_from_db()
    story.brief = "They left again."
    story.save()
    sent = desk.fields(editor.get(desk.address("publish", story)), None)
    story.save_revision()
    found["publish-newer"] = editor.post(desk.address("publish", story), sent)
    return found


def check(editor):
    """Warnings that are waived, texts that need none, and those without an edition."""
    story = models.Story.objects.get(slug="draft")
    found = {"never": editor.get(desk.address("history", story))}
    sent = desk.fields(editor.get(desk.address("checks", story)), None)
    sent |= {"reason": "It is so."}
    found["waived"] = editor.post(desk.address("never", story), sent, follow=True)
    plain = make.question(title="Is it so?", intro="It is.")
    plain.save_revision()
    for page in ("checks", "change", "publish", "suggestions", "compare"):
        found[f"plain-{page}"] = editor.get(desk.address(page, plain))
    return found


def arrange(editor):
    """The front page as it is arranged: found, over, too late and looked at."""
    gone, day = make.published_story(headline="It was on top"), filled_paper.DAY
    make.pick(gone, shown_from=day, shown_until=day + dt.timedelta(days=1))
    at = "/admin/stories/pick/"
    sent = desk.fields(editor.get(at), None)
    return {
        "front-found": editor.post(at, sent | {"q": "headline", "find": "1"}),
        "front-not-found": editor.post(at, sent | {"q": "zebra", "find": "1"}),
        "front-late": editor.post(at, sent | {"loaded": "0", "save": "Save"}),
        "front-ahead": editor.get(f"{at}?at=2099-01-01T12:00"),
        "front-wrong": editor.get(f"{at}?at=x"),
    }


def keep(editor, ana):
    """Texts that were kept, of a question and of what the form has no field for."""
    question = models.Question.objects.get(slug="filled-question")
    pairs = [["title", "The kept title"], ["no-such-field", "The homeless words"]]
    buffer = make.buffer(question, user=ana, pairs=pairs, base_version=1)
    return {
        "kept-list": editor.get("/admin/stories/story/kept/"),
        "kept-question": editor.get(buffer.address),
        "kept-text": editor.get(f"/admin/stories/question/kept/{buffer.pk}/"),
    }


def take(editor):
    """Sources from addresses: known, new, wrong; several of them; a feed's site."""
    at, known = "/admin/stories/source/take/", "https://paper.example/sources-0-url"
    models.FeedItem.objects.update(seen_at=make.soon(days=400))
    draft = models.Story.objects.get(slug="draft")
    lines = f"{known}\nhttps://paper.example/never-seen\nno address"
    place = desk.address("sources", draft)
    pictures = [make.image().pk for _number in "12"]
    return {
        "take-known": editor.get(f"{at}?url={known}"),
        "take-new": editor.get(f"{at}?url=https://new.example/1&title=The+title"),
        "take-wrong": editor.get(f"{at}?url=no+address"),
        "sources-taken": editor.post(place, {"addresses": lines}),
        "feed-wrong": editor.post("/admin/stories/feed/add/", {"address": "x"}),
        "wires-none": editor.get("/admin/stories/feeditem/?q=zebra"),
        "wires": editor.get("/admin/stories/feeditem/?q=piece"),
        "describe": editor.get(
            "/admin/stories/image/describe/", {"ids": ",".join(map(str, pictures))}
        ),
        "describe-wrong": editor.get("/admin/stories/image/describe/?ids=x"),
    }


def find(editor, ana):
    """What is found, deleted and looked back at."""
    tag = models.Tag.objects.order_by("slug").first()
    return {
        "find": editor.get("/admin/find/?q=filled"),
        "find-nothing": editor.get("/admin/find/?q=zebra"),
        "delete": editor.get(f"/admin/stories/tag/{tag.pk}/delete/"),
        "history-of-tag": editor.get(f"/admin/stories/tag/{tag.pk}/history/"),
        "history-of-person": editor.get(f"/admin/auth/user/{ana.pk}/history/"),
        "no-tags": editor.get("/admin/stories/rule/"),
    }


def pages(editor, ana):
    """The answers of a desk where all of this goes on, by a name."""
    ben, other = get_user_model().objects.get(username="ben"), Client()
    other.force_login(ben)
    found = talk(editor, ana, ben) | review(editor, other, ana, ben)
    found |= meet(editor, other) | wait(editor) | check(editor) | arrange(editor)
    found |= keep(editor, ana) | take(editor) | find(editor, ana)
    return {f"desk-{name}": answer for name, answer in found.items()}
