"""The table of forms: what a kind of page can also be had as."""

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

from paper.outputs.alternates import FORMS, Alternate


def test_every_form_has_an_address_that_the_pages_own_gives_it():
    known = get_resolver().reverse_dict
    for page, forms in FORMS.items():
        [(_pattern, names)] = [known.getlist(page)[0][0][0]]
        values = [1 if name in ("number", "year") else "a" for name in names]
        for form in forms:
            try:
                reverse(form.name, args=values)
            except NoReverseMatch:
                pytest.fail(f"{page} has no {form.name}")
        assert len({form.name for form in forms}) == len(forms)


def test_a_link_says_of_which_type_a_form_is():
    form = Alternate("application/json", "/stories/ports.json", "Häfen")

    assert (
        form.link == '</stories/ports.json>; rel="alternate"; type="application/json"'
    )
