"""One's own second factor: taken, renewed, given up."""

import datetime as dt
import re
from base64 import b32decode

import pytest
import segno
import time_machine
from django.test import Client
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from people import factor, throttle
from people.models import AuditEvent
from tests import make
from tests.support import door

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PAGE = "/admin/second-factor/"


@pytest.fixture
def ana(client):
    made = door.with_password(make.person("editor", username="ana"))
    client.force_login(made)
    return made


def enrol(client):
    page = client.get(PAGE)
    return client.post(PAGE, {"code": door.shown_code(page)})


def verbs():
    return [*AuditEvent.objects.order_by("pk").values_list("verb", flat=True)]


def test_the_page_shows_the_key_as_a_drawing_and_in_letters(client, ana):
    page = client.get(PAGE)

    text = page.content.decode()
    assert '<svg class="qr"' in text
    assert re.search(r"([A-Z2-7]{4} ){7}[A-Z2-7]{4}", text)
    assert "no-store" in page["Cache-Control"]


def test_the_drawing_is_of_the_key(ana):
    drawing = factor.QRCode(ana, factor.new_key())

    assert drawing.size >= 33
    assert re.fullmatch(r"(M\d+ \d+h1v1h-1z)+", drawing.path)


@pytest.mark.once(False)
def test_the_right_code_takes_the_phone_and_shows_ten_codes_once(client, ana):
    page = enrol(client)

    assert len(page.context["codes"]) == len({*page.context["codes"]}) == 10
    assert factor.device_of(ana)
    assert verbs() == ["second-factor-add"]
    assert page.context["codes"][0] not in client.get(PAGE).content.decode()


@pytest.mark.once(False)
@pytest.mark.parametrize(
    "code", ["000000", "", "12345", "nul\0", "\u0661" * 6, "9" * 400]
)
def test_a_wrong_code_takes_nothing_and_keeps_the_key(client, ana, code):
    key = client.get(PAGE).context["key"]

    page = client.post(PAGE, {"code": code})

    assert page.context["key"] == key
    assert page.context["form"].errors
    assert not TOTPDevice.objects.exists()


def test_looking_at_the_page_takes_nothing(client, ana):
    client.get(PAGE)

    assert not TOTPDevice.objects.exists()


def test_whoever_enrols_is_signed_out_everywhere_else(client, ana):
    other = Client()
    other.force_login(ana)

    enrol(client)

    assert door.is_in(client)
    assert not door.is_in(other)


def test_the_key_is_never_shown_again(client, ana):
    key = client.get(PAGE).context["key"]
    enrol(client)

    text = client.get(PAGE).content.decode()

    assert key not in text
    assert "svg class" not in text
    assert "You have 10 recovery codes left." in text


def test_recovery_codes_are_not_kept_as_they_are(client, ana):
    codes = {code.replace("-", "") for code in enrol(client).context["codes"]}

    assert not codes & {*StaticToken.objects.values_list("token", flat=True)}


@pytest.mark.once(False)
def test_new_codes_end_the_old_ones(client, ana):
    key, old = door.with_phone(ana)

    page = client.post(f"{PAGE}codes/", {"code": door.code_of(key)})

    assert len(page.context["codes"]) == 10
    assert not {*page.context["codes"]} & {*old}
    assert factor.verify_code(ana, old[0]) is None
    assert factor.verify_code(ana, page.context["codes"][0])
    assert verbs() == ["recovery-codes"]


@pytest.mark.once(False)
def test_a_recovery_code_is_enough_to_give_it_up(client, ana):
    _key, codes = door.with_phone(ana)

    client.post(f"{PAGE}remove/", {"code": codes[0]})

    assert factor.device_of(ana) is None
    assert factor.codes_left(ana) == 0
    assert verbs() == ["second-factor-remove"]


@pytest.mark.parametrize("what", ["codes", "remove"])
def test_without_a_code_nothing_is_renewed_or_given_up(client, ana, what):
    _key, codes = door.with_phone(ana)

    page = client.post(f"{PAGE}{what}/", {"code": "000000"})
    asked = client.get(f"{PAGE}{what}/")

    assert page.context["form"].errors
    assert asked.status_code == 405
    assert factor.device_of(ana)
    assert factor.verify_code(ana, codes[0])


