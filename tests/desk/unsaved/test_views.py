"""The desk keeps what one types, offers it when one is back, and to nobody else."""

import io
import json
import random
import re
import uuid

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from desk.models import Buffer
from desk.unsaved import rescue, views
from explainer.erasure import Sentence
from operations.redaction import execution
from stories.models import Story
from stories.models.verb_refusals import RedactedError
from tests import make
from tests.support import desk

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.usefixtures("editor"),
]
ADD = "/admin/stories/story/add/"
KEPT = "/admin/stories/story/kept/"


def typed(writer, story=None, **changes):
    """What a browser sends of a form that has few fields: quicker than a page."""
    own = {"headline": "Rates rise", "slug": f"s{uuid.uuid4().hex}"}
    own |= {"language": "en", "digital_source": "human", "loaded_version": ""}
    if story:
        own |= {"headline": story.headline, "slug": story.slug, "loaded_version": "1"}
    else:
        own |= {"draft_id": str(uuid.uuid4())}
    marks = {"_writer": str(writer.pk), "_tab": str(uuid.uuid4()), "_kept": ""}
    return own | marks | changes


def body(form, owner=None, **about):
    """What a page's script sends of a form."""
    pairs = [[n, v] for n, v in form.items() if not n.startswith("_")]
    said = {"writer": int(form["_writer"]), "tab": form["_tab"], "sequence": 1}
    said |= {"owner": str(owner.pk) if owner else form["draft_id"]}
    return said | {"browser": "b1", "grown_from": form["_kept"], "data": pairs} | about


def keep(client, form, owner=None, kind="story", **about):
    address = reverse(f"admin:stories_{kind}_kept")
    said = json.dumps(body(form, owner, **about))
    return client.post(address, said, content_type="application/json")


def kept_form(client, ana, story, **changes):
    """The form of a story with changes in it, kept and not saved."""
    form = typed(ana, story, **changes)
    assert keep(client, form, story).json()["state"] == "kept"
    return form | {"_sequence": "1"}


def restored(client, story=None):
    """The form that "Restore" leads to."""
    page = client.get(Buffer.objects.unsaved().latest("pk").address)
    return page, desk.fields(page, f"{story.path_kind if story else 'story'}_form")


def unsaved():
    return Buffer.objects.unsaved().count()


def test_what_is_kept_touches_no_story(client, ana):
    story = make.story(headline="Rates rise")

    kept_form(client, ana, story, headline="")

    story.refresh_from_db()
    assert (story.headline, story.lock_version) == ("Rates rise", 1)
    assert story.revisions.count() == 0
    kept = Buffer.objects.get()
    assert (kept.owner_key, kept.base_version) == (story.pk, 1)
    assert dict(kept.pairs)["headline"] == ""


def test_keeping_says_when(client, ana):
    said = keep(client, typed(ana)).json()

    assert re.fullmatch(r"Kept \d\d:\d\d:\d\d", said["words"])


def test_coming_back_the_text_is_offered_and_restored_whole(client):
    points = [{"text": "One."}, {"text": "Two."}, {"text": "Three."}]
    story = make.story({"key_points": points}, headline="Rates rise")
    form = desk.open_form(client, story)
    desk.add_part(form, "keypoint_set", text="New.", position="0")
    form |= {"headline": "", "slug": "not a slug!", "keypoint_set-1-DELETE": "on"}
    form |= {"keypoint_set-0-position": "9", "timelineevent_set-TOTAL_FORMS": "x"}
    keep(client, form, story)

    offer = client.get(desk.address("change", story)).content.decode()
    page, again = restored(client, story)

    assert "You have text that was never saved" in offer
    assert Buffer.objects.get().address in offer
    for name in ("headline", "slug", "keypoint_set-0-position"):
        assert again[name] == form[name]
    assert "keypoint_set-1-DELETE" in again
    assert again["keypoint_set-3-text"] == "New."
    assert again["loaded_version"] == "1"
    text = page.content.decode()
    assert "It is not saved yet" in text
    assert "never saved" not in text
    assert "errornote" not in text
    assert "errorlist" not in text


