"""Asking for letters and ending them: without an account, a cookie or a script."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from operations.mailroom import turn
from paper.followers import follower_links
from paper.models import Follower, FollowRequest, Invitation, Notification
from people import mail_address
from people.models import Pause
from tests import make
from tests.support.reader import get

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def letters_are_sent(settings):
    settings.FOLLOW_BY_MAIL = True


def ask(client, about, address="ana@place.example", **more):
    return client.post("/follow/", {"address": address, "about": about} | more)


def asked():
    """What was asked for, as `tick` finds it."""
    return [
        (row.kind, row.key, mail_address.decrypted(row.address))
        for row in FollowRequest.objects.all()
    ]


def own_path(follower):
    return f"/letters/{follower_links.token(follower)}/"


def pages():
    """A story, a question, a topic and a desk, with what each is followed as."""
    desk, topic = make.desk(slug="city"), make.entity(slug="board")
    parts = {"entities": [{"entity": topic}]}
    story = make.story(parts, slug="ports", desk=desk)
    make.edition(story)
    question = make.published_question(slug="why")
    things = (story, question, topic, desk)
    places = ("/stories/ports/", "/questions/why/", "/topics/board/", "/desks/city/")
    return dict(zip(places, map(make.followed_as, things), strict=True))


FORM = re.compile(r'<form class="foot actions".*?</form>', re.DOTALL)


@pytest.mark.once
def test_each_page_that_can_be_followed_ends_with_a_form(client, settings):
    for place, followed in pages().items():
        html = get(client, place)
        [form] = FORM.findall(html)
        assert f'name="about" value="{place}"' in form
        assert 'action="/follow/"' in form
        assert "csrf" not in html
        assert "Follow as a feed" in html
        assert ask(client, place).status_code == 302
        assert asked().pop() == (*followed, "ana@place.example")
        assert f'value="{place}"' in get(client, f"/follow/?about={place}")
    assert FORM.findall(get(client, "/")) == []
    settings.FOLLOW_BY_MAIL = False
    for place in pages_now():
        assert FORM.findall(get(client, place)) == []
        assert client.get(f"/follow/?about={place}").status_code == 404
        assert ask(client, place).status_code == 404


def pages_now():
    return ("/stories/ports/", "/questions/why/", "/topics/board/", "/desks/city/")


@pytest.mark.once
def test_what_nobody_can_read_nobody_can_follow(client):
    make.story(slug="draft", desk=make.desk(slug="empty"))
    gone = make.published_story(slug="gone")
    gone.withdraw(note="It is gone.")
    make.entity(slug="nobody")

    for place in (
        *("/stories/draft/", "/stories/gone/", "/questions/draft/", "/desks/empty/"),
        *("/topics/nobody/", "/", "", "https://other.example/stories/x/", "x" * 600),
    ):
        assert ask(client, place).status_code == 404, place
    assert asked() == []


def test_whoever_follows_already_the_answer_is_the_same(client):
    story = make.published_story(slug="ports")
    make.follower(story, address="ana@place.example")
    answers = []
    for address in ("ana@place.example", "zoe@place.example"):
        answer = ask(client, "/stories/ports/", address)
        answers.append((answer.status_code, answer.url, answer["Cache-Control"]))
    assert answers[0] == answers[1] == (302, "/follow/received/", "no-store")
    assert len(asked()) == 2

    turn.consent.see_to_requests(timezone.now())

    assert asked() == []
    waiting = Notification.objects.get()  # nobody is asked who has said yes
    assert mail_address.decrypted(waiting.follower.address) == "zoe@place.example"


def test_an_address_is_asked_once_a_day_whoever_wants_it(client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    make.published_story(slug="ports")
    make.published_question(slug="why")
    sent = []
    for _day in range(8):
        Pause.objects.all().delete()
        for address in ("a@place.example", "A+tag@place.example"):
            for page in ("/stories/ports/", "/questions/why/"):
                ask(client, page, address)
        turn.consent.see_to_requests(timezone.now())
        due = Notification.objects.filter(due_at__lte=timezone.now(), sent_at=None)
        sent.append(due.update(sent_at=timezone.now()))
        time_machine.shift(DAY)
        turn.forget()

    assert sent == [1, 1, 1, 1, 1, 0, 0, 0]
    assert Invitation.objects.count() == 5


@pytest.mark.once
def test_each_address_of_a_mailbox_is_asked_one_a_day(client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    make.published_story(slug="ports")
    for address in ("a.b@place.example", "ab+tag@place.example"):
        ask(client, "/stories/ports/", address)
    turn.consent.see_to_requests(timezone.now())

    due = [row.due_at for row in Notification.objects.order_by("follower")]

    assert due == [timezone.now(), timezone.now() + DAY]


@pytest.mark.once
def test_what_one_letter_leads_to_shows_all_that_was_asked_for(client):
    pages()
    for place in pages_now():
        ask(client, place)
    turn.consent.see_to_requests(timezone.now())
    follower = Follower.objects.get()
    own = own_path(follower)

    html = get(client, own)
    for place in pages_now():
        assert f'href="{place}"' in html
    assert confirm(client, own, html).url == own
    assert follower.subscriptions.confirmed().count() == 4
    assert get(client, own).count("/stop/") == 4
    assert "Asked for" not in get(client, own)


def confirm(client, own, html):
    """What the page's button sends."""
    shown = re.findall(r'name="asked" value="(\d+)"', html)
    return client.post(own, {"do": "confirm", "asked": shown})


