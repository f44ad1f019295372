"""Mail addresses: one form of each, whatever was typed, and no way back from a row."""

import pytest
from django.core.exceptions import ValidationError

from people import mail_address

OLD, NEW = "an-old-secret-key-" * 4, "a-new-secret-key-" * 4


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Ana@Place.Example ", "Ana@place.example"),
        ("o'hara+ports@place.example", "o'hara+ports@place.example"),
        ("ana@bücher.example", "ana@xn--bcher-kva.example"),
        ("Zoe\u0308@place.example", "Zoë@place.example"),
        ("用户@例子.example", "用户@xn--fsqu00a.example"),
    ],
)
def test_an_address_has_one_form(typed, kept):
    assert mail_address.normal(typed) == kept
    assert mail_address.normal(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        *("", "@", "a", "a@b", "a@@b.example", "a b@place.example", "a@place"),
        *("a@place.example\nBcc: b@x.example", "a@[127.0.0.1", '"a"@place.example'),
        *("ы" * 33 + "@place.example", "a@" + "x" * 250 + ".example", "a@-x.example"),
        *(
            "a,b@place.example",
            "a;b@place.example",
            "<a@place.example>",
            "a@\0.example",
        ),
        *("a\u00a0b@place.example", "a\u2028b@place.example", "😀@place.example"),
    ],
)
def test_what_is_none_is_refused(typed):
    with pytest.raises(ValidationError):
        mail_address.normal(typed)


def test_a_mailbox_is_one_whatever_sorts_its_letters():
    digests = {
        mail_address.mailbox_digest(one)
        for one in (
            "ana@place.example",
            "ANA+x@place.example",
            "a.na+y+z@place.example",
        )
    }

    assert len(digests) == 1
    assert mail_address.mailbox("ana@place.example") == "ana@place.example"


def test_the_database_has_what_only_the_secret_key_opens(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    closed = mail_address.encrypted("zoë@place.example")
    digest = mail_address.address_digest("zoë@place.example")
    assert mail_address.encrypted("zoë@place.example") != closed
    assert mail_address.decrypted(closed) == "zoë@place.example"

    settings.SECRET_KEY = NEW
    assert mail_address.decrypted(closed) == ""
    assert digest not in mail_address.digests("zoë@place.example")
    settings.SECRET_KEY_FALLBACKS = [OLD]
    assert mail_address.decrypted(closed) == "zoë@place.example"
    assert digest in mail_address.digests("Zoë@place.example")
    assert mail_address.decrypted("nonsense") == ""