def test_restoring_saves_nothing_until_one_saves(client, ana):
    story = make.story(headline="Rates rise")
    kept_form(client, ana, story, headline="Rates fall")

    _page, again = restored(client, story)
    before = Story.objects.get().headline
    client.post(desk.address("change", story), again)

    assert (before, Story.objects.get().headline) == ("Rates rise", "Rates fall")
    assert unsaved() == 0


def test_a_story_that_was_never_saved_is_kept_under_the_key_that_it_will_have(client):
    form = desk.fields(client.get(ADD)) | {"headline": "Bridge closes", "slug": ""}
    keep(client, form)

    offer = client.get(ADD).content.decode()
    _page, again = restored(client)
    client.post(ADD, again | {"slug": "bridge"})

    assert "<strong>Bridge closes</strong>" in offer
    assert str(Story.objects.get().pk) == form["draft_id"]
    assert unsaved() == 0


def test_a_save_lets_go_of_its_own_text_and_of_no_other(client, ana):
    story = make.story()
    kept_form(client, ana, story, headline="In another window")
    form = kept_form(client, ana, story, headline="Here")

    client.post(desk.address("change", story), form)

    kept = Buffer.objects.unsaved().get()
    assert dict(kept.pairs)["headline"] == "In another window"


def test_the_same_text_in_another_tab_is_saved_with_it(client, ana):
    story = make.story()
    kept_form(client, ana, story, headline="Here")
    form = kept_form(client, ana, story, headline="Here")

    client.post(desk.address("change", story), form)

    assert unsaved() == 0


def test_what_was_typed_after_pressing_save_stays_kept(client, ana):
    story = make.story()
    form = kept_form(client, ana, story, headline="Here")
    keep(client, form | {"headline": "Here and on"}, story, sequence=2)

    client.post(desk.address("change", story), form)

    assert unsaved() == 1


def test_what_comes_in_after_the_save_does_not_come_back(client, ana):
    story = make.story()
    form = typed(ana, story, headline="Here", _sequence="7")
    client.post(desk.address("change", story), form)

    late = keep(client, form, story, sequence=7)

    assert late.json()["state"] == "saved"
    assert unsaved() == 0


@pytest.mark.parametrize("fault", [{"headline": ""}, {"loaded_version": "0"}])
def test_a_refused_save_lets_go_of_nothing(client, ana, fault):
    story = make.story()
    form = kept_form(client, ana, story, headline="Here")

    page = client.post(desk.address("change", story), form | fault)

    assert page.status_code == 200
    again = desk.fields(page)
    assert (again["_tab"], again["_sequence"]) == (form["_tab"], "1")
    assert "data-unsaved" in page.content.decode()
    assert "never saved" not in page.content.decode()
    assert unsaved() == 1


def test_without_the_right_any_more_the_text_stays_and_can_be_copied(client, ana):
    story = make.story()
    form = kept_form(client, ana, story, summary="Hard to write again.")
    ana.is_superuser = False
    ana.save()
    ana.user_permissions.set(Permission.objects.filter(codename="view_story"))

    refused = client.post(desk.address("change", story), form)
    page = client.get(Buffer.objects.get().address, follow=True)

    assert refused.status_code == 403
    assert "Hard to write again." in page.content.decode()
    assert "You may no longer change this" in page.content.decode()


def test_of_a_deleted_draft_the_text_becomes_a_new_one(client, ana):
    story = make.story(headline="Gone")
    kept_form(client, ana, story, headline="Still here")
    story.delete()

    _page, again = restored(client)
    saved = client.post(ADD, again)

    made = Story.objects.get()
    assert saved.url == desk.address("change", made)
    assert made.headline == "Still here"
    assert made.pk != story.pk
    assert unsaved() == 0