@pytest.mark.once
def test_only_what_the_page_has_shown_is_confirmed(client):
    """Somebody else asks for more while the page stands open."""
    pages()
    ask(client, "/stories/ports/")
    turn.consent.see_to_requests(timezone.now())
    follower = Follower.objects.get()
    own = own_path(follower)
    html = get(client, own)
    ask(client, "/questions/why/")
    turn.consent.see_to_requests(timezone.now())
    other = make.follower(make.published_story())
    other.subscriptions.update(confirmed_at=None)
    theirs = str(other.subscriptions.get().pk)

    confirm(client, own, html)

    assert [row.kind for row in follower.subscriptions.confirmed()] == ["story"]
    assert "Asked for" in get(client, own)
    for nonsense in ("", "x", "9" * 30, theirs):
        assert client.post(own, {"do": "confirm", "asked": nonsense}).url == own
    assert follower.subscriptions.confirmed().count() == 1
    assert not other.subscriptions.confirmed().exists()


@pytest.mark.once
def test_a_page_of_letters_is_kept_by_nobody_and_told_to_nobody(client):
    follower = make.follower(make.published_story(), address="ana@place.example")
    row = follower.subscriptions.get()
    for path in (own_path(follower), f"{own_path(follower)}stop/{row.pk}/"):
        answer = client.get(path)
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]
        assert "ana" not in answer.content.decode()
        assert answer.cookies == {}


@pytest.mark.once
def test_the_follower_deletes_all_of_it(client):
    story = make.published_story()
    other = make.follower(story)
    follower = make.follower(story, make.published_question())
    own = own_path(follower)

    assert client.post(own, {"do": "nothing"}).url == own
    assert Follower.objects.count() == 2
    assert "No more letters" in client.post(own, {"do": "delete"}).content.decode()

    assert [*Follower.objects.all()] == [other]
    assert client.get(own).status_code == 404


@pytest.mark.once
def test_nobody_ends_what_is_somebody_elses(client):
    story = make.published_story()
    one, other = make.follower(story), make.follower(story)
    row = other.subscriptions.get()

    assert client.post(f"{own_path(one)}stop/{row.pk}/").status_code == 200
    forged = own_path(one).replace(one.key.hex, other.key.hex)
    assert client.post(forged, {"do": "delete"}).status_code == 404
    assert client.post(f"{forged}stop/{row.pk}/").status_code == 200

    assert Follower.objects.count() == 2
    assert other.subscriptions.count() == 1


@pytest.mark.once
def test_letters_end_also_where_none_are_sent_any_more(client, settings):
    follower = make.follower(make.published_story())
    row = follower.subscriptions.get()
    settings.FOLLOW_BY_MAIL = False

    client.post(f"{own_path(follower)}stop/{row.pk}/")

    assert not Follower.objects.exists()


@pytest.mark.once
@pytest.mark.parametrize(
    "address",
    [
        *(
            "",
            "nonsense",
            "a@b",
            "a@place.example, b@place.example",
            "a b@place.example",
        ),
        *("a@place.example\r\nBcc: b@place.example", '"a b"@place.example', "a@"),
        *("a@place.example>", "x" * 65 + "@place.example", "a\u2028b@place.example"),
        *("a@-place.example", "😀@place.example", "@"),
    ],
)
def test_what_is_no_address_is_said_and_kept(client, address):
    make.published_story(slug="ports")
    answer = ask(client, "/stories/ports/", address)

    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in html
    assert 'name="about" value="/stories/ports/"' in html
    assert asked() == []


@pytest.mark.once
def test_a_form_of_another_site_is_shown_first(client):
    make.published_story(slug="ports")
    said = {"address": "ana@place.example", "about": "/stories/ports/"}

    answer = client.post("/follow/", said, headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403
    assert 'value="ana@place.example"' in answer.content.decode()
    assert asked() == []


@pytest.mark.once
def test_robots_and_those_in_a_hurry_get_no_further(client):
    make.published_story(slug="ports")
    assert ask(client, "/stories/ports/", website="x").status_code == 302
    assert asked() == []
    statuses = [ask(client, "/stories/ports/").status_code for _n in range(22)]

    assert ({*statuses[:18]}, statuses[-1]) == ({302}, 429)
    assert ask(client, "/stories/ports/", "a" * 20_000).status_code == 413


@pytest.mark.once
def test_a_copy_of_the_paper_has_no_form():
    make.published_story(slug="ports")
    copy = Client(**{"copy.is_made": True})

    assert FORM.findall(get(copy, "/stories/ports/")) == []


@pytest.mark.once
def test_the_desk_sees_how_many_follow_and_not_who(client):
    story, question = make.published_story(), make.published_question()
    make.follower(story, address="ana@place.example")
    make.follower(story, question)
    make.follower(story).subscriptions.update(confirmed_at=None)
    client.force_login(make.editor())

    html = client.get(f"/admin/stories/story/{story.pk}/change/").content.decode()
    assert "2 readers follow this by mail." in html
    assert "place.example" not in html
    html = client.get(f"/admin/stories/question/{question.pk}/change/").content.decode()
    assert "1 reader follows this by mail." in html
