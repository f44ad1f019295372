"""Small parts of the desk, asked one by one: what is kept, where one is."""

import uuid

import pytest
from django import forms
from django.http import QueryDict
from django.test import RequestFactory

from desk import navigation
from desk.draft import layout, pasted_sources
from desk.draft.layout import BoundBlock
from desk.form import namesakes
from desk.unsaved import submission
from explainer.story_blocks import Block
from pages.models import ReaderMessage
from stories.models import Question, Story, Tag
from tests import make

HIGHEST = 2**31 - 1


def refused(read, value):
    with pytest.raises(submission.UnusableError) as fault:
        read(value)
    assert str(fault.value) == "This is not the text of a form."
    return fault.value.status


@pytest.mark.parametrize("value", [1, HIGHEST])
def test_a_number_that_a_page_sends_is_one_that_we_gave(value):
    assert submission.number(value) == value


@pytest.mark.parametrize("value", [0, -1, HIGHEST + 1, True, "1", 1.0, None])
def test_another_number_is_refused(value):
    assert refused(submission.number, value) == 400


@pytest.mark.parametrize(
    ("text", "found"),
    [
        *(("1", 1), ("999999999", 999999999), ("1234567890", None)),
        *(("", None), ("x", None), ("1\n", None), ("٣", None)),
    ],
)
def test_a_version_is_a_number_or_none(text, found):
    assert submission.version(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12.3", (12, 3)),
        (f"{'9' * 18}.{'9' * 9}", (int("9" * 18), int("9" * 9))),
        *((f"{'9' * 19}.1", None), (f"1.{'9' * 10}", None)),
        *(("12", None), ("", None), (None, None), ("12.3.4", None)),
    ],
)
def test_a_mark_names_a_text_and_how_far_it_was(text, found):
    assert submission.mark(text) == found


def test_a_forms_key_is_a_uuid():
    key = uuid.uuid4()

    assert submission.key(str(key)) == key
    for wrong in ("", "x", None, 3, key):
        assert refused(submission.key, wrong) == 400


def test_a_form_is_a_list_of_pairs_and_no_longer_than_a_form_may_be(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    pair = ["a\ud800", "b"]

    assert submission.pairs_in([pair, pair]) == [["a\ufffd", "b"]] * 2
    assert submission.pairs_in([]) == []
    for wrong in (
        [pair] * 3,
        "ab",
        [("a", "b")],
        [["a"]],
        [["a", "b", "c"]],
        [["a", 1]],
    ):
        assert refused(submission.pairs_in, wrong) == 400


def sent(length):
    request = RequestFactory().post("/", b"12345678", content_type="application/json")
    request.META["CONTENT_LENGTH"] = length
    return request


def test_a_text_is_as_long_as_may_be(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 8

    assert submission.request_body(sent("8")) == b"12345678"
    for length in ("9", "x", "-1"):
        with pytest.raises(submission.UnusableError) as fault:
            submission.request_body(sent(length))
        assert fault.value.status == 413


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/admin/x/", "page"),
        ("/admin/x/1/", "true"),
        ("/admin/", ""),
        ("/admin/xy/", ""),
    ],
)
def test_a_place_is_where_one_is_or_above_it(path, here):
    assert navigation.current("/admin/x/", path) == here


def listed(model, address="/admin/{}/"):
    label = model._meta.label_lower
    url = address.format(label) if address else None
    return {
        "model": model,
        "admin_url": url,
        "name": str(model._meta.verbose_name_plural),
    }


@pytest.mark.parametrize("path", ["/admin/", "/admin/stories.story/7/change/"])
def test_the_navigation_lists_what_is_needed_all_day_first(path):
    user = make.get_user_model()
    apps = [
        {"models": [listed(user), listed(Tag), listed(ReaderMessage)]},
        {"models": [listed(Question), listed(Story), listed(make.Desk, "")]},
    ]

    found = [
        (str(place.label), place.address, place.current, place.main)
        for place in navigation.places(apps, path)
    ]

    home = path == "/admin/"
    assert found == [
        ("The desk", "/admin/", "page" if home else "", True),
        ("Stories", "/admin/stories.story/", "" if home else "true", True),
        ("Questions", "/admin/stories.question/", "", True),
        ("Letters", "/admin/pages.readermessage/", "", True),
        ("Tags", "/admin/stories.tag/", "", False),
        ("Users", f"/admin/{user._meta.label_lower}/", "", False),
        ("Corrections", "/corrections/", "", False),
    ]
    assert len([*navigation.places(apps[:1], path)]) == 4


class Written(forms.Form):
    headline = forms.CharField(widget=forms.Textarea({"data-words": "Words:"}))
    slug = forms.CharField(required=False)


def filled(one, sent=None, **initial):
    form = Written(sent, initial=initial)
    form.is_valid()
    return BoundBlock(one, form, None, None)


@pytest.mark.parametrize(
    ("options", "sent", "initial", "state", "is_open", "words"),
    [
        ({}, None, {}, "empty", False, 0),
        ({}, None, {"slug": "a b"}, "filled", True, 0),
        ({}, None, {"headline": "Two **words**"}, "filled", True, 2),
        ({"always": True}, None, {}, "empty", True, 0),
        ({"apart": True}, None, {"slug": "a"}, "filled", False, 0),
        ({"apart": True}, {"slug": "a"}, {}, "faulty", True, 0),
        ({}, {"headline": "A"}, {}, "filled", True, 1),
    ],
)
def test_a_block_is_open_if_there_is_something_to_see(
    options, sent, initial, state, is_open, words
):
    found = filled(
        Block("top", "Top", ("headline", "slug"), **options), sent, **initial
    )

    assert (found.state, found.is_open, found.words) == (state, is_open, words)
    assert found.keys == "top headline slug"
    assert found.forms == []


def test_every_depth_has_its_words_and_its_time():
    document = {"headline": "One", "summary": "two three", "report": "four " * 400}

    found = [
        (each.depth, each.name, each.words, each.time, each.offered)
        for each in layout.lengths(document)
    ]

    assert found == [
        ("glance", "At a glance", 3, "15 s", True),
        ("brief", "In brief", 3, "15 s", False),
        ("full", "In full", 403, "2 min", True),
    ]


def begun(**asked):
    return pasted_sources.begun_with(RequestFactory().get("/", asked))


@pytest.mark.once
@pytest.mark.django_db
def test_a_draft_begins_with_the_sources_that_its_address_names(monkeypatch):
    one, two, three = (make.source() for _ in range(3))

    assert begun(sources=f"{two.pk},{one.pk},{two.pk},x,²,999,,{'9' * 10}") == [
        two,
        one,
    ]
    assert begun() == []
    posted = RequestFactory().post("/?sources=1", {"sources": str(one.pk)})
    posted.GET = QueryDict(f"sources={one.pk}")
    assert pasted_sources.begun_with(posted) == []
    monkeypatch.setattr(pasted_sources.batch, "MOST", 1)
    assert begun(sources=f"{three.pk},{one.pk},{two.pk}") == [three, one]


@pytest.mark.once
@pytest.mark.django_db
def test_a_name_that_is_nearly_ours_is_asked_about(client):
    client.force_login(make.editor())
    request = client.get("/admin/").wsgi_request
    for name in ("Energy", "Rivers"):
        Tag.objects.create(name=name, slug=name.lower())

    namesakes.warn_of_near(request, Tag, ["Énergy", "Energy", "Ports"])

    assert [(each.level_tag, str(each)) for each in request._messages] == [
        (
            "warning",
            "“Énergy” is new, and written like “Energy”, which we have. If it is the "
            "same, use that one.",
        )
    ]