def test_a_restored_text_that_goes_on_elsewhere_takes_the_place_of_the_old(client, ana):
    story = make.story()
    kept_form(client, ana, story, headline="One")
    _page, again = restored(client, story)

    keep(client, again | {"headline": "One and more"}, story)

    assert dict(Buffer.objects.unsaved().get().pairs)["headline"] == "One and more"


def test_what_grew_meanwhile_in_its_own_window_stays_when_it_was_restored(client, ana):
    story = make.story()
    form = kept_form(client, ana, story, headline="One")
    _page, again = restored(client, story)
    keep(client, form | {"headline": "Two"}, story, sequence=2)

    client.post(desk.address("change", story), again)

    assert dict(Buffer.objects.unsaved().get().pairs)["headline"] == "Two"


def test_restoring_over_a_newer_save_is_a_conflict_at_once(client, ana):
    story = make.story(headline="Rates rise")
    kept_form(client, ana, story, headline="Mine")
    ben = make.editor(first_name="Ben")
    client.force_login(ben)
    client.post(desk.address("change", story), typed(ben, story, headline="Theirs"))
    client.force_login(ana)

    page, again = restored(client, story)
    saved = client.post(desk.address("change", story), again)

    assert "Ben saved at " in page.content.decode()
    assert again["headline"] == "Mine"
    assert saved.status_code == 200
    assert Story.objects.get().headline == "Theirs"


def test_undoing_everything_leaves_nothing_to_keep(client, ana):
    story = make.story()
    form = kept_form(client, ana, story, headline="Here")

    said = keep(client, form, story, sequence=2, data=[])

    assert said.json() == {"state": "saved", "words": ""}
    assert unsaved() == 0


def test_texts_whose_fields_are_gone_are_shown_to_be_copied(client, ana):
    story = make.story()
    kept_form(client, ana, story, lede="Old.", **{"point_set-0-text": "Older."})

    page, again = restored(client, story)
    client.post(desk.address("change", story), again)

    assert "These fields are gone from the form" in page.content.decode()
    assert "Older." in page.content.decode()
    assert unsaved() == 1


def test_what_differs_can_be_looked_at_before_it_is_restored(client, ana):
    story = make.story(headline="Rates", summary="They rise.")
    story.save_revision()
    kept_form(client, ana, story, summary="They fall.")

    page = client.get(Buffer.objects.get().page).content.decode()

    assert re.search("<del>.*rise.*</del>", page)
    assert re.search("<ins>.*fall.*</ins>", page)
    assert "<dt>What&#x27;s happened</dt><dd>They fall.</dd>" in page


def test_a_kept_question_is_one(client, ana):
    question = make.question()
    form = typed(ana, title="Why?")

    keep(client, form, question, kind="question")
    _page, again = restored(client, question)

    assert again["title"] == "Why?"


def test_all_that_is_kept_is_on_one_page(client, ana):
    make.buffer(make.story(), user=ana, title="Of a story")
    make.buffer(make.question(), user=ana, title="Of a question")
    make.buffer(user=ana, title="Of nothing yet")
    make.buffer(title="Of somebody else")

    page = client.get(KEPT).content.decode()

    for title in ("Of a story", "Of a question", "Of nothing yet"):
        assert title in page
    assert "Of somebody else" not in page


def test_a_text_is_discarded_as_it_was_seen(client, ana):
    kept = make.buffer(make.story(), user=ana)
    seen = kept.mark
    Buffer.objects.update(sequence=2)

    client.post(kept.page, {"_discard": seen})
    grown = unsaved()
    client.post(kept.page, {"_discard": Buffer.objects.get().mark})

    assert (grown, unsaved()) == (1, 0)