def test_whoever_has_none_has_nothing_to_renew(client, ana):
    page = client.post(f"{PAGE}codes/", {"code": "000000"})

    assert page.status_code == 302
    assert page.url == PAGE


def test_the_key_is_offered_for_half_an_hour(client, ana):
    noon, keys = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC), []
    for seconds in (0, 1800, 1801, 3601):
        moment = noon + dt.timedelta(seconds=seconds)
        with time_machine.travel(moment, tick=False):
            keys.append(client.get(PAGE).context["key"])

    assert keys[0] == keys[1] != keys[2] == keys[3]
    assert [len(key.replace(" ", "")) for key in keys] == [32] * 4


def test_what_the_page_offers(client, ana, settings):
    settings.REQUIRE_SECOND_FACTOR = False

    context = client.get(PAGE).context
    key = b32decode(context["key"].replace(" ", "")).hex()

    assert context["title"] == "Take a second factor"
    assert context["drawing"].path == factor.QRCode(ana, key).path
    assert context["required"] is False
    settings.REQUIRE_SECOND_FACTOR = True
    assert client.get(PAGE).context["required"] is True


def test_the_drawing_says_what_a_phone_has_to_know(ana, settings):
    settings.SITE_NAME = "The: Daily"
    key = "00" * 19 + "ff"
    secret = "A" * 30 + "H7"
    address = f"otpauth://totp/The%20Daily%3Aana?secret={secret}&issuer=The%20Daily"
    matrix = [*segno.make_qr(address, error="m").matrix_iter()]

    drawing = factor.QRCode(ana, key)

    squares = {
        (x, y) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    }
    drawn = re.findall(r"M(\d+) (\d+)h1v1h-1z", drawing.path)
    assert {(int(x), int(y)) for x, y in drawn} == squares
    assert drawing.size == len(matrix)
    assert factor.readable_key(key) == "AAAA AAAA AAAA AAAA AAAA AAAA AAAA AAH7"


@pytest.mark.parametrize(
    ("steps", "is_taken"), [(-2, 0), (-1, 1), (0, 1), (1, 1), (2, 0)]
)
def test_a_phone_may_go_half_a_minute_wrong_and_no_more(ana, steps, is_taken):
    key, noon = factor.new_key(), dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
    with time_machine.travel(noon + dt.timedelta(seconds=30 * steps), tick=False):
        code = door.code_of(key)

    with time_machine.travel(noon, tick=False):
        device = factor.enrol(ana, key, f"{code[:3]}-{code[3:]}")
        again = factor.verify_code(ana, code)

    assert bool(device) == bool(is_taken)
    assert again is None
    if device:
        assert (device.name, device.key, device.drift) == ("phone", key, steps)


def test_who_has_no_phone_or_an_unproved_one_has_no_second_factor(ana):
    TOTPDevice.objects.create(user=ana, confirmed=False, name="phone")
    StaticDevice.objects.create(user=ana, confirmed=False).token_set.create(
        token=factor.code_hash(ana, "aaaaaaaaaa")
    )
    door.with_phone(make.person("editor"))

    assert factor.device_of(ana) is None
    assert factor.verify_code(ana, "aaaaaaaaaa") is None
    assert factor.codes_left(ana) == 1


def test_the_page_of_a_phone_says_what_one_has_and_asks_for_a_code(client, ana):
    door.with_phone(ana)

    page = client.get(PAGE)
    context = page.context
    refused = client.post(f"{PAGE}codes/", {"code": "000000"})

    assert context["title"] == refused.context["title"] == "Your second factor"
    assert context["device"] == factor.device_of(ana)
    assert context["left"] == refused.context["left"] == 10
    assert not context["form"].is_bound
    assert page.status_code == refused.status_code == 200
    for _ in range(throttle.HERE.free):
        refused = client.post(f"{PAGE}codes/", {"code": "000000"})
    assert refused.status_code == 429


def test_whoever_gives_it_up_comes_back_to_their_account(client, ana):
    key, _codes = door.with_phone(ana)

    page = client.post(f"{PAGE}remove/", {"code": door.code_of(key)})

    assert page.url == "/admin/account/"
    said = client.get(page.url).context["messages"]
    assert [str(message) for message in said] == ["Your second factor is gone."]
    event = AuditEvent.objects.get()
    assert (event.by, event.label, bool(event.address)) == (ana, "ana", True)
