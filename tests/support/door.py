"""Somebody at the door of the desk: signs in, gives codes, asks for a password."""

from base64 import b32decode

from django.urls import reverse
from django_otp.oath import TOTP

from people import factor

PASSWORD = "seven lanterns at noon"
LOGIN = "/admin/login/"
CODE = "/admin/login/code/"


def with_password(person):
    person.set_password(PASSWORD)
    person.save()
    return person


def with_phone(person):
    """Enrols somebody; returns the key that their phone has, and the recovery codes."""
    key = factor.new_key()
    device = factor.enrol(person, key, code_of(key))
    device.last_t = -1  # As if that had been long ago.
    device.save()
    return key, factor.new_codes(person)


def code_of(key):
    return f"{TOTP(bytes.fromhex(key)).token():06d}"


def shown_code(page):
    """The code of the key that an enrolment page shows."""
    return code_of_letters(page.context["key"])


def code_of_letters(key):
    """What a phone shows whose owner typed the key."""
    return code_of(b32decode(key.replace(" ", "")).hex())


def sign_in(client, person, password=PASSWORD, **options):
    name = getattr(person, "username", person)
    sent = {"username": name, "password": password}
    return client.post(LOGIN, sent | options.pop("sent", {}), **options)


def give(client, code, **options):
    return client.post(CODE, {"code": code}, **options)


def is_in(client):
    return client.get(reverse("admin:account")).status_code == 200