def test_nobody_meets_what_somebody_else_typed(client, ana):
    story = make.story()
    kept = make.buffer(story, title="Nobody else's")
    form = desk.address("change", story)

    assert client.get(kept.page).status_code == 404
    assert client.post(kept.page, {"_discard": kept.mark}).status_code == 404
    assert client.get(kept.address).status_code == 404
    assert "never saved" not in client.get(form).content.decode()
    part = client.get(KEPT, {"form": 1, "owner": story.pk, "tab": uuid.uuid4()})
    assert "never saved" not in part.content.decode()
    own = {"_kept": kept.mark, "_tab": str(kept.tab), "_sequence": "9"}
    client.post(form, typed(ana, story, **own))
    assert unsaved() == 1


@pytest.mark.parametrize("address", [KEPT, "/admin/stories/question/kept/"])
def test_who_may_write_nothing_keeps_nothing(client, ana, address):
    ana.is_superuser = False
    ana.save()

    assert client.get(address).status_code == 403
    assert (
        client.post(address, "{}", content_type="application/json").status_code == 403
    )


def test_the_text_of_a_lost_session_is_not_kept_under_another_name(client, ana):
    story = make.story()
    form = typed(ana, story, headline="Ana's")
    client.force_login(make.editor(username="ben"))

    kept = keep(client, form, story)
    page = client.post(desk.address("change", story), form)

    assert (kept.status_code, kept.json()) == (409, {"state": "other"})
    assert "Somebody else was signed in" in page.content.decode()
    assert Story.objects.get().lock_version == 1
    client.post(desk.address("change", story), desk.fields(page))
    assert Story.objects.get().headline == "Ana's"


WHOLE = {
    "writer": 1,
    "tab": str(uuid.uuid4()),
    "sequence": 1,
    "owner": str(uuid.uuid4()),
    "data": [["headline", "x"]],
}


@pytest.mark.once(False)
@pytest.mark.parametrize(
    "broken",
    [
        *("", "{", "[]", "null", "7", '"x"', "[" * 100_000, "\0", "9" * 5000, "\xff"),
        *({"data": wrong} for wrong in (None, "x", {}, [1], [["a"]], [["a", 1]])),
        {"data": [["a", "b", "c"]]},
        {"data": [["a", "b"]] * 20_001},
        *({"tab": wrong} for wrong in (None, "", "x", 3, ["x"], "\0")),
        *({"owner": wrong} for wrong in (None, "", "x", 10**400)),
        *(
            {"sequence": wrong}
            for wrong in (None, 0, -1, 2**31, "1", 1.5, True, 10**99)
        ),
        *({"writer": wrong} for wrong in (None, "x", [], 10**99)),
    ],
)
def test_what_is_no_form_is_refused_in_words(client, ana, broken):
    said = WHOLE | {"writer": ana.pk}
    sent = broken if isinstance(broken, str) else json.dumps(said | broken)

    answer = client.post(KEPT, sent, content_type="application/json")

    assert answer.status_code == 400
    assert answer.json()["words"]
    assert not Buffer.objects.exists()


SAID = "Ann Moravec took the money of the harbour."


def orders_before_writing(monkeypatch, *sentences):
    """An order is carried out between what a request looked for and what it writes."""
    orders, really = [*sentences], views.keep_text

    def keep_text(*given, **said):
        if orders:
            order = {"order": "Court, 4 O 17/26", "reason": "Private."}
            execution.carry_out(Sentence(orders.pop(0)), **order)
        return really(*given, **said)

    monkeypatch.setattr(views, "keep_text", keep_text)


@pytest.mark.usefixtures("committed")
def test_what_waits_for_an_order_is_kept_without_the_words(client, ana, monkeypatch):
    orders_before_writing(monkeypatch, SAID)

    answer = keep(client, typed(ana, brief=f"So. {SAID} Yes."))

    assert (answer.status_code, answer.json()["state"]) == (200, "kept")
    assert dict(Buffer.objects.get().pairs)["brief"] == "So. [removed by order]. Yes."


@pytest.mark.usefixtures("committed")
def test_what_waits_for_one_order_after_the_other_is_refused_in_words(
    client, ana, monkeypatch
):
    orders_before_writing(monkeypatch, SAID, "She paid a bishop for it.")

    answer = keep(client, typed(ana, brief=f"{SAID} She paid a bishop for it."))

    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert "Court, 4 O 17/26" in answer.json()["words"]
    assert not Buffer.objects.exists()


