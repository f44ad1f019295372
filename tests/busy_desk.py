"""What a desk comes to on a busy day: what is asked, waits, meets, and is refused."""

import datetime as dt

from django.contrib.auth import get_user_model
from django.test import Client

from explainer.blocks import Change
from sources.models import Feed, FeedItem
from stories import models
from stories.models import Resolution
from tests import filled_paper, make
from tests.busy_talk import FAR, review, talk
from tests.support import desk


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
    for page in ("checks", "change", "publish", "suggestions", "compare", "preview"):
        found[f"plain-{page}"] = editor.get(desk.address(page, plain))
    return found


def publish(editor):
    """Texts that readers have already, lack something, are gone, or are old."""
    known, gone, old = (
        models.Story.objects.get(slug=slug) for slug in ("after", "gone", "filled")
    )
    bare = make.story({"sources": []}, headline="Bare", summary="")
    bare.save_revision()
    return {
        "publish-known": editor.get(desk.address("publish", known)),
        "publish-bare": editor.get(desk.address("publish", bare)),
        "submit-bare": editor.get(desk.address("submit", bare)),
        "correct-gone": editor.get(desk.address("correct", gone)),
        "revision-old": editor.get(
            desk.address("revision", old, old.revisions.order_by("pk").first().pk)
        ),
        "suggestions-again": editor.get(
            desk.address("suggestions", models.Story.objects.get(slug="draft"))
        ),
    }


def work(viewer, writer):
    """What somebody sees who may only look, and who may only write."""
    feed = Feed.objects.get()
    for _number in range(61):
        make.announced(title="One of many pieces", feed=feed, seen_at=FAR)
    wires, quick = "/admin/sources/feeditem/", "/admin/stories/story/new/"
    return {
        "wires-seen": viewer.get(wires),
        "wires-long": writer.get(wires, {"feed": feed.pk, "q": "many pieces"}),
        "wires-last": writer.get(f"{wires}?p=2"),
        "quick-faults": writer.post(quick, {"text": "", "headline": ""}),
        "dashboard-of-writer": writer.get("/admin/"),
    }


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
    at, known = "/admin/sources/source/take/", "https://paper.example/sources-0-url"
    FeedItem.objects.update(seen_at=make.soon(days=400))
    draft = models.Story.objects.get(slug="draft")
    lines = f"{known}\nhttps://paper.example/never-seen\nno address"
    place = desk.address("sources", draft)
    pictures = [make.image().pk for _number in "12"]
    return {
        "take-known": editor.get(f"{at}?url={known}"),
        "take-new": editor.get(f"{at}?url=https://new.example/1&title=The+title"),
        "take-wrong": editor.get(f"{at}?url=no+address"),
        "sources-taken": editor.post(place, {"addresses": lines}),
        "feed-wrong": editor.post("/admin/sources/feed/add/", {"address": "x"}),
        "wires-none": editor.get("/admin/sources/feeditem/?q=zebra"),
        "wires": editor.get("/admin/sources/feeditem/?q=piece"),
        "describe": editor.get("/admin/images/image/describe/", {"image": pictures}),
        "describe-wrong": editor.get("/admin/images/image/describe/?image=x"),
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
    viewer, writer = Client(), Client()
    viewer.force_login(make.viewer())
    writer.force_login(make.person("contributor", username="dua", first_name="Dua"))
    found |= publish(editor) | work(viewer, writer)
    found |= keep(editor, ana) | take(editor) | find(editor, ana)
    return {f"desk-{name}": answer for name, answer in found.items()}
