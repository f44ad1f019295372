"""What a form said, in words, when there is no form to show it in."""

import re
from types import SimpleNamespace

from django.http import QueryDict

from desk.unsaved.field_labels import labelled_texts, orphan_texts
from desk.unsaved.rescue import fields_and_texts


def test_each_text_is_named_as_an_editor_calls_it():
    pairs = [
        ("headline", "One\r\nline"),
        ("standfirst", " \n"),
        ("no_such_field", "Kept"),
        ("desk", "3"),
        ("csrfmiddlewaretoken", "x"),
        ("quote_set-0-text", "So it is."),
        ("quote_set-11-speaker", "Ana"),
        ("quote_set-0-id", "7"),
        ("quote_set-0-uid", "8"),
        ("quote_set-0-position", "9"),
        ("quote_set-0-DELETE", "on"),
        ("storysource_set-0-source", "5"),
        ("unknown_set-1-thing", "Kept too"),
        ("mark", "m"),
        ("uid", "u"),
        ("input", "i"),
    ]

    assert labelled_texts("story", pairs) == [
        ("headline", "One\nline"),
        ("no_such_field", "Kept"),
        ("Quote 1: words", "So it is."),
        ("Quote 12: speaker", "Ana"),
        ("unknown_set 2: thing", "Kept too"),
    ]


def test_of_a_form_that_is_no_drafts_fields_have_their_own_names():
    pairs = [*QueryDict("body=Well&uid=1&row_set-0-text=So").items()]

    assert labelled_texts("", pairs) == [("body", "Well"), ("row_set 1: text", "So")]


def test_what_was_written_into_a_field_that_is_gone_is_not_lost():
    form = SimpleNamespace(fields={"headline": None})
    rows = SimpleNamespace(base_fields={"text": None})
    formset = SimpleNamespace(
        prefix="quote_set", form=rows, fk=SimpleNamespace(name="story")
    )
    sent = QueryDict(mutable=True)
    sent.update({"headline": "So", "standfirst": "Gone", "empty": " "})
    sent.update({"csrfmiddlewaretoken": "x", "_save": "x"})
    for name in ("text", "story", "uid", "DELETE", "speaker"):
        sent[f"quote_set-0-{name}"] = name
    sent["other_set-0-text"] = "Of another"
    sent.setlist("kicker", ["a", "b"])

    assert orphan_texts(form, [formset], sent) == [
        ("standfirst", "Gone"),
        ("quote_set-0-speaker", "speaker"),
        ("other_set-0-text", "Of another"),
        ("kicker", "a"),
        ("kicker", "b"),
    ]


def test_what_was_sent_with_any_form_can_be_sent_again_but_for_passwords():
    def sent(page, **fields):
        request = SimpleNamespace(POST=QueryDict(mutable=True))
        request.POST.update({"csrfmiddlewaretoken": "x", "_save": "1"} | fields)
        request.resolver_match = page and SimpleNamespace(url_name=page)
        return fields_and_texts(request, re.compile("password|token"))

    words = {"quote_set-0-text": "So."}
    pairs = [["_save", "1"], ["quote_set-0-text", "So."]]
    named = [("Quote 1: words", "So.")]

    assert sent("stories_story_change", **words) == (pairs, named)
    assert sent("sources_source_change", **words) == (
        pairs,
        [("quote_set 1: text", "So.")],
    )
    assert (
        sent(None, **words)[1] == sent("", **words)[1] == [("quote_set 1: text", "So.")]
    )
    assert sent("stories_story_change", old_password="x", **words) == ([], [])