@pytest.mark.parametrize("sent", [{"data": "x"}, {"file": io.BytesIO(b"x")}])
def test_what_another_page_would_send_is_no_form(client, sent):
    client.get(KEPT)
    client.handler.enforce_csrf_checks = True
    token = {"X-CSRFToken": client.cookies["csrftoken"].value}

    answer = client.post(KEPT, sent, headers=token)

    assert answer.status_code == 400
    assert answer.json()["words"]


def test_bytes_that_are_no_text_are_refused(client):
    answer = client.post(KEPT, b"\xff\xfe{", content_type="application/json")

    assert answer.status_code == 400


def test_what_is_too_long_is_refused_before_it_is_read(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024**2

    answer = client.post(KEPT, "x" * (1024**2 + 1), content_type="application/json")

    assert answer.status_code == 413
    assert "longer than 1 MB" in answer.json()["words"]


@pytest.mark.once(False)
def test_signs_that_no_page_can_hold_are_replaced_and_the_rest_stays(client, ana):
    story = make.story()
    form = typed(ana, story, summary="a\0b\ud800c 😀")

    keep(client, form, story, browser="\0", grown_from="9" * 99 + ".1")
    _page, again = restored(client, story)

    assert again["summary"] == "ab\ufffdc 😀"


@pytest.mark.parametrize("seed", range(3))
def test_any_kept_form_can_be_restored(client, ana, seed):
    chance = random.Random(seed)
    story = make.story({"key_points": [{"text": "One."}], "sources": [{"key": "a"}]})
    names = [name for name in desk.open_form(client, story) if name[0] != "_"]
    odd = [
        "",
        "x",
        "-1",
        "9" * 40,
        "1e9",
        "on",
        "[]",
        "<b>",
        "2026-99-99",
        "\ufdfa" * 99,
    ]
    pairs = [[chance.choice(names), chance.choice(odd)] for _ in range(200)]
    pairs += [[f"keypoint_set-{n}-{chance.choice('abc')}", "x"] for n in range(9)]
    kept = make.buffer(story, user=ana, pairs=pairs)

    assert client.get(kept.address).status_code == 200
    assert client.get(kept.page).status_code == 200


@pytest.mark.once(False)
@pytest.mark.parametrize("kept", ["", "x", "0", "-1", "9" * 30, "\0", "1.5"])
def test_an_address_that_names_no_kept_text_is_not_found(client, kept):
    story = make.story()

    for address in (ADD, desk.address("change", story)):
        assert client.get(address, {"kept": kept}).status_code == 404


def test_a_text_is_restored_in_its_own_form(client, ana):
    kept, other = make.buffer(make.story(), user=ana), make.story()

    page = client.get(desk.address("change", other), {"kept": kept.pk})

    assert page.url == kept.address


@pytest.mark.once(False)
@pytest.mark.parametrize("wrong", ["", "-1", "9" * 40, "\0"])
def test_marks_of_a_form_that_are_nonsense_are_no_error(client, ana, wrong):
    story = make.story()
    marks = dict.fromkeys(("_tab", "_sequence", "_kept", "loaded_revision"), wrong)
    address = desk.address("change", story)

    saved = client.post(address, typed(ana, story, **marks))
    refused = client.post(address, typed(ana, story, **marks, _choose=wrong))
    foreign = client.post(address, typed(ana, story, _writer=wrong.strip("\0") or "0"))

    statuses = [page.status_code for page in (saved, refused, foreign)]
    assert statuses == [302, 200, 200]


def signed_out(client, writer, story=None, **changes):
    client.logout()
    address = desk.address("change", story) if story else ADD
    return client.post(address, typed(writer, story, **changes))


def test_signed_out_without_a_script_the_text_comes_back(client, ana):
    said = {"headline": "Rates & rents", "summary": "\nTwo\nlines."}
    row = {"keypoint_set-0-text": "<One>", "keypoint_set-0-id": "7"}

    page = signed_out(client, ana, make.story(), **said, **row)

    text = page.content.decode()
    assert page.status_code == 403
    assert "no-store" in page["Cache-Control"]
    assert "<dt>Headline</dt><dd>Rates &amp; rents</dd>" in text
    assert "<dt>Key point 1: text</dt><dd>&lt;One&gt;</dd>" in text
    assert 'href="/admin/login/" target="_blank"' in text
    again = desk.fields(page, None)
    assert again["summary"] == "\nTwo\nlines."


@pytest.mark.parametrize(
    ("page", "more", "sent"),
    [
        ("deed", ["comment"], {"body": "Nine?", "mark": "m1"}),
        ("deed_on", ["reply", 1], {"body": "Nine?", "mark": "m1"}),
        ("deed", ["hand-over"], {"note": "Nine?", "to": "1"}),
        ("new", None, {"text": "Nine?"}),
        ("new", None, {"headline": "Nine?", "slug": "nine"}),
    ],
)
def test_signed_out_a_small_form_comes_back_too(client, page, more, sent):
    story = make.story()
    client.logout()
    given = [story.pk, *more] if more else []
    address = reverse(f"admin:stories_story_{page}", args=given)

    answer = client.post(address, sent)

    assert answer.status_code == 403
    assert "<dd>Nine?</dd>" in answer.content.decode()
    assert "<dd>m1</dd>" not in answer.content.decode()


def test_who_may_no_longer_change_it_gets_the_text_to_copy(client, ana):
    story = make.story()
    ana.is_superuser = False
    ana.save()

    form = typed(ana, story, summary="New")
    answer = client.post(desk.address("change", story), form)

    text = answer.content.decode()
    assert answer.status_code == 403
    assert "You may no longer change this." in text
    assert "<dd>New</dd>" in text
    assert "Send it again" not in text


@pytest.mark.once(False)
def test_a_browsers_name_that_cannot_be_written_is_mended(client, ana):
    kept = keep(client, typed(ana), browser="\ud800b\0")

    assert kept.json()["state"] == "kept"
    assert Buffer.objects.get().browser == "\ufffdb"


def test_signed_in_again_it_can_be_sent_as_it_was(client, ana):
    page = signed_out(client, ana, headline="Bridge closes")
    client.force_login(ana)

    client.post(ADD, desk.fields(page, None))

    assert Story.objects.get().headline == "Bridge closes"


def test_a_page_that_is_read_asks_to_sign_in_as_ever(client):
    client.logout()

    page = client.get(ADD)

    assert page.url == f"/admin/login/?next={ADD}"


@pytest.mark.parametrize(
    ("origin", "again"),
    [("http://testserver", True), ("http://evil.example", False), (None, False)],
)
def test_a_form_too_old_to_be_trusted_comes_back(client, ana, origin, again):
    client.handler.enforce_csrf_checks = True
    headers = {"Origin": origin} if origin else {}

    page = client.post(ADD, {"headline": "Bridge", "slug": "x"}, headers=headers)

    text = page.content.decode()
    assert page.status_code == 403
    assert "no-store" in page["Cache-Control"]
    assert "<dt>Headline</dt><dd>Bridge</dd>" in text
    assert ("Send it again" in text) == again
    assert not Story.objects.exists()


def test_no_password_is_ever_given_back(client):
    client.handler.enforce_csrf_checks = True

    page = client.post("/admin/login/", {"username": "ana", "password": "very secret"})

    assert page.status_code == 403
    assert "very secret" not in page.content.decode()


def test_of_a_form_in_which_nothing_was_typed_no_empty_list_comes_back(rf, ana):
    request = rf.post("/admin/")
    request.user = ana

    page = rescue.give_back(request, RedactedError(order="Court, 4 O 17/26"))

    assert page.status_code == 422
    assert "desk-texts" not in page.render().content.decode()
