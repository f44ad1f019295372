"""Where an address stands in a copy."""

import pytest

from operations.export.file_names import place_of

PLACES = {
    ("/", ""): ("index.html", "/"),
    ("/stories/x/", ""): ("stories/x/index.html", "/stories/x/"),
    ("/stories/x/", "depth=brief"): (
        "stories/x/depth-brief/index.html",
        "/stories/x/depth-brief/",
    ),
    ("/stories/x/", "since=3&only=new"): (
        "stories/x/only-new-since-3/index.html",
        "/stories/x/only-new-since-3/",
    ),
    ("/feed.json", "page=2"): ("feed.page-2.json", "/feed.page-2.json"),
    ("/x.ninjs.json", "page=2"): ("x.page-2.ninjs.json", "/x.page-2.ninjs.json"),
    ("/tags/%D0%BC%D0%BE%D1%80%D0%B5/", ""): (
        "tags/море/index.html",
        "/tags/%D0%BC%D0%BE%D1%80%D0%B5/",
    ),
}


@pytest.mark.parametrize(("asked", "place"), PLACES.items())
def test_an_address_has_a_place(asked, place):
    assert place_of(*asked) == place


def test_what_is_asked_in_another_order_stands_at_the_same_place():
    assert place_of("/a/", "x=1&y=2") == place_of("/a/", "y=2&x=1")


def test_questions_that_differ_in_a_sign_have_different_places():
    asked = ("page=a/b", "page=a.b", "page=a b", f"page={'a' * 200}", f"p={'a' * 201}")
    places = [place_of("/a/", query).file for query in asked]

    assert len({*places}) == len(asked)
    assert all(len(place) < 120 for place in places)


def test_no_address_leads_out_of_the_folder():
    for path in ("/../x", "/a/%2e%2e/b", "/a/./b", "//host/x", "/a\\b", "x", "/a%00b"):
        assert place_of(path) is None
