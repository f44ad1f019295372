"""Whatever the mail server does, and whoever is killed: nobody twice, nobody missed."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from operations.mailroom import turn
from operations.mailroom.delivery import (
    CLAIM,
    MOST_DEAD,
    MOST_LOST,
    MOST_TRIES,
    PAUSE,
    Delivery,
    claim,
)
from operations.mailroom.postman import Postman
from paper.followers import consent
from paper.models import Follower, Mailing, Notification
from people import mail_address
from tests import make

MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def story(clock):
    """A story that changes a minute after who follows it has said so."""
    return make.published_story(headline="Ports")


def change(story, clock):
    clock.shift(MINUTE)
    make.rewrite(story, summary=f"It is so now {make.timezone.now():%H:%M}.")
    make.edition(story, kind="development")


def write_down():
    """Who has to hear of it, without a letter yet."""
    now = make.timezone.now()
    for row in turn.editions_due(now):
        turn.take_up(row, now)


def follow(story, *names):
    return [make.follower(story, address=f"{name}@place.example") for name in names]


def names(*rows):
    return [(name, "New facts: Ports") for name in rows]


def test_an_address_that_nobody_has_is_forgotten_at_once(story, post, clock):
    follow(story, "ana", "gone", "zoe")
    post.server.handler.answers["gone@place.example"] = "550 5.1.1 <gone@place.example>"
    change(story, clock)

    assert post() == names("ana", "zoe")
    assert not Follower.objects.at("gone@place.example").exists()
    assert Follower.objects.count() == 2


@pytest.mark.once
@pytest.mark.parametrize("said", ["450 4.2.0 Grey", "554 5.7.1 Spam", "552 5.2.2 Full"])
def test_what_is_refused_for_another_reason_is_tried_again(story, post, clock, said):
    ana, zoe = follow(story, "ana", "zoe")
    post.server.handler.answers["ana@place.example"] = said
    change(story, clock)
    assert post() == names("zoe")
    row = ana.notifications.get()
    assert (row.failures, row.fault) == (1, said.rpartition(" ")[0])
    assert row.due_at == make.timezone.now() + PAUSE

    del post.server.handler.answers["ana@place.example"]
    assert post() == []
    clock.shift(PAUSE)

    assert post() == names("ana")
    assert zoe.notifications.get().sent_at is not None


@pytest.mark.once
def test_who_was_lost_three_times_in_a_row_is_forgotten(story, post, clock):
    follow(story, "ana")
    post.server.handler.answers[""] = "450 4.2.0 Later"
    for lost in range(1, MOST_LOST + 1):
        clock.shift(DAY)
        change(story, clock)
        for _try in range(MOST_TRIES):
            assert post() == []
            clock.shift(DAY)
        known = Follower.objects.values_list("lost", flat=True).first()
        assert known == (lost if lost < MOST_LOST else None)


@pytest.mark.once
def test_who_gets_a_letter_again_has_lost_none(story, post, clock):
    [ana] = follow(story, "ana")
    Follower.objects.update(lost=MOST_LOST - 1)
    change(story, clock)

    assert post() == names("ana")
    ana.refresh_from_db()
    assert ana.lost == 0


@pytest.mark.once
def test_a_server_that_knows_nobody_ends_nobody(story, post, clock):
    many = [f"r{n:02}" for n in range(MOST_DEAD + 2)]
    follow(story, *many)
    post.server.handler.answers[""] = "550 5.1.1 No relay"
    change(story, clock)
    assert post() == []
    assert Follower.objects.count() == len(many)

    post.server.handler.answers.clear()
    clock.shift(PAUSE)
    assert post() == names(*many)


@pytest.mark.once
def test_a_server_that_is_away_holds_up_letters_and_the_log_hears_once(
    story, post, clock, settings, caplog
):
    follow(story, "ana", "zoe")
    there, settings.MAILERS = settings.MAILERS, away(settings.MAILERS)
    change(story, clock)
    for _turn in range(3):
        assert post() == []
        clock.shift(MINUTE)
    settings.MAILERS = there

    assert post() == names("ana", "zoe")
    said = [one.getMessage() for one in caplog.records if "mail server" in one.msg]
    assert said == [
        "The mail server takes no letters: ConnectionRefusedError",
        "The mail server takes letters again.",
    ]


def away(mailers):
    options = mailers["default"]["OPTIONS"] | {"port": 1}
    return {"default": mailers["default"] | {"OPTIONS": options}}


def test_a_letter_that_was_on_its_way_is_sent_again_under_its_name(story, post, clock):
    """Whoever had it claimed was killed, or heard no answer."""
    follow(story, "ana", "zoe")
    change(story, clock)
    write_down()
    claims = claim(make.timezone.now())
    assert len(claims) == 2
    assert claim(make.timezone.now()) is None
    change(story, clock)  # which is another letter: that one was this text's
    assert post() == []

    clock.shift(CLAIM)
    turn.run()
    came = sorted((to[:3], mail["Message-ID"]) for to, mail in post.server.letters)
    first = Notification.objects.exclude(sent_at=None).values_list("edition", flat=True)
    assert [to for to, _name in came] == ["ana", "zoe"]
    for claimed in claims:
        assert claimed.head.edition_id == first[0]
    assert all(name.startswith(f"<edition-{first[0]}.") for _to, name in came)
    post.server.letters.clear()
    clock.shift(HOUR)
    assert post() == names("ana", "zoe")


@pytest.mark.once
def test_a_server_that_hangs_up_in_a_letter_may_have_it(story, post, clock):
    follow(story, "ana")
    post.server.handler.closing = "421 4.3.2 Closing"
    change(story, clock)
    assert post() == []
    name = Notification.objects.get().head

    post.server.handler.closing = "250 Good"
    clock.shift(PAUSE)
    assert post() == names("ana")
    assert name is None  # it said that it hasn't


def test_two_senders_share_what_is_due(story, post, clock):
    follow(story, "ana", "zoe")
    change(story, clock)
    write_down()
    one, other = claim(make.timezone.now()), claim(make.timezone.now())
    assert (len(one), other) == (2, None)


@pytest.mark.once
def test_a_turn_is_over_in_time_and_the_next_goes_on(story, post, clock):
    follow(story, "ana", "zoe")
    change(story, clock)
    write_down()
    Delivery(patience=-1).run()
    assert post.server.letters == []

    clock.shift(MINUTE)
    assert post() == names("ana", "zoe")


@pytest.mark.once
def test_an_address_of_any_script_is_written_to(story, post, clock):
    """The domain as mail servers have it, the name as SMTPUTF8 has it."""
    for address in ("Ґанна@пошта.example", "o'hara+ports@bücher.example"):
        make.follower(story, address=mail_address.normal(address))
    change(story, clock)
    turn.run()

    came = sorted(to for to, _mail in post.server.letters)
    assert came == ["o'hara+ports@xn--bcher-kva.example", "Ґанна@xn--80a1acn3a.example"]


@pytest.mark.once
def test_another_secret_key_loses_nobody_that_the_old_one_opens(
    story, post, clock, settings
):
    [ana] = follow(story, "ana")
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-key-" * 6
    change(story, clock)
    assert post() == []
    assert Notification.objects.get().fault == "no key opens the address"

    settings.SECRET_KEY_FALLBACKS = [old]
    turn.forget()
    settings.SECRET_KEY_FALLBACKS = []
    clock.shift(PAUSE)
    assert post() == names("ana")
    assert Follower.objects.at("ANA@place.example").get() == ana


@pytest.mark.once
def test_no_address_is_in_a_log_or_in_the_database(story, post, clock, caplog):
    follow(story, "ana", "gone")
    post.server.handler.answers["gone@place.example"] = "451 4.3.0 gone@place.example"
    caplog.set_level("INFO")
    change(story, clock)
    post()

    assert "place.example" not in caplog.text
    for model in (Follower, Notification):
        for row in model.objects.values():
            assert "place.example" not in str(row)


def test_a_letter_more_costs_two_queries_more(story, post, clock):
    """As many as there are stand in one claim; each is noted by itself."""
    counts = []
    for few in (3, 20):
        Follower.objects.all().delete()
        follow(story, *(f"r{n}" for n in range(few)))
        clock.shift(DAY)
        change(story, clock)
        write_down()
        with CaptureQueriesContext(connection) as asked:
            Delivery(patience=30).run()
        assert len(post.server.letters) == few
        post.server.letters.clear()
        counts.append(len(asked))

    # Whether it is wanted still, and that it was sent.
    assert counts[1] - counts[0] == 2 * (20 - 3)


def test_who_was_killed_over_the_list_of_followers_begins_it_again(story, clock):
    ana, zoe = follow(story, "ana", "zoe")
    change(story, clock)
    write_down()
    known = {*Notification.objects.values_list("pk", "follower")}
    Mailing.objects.all().delete()
    zoe.notifications.all().delete()

    write_down()

    assert {*ana.notifications.values_list("pk", "follower")} <= known
    assert zoe.notifications.count() == 1
    assert Notification.objects.count() == 2


@pytest.mark.once
def test_who_ends_it_while_their_letter_is_at_work_gets_none(story, post, clock):
    ana, ben, _zoe = follow(story, "ana", "ben", "zoe")
    change(story, clock)
    write_down()
    delivery, claims = Delivery(patience=9), claim(make.timezone.now())
    ana.delete()
    consent.stop(ben, ben.subscriptions.get().pk)

    with Postman() as delivery.postman:
        delivery.send(claims)

    assert [to for to, _mail in post.server.letters] == ["zoe@place.example"]
    assert (delivery.sent, delivery.fault) == (1, "")
