"""Share links: kept as a hash, for a while, and off while a source is under embargo."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction

from desk.models import Comment, ShareLink, share_links
from desk.models.comments import MOST_IN_AN_HOUR, TooMuchError
from desk.models.share_links import NothingToShareError, TooManyLinksError
from people.refusals import GoneError, NotYoursError
from stories.models.verb_refusals import EmbargoedError
from tests import make

pytestmark = pytest.mark.django_db


def found(secret, **later):
    return share_links.find(secret, make.soon(**later or {"seconds": 0}))


def test_of_the_secret_only_a_hash_is_kept():
    link, secret = make.share_link(make.story())
    other, another = make.share_link(make.story())

    row = ShareLink.objects.filter(pk=link.pk).values().get()
    assert len(secret) == 32
    assert secret != another
    assert not [value for value in row.values() if secret in str(value)]
    assert found(secret)[0] == link
    assert found(another)[0] == other


@pytest.mark.parametrize("make_owner", [make.story, make.question])
def test_a_link_shows_one_text_or_the_draft_as_it_is_saved_last(make_owner):
    owner, name = make_owner(), "headline" if make_owner is make.story else "title"
    first = make.rewrite(owner, **{name: "First"})
    _link, pinned = make.share_link(owner, revision=first)
    _link, draft = make.share_link(owner)
    last = make.rewrite(owner, **{name: "Last"})

    assert found(pinned)[1] == first
    assert found(draft)[1] == last


def test_a_form_sent_twice_makes_one_link_and_tells_its_secret_once():
    story, ana = make.story(), make.editor()
    mark = "0b8f3c53-6a3f-4f6e-9c1e-5a1f3d1f9d11"
    link, secret = make.share_link(story, by=ana, mark=mark)

    assert make.share_link(story, by=ana, mark=mark) == (link, "")
    assert secret
    assert ShareLink.objects.count() == 1
    with pytest.raises(NotYoursError):
        make.share_link(story, mark=mark)


def test_a_link_ends_by_itself_and_nobody_makes_one_that_outlasts_a_month():
    _link, short = make.share_link(make.story(), until=make.soon(days=2))
    _link, long = make.share_link(make.story(), until=make.soon(days=999))

    assert found(short, days=1)
    assert not found(short, days=2, minutes=1)
    assert found(long, days=29)
    assert not found(long, days=30, minutes=1)


def test_a_link_is_taken_back_once_and_by_whoever_did_so_first():
    story, ana, bo = make.story(), make.editor(), make.editor()
    link, secret = make.share_link(story)
    _bystander, others = make.share_link(story)

    assert link.end(by=ana)
    assert not link.end(by=bo)

    assert found(secret) is None
    assert found(others)
    link.refresh_from_db()
    assert link.ended_by == ana


def test_nobody_is_shown_a_text_that_was_never_saved():
    with pytest.raises(NothingToShareError):
        ShareLink.objects.share(
            make.story(),
            by=make.editor(),
            label="Ruth",
            until=make.soon(),
            revision=None,
        )


def test_there_is_an_end_to_the_links_of_one_story(monkeypatch):
    monkeypatch.setattr(share_links, "MOST", 2)
    story = make.story()
    for _number in range(2):
        link, _secret = make.share_link(story)

    with pytest.raises(TooManyLinksError):
        make.share_link(story)
    make.share_link(make.story())
    link.end(by=make.editor())
    make.share_link(story)


def embargo(source, until):
    source.embargoed_until = until
    source.save()


def test_links_are_off_while_a_source_is_under_embargo_and_back_afterwards():
    source = make.source(title="The report")
    cited = {"sources": [{"key": "r", "url": source.url, "title": source.title}]}
    story, other = make.story(cited), make.story()
    _link, secret = make.share_link(story)
    _link, bystander = make.share_link(other)
    pinned = story.revisions.head()
    _link, of_pinned = make.share_link(story, revision=pinned)

    embargo(source, make.soon(hours=2))

    assert found(secret) is None
    assert found(of_pinned) is None
    assert found(bystander)
    with pytest.raises(EmbargoedError, match="The report"):
        make.share_link(story)
    assert ShareLink.objects.count() == 3
    story.storysource_set.all().delete()
    make.rewrite(story, headline="Without it")
    assert found(secret), "the draft cites it no more"
    assert found(of_pinned) is None, "the text that was shown does"
    assert found(of_pinned, hours=3)


def test_a_visit_is_noted_and_nothing_about_who_it_was():
    link, _secret = make.share_link(make.story())
    _same, _secret = make.share_link(make.story())
    first = make.soon(hours=1)

    for later in (0, 10, 45, 120):
        link.note_visit(first + dt.timedelta(minutes=later))
        link.refresh_from_db()

    assert link.visits == 3  # what is opened again within half an hour is one
    assert link.first_visit_at == first
    assert link.last_visit_at == first + dt.timedelta(hours=2)
    assert ShareLink.objects.exclude(pk=link.pk).get().visits == 0


def test_links_go_with_their_story_and_comments_outlast_a_link():
    story, question = make.story(), make.question()
    link, _secret = make.share_link(story)
    make.share_link(question)
    Comment.objects.say(link, guest="Ruth", body="Not so.")
    link.delete()

    said = Comment.objects.get()
    assert (str(said.who), said.link, said.written_by) == ("Ruth", None, None)
    link, _secret = make.share_link(story, revision=story.revisions.head())
    Comment.objects.say(link, guest="Ruth", body="Nor this.")
    story.revisions.all().delete()
    story.delete()
    assert [link.owner for link in ShareLink.objects.all()] == [question]
    assert not Comment.objects.exists()


def test_an_ended_link_is_remembered_for_a_season():
    old, _secret = make.share_link(make.story(), until=make.soon(days=1))
    ended, _secret = make.share_link(make.story())
    ended.end(by=make.editor())
    young, _secret = make.share_link(make.story(), until=make.soon(days=3))

    def over(**later):
        return {*ShareLink.objects.over(make.soon(**later))}

    assert over(days=89) == set()
    assert over(days=90, hours=1) == {ended}
    assert over(days=92) == {ended, old}
    assert young in over(days=94)


@pytest.mark.parametrize("fields", [[], ["link"], ["written_by", "link"]])
def test_a_comment_is_a_colleagues_or_an_outsiders(fields):
    story = make.story()
    link, _secret = make.share_link(story)
    known = {"written_by": make.editor(), "link": link, "guest": "Ruth"}
    said = {name: known[name] for name in fields}

    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.create(story=story, body="So?", **said)


def test_an_outsider_says_so_much_an_hour_and_answers_within_their_own_thread():
    story = make.story()
    link, _secret = make.share_link(story)
    theirs, _secret = make.share_link(story)
    internal = make.comment(story, body="Careful with her.")
    first = Comment.objects.say(link, guest="Ruth", body="One.")
    first.resolve(by=make.editor())
    answer = Comment.objects.say(link, guest="Ruth", body="And.", parent=first.pk)

    assert (answer.parent, answer.mentions.count()) == (first, 0)
    first.refresh_from_db()
    assert first.resolved_at is None
    for thread, by in ((internal, link), (first, theirs)):
        with pytest.raises(GoneError):
            Comment.objects.say(by, guest="Ruth", body="Hm.", parent=thread.pk)
    for _number in range(MOST_IN_AN_HOUR - 2):
        Comment.objects.say(link, guest="Ruth", body="More.")
    with pytest.raises(TooMuchError):
        Comment.objects.say(link, guest="Ruth", body="Too much.")
    Comment.objects.say(theirs, guest="Bo", body="My first.")
    with time_machine.travel(make.soon(hours=2)):
        Comment.objects.say(link, guest="Ruth", body="Later.")


def test_what_an_outsider_sees_is_said_by_them_or_meant_for_them():
    story, ana = make.story(), make.editor()
    link, _secret = make.share_link(story, by=ana)
    theirs, _secret = make.share_link(story)
    said = Comment.objects.say(link, guest="Ruth", body="Is it?")
    Comment.objects.say(theirs, guest="Bo", body="Another's.")
    make.comment(story, body="Between us.")
    make.comment(story, body="About her, between us.", parent=said)
    make.comment(story, body="It is.", parent=said, is_for_guest=True)

    seen = Comment.objects.between(link).values_list("body", flat=True)
    assert [*seen] == ["Is it?", "It is."]
    assert [one.body for one in Comment.objects.open_for(ana.pk)] == ["Is it?"]
