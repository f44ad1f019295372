"""Writing a story at the desk: one save, which loses nothing and shows nothing."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from images.models import Image
from sources.models import Outlet, Source
from stories import models
from stories.models import Revision, Showing, freezing
from tests import make
from tests.support import desk

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PICTURE = f"images/{'a' * 64}.png"


def may(*names):
    """Somebody on the staff with these permissions only."""
    made = make.editor(is_superuser=False)
    made.user_permissions.set(Permission.objects.filter(codename__in=names))
    return made


def everything():
    """One part of every kind, naming rows that several stories share."""
    entity, question = make.entity(name="The Council"), make.question()
    outlets, images = Outlet.objects, Image.objects
    outlet, _made = outlets.get_or_create(name="The Wire", slug="the-wire")
    source = Source.objects.create(title="A report", outlet=outlet)
    measures = {"file": PICTURE, "width": 4, "height": 3}
    image, _made = images.get_or_create(name=PICTURE, defaults=measures)
    return {
        "byline": [{"name": "Ana Ruiz", "entity": entity}],
        "image": [{"image": image, "alt": "A bridge."}],
        "key_points": [{"lead_in": "One.", "text": "First."}, {"text": "Second."}],
        "sections": [{"heading": "Why", "body": "Because."}],
        "quotes": [{"key": "q", "text": "Yes.", "speaker": "A", "entity": entity}],
        "figures": [{"key": "map", "image": image}],
        "perspectives": [{"outlet": "The Wire", "text": "For.", "sources": "wire"}],
        "timeline": [{"label": "spring", "text": "It began."}],
        "expectations": [{"text": "A vote."}],
        "conversation.turns": [{"speaker": "A reader", "text": "Why?"}],
        "questions": [{"question": question, "title": "Why?"}],
        "entities": [{"entity": entity, "name": "Council"}],
        "related": [{"slug": "another", "label": "Another"}],
        "sources": [{"key": "wire", "source": source, "title": "A report"}],
    }


def live(story):
    return Showing.objects.live(timezone.now()).get(story_id=story.pk)


def test_saving_changes_nothing_that_readers_have(client, editor):
    story = make.published_story(headline="Rates rise", summary="They rose.")
    before = client.get(story.get_absolute_url()).content

    desk.save(client, story, headline="Rates fall", summary="They fell.")

    story.refresh_from_db()
    assert story.headline == "Rates fall"
    assert live(story).headline == "Rates rise"
    assert client.get(story.get_absolute_url()).content == before


def test_publishing_at_the_desk_changes_the_page_at_once(client, editor):
    story = make.published_story(headline="Rates rise")

    saved = desk.save(client, story, headline="Rates fall", _publish="1")
    page = client.get(saved.url)
    sent = {
        "revision": story.revisions.head().pk,
        "kind": "development",
        "note": "",
        "when": "now",
    }
    client.post(saved.url, sent)

    assert "Publish edition 2" in page.content.decode()
    assert (live(story).headline, live(story).number) == ("Rates fall", 2)
    assert b"Rates fall" in client.get(story.get_absolute_url()).content
    assert models.Edition.objects.get(number=2).published_by == editor


def test_a_save_keeps_a_revision_of_what_the_tables_hold(client, editor):
    story = make.story(everything())
    sent = desk.open_form(client, story)
    sent |= {"summary": "New.\r\n\r\nLines.", "tags": "river, Budget 2026"}
    sent |= {"keypoint_set-0-position": "7", "section_set-0-DELETE": "on"}
    desk.add_part(sent, "keypoint_set", text="Third.")
    desk.add_part(sent, "timelineevent_set", date="2026-01-02", text="It went on.")

    response = client.post(desk.address("change", story), sent)

    assert response.status_code == 302
    story = models.Story.objects.get(pk=story.pk)
    assert story.revisions.head().content == freezing.freeze(story)
    assert story.revisions.head().created_by == editor
    points = [point["text"] for point in story.revisions.head().content["key_points"]]
    assert points == ["Second.", "First.", "Third."]
    assert story.revisions.head().content["tags"] == ["budget-2026", "river"]


def test_saving_an_untouched_form_keeps_the_document_as_it_was(client, editor):
    story = make.story(everything(), summary="It happened.")
    story.tags.add("one, two", "Budget")
    before = story.save_revision()

    desk.save(client, story)

    assert [*Revision.objects.filter(story=story)] == [before]


def test_a_new_story_is_saved_with_its_parts_and_stays_on_the_page(client, editor):
    sent = desk.fields(client.get(reverse("admin:stories_story_add")))
    sent |= {"headline": "Bridge closes", "slug": "bridge-closes"}
    desk.add_part(sent, "keypoint_set", lead_in="Closed.", text="The bridge closed.")

    response = client.post(reverse("admin:stories_story_add"), sent)

    story = models.Story.objects.get()
    assert response.url == desk.address("change", story)
    assert story.revisions.head().content["key_points"][0]["lead_in"] == "Closed."


def test_a_save_over_somebody_elses_is_refused_and_keeps_the_text(client, editor):
    story = make.story(headline="Rates rise")
    mine = desk.open_form(client, story) | {"headline": "My headline"}
    desk.add_part(mine, "keypoint_set", text="My point.")
    ben = make.editor(username="ben")
    client.force_login(ben)
    desk.save(client, story, headline="Bens headline")
    client.force_login(editor)

    page = client.post(desk.address("change", story), mine)

    text = page.content.decode()
    story.refresh_from_db()
    assert story.headline == "Bens headline"
    assert "ben saved at" in text
    assert "My headline</textarea>" in text
    assert "My point.</textarea>" in text
    assert "<del>" in text
    again = client.post(desk.address("change", story), desk.fields(page))
    assert again.status_code == 200


def test_after_a_conflict_mine_can_be_saved_over_theirs(client, editor):
    story = make.story(headline="Rates rise")
    mine = desk.open_form(client, story) | {"headline": "My headline"}
    desk.save(client, story, headline="Theirs")
    page = client.post(desk.address("change", story), mine)
    version = re.search(r'name="_overwrite" value="(\d+)"', page.content.decode())[1]

    client.post(
        desk.address("change", story), desk.fields(page) | {"_overwrite": version}
    )

    story.refresh_from_db()
    assert story.headline == "My headline"


def test_a_part_that_was_removed_meanwhile_is_not_lost(client, editor):
    story = make.story({"key_points": [{"text": "One."}, {"text": "Two."}]})
    mine = desk.open_form(client, story) | {"keypoint_set-0-text": "One, rewritten."}
    theirs = desk.open_form(client, story) | {"keypoint_set-0-DELETE": "on"}
    client.post(desk.address("change", story), theirs)
    story.refresh_from_db()

    client.post(
        desk.address("change", story), mine | {"_overwrite": str(story.lock_version)}
    )

    texts = [point.text for point in story.keypoint_set.all()]
    assert texts == ["One, rewritten.", "Two."]


def test_rows_may_be_sent_in_any_order(client, editor):
    story = make.story({"key_points": [{"text": "One."}, {"text": "Two."}]})
    sent = desk.open_form(client, story)
    new = desk.add_part(sent, "keypoint_set", text="Zero.", position="0")
    sent |= {"keypoint_set-0-position": "1", "keypoint_set-1-position": "2"}
    rows = {n: {k: v for k, v in sent.items() if f"set-{n}-" in k} for n in (0, new)}
    for number, other in ((0, new), (new, 0)):
        for name in [k for k in sent if k.startswith(f"keypoint_set-{number}-")]:
            row = name.replace(f"set-{number}-", f"set-{other}-")
            sent[name] = rows[other].get(row, "")

    client.post(desk.address("change", story), sent)

    texts = [point.text for point in story.keypoint_set.all()]
    assert texts == ["Zero.", "One.", "Two."]
    assert story.keypoint_set.count() == 3


def test_an_empty_label_is_filled_in_from_the_shared_row(client, editor):
    parts = everything()
    source, entity = parts["sources"][0]["source"], parts["entities"][0]["entity"]
    story = make.story({"sources": []})
    sent = desk.open_form(client, story)
    desk.add_part(sent, "storysource_set", key="wire", source=str(source.pk))
    desk.add_part(sent, "storyentity_set", entity=str(entity.pk))

    client.post(desk.address("change", story), sent)

    document = models.Story.objects.get(pk=story.pk).revisions.head().content
    assert document["sources"][0]["outlet"] == "The Wire"
    assert document["entities"][0]["name"] == "The Council"


def test_a_choice_that_does_not_exist_is_refused(client, editor):
    story = make.story()
    sent = desk.open_form(client, story)
    desk.add_part(sent, "storyentity_set", entity="4711")
    desk.add_part(sent, "storyquestion_set", question="nonsense")

    page = client.post(desk.address("change", story), sent)

    assert page.content.decode().count("Select a valid choice") == 2


def many(parts):
    """A story with so many parts, half of them naming a shared row of their own."""
    entities = [make.entity() for _ in range(parts // 4)]
    sources = [Source.objects.create(title="A") for _ in range(parts // 4)]
    one = everything()
    cited = [{"key": f"k{s.pk}", "source": s} for s in sources]
    return make.story(
        one
        | {
            "entities": [{"entity": e, "name": e.name} for e in entities],
            "sources": one["sources"] + cited,
            "key_points": [{"text": "A point."}] * (parts // 4),
            "timeline": [{"text": "An event.", "label": "then"}] * (parts // 4),
        }
    )


def queries_of(request):
    with CaptureQueriesContext(connection) as queries:
        response = request()
    return len(queries), response


def test_opening_a_story_asks_the_same_however_long_it_is(client, editor):
    """The form itself asks for the story, its tags, the parts by kind and the desks."""
    counts = []
    client.get(desk.address("change", make.story()))  # what a process asks only once
    for parts in (60, 120):
        story = many(parts)
        make.edition(story)
        count, _page = queries_of(lambda s=story: client.get(desk.address("change", s)))
        counts.append(count)

    assert counts[0] == counts[1]
    assert counts[0] <= 30
    address = reverse("admin:stories_story_add")
    new, _page = queries_of(lambda: client.get(address))
    assert new == 4  # Session, account, kept texts, desks: there are no parts yet.


def test_saving_a_story_asks_the_same_and_once_more_a_changed_row(client, editor):
    counts, changed = [], 5
    for parts in (60, 120):
        story = many(parts)
        make.edition(story)
        sent = desk.open_form(client, story)
        for number in range(changed):
            sent[f"keypoint_set-{number}-text"] = "Another point."
        sent["storyentity_set-0-entity"] = str(make.entity().pk)
        address = desk.address("change", story)
        count, page = queries_of(lambda a=address, s=sent: client.post(a, s))
        assert page.status_code == 302
        counts.append(count)

    assert counts[0] == counts[1]
    assert counts[0] <= 40 + changed + 1


def test_somebody_who_may_only_look_can_open_a_story_but_not_save(client):
    story = make.story(everything(), headline="Rates rise")
    client.force_login(may("view_story"))

    page = client.get(desk.address("change", story))
    refused = client.post(desk.address("change", story), {"headline": "Mine"})

    assert "Rates rise" in page.content.decode()
    assert 'name="headline"' not in page.content.decode()
    assert refused.status_code == 403


def test_who_may_change_a_story_may_change_its_parts(client):
    story = make.story({"key_points": [{"text": "One."}]})
    client.force_login(may("view_story", "change_story"))

    desk.save(client, story, **{"keypoint_set-0-text": "Two."})

    assert story.keypoint_set.get().text == "Two."


def test_the_form_follows_the_order_of_the_page(client, editor):
    page = client.get(desk.address("change", make.story())).content.decode()

    headings = re.findall(r'<h2 id="block-[^"]*heading">(.*?)</h2>', page)
    assert headings[:4] == [
        "Headline",
        "Bylines",
        "What&#x27;s happened",
        "Picture at the top",
    ]
    assert headings[-2:] == ["Sources", "Housekeeping"]


def blocks(page):
    """By block: how full the list says it is, and whether the block is open."""
    states = re.findall(r'<li data-block="(\w+)" data-keys="[^"]*" class="(\w+)"', page)
    opened = re.findall(
        r'<details class="block [^>]*data-block="(\w+)"[^>]* open>', page
    )
    return {key: (state, key in opened) for key, state in states}


def test_the_form_of_a_short_story_is_short(client, editor):
    story = make.story({"key_points": [{"text": "One."}]}, unknowns="Who did it.")
    page = client.get(desk.address("change", story)).content.decode()

    found = blocks(page)
    opened = [key for key, (_state, is_open) in found.items() if is_open]
    assert opened == ["headline", "summary", "key_points", "unknowns", "sources"]
    assert found["conversation"] == ("empty", False)
    assert found["key_points"] == ("filled", True)
    assert found["housekeeping"] == ("filled", False)


def test_a_block_with_an_error_is_open_and_says_so(client, editor):
    story = make.story(everything())
    sent = desk.open_form(client, story) | {"timelineevent_set-0-date": "soon"}
    sent |= {"closed_at": "never", "quote_set-0-key": "No Key"}

    page = client.post(desk.address("change", story), sent).content.decode()

    found = blocks(page)
    faulty = [key for key, (state, _is_open) in found.items() if state == "faulty"]
    assert faulty == ["quotes", "background", "housekeeping"]
    assert all(found[key][1] for key in faulty)
    quote = page[page.index('id="quote_set-0"') :]
    assert quote[: quote.index("<summary>")].rstrip().endswith("open>")


def test_a_closed_part_says_what_it_holds(client, editor):
    story = make.story(
        {
            "quotes": [{"text": "A **dead** end.[^a]", "speaker": "Kaja Kallas"}],
            "timeline": [{"label": "spring", "text": "It began."}],
            "byline": [{"name": "Ana Ruiz", "role": "edited by"}],
        }
    )

    page = client.get(desk.address("change", story)).content.decode()

    gists = re.findall(r'"gist"><b>(.*?)</b> <span>(.*?)</span>', page)
    told = [gist for gist in gists if gist != ("", "")]
    assert ("Kaja Kallas", "A dead end.") in told
    assert ("spring", "It began.") in told
    assert ("Ana Ruiz", "edited by") in told


def test_the_list_of_blocks_counts_words_and_reading_times(client, editor):
    story = make.story(
        {"key_points": [{"lead_in": "One.", "text": "Two three."}] * 2},
        headline="Four words are here",
        summary="It **really**[^a] happened.",
        brief="word " * 300,
        report="word " * 700,
    )

    page = client.get(desk.address("change", story)).content.decode()

    sizes = dict(
        re.findall(r'<li data-block="(\w+)".*?class="size">(\d*)</span>', page, re.S)
    )
    times = re.findall(r"<b>(\d+)</b> words, <span>(.*?)</span>", page)
    assert (sizes["headline"], sizes["summary"], sizes["brief"]) == ("4", "3", "300")
    assert sizes["key_points"] == "4"
    assert times == [("13", "15 s"), ("313", "1 min"), ("713", "3 min")]


def test_the_bar_says_when_and_by_whom_it_was_saved(client, editor):
    story = make.story()
    desk.save(client, story, headline="Mine")
    mine = client.get(desk.address("change", story)).content.decode()
    client.force_login(make.editor(username="ben"))
    theirs = client.get(desk.address("change", story)).content.decode()

    story.refresh_from_db()
    at = timezone.localtime(story.saved_at).strftime("%H:%M")
    said = r'class="saved"[^>]*>(.*?)\s*</p>'
    assert re.search(said, mine)[1] == f"saved {at}"
    assert re.search(said, theirs)[1] == f"saved {at} by ana"


def test_a_headline_is_one_line(client, editor):
    story = make.story()

    desk.save(client, story, headline="Rates rise\r\n  again")

    story.refresh_from_db()
    assert story.headline == "Rates rise again"


def test_the_state_line_says_what_readers_have(client, editor):
    story = make.story(headline="One")
    new = client.get(desk.address("change", story)).content.decode()
    make.edition(story)
    desk.save(client, story, headline="Two", standfirst="More.")
    ahead = client.get(desk.address("change", story)).content.decode()

    assert "Not published." in new
    assert "Live: edition 1. Your draft has 2 changes readers have not seen." in ahead


def test_the_page_leads_to_the_site_only_while_it_is_live(client, editor):
    story = make.story(slug="bridge")
    link = 'href="/stories/bridge/"'
    before = client.get(desk.address("change", story)).content.decode()
    make.edition(story)
    desk.save(client, story, slug="another-address")
    page = client.get(desk.address("change", story)).content.decode()

    assert link not in before
    assert link in page


def test_a_draft_that_never_went_out_can_be_deleted(client, editor):
    story = make.story()
    story.save_revision()

    client.post(desk.address("delete", story), {"post": "yes"})

    assert not models.Story.objects.exists()


def test_what_readers_had_cannot_be_deleted(client, editor):
    story = make.published_story()

    response = client.post(desk.address("delete", story), {"post": "yes"})

    assert response.status_code == 403
    assert models.Story.objects.exists()


def test_a_question_is_written_and_published_alike(client, editor):
    question = make.question({"answers": [{"question": "Why?", "answer": "So."}]})
    sent = desk.open_form(client, question) | {"answers-0-answer": "Because."}

    client.post(desk.address("change", question), sent)
    client.post(
        desk.address("publish", question),
        {"revision": question.revisions.head().pk, "when": "now"},
    )

    shown = Showing.objects.live(timezone.now()).get(question_id=question.pk)
    content = shown.edition.revision.content
    assert content["answers"][0]["answer"] == "Because."
